"""Adds rows to the small warehouse that the sample lacks, so late batches change all tables."""

from __future__ import annotations

import random
from collections.abc import Sequence

import duckdb

DECISIONS = 12
# Full snapshots: feed -> its key, and what changes with its source time. Of the two batches that
# are delivered late or in parts, some keys change in the first and remain changed, so that the
# second is redundant; others change in the first only, so that the second restores what was before.
SNAPSHOT_CHANGES = {
    "sap_kna1": ("KUNNR", "BRSCH = 'Mining', STRAS = KUNNR || ' High Street', UPDAT = '20260108'"),
    "products": (
        "PRODUCT_ID",
        "UNIT_PRICE = '99.90', STOCK_QUANTITY = '7', UPDATED_AT = '2026-01-08 12:00:00'",
    ),
}

# Feed -> which row is copied into the batches that arrive late, and what is changed: new alerts of
# fraud about a customer, an order and a transaction, a product that only an order has, a visitor.
NEW_ALERT = "ALERT_ID || '-{batch}' as ALERT_ID, 'High' as SEVERITY"
COPIED = (
    ("fraud_alerts", "coalesce(ORDER_ID, TRANSACTION_ID) is null", NEW_ALERT),
    ("fraud_alerts", "ORDER_ID is not null", NEW_ALERT),
    ("fraud_alerts", "TRANSACTION_ID is not null", NEW_ALERT),
    ("order_lines", "true", "'PRD-{batch}' as PRODUCT_ID, '99' as LINE_NUMBER"),
    ("clickstream", "true", "'E-{batch}' as EVENT_ID, 'V-{batch}' as VISITOR_ID"),
)


def complete_batches(
    connection: duckdb.DuckDBPyConnection, landed: Sequence[str], undelivered: Sequence[str]
) -> None:
    """Add rows to batches of the feeds, and change rows.

    landed: batches that the small warehouse has loaded. undelivered: those that arrive late.
    """
    decide(connection)
    change_snapshots(connection, undelivered)
    remove_product(connection, undelivered)
    for batch in undelivered:
        copy_rows(connection, batch)
        log_stewardship(connection, batch, landed[-1], undelivered[-1])
        reject_rows(connection, batch)


def change_snapshots(connection: duckdb.DuckDBPyConnection, undelivered: Sequence[str]) -> None:
    """Change rows of the snapshots that have not been delivered, see SNAPSHOT_CHANGES."""
    for feed, (key, changes) in SNAPSHOT_CHANGES.items():
        connection.execute(
            f"update landing.{feed} set {changes} where md5({key}) < '8'"
            f" and (_batch_id = ? or (_batch_id = ? and md5({key}) < '4'))",
            undelivered,
        )


def decide(connection: duckdb.DuckDBPyConnection) -> None:
    """Add steward decisions on random pairs of customers, a few per batch."""
    draw = random.Random(1)
    customers = [
        ("Oracle", key)
        for (key,) in connection.execute(
            "select distinct CUSTOMER_ID from landing.oracle_customers"
            " where _batch_id = 'B001' and CUSTOMER_ID similar to 'CUST[0-9]+' order by 1"
        ).fetchall()
    ]
    loads = dict(
        connection.execute(
            "select _batch_id, max(_loaded_at) from landing.oracle_customers group by 1"
        ).fetchall()
    )
    for number in range(DECISIONS):
        (left_system, left), (right_system, right) = draw.sample(customers, 2)
        batch = f"B{draw.randrange(2, 11):03d}"
        decision = draw.choice(["SAME", "SAME", "DIFFERENT", "UNSURE"])
        connection.execute(
            "insert into stewardship.steward_decisions by name select"
            " ? as decision_id, ? as source_system_l, ? as customer_id_l, ? as source_system_r,"
            " ? as customer_id_r, ? as decision, ? as decided_at, 'a.tester' as steward,"
            " 'drawn' as reason, ? as _loaded_at, ? as _batch_id, 'STEWARD' as _record_source",
            [f"D-{number}", left_system, left, right_system, right, decision]
            + [loads[batch], loads[batch], batch],
        )


def remove_product(connection: duckdb.DuckDBPyConnection, undelivered: Sequence[str]) -> None:
    """Remove a product from the snapshots that have not been delivered, so it counts as deleted."""
    connection.execute(
        "delete from landing.products where list_contains(?, _batch_id)"
        " and PRODUCT_ID = (select min(PRODUCT_ID) from landing.products)",
        [list(undelivered)],
    )


def copy_rows(connection: duckdb.DuckDBPyConnection, batch: str) -> None:
    """Add rows with new keys to a batch: copies of rows of the first batch."""
    for feed, is_copied, changes in COPIED:
        connection.execute(
            f"insert into landing.{feed} by name"
            f" select * replace ({changes.format(batch=batch)}, ? as _loaded_at, ? as _batch_id)"
            f" from landing.{feed} where {is_copied} and _batch_id = 'B001' order by all limit 1",
            [load_time(connection, batch), batch],
        )


def reject_rows(connection: duckdb.DuckDBPyConnection, batch: str) -> None:
    """Add a row to each feed of a batch that is quarantined, because it names no source."""
    feeds = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables()"
        " where database_name = current_database()"
        " and list_contains(['landing', 'stewardship'], schema_name)"
    ).fetchall()
    for (feed,) in feeds:
        connection.execute(
            f"insert into {feed} by name select * replace (null as _record_source)"
            f" from {feed} where _batch_id = ? order by all limit 1",
            [batch],
        )


def log_stewardship(
    connection: duckdb.DuckDBPyConnection, batch: str, landed: str, snapshot: str
) -> None:
    """Add to a batch an override, an accepted file, and two rulings about a snapshot of products.

    landed: the batch of the customer that is overridden. snapshot: the batch of the snapshot, which
    a manifest and a steward call complete.
    """
    loaded_at = load_time(connection, batch)
    (customer,) = connection.execute(
        "select min(CUSTOMER_ID) from landing.oracle_customers where _batch_id = ?", [landed]
    ).fetchone()
    (products,) = connection.execute(
        "select count(*) from landing.products where _batch_id = ?", [snapshot]
    ).fetchone()
    who = {"decided_at": loaded_at, "steward": "a.tester", "reason": "drawn"}
    rows = {
        "steward_overrides": who
        | {
            "override_id": f"O-{batch}",
            "source_system": "Oracle",
            "customer_id": customer,
            "attribute": "city",
            "attribute_value": "Hamburg",
            "valid_from": "2026-01-01",
        },
        "accepted_files": {
            "acceptance_id": f"A-{batch}",
            "feed": "exchange_rates",
            # No file has this name, so nothing is loaded again.
            "file": f"{batch}-corrected",
            "accepted_at": loaded_at,
            "steward": "a.tester",
            "reason": "drawn",
        },
        "snapshot_manifests": {
            "feed": "products",
            "snapshot_loaded_at": load_time(connection, snapshot, "products"),
            "file_name": snapshot,
            "file_count": "1",
            "row_count": str(products),
        },
        "steward_snapshots": who
        | {
            "decision_id": f"S-{batch}",
            "feed": "products",
            "snapshot_loaded_at": load_time(connection, snapshot, "products"),
            "decision": "ACCEPT",
        },
    }
    for feed, values in rows.items():
        row = values | {"_loaded_at": loaded_at, "_batch_id": batch, "_record_source": "STEWARD"}
        names = ", ".join(f'? as "{name}"' for name in row)
        connection.execute(
            f"insert into stewardship.{feed} by name select {names}", list(row.values())
        )


def load_time(
    connection: duckdb.DuckDBPyConnection, batch: str, feed: str = "oracle_customers"
) -> str:
    """The load time of a batch of a feed."""
    return connection.execute(
        f"select max(_loaded_at) from landing.{feed} where _batch_id = ?", [batch]
    ).fetchone()[0]
