"""The command: python -m mdm match | fit | evaluate | explain."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from .evaluate import evaluate, worst_pairs
from .explain_cluster import explain_uids
from .files import InputError, read_records, read_table, require
from .fit import model_rows
from .match import fit_records, match_records
from .parameters import MatchModel, read_parameters
from .pipeline import read_model_rows, read_reference
from .similarity import choose_backend

SEED = 7


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return 0, or 2 after one sentence on standard error."""
    arguments = _parser().parse_args(argv)
    try:
        arguments.run(arguments)
    except (InputError, ValueError) as error:
        print(f"mdm {arguments.command}: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mdm", description="Match records to customers.")
    commands = parser.add_subparsers(dest="command", required=True)

    match = commands.add_parser("match", help="score pairs and build clusters of one file")
    match.add_argument("input", type=Path, help="Parquet or CSV with one record per row")
    match.add_argument("--out", type=Path, required=True, help="folder for pairs and clusters")
    match.add_argument("--model", help="model version to use as it is (default: fit to the file)")
    match.set_defaults(run=_match)

    fitting = commands.add_parser("fit", help="estimate a new model version from one file")
    fitting.add_argument("input", type=Path)
    fitting.add_argument("--version", required=True, help="name of the new version")
    fitting.add_argument("--out", type=Path, required=True, help="CSV of its parameter rows")
    fitting.set_defaults(run=_fit)

    judge = commands.add_parser("evaluate", help="compare pairs and clusters with the truth")
    judge.add_argument("truth", type=Path, help="Parquet or CSV with uid and cluster")
    judge.add_argument("--result", type=Path, required=True, help="the folder match wrote")
    judge.add_argument("--worst", type=int, default=5, help="how many worst pairs to show")
    judge.set_defaults(run=_evaluate)

    words = commands.add_parser("explain", help="say in words why records are one customer or not")
    words.add_argument("uid", nargs="+", help="two records, or one record or customer")
    words.add_argument("--result", type=Path, required=True, help="the folder match wrote")
    words.set_defaults(run=_explain)

    for command in (match, fitting):
        command.add_argument("--parameters", type=Path, help="parameter rows instead of the seed")
        command.add_argument("--base", default="1", help="model version the fit starts from")
        command.add_argument("--backend", default="auto", help="auto, duckdb, jellyfish, rapidfuzz")
    return parser


def _match(arguments: argparse.Namespace) -> None:
    records = read_records(arguments.input)
    reference, model = _model(arguments, arguments.model or arguments.base)
    generator = None if arguments.model else np.random.default_rng(SEED)
    found = match_records(records, reference, model, choose_backend(arguments.backend), generator)
    arguments.out.mkdir(parents=True, exist_ok=True)
    found.pairs.to_parquet(arguments.out / "pairs.parquet", index=False)
    found.clusters.to_parquet(arguments.out / "clusters.parquet", index=False)
    tiers = found.pairs["tier"].value_counts()
    print(f"{len(records)} records, {found.clusters['customer_uid'].nunique()} customers")
    print(f"{len(found.pairs)} pairs: " + ", ".join(f"{n} {tier}" for tier, n in tiers.items()))
    if len(found.capped_keys):
        print(f"{len(found.capped_keys)} block keys over the cap were not joined")


def _fit(arguments: argparse.Namespace) -> None:
    records = read_records(arguments.input)
    reference, model = _model(arguments, arguments.base)
    generator = np.random.default_rng(SEED)
    fitted = fit_records(records, reference, model, choose_backend(arguments.backend), generator)
    rows = model_rows(fitted, reference["match_model_parameters"], arguments.version)
    rows.to_csv(arguments.out, index=False, lineterminator="\n")
    print(f"model version {arguments.version} written to {arguments.out}")


def _evaluate(arguments: argparse.Namespace) -> None:
    truth = read_table(arguments.truth)
    require(truth, ("uid", "cluster"), arguments.truth)
    labels = truth.set_index(truth["uid"].astype(str))["cluster"]
    pairs = read_table(arguments.result / "pairs.parquet")
    clusters = read_table(arguments.result / "clusters.parquet")
    for name, figure in evaluate(pairs, clusters, labels).items():
        print(
            f"{name:24}{figure:>14.4f}" if isinstance(figure, float) else f"{name:24}{figure:>14}"
        )
    with pd.option_context("display.width", 200, "display.max_colwidth", 110):
        print(worst_pairs(pairs, labels, arguments.worst).to_string(index=False))


def _explain(arguments: argparse.Namespace) -> None:
    pairs = read_table(arguments.result / "pairs.parquet")
    clusters = read_table(arguments.result / "clusters.parquet")
    print(explain_uids(pairs, clusters, arguments.uid))


def _model(
    arguments: argparse.Namespace, version: str
) -> tuple[dict[str, pd.DataFrame], MatchModel]:
    reference = read_reference()
    if arguments.parameters:
        if not arguments.parameters.is_file():
            raise InputError(f"{arguments.parameters}: no such file")
        reference["match_model_parameters"] = read_model_rows(arguments.parameters)
    rows = (reference["match_model_parameters"], reference["name_frequencies"])
    return reference, read_parameters(*rows, version)
