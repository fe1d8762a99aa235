"""`python -m snowflake_proof`: proves on an account what only an account can show."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import snowflake.connector

from snowflake_account.connection import credentials
from snowflake_proof.commands import builds
from snowflake_proof.items import read_items
from snowflake_proof.report import report
from snowflake_proof.run import PROVEN, Outcome, run_items
from snowflake_proof.tables import differences_from_duckdb

DATABASE = WAREHOUSE = "C360_PROOF"
REQUIRED = ("SNOWFLAKE_ACCOUNT", "SNOWFLAKE_USER", "SNOWFLAKE_PRIVATE_KEY_PATH")
SET_UP = f"""
create warehouse if not exists {WAREHOUSE} warehouse_size = xsmall auto_suspend = 60;
use warehouse {WAREHOUSE};
create or replace database {DATABASE};
grant ownership on database {DATABASE} to role SYSADMIN;
"""
CLEAN_UP = f"""
drop database if exists {DATABASE};
drop warehouse if exists {WAREHOUSE};
drop role if exists {DATABASE}_READER;
"""


def connection(environment: Mapping[str, str]) -> Any:
    """A session of the account that the environment names, as a context manager."""
    return snowflake.connector.connect(
        **credentials(environment), role=environment.get("SNOWFLAKE_PROOF_ROLE", "ACCOUNTADMIN")
    )


def main(argv: list[str], environment: Mapping[str, str]) -> int:
    """Run all items and write the report; 0 if all are proven, 2 without credentials."""
    parser = argparse.ArgumentParser(prog="python -m snowflake_proof", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("target/snowflake_proof.md"))
    parser.add_argument("--built", type=Path, default=Path("c360.duckdb"), help="by make build")
    parser.add_argument("--minutes", type=float, default=55.0, help="start no item after these")
    parser.add_argument("--scripts-only", action="store_true", help="without the builds by dbt")
    options = parser.parse_args(argv)
    missing = [name for name in REQUIRED if not environment.get(name)]
    if missing:
        print(
            f"Nothing is proven: {', '.join(missing)} not set. It needs an account in which this "
            "user may use the role ACCOUNTADMIN, such as a trial account; see docs/snowflake.md.",
            file=sys.stderr,
        )
        return 2
    started = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    dbt = {
        **environment,
        "SNOWFLAKE_DATABASE": DATABASE,
        "SNOWFLAKE_WAREHOUSE": WAREHOUSE,
        "SNOWFLAKE_ROLE": environment.get("SNOWFLAKE_PROOF_ROLE", "ACCOUNTADMIN"),
    }
    seconds = options.minutes * 60
    built = builds(dbt, seconds, lambda: compared(environment, options.built))
    items = [*read_items(), *([] if options.scripts_only else built)]
    with connection(environment) as session:
        session.execute_string(SET_UP)
        (version,) = session.cursor().execute("select current_version()").fetchone()
        try:
            outcomes = []
            for outcome in run_items(items, lambda: opened(environment), time.monotonic, seconds):
                print(f"{outcome.result:8} {outcome.name}", flush=True)
                outcomes.append(outcome)
        finally:
            session.execute_string(f"use role {dbt['SNOWFLAKE_ROLE']};{CLEAN_UP}")
    return finish(outcomes, options.out, environment["SNOWFLAKE_ACCOUNT"], version, started)


def compared(environment: Mapping[str, str], built: Path) -> str:
    """How the tables of the account differ from those of a build on DuckDB."""
    with opened(environment) as session:
        return differences_from_duckdb(session, DATABASE, built)


def opened(environment: Mapping[str, str]) -> Any:
    """A session in the database of the proof."""
    session = connection(environment)
    session.execute_string(f"use warehouse {WAREHOUSE}; use schema {DATABASE}.PUBLIC;")
    return session


def finish(outcomes: list[Outcome], out: Path, account: str, version: str, started: str) -> int:
    """Write the report and say where it is; 0 if every item is proven."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(report(outcomes, account, version, started), encoding="utf-8")
    proven = sum(outcome.result == PROVEN for outcome in outcomes)
    print(f"{proven} of {len(outcomes)} items proven: {out}")
    return 0 if proven == len(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
