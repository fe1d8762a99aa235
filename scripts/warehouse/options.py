"""The commands of `python -m warehouse`, their options, and the vars they request."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from warehouse.run_vars import requested_vars

ROOT = Path(__file__).resolve().parents[2]
PURPOSE = "Runs `make build`, or one of its steps."


def parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    """Parser for the commands; defaults come from the environment variables that make sets."""
    root = argparse.ArgumentParser(prog="python -m warehouse", description=PURPOSE)
    commands = root.add_subparsers(dest="command", required=True)
    database = Path(environment.get("C360_DUCKDB_PATH") or ROOT / "c360.duckdb")
    artifacts = Path(environment.get("DBT_TARGET_PATH") or ROOT / "target")
    target = environment.get("DBT_TARGET") or "duckdb"
    for name, purpose in (
        ("build", "check the inputs, build the warehouse if anything is new, and print a summary"),
        ("check", "check feeds, vars, environment and database before a build"),
        ("vars", "print the vars of a run as JSON for dbt's --vars"),
        ("summary", "print a summary of the last build"),
    ):
        command = commands.add_parser(name, help=purpose, description=purpose)
        if name == "build":
            # dbt reads these from the environment, so the command does too.
            command.set_defaults(database=database, artifacts=artifacts, target=target)
            force = bool(environment.get("FORCE"))
            command.add_argument(
                "--force", action="store_true", default=force, help="build even if nothing is new"
            )
        if name in ("check", "summary"):
            command.add_argument("--database", type=Path, default=database)
        if name != "summary":
            command.add_argument("--vars", default=environment.get("VARS", ""))
            command.add_argument("--load-until", default=environment.get("LOAD_UNTIL", ""))
            command.add_argument("--as-of-date", default=environment.get("AS_OF_DATE", ""))
            command.add_argument("--landing", default=environment.get("LANDING", ""))
        if name in ("check", "vars", "summary"):
            command.add_argument("--target", default=target)
        if name in ("build", "check"):
            for folder in ("feeds", "stewardship"):
                command.add_argument(f"--{folder}", type=Path, default=ROOT / "seeds" / folder)
        if name == "summary":
            command.add_argument("--artifacts", type=Path, default=artifacts)
    return root


def run_vars(options: argparse.Namespace) -> dict[str, object]:
    """The requested vars, with the absolute path of a landing folder. Raises VarsError."""
    given = {
        "load_until": options.load_until,
        "as_of_date": options.as_of_date,
        "landing": options.landing,
    }
    requested = requested_vars(options.vars, given)
    if requested.get("landing") and options.target == "duckdb":
        requested["landing"] = str(Path(str(requested["landing"])).absolute())
    return requested
