"""A shrunken snapshot is held back until a steward or a manifest says that it is complete."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import permutations

import duckdb
import pytest
from sequences import Graph

from recorded_runs import Recordings
from replayed_warehouse import ReplayedWarehouse
from small_warehouse import LANDED, UNDELIVERED

SHRUNKEN, NEXT = UNDELIVERED
Opened = Callable[..., ReplayedWarehouse]
TABLES = ("status_sat_customer__sap", "snapshot_checks")
STATUSES = """
    select customer_hk, status, loaded_at from raw_vault.status_sat_customer__sap
    qualify lag(status, 1, 'DELETED') over (partition by customer_hk order by loaded_at) <> status
    order by all
"""
CHECKS = "select * from raw_vault.snapshot_checks where feed = 'sap_kna1' order by loaded_at"


def load_time(warehouse: ReplayedWarehouse, batch: str) -> datetime:
    """The load time of a batch."""
    return warehouse.connection.execute(
        "select max(cast(_loaded_at as timestamp)) from waiting.landing_sap_kna1"
        " where _batch_id = ?",
        [batch],
    ).fetchone()[0]


def shrink(warehouse: ReplayedWarehouse, batch: str) -> None:
    """Remove a third of the customers from a batch before it is delivered."""
    warehouse.connection.execute(
        "delete from waiting.landing_sap_kna1 where _batch_id = ? and md5(KUNNR) < '8'",
        [batch],
    )


def decide(warehouse: ReplayedWarehouse, batch: str, decision: str, number: int = 1) -> None:
    """Deliver a steward decision on the customers of a batch; a higher number is later."""
    warehouse.land_row(
        "steward_snapshots",
        decision_id=f"SS-{number}",
        feed="sap_kna1",
        snapshot_loaded_at=str(load_time(warehouse, batch)),
        decision=decision,
        decided_at=f"2026-01-11 07:00:0{number}",
        steward="a.tester",
        reason="as agreed",
        _landed_in=f"X{number}",
    )


def found(warehouse: ReplayedWarehouse) -> tuple[list[tuple], list[tuple]]:
    """The changes of status, and the checks of all snapshots."""
    return tuple(warehouse.connection.execute(query).fetchall() for query in (STATUSES, CHECKS))


def deleted_at(warehouse: ReplayedWarehouse, batch: str) -> int:
    """The number of customers deleted as of a batch."""
    moment = load_time(warehouse, batch)
    statuses, _ = found(warehouse)
    return sum(row[1:] == ("DELETED", moment) for row in statuses)


@pytest.fixture
def models(graph: Graph) -> list[str]:
    chosen = graph.ancestors(TABLES)
    return [node for node in graph.order if node in chosen]


STEPS: dict[str, Callable[[ReplayedWarehouse], None]] = {
    "shrunken": lambda warehouse: warehouse.deliver(SHRUNKEN),
    "next": lambda warehouse: warehouse.deliver(NEXT),
    "accepted": lambda warehouse: decide(warehouse, SHRUNKEN, "ACCEPT"),
}


def test_an_accepted_snapshot_deletes_in_any_order_and_after_a_rebuild(
    opened: Opened, models: list[str]
) -> None:
    rebuilt = opened(is_empty=True)
    shrink(rebuilt, SHRUNKEN)
    rebuilt.deliver(*LANDED)
    for step in STEPS.values():
        step(rebuilt)
    rebuilt.run(models)
    expected = found(rebuilt)
    assert deleted_at(rebuilt, SHRUNKEN) > 4
    assert deleted_at(rebuilt, NEXT) == 0
    for order in permutations(STEPS):
        warehouse = opened()
        shrink(warehouse, SHRUNKEN)
        for name in order:
            STEPS[name](warehouse)
            warehouse.run(models)
            if name != "accepted" and "accepted" not in order[: order.index(name)]:
                assert deleted_at(warehouse, SHRUNKEN) == 0, order
        assert found(warehouse) == expected, order
        assert warehouse.with_pending_loads(models) == set()


def test_keys_absent_from_two_snapshots_are_deleted_as_of_the_complete_one(
    opened: Opened, models: list[str]
) -> None:
    """Both are shrunken and compared with the last complete one; the second is accepted."""
    warehouse = opened()
    for batch in UNDELIVERED:
        shrink(warehouse, batch)
        warehouse.deliver(batch)
        warehouse.run(models)
    assert [deleted_at(warehouse, batch) for batch in UNDELIVERED] == [0, 0]
    held_back = [row for row in found(warehouse)[1] if row[10]]
    assert [row[1] for row in held_back] == [load_time(warehouse, batch) for batch in UNDELIVERED]
    assert len({row[5] for row in held_back}) == 1

    decide(warehouse, NEXT, "ACCEPT")
    warehouse.run(models)
    assert deleted_at(warehouse, SHRUNKEN) == 0
    assert deleted_at(warehouse, NEXT) > 4
    decide(warehouse, NEXT, "HOLD", number=2)
    warehouse.run(models)
    assert [deleted_at(warehouse, batch) for batch in UNDELIVERED] == [0, 0]


def test_a_manifest_decides_whether_a_shrunken_snapshot_is_complete(
    opened: Opened, models: list[str]
) -> None:
    warehouse = opened()
    shrink(warehouse, SHRUNKEN)
    rows = warehouse.connection.execute(
        "select count(*) from waiting.landing_sap_kna1 where _batch_id = ?", [SHRUNKEN]
    ).fetchone()[0]
    manifest = {
        "feed": "sap_kna1",
        "snapshot_loaded_at": str(load_time(warehouse, SHRUNKEN)),
        "file_name": SHRUNKEN,
        "file_count": "1",
    }
    warehouse.land_row("snapshot_manifests", **manifest, row_count=str(rows + 1), _landed_in="M1")
    warehouse.run(models)
    _, checks = found(warehouse)
    assert checks[-1][4] == 0 and checks[-1][10], "a snapshot that has not arrived is held back"
    warehouse.deliver(SHRUNKEN)
    warehouse.run(models)
    assert deleted_at(warehouse, SHRUNKEN) == 0

    corrected = {"_loaded_at": "2026-01-11 09:00:00", "_landed_in": "M2"}
    warehouse.land_row("snapshot_manifests", **manifest, row_count=str(rows), **corrected)
    warehouse.run(models)
    assert deleted_at(warehouse, SHRUNKEN) > 4


MOMENT = "2026-01-10 02:00:00"
OTHER_HASH = "b" * 64
# Name -> files of the manifest (name, number of files, rows, sums, SHA-256), files that arrived
# (name, rows, sums, SHA-256), decisions in order, and the expected ruling: is it complete, and why?
RULINGS = {
    "all as it says": ([("a", 1, 2, None, None)], [("a", 2, "", None)], [], True, "complete"),
    "a row has no key": (
        [],
        [("a", 2, "", None, 1)],
        [],
        False,
        "a has rows without a readable key",
    ),
    "a row has no key, and a manifest agrees": (
        [("a", 1, 2, None, None)],
        [("a", 2, "", None, 1)],
        [],
        False,
        "a has rows without a readable key",
    ),
    "a row has no key, and a steward accepts": (
        [],
        [("a", 2, "", None, 1)],
        ["ACCEPT"],
        True,
        "accepted by",
    ),
    "a row is missing": ([("a", 1, 3, None, None)], [("a", 2, "", None)], [], False, "2 of 3 rows"),
    "a row too many": ([("a", 1, 1, None, None)], [("a", 2, "", None)], [], False, "2 of 1 rows"),
    "the file is missing": ([("a", 1, 2, None, None)], [], [], False, "a has 0 of 2 rows"),
    "the second file is missing": (
        [("a", 2, 2, None, None), ("b", 2, 1, None, None)],
        [("a", 2, "", None)],
        [],
        False,
        "b has 0 of 1 rows",
    ),
    "the row of the second file is missing": (
        [("a", 2, 2, None, None)],
        [("a", 2, "", None)],
        [],
        False,
        "1 of 2 files",
    ),
    "both files are there": (
        [("a", 2, 2, None, None), ("b", 2, 1, None, None)],
        [("a", 2, "", None), ("b", 1, "", None), ("retried", 1, "", None)],
        [],
        True,
        "complete",
    ),
    "sums agree as numbers": (
        [("a", 1, 2, "unit_price=1.5; STOCK_QUANTITY=-07", None)],
        [("a", 2, "UNIT_PRICE=1.500000;STOCK_QUANTITY=-7;", None)],
        [],
        True,
        "complete",
    ),
    "a sum differs": (
        [("a", 1, 2, "STOCK_QUANTITY=7;UNIT_PRICE=1.5", None)],
        [("a", 2, "UNIT_PRICE=1.600000;STOCK_QUANTITY=7;", None)],
        [],
        False,
        "another sum of UNIT_PRICE",
    ),
    "a sum that is not a number": (
        [("a", 1, 2, "UNIT_PRICE=much", None)],
        [("a", 2, "UNIT_PRICE=1.600000;", None)],
        [],
        False,
        "another sum of UNIT_PRICE",
    ),
    "a sum of an unknown column": (
        [("a", 1, 2, "COLOUR=7", None)],
        [("a", 2, "UNIT_PRICE=1.600000;", None)],
        [],
        False,
        "names a column without numbers",
    ),
    "the digest agrees": (
        [("a", 1, 2, None, OTHER_HASH.upper())],
        [("a", 2, "", OTHER_HASH)],
        [],
        True,
        "complete",
    ),
    "the digest differs": (
        [("a", 1, 2, None, "a" * 64)],
        [("a", 2, "", OTHER_HASH)],
        [],
        False,
        "another SHA-256",
    ),
    "empty": ([("a", 1, 0, None, None)], [], [], False, "empty"),
    "empty but accepted": ([("a", 1, 0, None, None)], [], ["ACCEPT"], True, "accepted by me: why"),
    "accepted despite its manifest": (
        [("a", 1, 3, None, None)],
        [("a", 2, "", None)],
        ["HOLD", "ACCEPT"],
        True,
        "accepted by me: why",
    ),
    "held back despite its manifest": (
        [("a", 1, 2, None, None)],
        [("a", 2, "", None)],
        ["ACCEPT", "HOLD"],
        False,
        "held back by me: why",
    ),
    "accepted without a manifest": ([], [], ["ACCEPT"], True, "accepted by me: why"),
}


@pytest.fixture(scope="module")
def rulings(recordings: Recordings) -> duckdb.DuckDBPyConnection:
    """The view of rulings on products, over empty tables."""
    connection = duckdb.connect()
    connection.execute("attach ':memory:' as test; use test; create schema staging")
    connection.execute(
        "create table staging.stg_landing__snapshot_manifests (feed varchar,"
        " snapshot_loaded_at timestamp, file_name varchar, file_count integer,"
        " row_count integer, column_sums varchar, sha256 varchar, loaded_at timestamp,"
        " batch_id varchar, record_source varchar, is_conflicting boolean);"
        "create table staging.stg_erp__products_files (landed_in varchar, loaded_at timestamp,"
        " row_count integer, column_sums varchar, file_sha256 varchar,"
        " unreadable_row_count integer);"
        "create table staging.stg_stewardship__snapshots (decision_id varchar, feed varchar,"
        " snapshot_loaded_at timestamp, decision varchar, steward varchar, reason varchar,"
        " effective_from timestamp, loaded_at timestamp, record_source varchar,"
        " is_conflicting boolean)"
    )
    for statement in recordings.first.of("model.customer_360.stg_erp__products_rulings"):
        connection.execute(statement)
    return connection


@pytest.mark.parametrize("name", RULINGS)
def test_manifest_and_steward_rule_on_a_snapshot(
    rulings: duckdb.DuckDBPyConnection, name: str
) -> None:
    manifest, files, decisions, is_complete, why = RULINGS[name]
    rulings.execute("begin")
    for row in manifest:
        rulings.execute(
            "insert into staging.stg_landing__snapshot_manifests values"
            f" ('products', '{MOMENT}', ?, ?, ?, ?, ?, '{MOMENT}', 'X', 'MANIFEST', false)",
            row,
        )
    for row in files:
        rulings.execute(
            f"insert into staging.stg_erp__products_files values (?, '{MOMENT}', ?, ?, ?, ?)",
            [*row, 0][:5],
        )
    for number, decision in enumerate(decisions):
        rulings.execute(
            f"insert into staging.stg_stewardship__snapshots values ('{number}', 'products',"
            f" '{MOMENT}', ?, 'me', 'why', '2026-01-11 00:00:0{number}', '{MOMENT}', 'STEWARD',"
            " false)",
            [decision],
        )
    found = rulings.execute(
        "select is_complete, ruling, is_snapshot from staging.stg_erp__products_rulings"
    ).fetchall()
    rulings.execute("rollback")
    assert [(row[0], row[2]) for row in found] == [(is_complete, bool(manifest))]
    assert why in found[0][1]
