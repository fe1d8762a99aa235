"""The command: python -m mdm match | fit | evaluate | explain | queue | compare | report."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from ..compare.similarity import choose_backend
from ..learn.decisions import fit_version
from ..match.slices import EDGE_COLUMNS, cluster_records, make_ready, scored_slices
from ..match_model import MatchModel, read_parameters
from ..report.explain_customer import explain_uids
from ..report.quality import evaluate, worst_pairs
from ..score.guards import AUTO
from ..seeds import append_version, frequency_rows, model_rows, read_versions
from ..standardise.records import read_records
from ..tables import InputError, read_table, require
from .results import read_decisions, read_prepared_input, read_result, write_slices
from .review import RESULT, add_review_commands

SEED = 7


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return 0, or 2 after one error message on standard error."""
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
    match.add_argument("--model", help="model version to use unchanged (default: fit to the file)")
    match.set_defaults(run=_match)

    fitting = commands.add_parser("fit", help="estimate a new model version from one file")
    fitting.add_argument("input", type=Path, help="records, or the warehouse's .duckdb file")
    fitting.add_argument("--version", required=True, help="name of the new version")
    fitting.add_argument(
        "--out",
        type=Path,
        required=True,
        help="folder of the seed files that its rows are appended to",
    )
    fitting.add_argument("--labels", type=Path, help="decisions: uid_l, uid_r, decision")
    fitting.set_defaults(run=_fit)

    judge = commands.add_parser("evaluate", help="measure pairs and clusters against the truth")
    judge.add_argument("truth", type=Path, help="Parquet or CSV with uid and cluster")
    judge.add_argument("--result", type=Path, required=True, help="the folder match wrote")
    judge.add_argument("--worst", type=int, default=5, help="number of worst pairs to show")
    judge.set_defaults(run=_evaluate)

    words = commands.add_parser("explain", help="explain why records are one customer or not")
    words.add_argument("uid", nargs="+", help="two records, or one record or customer")
    words.add_argument("--result", type=Path, required=True, help=RESULT)
    words.set_defaults(run=_explain)

    for command in (match, fitting, add_review_commands(commands)):
        command.add_argument(
            "--parameters",
            type=Path,
            help="folder or file with more model versions, as written by fit",
        )
        command.add_argument("--backend", default="auto", help="auto, duckdb, jellyfish, rapidfuzz")
    for command in (match, fitting):
        command.add_argument("--base", default="1", help="model version the fit starts from")
    return parser


def _match(arguments: argparse.Namespace) -> None:
    reference, model = _model(arguments, arguments.model or arguments.base)
    generator = None if arguments.model else np.random.default_rng(SEED)
    backend = choose_backend(arguments.backend)
    ready = make_ready(read_records(arguments.input), reference, model, backend, generator)
    arguments.out.mkdir(parents=True, exist_ok=True)
    slices = write_slices(scored_slices(ready, backend), arguments.out / "pairs.parquet")
    tiers, edges = Counter(), []
    for part in slices:
        tiers.update(part["tier"].value_counts().to_dict())
        edges.append(part.loc[part["tier"] == AUTO, EDGE_COLUMNS])
    ready = ready.when_scored()
    clusters = cluster_records(ready, pd.concat(edges), backend)
    clusters.to_parquet(arguments.out / "clusters.parquet", index=False)
    print(f"{len(clusters)} records, {clusters['customer_uid'].nunique()} customers")
    print(f"{tiers.total()} pairs: " + ", ".join(f"{n} {tier}" for tier, n in tiers.most_common()))
    if not ready.in_full:
        print("More candidate pairs than pairs_in_full: those that cannot reach REVIEW are skipped")
    if len(ready.blocked.capped_keys):
        print(f"{len(ready.blocked.capped_keys)} block keys over the cap formed no pairs")


def _fit(arguments: argparse.Namespace) -> None:
    reference, model = _model(arguments, arguments.base)
    ready = read_prepared_input(arguments.input, reference, arguments.base)
    decisions = read_decisions(arguments.labels)
    backend, generator = choose_backend(arguments.backend), np.random.default_rng(SEED)
    found = fit_version(ready, model, backend, generator, decisions)
    rows = model_rows(found.model, reference["match_model_parameters"], arguments.version)
    append_version(arguments.out, rows, frequency_rows(found.model, arguments.version))
    print(f"model version {arguments.version} written to {arguments.out}")
    if decisions is not None:
        unused = f", {found.unused} not used (UNSURE or unknown records)" if found.unused else ""
        print(f"learned from {found.used} decisions{unused}")


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
    found = read_result(arguments.result)
    print(explain_uids(found.pairs, found.clusters, arguments.uid))


def _model(
    arguments: argparse.Namespace, version: str
) -> tuple[dict[str, pd.DataFrame], MatchModel]:
    reference = read_versions(arguments.parameters)
    rows = (reference["match_model_parameters"], reference["name_frequencies"])
    return reference, read_parameters(*rows, version)
