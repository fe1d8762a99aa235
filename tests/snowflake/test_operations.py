"""The tasks and alerts of the daily run are created twice on the emulator; see its ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from snowflake.connector import SnowflakeConnection

from deliveries import run
from emulator.app import Emulator
from emulator.ledger import LEDGER
from emulator.serve import connect, running
from snowflake_account.scripts import scripts
from snowflake_account.settings import read_settings

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = ROOT / "snowflake" / "operations"
ADDRESS = "people@example.com"
USAGE = "SNOWFLAKE.ACCOUNT_USAGE.QUERY_ATTRIBUTION_HISTORY"


@pytest.fixture(scope="module")
def session() -> Iterator[SnowflakeConnection]:
    """A fresh account on which the commands of the daily run ran twice after the set-up."""
    with running() as emulator:
        assert run(emulator, "setup") == 0
        with emulator.instance.duck_conn.cursor() as connection:
            connection.execute(f"delete from {LEDGER}")
        for _ in range(2):
            assert run(emulator, "operations", C360_ALERT_ADDRESS=ADDRESS) == 0
        with connect(emulator, database="CUSTOMER_360") as session:
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


@pytest.mark.parametrize(
    ("environment", "names"),
    [
        ({}, ["10_privileges.sql", "20_tasks.sql"]),
        (
            {"C360_ALERT_ADDRESS": ADDRESS},
            ["10_privileges.sql", "20_tasks.sql", "30_alerts.sql"],
        ),
    ],
)
def test_alerts_need_an_address(environment: dict[str, str], names: list[str]) -> None:
    assert [name for name, _ in scripts(OPERATIONS, read_settings(environment))] == names


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


def test_tasks_and_alerts_are_in_the_schema_of_the_project(session: SnowflakeConnection) -> None:
    found = ledger(session, "action = 'CREATE' and kind in ('TASK', 'ALERT')")
    assert {row[2].rsplit(".", 1)[0] for row in found} == {"CUSTOMER_360.OPERATIONS"}
    assert {row[1] for row in found} == {"TASK", "ALERT"}


def test_both_alerts_are_resumed_and_send_mail(session: SnowflakeConnection) -> None:
    alerts = ledger(session, "kind = 'ALERT'")
    created = [row for row in alerts if row[0] == "CREATE"]
    assert all("system$send_email" in row[4] and ADDRESS in row[4] for row in created)
    resumed = {row[2] for row in alerts if row[0] == "ALTER" and row[4] == "resume"}
    assert resumed == {row[2] for row in created}
    assert len(resumed) == 2


def test_no_object_of_the_operations_is_a_model(session: SnowflakeConnection) -> None:
    created = {row[2].split(".")[-1].lower() for row in ledger(session, "action = 'CREATE'")}
    models = {path.stem for path in (ROOT / "models" / "operations").glob("*.sql")}
    assert "late_feeds" in models
    assert created & models == set()


def test_only_the_transformer_gets_privileges(session: SnowflakeConnection) -> None:
    granted = ledger(session, "action = 'GRANT'")
    assert {row[3] for row in granted} == {"TRANSFORMER"}
    assert not any("ALL" in row[4].split() or "OWNERSHIP" in row[4] for row in granted)


def test_cost_is_added_up_per_run_and_warehouse(emulator: Emulator) -> None:
    with connect(emulator, database="SNOWFLAKE") as session:
        session.execute_string(
            "create schema if not exists SNOWFLAKE.ACCOUNT_USAGE;"
            f"create or replace table {USAGE} (query_tag varchar, warehouse_name varchar,"
            " start_time timestamp_ltz, end_time timestamp_ltz, credits_attributed_compute float);"
        )
        for tag, warehouse, credits in (
            ("customer_360:snowflake:dim_customer:run-1", "TRANSFORMING", 0.25),
            ("customer_360:snowflake:fact_sales:run-1", "TRANSFORMING", 0.5),
            ("customer_360:snowflake:hub_order:run-1", "TRANSFORMING", 0.5),
            ("customer_360:snowflake:new_pair_scores:run-1", "MATCHING", 1.0),
            ("customer_360:snowflake:dim_customer:run-2", "TRANSFORMING", 0.125),
            ("customer_360", "TRANSFORMING", 0.0625),
            ("another project", "TRANSFORMING", 9.0),
        ):
            session.cursor().execute(
                f"insert into {USAGE} select '{tag}', '{warehouse}',"
                " date_trunc('day', dateadd('day', -1, current_timestamp())),"
                " dateadd('second', 10, date_trunc('day', dateadd('day', -1,"
                f" current_timestamp()))), {credits}"
            )
        query = (OPERATIONS / "cost_per_run.sql").read_text(encoding="utf-8")
        cursor = session.cursor().execute(query)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    found = [
        (row["RUN_ID"], row["WAREHOUSE_NAME"], row["STATEMENTS"], float(row["CREDITS"]))
        for row in rows
    ]
    assert found == [
        ("run-1", "TRANSFORMING", 3, 1.25),
        ("run-1", "MATCHING", 1, 1.0),
        ("run-2", "TRANSFORMING", 1, 0.125),
        (None, "TRANSFORMING", 1, 0.063),
    ]
