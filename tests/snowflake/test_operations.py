"""The scripts of snowflake/operations/ run on the emulator, twice; the ledger shows the result."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from snowflake.connector import SnowflakeConnection

from emulator.app import Emulator
from emulator.ledger import LEDGER
from emulator.serve import connect

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = ROOT / "snowflake" / "operations"
SCRIPTS = sorted(OPERATIONS.glob("[0-9]*.sql"))
DELIVERIES = "CUSTOMER_360.STAGING.STG_LANDING__DELIVERIES"
USAGE = "SNOWFLAKE.ACCOUNT_USAGE.QUERY_ATTRIBUTION_HISTORY"


@pytest.fixture(scope="module")
def session(emulator: Emulator) -> Iterator[SnowflakeConnection]:
    """An account on which the scripts ran twice after a build."""
    with emulator.instance.duck_conn.cursor() as connection:
        connection.execute(f"delete from {LEDGER}")
    with connect(emulator, database="CUSTOMER_360") as session:
        session.execute_string(
            "create schema if not exists CUSTOMER_360.STAGING;"
            f"create or replace table {DELIVERIES} (feed varchar, delivery_date date);"
        )
        for script in SCRIPTS * 2:
            session.execute_string(script.read_text(encoding="utf-8"))
        yield session


def ledger(session: SnowflakeConnection, condition: str) -> list[tuple]:
    """Rows of the ledger: action, kind, target, grantee, detail."""
    return (
        session.cursor()
        .execute(
            f"select action, kind, target, grantee, detail from {LEDGER}"
            f" where {condition} order by number"
        )
        .fetchall()
    )


def test_there_are_scripts_in_order() -> None:
    assert [script.name for script in SCRIPTS] == [
        "10_project.sql",
        "20_tasks.sql",
        "30_alerts.sql",
    ]


def test_the_root_is_suspended_before_a_change_and_resumed_last(
    session: SnowflakeConnection,
) -> None:
    tasks = ledger(session, "kind = 'TASK' and action <> 'GRANT'")
    once = [(action, target.split(".")[-1], detail.split()[0]) for action, _, target, _, detail
            in tasks]  # fmt: skip
    assert once[: len(once) // 2] == once[len(once) // 2 :]
    assert once[: len(once) // 2] == [
        ("ALTER", "BUILD", "suspend"),
        ("CREATE", "BUILD", "warehouse"),
        ("CREATE", "PUBLISH", "warehouse"),
        ("ALTER", "PUBLISH", "resume"),
        ("ALTER", "BUILD", "resume"),
    ]


def test_the_build_is_scheduled_retried_and_followed_by_the_publication(
    session: SnowflakeConnection,
) -> None:
    created = {row[2].split(".")[-1]: row[4] for row in ledger(session, "action = 'CREATE'")}
    build, publish = created["BUILD"], created["PUBLISH"]
    for part in ("schedule =", "task_auto_retry_attempts = 1", "'build --target snowflake"):
        assert part in build
    assert "schedule" not in publish
    assert "after CUSTOMER_360.OPERATIONS.BUILD" in publish
    assert "run-operation publish" in publish


def test_tasks_are_in_the_schema_of_the_project(session: SnowflakeConnection) -> None:
    found = ledger(session, "action = 'CREATE' and kind in ('TASK', 'DBT PROJECT', 'ALERT')")
    assert {row[2].rsplit(".", 1)[0] for row in found} == {"CUSTOMER_360.OPERATIONS"}
    assert {row[1] for row in found} == {"TASK", "DBT PROJECT", "ALERT"}


def test_both_alerts_are_resumed_and_send_mail(session: SnowflakeConnection) -> None:
    alerts = ledger(session, "kind = 'ALERT'")
    created = [row for row in alerts if row[0] == "CREATE"]
    assert all("system$send_email" in row[4] for row in created)
    resumed = {row[2] for row in alerts if row[0] == "ALTER" and row[4] == "resume"}
    assert resumed == {row[2] for row in created}
    assert len(resumed) == 2


def test_only_the_transformer_gets_privileges(session: SnowflakeConnection) -> None:
    granted = ledger(session, "action = 'GRANT'")
    assert {row[3] for row in granted} == {"TRANSFORMER"}
    assert not any("ALL" in row[4].split() or "OWNERSHIP" in row[4] for row in granted)


def contract_days() -> dict[str, int]:
    """The freshness of each feed by its contract."""
    days = {}
    for path in (ROOT / "contracts").glob("*.odcs.yaml"):
        contract = yaml.safe_load(path.read_text(encoding="utf-8"))
        for agreement in contract.get("slaProperties", []):
            if agreement["property"] == "freshness":
                assert agreement["unit"] == "d"
                days[path.name.split(".")[0]] = agreement["value"]
    return days


def test_a_feed_is_late_by_its_contract(session: SnowflakeConnection) -> None:
    promised = contract_days()
    assert len(promised) > 15
    cursor = session.cursor()
    late = "select feed, days from CUSTOMER_360.OPERATIONS.LATE_FEEDS"
    assert dict(cursor.execute(late).fetchall()) == promised
    today = datetime.datetime.now(datetime.UTC).date()
    for feed, days in promised.items():
        delivered = today - datetime.timedelta(days=days + (feed == "orders"))
        cursor.execute(f"insert into {DELIVERIES} select '{feed}', '{delivered}'::date")
    assert [row[0] for row in cursor.execute(late).fetchall()] == ["orders"]


def test_cost_is_added_up_per_run_and_warehouse(emulator: Emulator) -> None:
    with connect(emulator, database="SNOWFLAKE") as session:
        session.execute_string(
            "create schema if not exists SNOWFLAKE.ACCOUNT_USAGE;"
            f"create or replace table {USAGE} (query_tag varchar, warehouse_name varchar,"
            " start_time timestamp_ltz, end_time timestamp_ltz, credits_attributed_compute float);"
        )
        for tag, warehouse, credits in (
            ("customer_360:build:run-1", "TRANSFORMING", 0.25),
            ("customer_360:build:run-1", "TRANSFORMING", 0.5),
            ("customer_360:build:run-1", "MATCHING", 1.0),
            ("another project", "TRANSFORMING", 9.0),
        ):
            session.cursor().execute(
                f"insert into {USAGE} select '{tag}', '{warehouse}',"
                " dateadd('second', -10, current_timestamp()), current_timestamp(),"
                f" {credits}"
            )
        query = (OPERATIONS / "cost_per_run.sql").read_text(encoding="utf-8")
        rows = session.cursor().execute(query).fetchall()
    found = {(row[1], row[2]): (row[4], float(row[5])) for row in rows}
    assert found == {("run-1", "TRANSFORMING"): (2, 0.75), ("run-1", "MATCHING"): (1, 1.0)}
