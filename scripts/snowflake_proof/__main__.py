"""`python -m snowflake_proof`: proves on an account what only an account can show."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from snowflake_proof.account import (
    CLEAN_UP,
    SET_UP,
    WAREHOUSE,
    admin_role,
    connection,
    session_of,
)
from snowflake_proof.commands import builds
from snowflake_proof.items import read_items
from snowflake_proof.report import report
from snowflake_proof.run import PROVEN, Outcome, run_items

REQUIRED = ("SNOWFLAKE_ACCOUNT", "SNOWFLAKE_USER", "SNOWFLAKE_PRIVATE_KEY_PATH")


def main(argv: list[str], environment: Mapping[str, str]) -> int:
    """Run all items and write the report; 0 if all are proven, 2 without credentials."""
    parser = argparse.ArgumentParser(prog="python -m snowflake_proof", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("target/snowflake_proof.md"))
    parser.add_argument("--built", type=Path, default=Path("c360.duckdb"), help="by make build")
    parser.add_argument("--minutes", type=float, default=55.0, help="the proof ends after these")
    parser.add_argument("--scripts-only", action="store_true", help="without the builds by dbt")
    options = parser.parse_args(argv)
    missing = [name for name in REQUIRED if not environment.get(name)]
    if missing:
        print(
            f"Nothing is proven: {', '.join(missing)} not set. It needs the key by path and an "
            "account in which this user may use the role ACCOUNTADMIN, such as a trial one; see "
            "docs/snowflake.md.",
            file=sys.stderr,
        )
        return 2
    started = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    role, end = admin_role(environment), time.monotonic() + options.minutes * 60

    def remaining() -> float:
        return end - time.monotonic()

    built = [] if options.scripts_only else builds(environment, remaining, options.built)
    with connection(environment, role=role) as session:
        session.execute_string(SET_UP)
        (version,) = session.cursor().execute("select current_version()").fetchone()
        try:
            outcomes = []
            for outcome in run_items(
                [*read_items(), *built],
                lambda: session_of(environment, role, WAREHOUSE, remaining()),
                time.monotonic,
                end,
            ):
                print(f"{outcome.result:8} {outcome.name}", flush=True)
                outcomes.append(outcome)
        finally:
            session.execute_string(f"use role {role};{CLEAN_UP}")
    return finish(outcomes, options.out, environment["SNOWFLAKE_ACCOUNT"], version, started)


def finish(outcomes: list[Outcome], out: Path, account: str, version: str, started: str) -> int:
    """Write the report and say where it is; 0 if every item is proven."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(report(outcomes, account, version, started), encoding="utf-8")
    proven = sum(outcome.result == PROVEN for outcome in outcomes)
    print(f"{proven} of {len(outcomes)} items proven: {out}")
    return 0 if proven == len(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
