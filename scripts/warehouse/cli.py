"""`python -m warehouse`: `make build`, its steps, and other commands on the warehouse."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from contracts.cli import contract_problems
from warehouse.build.dbt_runs import RunDbt, dbt
from warehouse.build.last_build import (
    build_inputs,
    is_current,
    start_record,
    unfinished_inputs,
    write_record,
)
from warehouse.build.run_results import RunOutcome, read_json, relation_names, run_outcome
from warehouse.build_lock import LockedError, build_lock
from warehouse.daily.alerts import held_text
from warehouse.daily.column_differences import note_differences, store_differences
from warehouse.daily.run_page import read_run_page, write_page
from warehouse.database import connect
from warehouse.environment import (
    check_database,
    check_folders,
    check_published,
    check_variables,
    database_error_text,
)
from warehouse.landing.checked_feeds import Checked, check_landed, report_checks
from warehouse.landing.landed_files import bookkeeping_schema, record_files
from warehouse.object_store.fetched_landing import fetch_landing
from warehouse.object_store.upload import upload_landing
from warehouse.options import CHANGES, ROOT, parser, published_path, run_vars
from warehouse.prepare import prepare
from warehouse.problems import Problem, reason_of
from warehouse.publication.backup import backup, restore
from warehouse.publication.database_copy import is_published
from warehouse.publication.publish import (
    FAILED,
    NOTHING_NEW,
    OK,
    REFUSED,
    publish,
    publish_if_complete,
    retry,
    say,
)
from warehouse.run_vars import VarsError, check_model_version, check_vars, declared_vars
from warehouse.summary.figures import read_summary
from warehouse.summary.report import render

REPEAT = "Fix that, then run `make build`, which continues: no row is lost or loaded twice."
MODEL_PARAMETERS = "seeds/reference/match_model_parameters.csv"
# Unit tests need no data, so `make test` runs them and a build does not.
LastRun = tuple[dict[str, Any] | None, RunOutcome | None]
DBT_BUILD = ("build", "--exclude-resource-types", "unit_test")


def print_vars(options: argparse.Namespace) -> int:
    """Prints the vars as JSON; returns 2 if they are invalid."""
    try:
        print(json.dumps(run_vars(options)))
    except VarsError as error:
        print(Problem("vars", str(error)), file=sys.stderr)
        return REFUSED
    return OK


def find_problems(options: argparse.Namespace, environment: Mapping[str, str]) -> Checked:
    """All checks before a build."""
    packages = [ROOT / "packages" / "automate_dv" / "dbt_project.yml"]
    settings = [ROOT / name for name in ("profiles.yml", "dbt_project.yml", "packages.yml")]
    problems: list[Problem] = []
    requested: Mapping[str, object] = {}
    try:
        declared = declared_vars([ROOT / "dbt_project.yml", *packages])
        requested = run_vars(options)
        problems += check_vars(requested, declared)
        wrong = {problem.subject for problem in problems}
        requested = {name: requested[name] for name in requested if f"var {name}" not in wrong}
        problems += check_model_version(requested, ROOT / MODEL_PARAMETERS)
    except VarsError as error:
        problems.append(Problem("vars", str(error)))
    problems += [Problem("contracts", text) for text in contract_problems(ROOT)]
    problems += check_variables(options.target, environment, settings)
    if options.target == "duckdb":
        problems += check_database(options.database)
        published = published_path(options.database, environment)
        problems += check_published(published, options.database)
        artifacts = Path(environment.get("DBT_TARGET_PATH") or ROOT / "target")
        problems += check_folders(ROOT, artifacts, environment)
    checked = check_landed(options, requested)
    return replace(checked, problems=problems + list(checked.problems))


def check(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Checks the inputs of a build; returns 2 if there are problems."""
    return fetch_landing(options) or report_checks(find_problems(options, environment))


def last_run(options: argparse.Namespace) -> LastRun:
    """The manifest and the outcome of dbt's last run; None for a file that it did not write."""
    results = read_json(options.artifacts / "run_results.json")
    manifest = read_json(options.artifacts / "manifest.json")
    return manifest, run_outcome(results) if results else None


def summary(options: argparse.Namespace, run: LastRun) -> int:
    """Prints the summary; returns 2 if there is no build, 1 if the last run failed."""
    manifest, outcome = run
    if options.target != "duckdb":
        print(f"The summary reads DuckDB only; the target was {options.target}.", file=sys.stderr)
        return OK
    if manifest is None or not options.database.is_file():
        print(f"{options.database} is not built yet: run `make build`.", file=sys.stderr)
        return REFUSED
    try:
        with connect(options.database, read_only=True) as connection:
            found = read_summary(connection, relation_names(manifest), outcome)
    except (duckdb.BinderException, duckdb.CatalogException):
        stopped = f"the build stopped before marts.load_audit was built; see {options.log}"
        return say(f"database {options.database}: {stopped}", REFUSED)
    except duckdb.Error as error:
        return say(f"database {options.database}: {database_error_text(error)}", REFUSED)
    log = options.log.resolve()
    here = Path.cwd()
    shown = log.relative_to(here) if log.is_relative_to(here) else log
    print(render(found, str(options.database), sys.stdout.isatty(), str(shown)))
    return FAILED if outcome and outcome.failures else OK


def start(
    options: argparse.Namespace, environment: Mapping[str, str], problems: list[Problem]
) -> tuple[int, dict[str, Any]]:
    """Starts a build: fetches and checks what it reads, and records that it has started.

    Returns the vars of the build and OK, REFUSED or, if feeds, code, vars and database are the same
    as in the last green build, NOTHING_NEW. Only a DuckDB file can be recognised as unchanged; on
    Snowflake every build runs. problems: the problems that stop the build are added to this list.
    """
    on_duckdb = options.target == "duckdb"
    if refused := fetch_landing(options, problems):
        return refused, {}
    inputs = None
    try:
        requested = run_vars(options)
        if on_duckdb:
            inputs = build_inputs(ROOT, requested, environment)
    except VarsError:
        requested = {}  # the checks will report the error
    except OSError:
        pass  # a file that cannot be read; the checks will report it
    if inputs and not options.force and is_current(options.database, inputs):
        built = datetime.fromtimestamp(options.database.stat().st_mtime)
        print(
            f"Nothing new: {options.database} was built from these feeds, code and vars at"
            f" {built:%Y-%m-%d %H:%M:%S}; FORCE=1 builds anyway."
        )
        return NOTHING_NEW, requested
    checked = find_problems(options, environment)
    if refused := report_checks(checked):
        problems += checked.problems
        if on_duckdb:
            note_differences(options.database, checked.problems, requested.get("as_of_date"))
        return refused, requested
    if on_duckdb:
        start_record(options.database, inputs)
        store_differences(options.database)
        schema = bookkeeping_schema(requested.get("as_of_date"))
        record_files(options.database, schema, checked.files, checked.known)
    (options.artifacts / "run_results.json").unlink(missing_ok=True)
    return OK, requested


def build(
    options: argparse.Namespace,
    environment: Mapping[str, str],
    run_dbt: RunDbt,
    problems: list[Problem] | None = None,
) -> int:
    """Builds if something changed since the last green build, or if forced, and publishes the
    result if nothing failed.

    problems: what was not loaded before; see start.
    """
    problems = [] if problems is None else problems
    started, requested = start(options, environment, problems)
    if started == NOTHING_NEW:
        is_done = is_published(options.database, options.published)
        status = OK if is_done else publish_if_complete(options)
        describe_refusal(options, problems)
        return status
    if started != OK:
        describe_refusal(options, problems)
        return started
    on_duckdb = options.target == "duckdb"
    status = run_dbt([*DBT_BUILD, "--vars", json.dumps(requested)])
    run = last_run(options) if (options.artifacts / "run_results.json").is_file() else None
    if run:
        status = summary(options, run) or status
    if on_duckdb and status == OK and (inputs := unfinished_inputs(options.database)):
        write_record(options.database, inputs)
    published = publish_if_complete(options, dbt_status=status) if on_duckdb else OK
    if on_duckdb and run:
        describe_run(options, run, problems, is_published=published == OK)
    return status or published


def describe_refusal(options: argparse.Namespace, problems: Sequence[Problem]) -> None:
    """Writes the page about a run that has built nothing, if there are problems to tell; an error
    only prints a note. On Snowflake there is no page."""
    if not problems or options.target != "duckdb":
        return
    publication = "Readers see the last publication."
    try:
        path = write_page(None, reports_folder(options), datetime.now(), publication, problems)
    except OSError as error:
        print(f"The page about this run was not written: {reason_of(error)}.", file=sys.stderr)
    else:
        print(f"What was not loaded: {path}")


def reports_folder(options: argparse.Namespace) -> Path:
    """The folder of the pages, next to the published file."""
    return options.published.parent / "reports"


def describe_run(
    options: argparse.Namespace,
    run: LastRun,
    problems: Sequence[Problem] = (),
    *,
    is_published: bool,
) -> None:
    """Writes the page about the build; an error only prints a note.

    problems: what was not loaded before it.
    """
    manifest, outcome = run
    if manifest is None:
        return
    publication = (
        "Readers see it."
        if is_published
        else "Not published: readers still see the last publication."
    )
    try:
        with connect(options.database, read_only=True) as connection:
            page = read_run_page(connection, manifest, outcome)
        folder = reports_folder(options)
        path = write_page(page, folder, datetime.now(), publication, problems)
    except (OSError, duckdb.Error) as error:
        print(f"The page about this build was not written: {reason_of(error)}.", file=sys.stderr)
    else:
        for held in page.held:
            print(held_text(*held), file=sys.stderr)
        if page.held:
            print("How to accept or reject a held delivery: docs/stewardship.md", file=sys.stderr)
        print(f"What it brought: {path}")


def change(options: argparse.Namespace, environment: Mapping[str, str], run_dbt: RunDbt) -> int:
    """Runs a command that changes the working database; only one runs at a time."""
    if options.command == "restore":
        return restore(options)
    if options.command == "daily" and not options.step:
        from warehouse.daily.day import daily  # loads files, with libraries that others do not need

        return daily(
            options,
            environment,
            run_dbt,
            lambda problems: prepare(options) or build(options, environment, run_dbt, problems),
        )
    if status := prepare(options):
        return status
    if options.command == "build":
        return build(options, environment, run_dbt)
    if options.command == "daily":
        from warehouse.daily.steps import run_step

        return run_step(options, environment, run_dbt)
    if options.command == "publish":
        return publish(options, run_dbt)
    if options.command == "retry":
        return retry(options, environment, run_dbt)
    return backup(options) if options.command == "backup" else OK


def main(argv: Sequence[str], environment: Mapping[str, str], run_dbt: RunDbt = dbt) -> int:
    """Runs one command and returns its exit code: 0 done, 1 the build failed, 2 refused."""
    options = parser(environment).parse_args(argv)
    if options.command in CHANGES:
        try:
            with build_lock(options.database, options.command, options.target):
                return change(options, environment, run_dbt)
        except LockedError as error:
            if options.command == "daily" and not options.step:
                from warehouse.daily.day import alert_stopped

                alert_stopped(options, environment, str(error))
            return say(str(error), REFUSED)
        except (OSError, duckdb.Error) as error:
            return say(f"make {options.command} stopped: {reason_of(error)}.\n{REPEAT}", FAILED)
    if options.command == "vars":
        return print_vars(options)
    if options.command == "check":
        return check(options, environment)
    if options.command == "upload-landing":
        return upload_landing(options)
    return summary(options, last_run(options))
