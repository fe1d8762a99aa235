"""The command: python -m mdm match | fit | evaluate | explain | queue | compare | report."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from ..compare.similarity import choose_backend
from ..files.columns import name_columns
from ..files.table import read_table
from ..learn.decisions import fit_version
from ..match.skipped import skipped_guarded_pairs
from ..match.slices import cluster_records, make_ready, scored_slices
from ..report.explain_customer import explain_uids
from ..report.quality import evaluate, worst_pairs
from ..report.words import counted
from ..seeds import ACTIVE, append_version, frequency_rows, model_rows
from ..standardise.records import read_input
from ..tables import InputError, require
from .options import add_file_options, file_options, read_model
from .progress import Progress
from .results import read_decisions, read_prepared_input, read_result, write_slices
from .review import RESULT, add_review_commands
from .summary import Tally, summary

SEED = 7
RECORDS = "Parquet, CSV or Excel file with one record per row, gzip or not"


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
    match.add_argument("input", type=Path, help=RECORDS)
    match.add_argument("--out", type=Path, required=True, help="folder for pairs and clusters")
    match.add_argument(
        "--model",
        help="model version to use unchanged, or 'active' for the one that the project uses"
        " (default: fit to the file)",
    )
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
    judge.add_argument("truth", type=Path, help="file with uid and cluster")
    judge.add_argument("--result", type=Path, required=True, help="the folder match wrote")
    judge.add_argument("--worst", type=_count, default=5, help="number of worst pairs to show")
    judge.set_defaults(run=_evaluate)

    words = commands.add_parser("explain", help="explain why records are one customer or not")
    words.add_argument(
        "uid", nargs="+", metavar="RECORD", help="uids of two records, or of one record or customer"
    )
    words.add_argument("--result", type=Path, required=True, help=RESULT)
    words.set_defaults(run=_explain)

    commands_of_records = add_review_commands(commands)
    for command in (match, fitting, *commands_of_records):
        command.add_argument(
            "--parameters",
            type=Path,
            help="folder or file with more model versions, as written by fit",
        )
        command.add_argument("--backend", default="auto", help="auto, duckdb, jellyfish, rapidfuzz")
    for command in (match, fitting):
        command.add_argument("--base", default=ACTIVE, help="model version the fit starts from")
    for command in (match, fitting, judge, *commands_of_records):
        add_file_options(command)
    return parser


def _count(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 on")
    return int(text)


def _match(arguments: argparse.Namespace) -> None:
    reference, model = read_model(arguments, arguments.model or arguments.base)
    generator = None if arguments.model else np.random.default_rng(SEED)
    backend, progress = choose_backend(arguments.backend), Progress("match")
    options = file_options(arguments)
    records, notes = read_input(arguments.input, options)
    print("\n".join([f"{arguments.input}: {notes[0]}", *notes[1:]]), flush=True)
    progress.step(f"{len(records):,} records read")
    ready = make_ready(
        records, reference, model, backend, generator, progress.step, options.day_order
    )
    arguments.out.mkdir(parents=True, exist_ok=True)
    slices = write_slices(scored_slices(ready, backend), arguments.out / "pairs.parquet")
    tally = Tally(ready.model)
    for part in slices:
        tally.add(part)
        progress.say(f"{tally.tiers.total():,} pairs scored")
    progress.step("clustering")
    edges = pd.concat([tally.kept(), skipped_guarded_pairs(ready, tally.kept(), backend)])
    ready = ready.when_scored()
    clusters = cluster_records(ready, edges, backend)
    clusters.to_parquet(arguments.out / "clusters.parquet", index=False)
    print("\n".join(summary(tally, clusters, ready)))


def _fit(arguments: argparse.Namespace) -> None:
    reference, model = read_model(arguments, arguments.base)
    options, progress = file_options(arguments), Progress("fit")
    ready = read_prepared_input(arguments.input, reference, model.version, options)
    progress.step(f"{len(ready.pairs):,} candidate pairs compared")
    decisions = read_decisions(arguments.labels)
    backend, generator = choose_backend(arguments.backend), np.random.default_rng(SEED)
    found = fit_version(ready, model, backend, generator, decisions)
    rows = model_rows(found.model, reference["match_model_parameters"], arguments.version)
    append_version(arguments.out, rows, frequency_rows(found.model, arguments.version))
    print(f"model version {arguments.version} written to {arguments.out}")
    if decisions is not None:
        unused = f", {found.unused} not used (UNSURE or unknown records)" if found.unused else ""
        outcome = "learned from" if found.is_kept else "nothing learned from"
        print(f"{outcome} {counted(found.used, 'decision')}{unused}")
        print(f"cross-validation: {found.validation or 'too few decisions on separate records'}")


def _evaluate(arguments: argparse.Namespace) -> None:
    options = file_options(arguments)
    truth = read_table(arguments.truth, options)
    names = ("uid", "cluster")
    truth, _ = name_columns(truth, names, {}, options.columns, arguments.truth)
    require(truth, names, arguments.truth)
    labels = truth.set_index(truth["uid"].astype(str))["cluster"]
    pairs = read_table(arguments.result / "pairs.parquet")
    clusters = read_table(arguments.result / "clusters.parquet")
    for name, figure in evaluate(pairs, clusters, labels).items():
        print(
            f"{name:24}{figure:>14.4f}" if isinstance(figure, float) else f"{name:24}{figure:>14}"
        )
    worst = worst_pairs(pairs, labels, arguments.worst)
    if len(worst):
        with pd.option_context("display.width", 200, "display.max_colwidth", 110):
            print(worst.to_string(index=False))


def _explain(arguments: argparse.Namespace) -> None:
    found = read_result(arguments.result)
    print(explain_uids(found.pairs, found.clusters, arguments.uid))
