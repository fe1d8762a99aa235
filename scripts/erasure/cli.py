"""The command `python -m erasure`, which `make erase`, `make erase-proof` and others run."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

import duckdb

from contracts.read import ContractError
from erasure.erase import erase
from erasure.export_person import export_person
from erasure.person import PersonError
from erasure.prove import prove
from erasure.retention import retain
from warehouse.build.dbt_runs import RunDbt, dbt
from warehouse.build_lock import LockedError, build_lock
from warehouse.object_store.store import StoreError
from warehouse.options import parser as warehouse_parser
from warehouse.problems import reason_of
from warehouse.publication.database_copy import PublishError
from warehouse.publication.publish import FAILED, REFUSED, say
from warehouse.run_vars import VarsError

COMMANDS = {
    "erase": erase,
    "erase-proof": prove,
    "export-person": export_person,
    "retention": retain,
}


def main(argv: Sequence[str], environment: Mapping[str, str], run_dbt: RunDbt = dbt) -> int:
    """Runs one command and returns its exit code: 0 done, 1 failed or not proved, 2 refused."""
    parser = argparse.ArgumentParser(prog="python -m erasure", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--record", default=environment.get("RECORD", ""))
    parser.add_argument("--customer", default=environment.get("CUSTOMER", ""))
    parser.add_argument("--reason", default=environment.get("REASON", ""))
    given = parser.parse_args(argv)
    # All other options are the same as for a build.
    options = warehouse_parser(environment).parse_args(["build", "--force"])
    options.environment, options.run_dbt = environment, run_dbt
    options.accept = environment.get("ACCEPT", "")
    for name, value in vars(given).items():
        setattr(options, name, value)
    if options.target != "duckdb":
        text = "On Snowflake: dbt run-operation erase_records; see scripts/erasure/README.md."
        return say(text, REFUSED)
    if given.command != "retention" and bool(given.record) == bool(given.customer):
        text = f"Say who: make {given.command} RECORD=<source system>:<key>, or CUSTOMER=<uid>"
        return say(text, REFUSED)
    if not options.database.is_file():
        return say(f"{options.database} is not built yet: run `make build`.", REFUSED)
    try:
        with build_lock(options.database, given.command, options.target):
            return COMMANDS[given.command](options)
    except (PersonError, LockedError, ContractError, VarsError) as error:
        return say(f"make {given.command}: {error}", REFUSED)
    except (OSError, duckdb.Error, PublishError, StoreError) as error:
        reason = reason_of(error) if not isinstance(error, PublishError | StoreError) else error
        return say(f"make {given.command} stopped: {reason}. Run it again.", FAILED)
