"""A small warehouse with some batches loaded and the others waiting to be delivered."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb

FEEDS_SCALE = 0.05
BATCHES = [f"B{number:03d}" for number in range(1, 11)]
LANDED, UNDELIVERED = BATCHES[:8], BATCHES[8:]
SCHEMAS = ("bookkeeping", "business_vault", "landing", "marts", "quarantine", "raw_vault")
SCHEMAS += ("reference", "staging", "stewardship", "waiting")
DECISIONS = 12


def create_landing(database: Path, reference: Path, feeds: Path) -> None:
    """Create a database with the seeds of another and feeds that have not been delivered.

    reference: a built warehouse whose reference seeds are copied. feeds: folder with
    `feeds/<feed>.csv`. The rows of a feed are in `waiting.landing__<feed>` until they are
    delivered, steward decisions in `waiting.stewardship__steward_decisions`.
    """
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"attach '{reference}' as built (read_only)")
        for schema in SCHEMAS:
            connection.execute(f"create schema {schema}")
        seeds = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'built'"
            " and schema_name in ('reference', 'landing', 'stewardship')"
        ).fetchall()
        for schema, name in seeds:
            rows = "" if schema == "reference" else "limit 0"
            connection.execute(f"create table {schema}.{name} as from built.{schema}.{name} {rows}")
            if schema == "landing":
                columns = ", ".join(
                    f'"{column}"'
                    for column, *_ in connection.execute(f"describe landing.{name}").fetchall()
                )
                connection.execute(
                    f"create table waiting.landing__{name} as select {columns}"
                    f" from read_csv('{feeds}/feeds/{name}.csv', all_varchar = true)"
                )
        connection.execute(
            "create table waiting.stewardship__steward_decisions as"
            " from stewardship.steward_decisions"
        )
        decide(connection)
        connection.execute("detach built")


def decide(connection: duckdb.DuckDBPyConnection) -> None:
    """Add steward decisions on random pairs of customers, a few per batch."""
    draw = random.Random(1)
    customers = [
        ("Oracle", key)
        for (key,) in connection.execute(
            "select distinct CUSTOMER_ID from waiting.landing__oracle_customers"
            " where _batch_id = 'B001' and CUSTOMER_ID similar to 'CUST[0-9]+' order by 1"
        ).fetchall()
    ]
    loads = dict(
        connection.execute(
            "select _batch_id, max(_loaded_at) from waiting.landing__oracle_customers group by 1"
        ).fetchall()
    )
    for number in range(DECISIONS):
        (left_system, left), (right_system, right) = draw.sample(customers, 2)
        batch = f"B{draw.randrange(2, 11):03d}"
        decision = draw.choice(["SAME", "SAME", "DIFFERENT", "UNSURE"])
        connection.execute(
            "insert into waiting.stewardship__steward_decisions by name select"
            " ? as decision_id, ? as source_system_l, ? as customer_id_l, ? as source_system_r,"
            " ? as customer_id_r, ? as decision, ? as decided_at, 'a.tester' as steward,"
            " 'drawn' as reason, ? as _loaded_at, ? as _batch_id, 'STEWARD' as _record_source",
            [f"D-{number}", left_system, left, right_system, right, decision]
            + [loads[batch], loads[batch], batch],
        )
