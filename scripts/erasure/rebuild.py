"""Builds the warehouse from the landing into a new file: no block of the old one is left."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb

from erasure.person import Record
from erasure.search import quoted
from warehouse.database import literal
from warehouse.landed_files import FORMAT
from warehouse.publication import write_log_if_any

# Tables that a build cannot compute from the deliveries; it refills those in EMPTY.
HISTORY, EMPTY = ("runs", "publications"), ("open_problems", "built_marts")


def start_new_database(database: Path, records: Collection[Record]) -> None:
    """Replace the working database with a new one that has only the run history, and the versions
    of decisions, without reasons if they are about erased records."""
    write_log_if_any(database)
    former = database.with_name(f"{database.name}.erasing")
    database.replace(former)
    keys = [record.hub_key for record in records]
    with duckdb.connect(str(database), config=FORMAT) as connection:
        connection.execute(f"attach {literal(former)} as former (read_only)")
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'former'"
            " and (schema_name = 'snapshots' or (schema_name = 'bookkeeping'"
            " and table_name in (select unnest($1))))",
            [[*HISTORY, *EMPTY]],
        ).fetchall()
        for schema, table in tables:
            name = f"{quoted(schema)}.{quoted(table)}"
            connection.execute(f"create schema if not exists {quoted(schema)}")
            rows = "limit 0" if table in EMPTY else ""
            connection.execute(f"create table {name} as from former.{name} {rows}")
            if schema == "snapshots":
                erase_versions(connection, name, records, keys)
        connection.execute("detach former")
        connection.execute("checkpoint")
    former.unlink()


def erase_versions(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    records: Collection[Record],
    keys: Collection[str],
) -> None:
    """Replace reasons and keys in the versions of decisions about erased records."""
    connection.execute(
        f"update {name} set reason = 'erased'"
        " where record_id_l in (select unnest($1)) or record_id_r in (select unnest($1))",
        [list(keys)],
    )
    for record in records:
        for side in ("l", "r"):
            connection.execute(
                f"update {name} set customer_id_{side} = $1 where record_id_{side} = $2",
                [record.pseudonym, record.hub_key],
            )
