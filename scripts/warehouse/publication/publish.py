"""`make publish`, `make retry` and the publication at the end of `make build`."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from warehouse.build.dbt_runs import RunDbt
from warehouse.build.last_build import build_inputs, current_record, unfinished_inputs, write_record
from warehouse.build.run_history import (
    RunHistory,
    data_dates,
    listed,
    mark_whole,
    read_history,
)
from warehouse.build.run_results import read_json
from warehouse.environment import database_error_text
from warehouse.options import ROOT, run_vars
from warehouse.problems import reason_of
from warehouse.publication.database_copy import (
    PublishError,
    is_published,
    log_publication,
    remove_publication,
    swap,
)
from warehouse.publication.masked import masked_path, write_masked
from warehouse.run_vars import VarsError

OK, FAILED, REFUSED = 0, 1, 2
# Exit codes of `make daily` steps: a new or missing column was found; there is nothing to build.
COLUMNS_DIFFER, NOTHING_NEW = 3, 99
# What must not change before a run is retried; the code may, since the fix may be there.
SAME_DATA = ("seeds", "vars", "landing", "decided")


def say(problem: str, code: int) -> int:
    """Print a problem on stderr and return an exit code."""
    print(problem, file=sys.stderr)
    return code


def history_of(options: argparse.Namespace) -> RunHistory | int:
    """The run history of the working database, or the exit code if there is none to read."""
    if options.target != "duckdb":
        text = "On Snowflake: dbt run-operation publish, or dbt retry; see docs/snowflake.md."
        return say(text, REFUSED)
    if not options.database.is_file():
        return say(f"{options.database} is not built yet: run `make build`.", REFUSED)
    try:
        return read_history(options.database)
    except duckdb.Error as error:
        return say(f"database {options.database}: {database_error_text(error)}", REFUSED)


def publish_copy(options: argparse.Namespace, accepted: Sequence[str] = ()) -> int:
    """Publish the working database, which the caller has checked to be complete."""
    record = current_record(options.database)
    try:
        log_publication(options.database, options.published, accepted)
        try:
            if record:
                write_record(options.database, record["inputs"])
            swap(options.database, options.published)
        except (OSError, PublishError):
            remove_publication(options.database, options.published)
            if record:
                write_record(options.database, record["inputs"])
            raise
    except (OSError, PublishError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else error
        return say(f"Not published: {reason}.\n{kept(options)}", FAILED)
    print(f"Published {with_date(options.published)}")
    mask(options)
    return OK


def mask(options: argparse.Namespace) -> None:
    """Write the masked database for analysts. An error does not fail the publication. Without the
    manifest of a build it is not known what to mask, so the database is removed."""
    path = masked_path(options.published)
    path.unlink(missing_ok=True)
    manifest = read_json(options.artifacts / "manifest.json")
    if manifest is None:
        return
    try:
        write_masked(options.published, manifest, ROOT)
    except (OSError, duckdb.Error) as error:
        say(f"{path} was not written: {reason_of(error)}.", FAILED)


def kept(options: argparse.Namespace) -> str:
    """The state that readers still see."""
    if not options.published.is_file():
        return f"Nothing has been published to {options.published} yet."
    return f"Readers still see {with_date(options.published)}"


def with_date(published: Path) -> str:
    """A published file and the dates of its data, as the end of a sentence."""
    oldest, newest = data_dates(published)
    if not newest:
        return f"{published}."
    some = f", in some marts until {oldest}" if oldest != newest else ""
    return f"{published}, with data until {newest}{some}."


def publish_if_complete(
    options: argparse.Namespace, accepted: Sequence[str] = (), dbt_status: int = OK
) -> int:
    """Publish the working database unless something failed; if not, print why.

    dbt_status: the exit code of the dbt run, which may have stopped before it was recorded.
    """
    if isinstance(history := history_of(options), int):
        return history
    obstacle = history.obstacle(accepted)
    if not obstacle and dbt_status == OK:
        return publish_copy(options, accepted)
    text = f"Not published: {obstacle or 'dbt stopped before it built anything'}.\n{kept(options)}"
    tests = [problem.name for problem in history.problems if problem.is_failed_test]
    # What else failed cannot be accepted.
    if tests and not history.unfinished() and not history.failed(tests):
        names = ",".join(dict.fromkeys(tests))
        text += f"\nTo publish anyway: make publish ACCEPT={names}"
    return say(text, FAILED)


def publish(options: argparse.Namespace, run_dbt: RunDbt) -> int:
    """Publish the working database if nothing failed in its last build except accepted tests."""
    if isinstance(history := history_of(options), int):
        return history
    accepted = [name for name in re.split(r"[,\s]+", options.accept) if name]
    failing = [problem.name for problem in history.problems if problem.is_failed_test]
    if unknown := [name for name in accepted if name not in failing]:
        found = f"failing tests: {listed(failing)}" if failing else "none fails"
        return say(f"ACCEPT={','.join(unknown)}: no failing test has this name; {found}.", REFUSED)
    if accepted:
        if unfinished := history.unfinished():
            return say(f"Not published: {unfinished}.\n{kept(options)}", FAILED)
        if failed := history.failed(accepted):
            text = f"Not published: {listed(failed)} also failed.\n{kept(options)}"
            return say(text, FAILED)
        for as_of_date, names in history.skipped().items():
            print(f"Building what the failing tests blocked ({len(names):,} nodes).")
            build_rest(options, history, as_of_date, names, run_dbt, without=accepted)
    elif is_published(options.database, options.published):
        print(f"Nothing to publish: {options.published} is already a copy of the working database.")
        return OK
    return publish_if_complete(options, accepted)


def build_rest(
    options: argparse.Namespace,
    history: RunHistory,
    as_of_date: str,
    names: Sequence[str],
    run_dbt: RunDbt,
    without: Sequence[str] = (),
) -> int:
    """Build the named nodes with the vars of the run that skipped them; returns dbt's exit code."""
    before = history.of(as_of_date)
    assert before is not None  # a problem comes from a run
    command = ["build", "--exclude-resource-types", "unit_test", "--select", *names]
    command += ["--exclude", *without] if without else []
    status = run_dbt([*command, "--vars", json.dumps(before.dbt_vars)])
    mark_whole(options.database, before)
    return status


def retry(options: argparse.Namespace, environment: Mapping[str, str], run_dbt: RunDbt) -> int:
    """Build what failed or was skipped in the last build, then publish."""
    if isinstance(history := history_of(options), int):
        return history
    if unfinished := history.unfinished():
        return say(f"Nothing was retried: {unfinished}.", REFUSED)
    if not history.problems:
        print("Nothing to retry: nothing failed in the last build.")
        return OK
    try:
        inputs = build_inputs(ROOT, run_vars(options), environment)
    except (OSError, VarsError) as error:
        return say(f"Nothing was retried: {reason_of(error)}.", REFUSED)
    before = unfinished_inputs(options.database)
    changed = [name for name in SAME_DATA if before and before.get(name) != inputs.get(name)]
    if changed or not before:
        what = " and ".join(changed) if changed else "the inputs of the last build are not known or"
        return say(f"Nothing was retried: {what} changed since; run `make build`.", REFUSED)
    status = OK
    for as_of_date in sorted({problem.as_of_date for problem in history.problems}):
        names = [found.name for found in history.problems if found.as_of_date == as_of_date]
        status = build_rest(options, history, as_of_date, names, run_dbt) or status
    if status == OK and before == inputs:
        write_record(options.database, inputs)
    return publish_if_complete(options, dbt_status=status) or status
