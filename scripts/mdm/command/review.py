"""The commands for stewards: pairs to decide, effects of a model version, a report."""

import argparse
from pathlib import Path
from typing import Any

import pandas as pd

from ..compare.pairs import compare_candidates
from ..compare.similarity import choose_backend
from ..match.records import Matched, match_compared
from ..report.cases import case_of, find_cases, rank_questions
from ..report.pages import INDEX, case_pages, index_page
from ..report.queues import queue_by_kind
from ..report.versions import compare_versions, describe_comparison, name_by_birth
from ..report.words import counted
from ..seeds import ACTIVE
from .options import file_options, read_model
from .progress import Progress
from .results import (
    is_warehouse,
    read_decisions,
    read_prepared_input,
    read_result,
    read_shown_records,
    read_standard_values,
)

RESULT = "folder written by match, or the warehouse's .duckdb file"


def add_review_commands(commands: Any) -> tuple[argparse.ArgumentParser, ...]:
    """Add queue, compare and report; return those that read records and a model version."""
    queue = commands.add_parser("queue", help="list the pairs a steward should decide")
    queue.add_argument("--result", type=Path, required=True, help=RESULT)
    queue.add_argument("--decisions", type=Path, help="decisions made so far")
    queue.add_argument("--limit", type=int, default=100, help="number of pairs")
    queue.add_argument("--out", type=Path, required=True, help="CSV with an empty decision column")
    queue.set_defaults(run=_queue)

    comparing = commands.add_parser("compare", help="show what another model version changes")
    comparing.add_argument("input", type=Path, help="records, or the warehouse's .duckdb file")
    comparing.add_argument(
        "--model", action="append", required=True, help="give it twice: before and after"
    )
    comparing.add_argument("--decisions", type=Path, help="steward decisions")
    comparing.add_argument("--limit", type=int, default=20, help="number of changes to print")
    comparing.add_argument("--out", type=Path, help="folder for CSVs of all changes")
    comparing.set_defaults(run=_compare)

    report = commands.add_parser("report", help="write HTML pages for stewards, one per case")
    report.add_argument("input", type=Path, help="records, or the warehouse's .duckdb file")
    report.add_argument("--result", type=Path, help="folder that match wrote from the records")
    report.add_argument("--decisions", type=Path, help="steward decisions")
    report.add_argument(
        "--customer", action="append", help="show this customer instead of the review queue"
    )
    report.add_argument("--limit", type=int, default=50, help="number of cases from the queue")
    report.add_argument("--out", type=Path, required=True, help="folder of the pages")
    report.set_defaults(run=_report)
    return comparing, report


def _queue(arguments: argparse.Namespace) -> None:
    found = read_result(arguments.result, arguments.decisions)
    ranked = queue_by_kind(found.pairs, found.clusters, found.decisions).head(arguments.limit)
    columns = ["uid_l", "uid_r", "match_score", "tier", "records_concerned", "alike", "reasons"]
    ranked[columns].assign(decision="").to_csv(arguments.out, index=False, lineterminator="\n")
    print(f"{counted(len(ranked), 'pair')} to decide written to {arguments.out}")


def _report(arguments: argparse.Namespace) -> None:
    if arguments.result is None and not is_warehouse(arguments.input):
        raise ValueError("--result is missing: the folder that match wrote")
    options, progress = file_options(arguments), Progress("report")
    found = read_result(arguments.result or arguments.input, arguments.decisions)
    reference, model = read_model(arguments, ACTIVE)
    records = read_shown_records(arguments.input, options).merge(found.clusters, on="uid")
    standard = read_standard_values(arguments.input, reference, model.version, options)
    records = records.merge(standard, on="uid", how="left")
    unknown = set(arguments.customer or ()) - set(records["customer_uid"])
    if unknown:
        raise ValueError(f"the result has no customer {sorted(unknown)[0]!r}")
    progress.step("ranking the queue")
    owners = records[["uid", "customer_uid"]].assign(national_id=records["standard_national_id"])
    queue = rank_questions(found.pairs, owners, found.decisions)
    cases = (
        [case_of((uid,), found.pairs, records, found.decisions) for uid in arguments.customer]
        if arguments.customer
        else find_cases(queue, found.pairs, records, found.decisions, arguments.limit)
    )
    arguments.out.mkdir(parents=True, exist_ok=True)
    total = len(arguments.customer or ()) or arguments.limit
    written = []
    for case in progress.count(cases, total, "cases written"):
        for name, page in case_pages(case, model).items():
            (arguments.out / name).write_text(page, encoding="utf-8")
        written.append(case)
    (arguments.out / INDEX).write_text(index_page(written), encoding="utf-8")
    print(f"{counted(len(written), 'case')} written to {arguments.out / INDEX}")


def _compare(arguments: argparse.Namespace) -> None:
    if len(arguments.model) != 2:
        raise ValueError("give --model twice: the version before and the version after")
    shown = read_shown_records(arguments.input, file_options(arguments))
    results = [_match(arguments, version) for version in arguments.model]
    sides = [(found.pairs, name_by_birth(found.clusters, shown)) for found in results]
    changes = compare_versions(sides[0], sides[1])
    print(describe_comparison(changes, tuple(arguments.model), arguments.limit))
    if arguments.out:
        arguments.out.mkdir(parents=True, exist_ok=True)
        for name in ("tiers", "pairs", "customers"):
            table: pd.DataFrame = getattr(changes, name)
            for column in {"other_uids", "records"} & set(table.columns):
                table = table.assign(**{column: table[column].str.join(" ")})
            table.to_csv(arguments.out / f"{name}.csv", index=False, lineterminator="\n")


def _match(arguments: argparse.Namespace, version: str) -> Matched:
    reference, model = read_model(arguments, version)
    backend, path = choose_backend(arguments.backend), arguments.input
    ready = read_prepared_input(path, reference, model.version, file_options(arguments))
    given = arguments.decisions or (path if is_warehouse(path) else None)
    compared = compare_candidates(ready.pairs, ready.records, model, backend)
    return match_compared(ready, compared, model, backend, read_decisions(given))
