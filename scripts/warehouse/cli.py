"""`python -m warehouse check | vars | summary`: what `make build` runs around dbt."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from warehouse.feed_files import check_feeds, declared_columns
from warehouse.landing_files import check_landing, has_files
from warehouse.problems import Problem
from warehouse.report import render
from warehouse.run_results import read_json, relation_names, run_outcome
from warehouse.run_vars import VarsError, check_vars, declared_vars, requested_vars
from warehouse.summary import read_summary
from warehouse.surroundings import check_database, check_variables

ROOT = Path(__file__).resolve().parents[2]
OK, BUILD_FAILED, REFUSED = 0, 1, 2


def parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    """The commands and their options; defaults come from the environment, as make passes them."""
    root = argparse.ArgumentParser(prog="python -m warehouse", description=__doc__)
    commands = root.add_subparsers(dest="command", required=True)
    database = environment.get("C360_DUCKDB_PATH") or ROOT / "c360.duckdb"
    target = environment.get("C360_TARGET") or "duckdb"
    for name, purpose in (
        ("check", "check feeds, vars, environment and database before a build"),
        ("vars", "print the vars of a run as JSON for dbt's --vars"),
        ("summary", "print what the last build holds"),
    ):
        command = commands.add_parser(name, help=purpose, description=purpose)
        if name != "vars":
            command.add_argument("--database", type=Path, default=Path(database))
        if name != "summary":
            command.add_argument("--vars", default=environment.get("VARS", ""))
            command.add_argument("--load-until", default=environment.get("LOAD_UNTIL", ""))
            command.add_argument("--as-of-date", default=environment.get("AS_OF_DATE", ""))
            command.add_argument("--landing", default=environment.get("LANDING", ""))
            command.add_argument("--target", default=target)
        if name == "check":
            for folder in ("feeds", "stewardship"):
                command.add_argument(f"--{folder}", type=Path, default=ROOT / "seeds" / folder)
        if name == "summary":
            command.add_argument("--target", default=target)
            artifacts = environment.get("DBT_TARGET_PATH") or ROOT / "target"
            command.add_argument("--artifacts", type=Path, default=Path(artifacts))
    return root


def run_vars(options: argparse.Namespace) -> dict[str, object]:
    """The vars asked for, a landing folder by its whole path. Raises VarsError."""
    given = {
        "load_until": options.load_until,
        "as_of_date": options.as_of_date,
        "landing": options.landing,
    }
    requested = requested_vars(options.vars, given)
    if requested.get("landing") and options.target == "duckdb":
        requested["landing"] = str(Path(str(requested["landing"])).absolute())
    return requested


def check_landed(options: argparse.Namespace, landing: object) -> tuple[str, list[Problem]]:
    """What was checked of the feeds, in words, and their problems."""
    declared, logs = declared_columns(), declared_columns("stewardship")
    if not landing:
        files, problems = check_feeds(options.feeds, declared)
        written, log_problems = check_feeds(options.stewardship, logs, may_be_empty=True)
        rows = sum(file.rows for file in files + written)
        return f"{len(files + written)} feeds, {rows:,} rows", problems + log_problems
    if options.target != "duckdb":
        return f"nothing of the tables in {landing}", []
    folder = Path(str(landing))
    declared |= {log: columns for log, columns in logs.items() if has_files(folder, log)}
    paths, problems = check_landing(folder, declared)
    return f"{len(declared)} feeds, {len(paths):,} files in {landing}", problems


def print_vars(options: argparse.Namespace) -> int:
    """Prints the vars as JSON; 2 where they cannot be read."""
    try:
        print(json.dumps(run_vars(options)))
    except VarsError as error:
        print(Problem("vars", str(error)), file=sys.stderr)
        return REFUSED
    return OK


def check(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Prints every problem, one a line, on stderr; 2 where there is one."""
    packages = [ROOT / "packages" / "automate_dv" / "dbt_project.yml"]
    settings = [ROOT / name for name in ("profiles.yml", "dbt_project.yml", "packages.yml")]
    problems: list[Problem] = []
    landing: object = ""
    try:
        declared = declared_vars([ROOT / "dbt_project.yml", *packages])
        requested = run_vars(options)
        landing = requested.get("landing")
        problems += check_vars(requested, declared)
    except VarsError as error:
        problems.append(Problem("vars", str(error)))
    problems += check_variables(options.target, environment, settings)
    if options.target == "duckdb":
        problems += check_database(options.database)
    checked, feed_problems = check_landed(options, landing)
    problems += feed_problems
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print("Nothing was loaded.", file=sys.stderr)
        return REFUSED
    print(f"Checked {checked}: all in order.")
    return OK


def summary(options: argparse.Namespace) -> int:
    """Prints the summary; 2 where there is nothing to read, 1 where the last run failed."""
    manifest = read_json(options.artifacts / "manifest.json")
    results = read_json(options.artifacts / "run_results.json")
    if options.target != "duckdb":
        print(f"The summary reads DuckDB only; the target was {options.target}.", file=sys.stderr)
        return OK
    if manifest is None or not options.database.is_file():
        print(f"{options.database} is not built yet: run `make build`.", file=sys.stderr)
        return REFUSED
    outcome = run_outcome(results) if results else None
    with duckdb.connect(str(options.database), read_only=True) as connection:
        found = read_summary(connection, relation_names(manifest), outcome)
    print(render(found, str(options.database), colour=sys.stdout.isatty()))
    return BUILD_FAILED if outcome and outcome.failures else OK


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Runs one command and returns its exit code: 0 done, 1 the build failed, 2 refused."""
    options = parser(environment).parse_args(argv)
    if options.command == "vars":
        return print_vars(options)
    if options.command == "check":
        return check(options, environment)
    return summary(options)
