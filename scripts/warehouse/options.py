"""The commands of `python -m warehouse`, their options, and the vars they request."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from pathlib import Path

from warehouse.object_store.store import clean_url, copied_files, is_url, url_problem
from warehouse.run_vars import VarsError, requested_vars

ROOT = Path(__file__).resolve().parents[2]
PURPOSE = "Runs `make build`, or another command on the warehouse."
# As in profiles.yml.
WORKING, PUBLISHED = ROOT / "working" / "c360.duckdb", ROOT / "c360.duckdb"
BUILDS = ("build", "daily", "retry")  # commands that run dbt with the requested vars
# The steps of `make daily`, in order.
STEPS = ("load", "check", "build", "gates", "publish", "export", "report", "alert")
# The folders that the step `build` builds one by one, in order.
PARTS = (
    "seeds",
    "models/staging",
    "models/raw_vault",
    "models/business_vault",
    "models/marts",
    "models/operations",
    "snapshots",
)
CHANGES = (*BUILDS, "prepare", "publish", "backup", "restore")  # commands that lock the database


def published_path(database: Path, environment: Mapping[str, str]) -> Path:
    """The file that readers open: c360.duckdb, or the same name in the folder `published` next to
    another working database, unless C360_PUBLISHED_PATH names it."""
    if given := environment.get("C360_PUBLISHED_PATH"):
        return Path(given).absolute()
    if database.resolve() == WORKING.resolve():
        return PUBLISHED
    return database.absolute().parent / "published" / database.name


def stewardship_path(environment: Mapping[str, str]) -> Path:
    """The folder into which the steward desk writes decisions: C360_STEWARDSHIP_PATH, or next to
    the working database, `c360.stewardship` for `c360.duckdb`."""
    if given := environment.get("C360_STEWARDSHIP_PATH"):
        return Path(given).absolute()
    database = Path(environment.get("C360_DUCKDB_PATH") or WORKING)
    return database.absolute().with_name(f"{database.name.removesuffix('.duckdb')}.stewardship")


def parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    """Parser for the commands; defaults come from the environment variables that make sets."""
    root = argparse.ArgumentParser(prog="python -m warehouse", description=PURPOSE)
    commands = root.add_subparsers(dest="command", required=True)
    database = Path(environment.get("C360_DUCKDB_PATH") or WORKING)
    artifacts = Path(environment.get("DBT_TARGET_PATH") or ROOT / "target")
    target = environment.get("DBT_TARGET") or "duckdb"
    logs = Path(environment.get("DBT_LOG_PATH") or ROOT / "logs")
    root.set_defaults(log=logs / "dbt.log")
    for name, purpose in (
        ("build", "check the inputs, build what is new, print a summary, and publish"),
        ("daily", "load what has arrived, build, publish, export, and alert people"),
        ("publish", "publish the working database if nothing failed in its last build"),
        ("retry", "build what failed or was skipped in the last build, and publish"),
        ("prepare", "check the folders, and start a missing working database as a copy"),
        ("backup", "copy the working database and the stewards' logs to a folder"),
        ("restore", "replace the working database with a backup"),
        ("check", "check feeds, vars, environment and database before a build"),
        ("vars", "print the vars of a run as JSON for dbt's --vars"),
        ("summary", "print a summary of the last build"),
        ("upload-landing", "put the files of a landing folder into an object store"),
    ):
        command = commands.add_parser(name, help=purpose, description=purpose)
        if name in CHANGES:
            # dbt reads these from the environment, so the command does too.
            command.set_defaults(
                database=database,
                published=published_path(database, environment),
                desk=stewardship_path(environment),
                artifacts=artifacts,
                target=target,
            )
        if name in ("check", "summary"):
            command.add_argument("--database", type=Path, default=database)
            command.set_defaults(desk=stewardship_path(environment))
        if name in ("build", "daily"):
            add_switch(command, "--force", environment, "build even if nothing is new")
        if name == "daily":
            command.add_argument("--step", choices=STEPS, help="run only one step of the day")
            command.add_argument("--part", choices=PARTS, help="folder that the step build builds")
            command.add_argument("--failed-task", default="", help="the failed task, for alert")
        if name == "publish":
            accept = "names of failing tests that do not block publication"
            command.add_argument("--accept", default=environment.get("ACCEPT", ""), help=accept)
        if name in ("backup", "restore"):
            folder = environment.get("BACKUP", "")
            command.add_argument("--backup", default=folder, help="folder of the backup")
        if name == "restore":
            add_switch(command, "--overwrite", environment, "overwrite existing files")
        if name in ("restore", "upload-landing"):
            command.add_argument("--landing", default=environment.get("LANDING", ""))
        if name not in ("summary", "publish", "prepare", "restore", "upload-landing"):
            command.add_argument("--vars", default=environment.get("VARS", ""))
            command.add_argument("--load-until", default=environment.get("LOAD_UNTIL", ""))
            command.add_argument("--as-of-date", default=environment.get("AS_OF_DATE", ""))
            command.add_argument("--landing", default=environment.get("LANDING", ""))
        if name in ("check", "vars", "summary"):
            command.add_argument("--target", default=target)
        if name == "vars":
            command.set_defaults(database=database)
        if name == "upload-landing":
            command.add_argument("--to", default=environment.get("TO", ""), help="s3://...")
        if name in ("build", "daily", "check", "backup", "restore"):
            for folder in ("feeds", "stewardship"):
                command.add_argument(f"--{folder}", type=Path, default=ROOT / "seeds" / folder)
        if name == "summary":
            command.add_argument("--artifacts", type=Path, default=artifacts)
    return root


def add_switch(
    command: argparse.ArgumentParser, option: str, environment: Mapping[str, str], purpose: str
) -> None:
    """Add a switch, which an environment variable of the same name also sets."""
    is_set = is_switched_on(environment.get(option.lstrip("-").upper(), ""))
    command.add_argument(option, action="store_true", default=is_set, help=purpose)


def is_switched_on(value: str) -> bool:
    """Whether the value of a variable such as FORCE means yes."""
    return value.strip().lower() not in ("", "0", "no", "false", "off")


def given_vars(options: argparse.Namespace) -> dict[str, object]:
    """The vars as requested. Raises VarsError."""
    given = {
        "load_until": options.load_until,
        "as_of_date": options.as_of_date,
        "landing": options.landing,
    }
    return requested_vars(options.vars, given)


def run_vars(options: argparse.Namespace) -> dict[str, object]:
    """The requested vars, with the absolute path of a landing folder, or of the local copy of a
    landing in an object store. Raises VarsError."""
    requested = given_vars(options)
    if requested.get("landing") and options.target == "duckdb":
        requested["landing"] = landing_path(str(requested["landing"]), options.database)
    return requested


def landing_path(landing: str, database: Path) -> str:
    """The folder of a landing, which may be a URL. Raises VarsError."""
    if not is_url(landing):
        return os.path.normpath(Path(landing).absolute())
    if problem := url_problem(landing):
        raise VarsError(f"landing {problem}")
    return str(copied_files(landing, database))


def landing_url(options: argparse.Namespace) -> str:
    """The URL of a landing in an object store; empty if it is elsewhere. Raises VarsError."""
    landing = str(given_vars(options).get("landing") or "") if options.target == "duckdb" else ""
    return clean_url(landing) if is_url(landing) else ""
