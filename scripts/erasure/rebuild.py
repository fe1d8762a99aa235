"""Builds the warehouse from the landing into a new file: no block of the old one is left."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb

from erasure.person import Record
from erasure.sought import Sought
from erasure.text import add_folding, sql_folded
from warehouse.database import literal, quoted
from warehouse.landing.landed_files import FORMAT
from warehouse.publication.database_copy import log_file, replace_database, write_log_if_any

# Tables that a build cannot compute from the deliveries; it refills those in EMPTY.
HISTORY, EMPTY = ("runs", "publications"), ("open_problems", "built_marts")
# Measurements of runs, in the schema `operations`.
MEASURED = ("gate_results", "node_runs", "feed_checks", "column_differences", "row_counts")


def new_database_path(database: Path) -> Path:
    """The new database before it replaces the old one."""
    return database.with_name(f"{database.name}.erasing")


def start_new_database(database: Path, records: Collection[Record], sought: Sought) -> None:
    """Replace the working database with a new one that has only the history and measurements of
    runs, and the versions of decisions, without reasons if they are about erased records or have
    one of the values."""
    write_log_if_any(database)
    new = new_database_path(database)
    for left in (new, log_file(new)):
        left.unlink(missing_ok=True)
    try:
        copy_history(database, new, records, sought)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    replace_database(new, database)


def copy_history(database: Path, new: Path, records: Collection[Record], sought: Sought) -> None:
    """Create a database with the tables that a build cannot compute."""
    keys = [record.hub_key for record in records]
    with duckdb.connect(str(new), config=FORMAT) as connection:
        connection.execute(f"attach {literal(database)} as former (read_only)")
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'former'"
            " and (schema_name = 'snapshots'"
            " or (schema_name = 'bookkeeping' and table_name in (select unnest($1)))"
            " or (schema_name = 'operations' and table_name in (select unnest($2))))",
            [[*HISTORY, *EMPTY], MEASURED],
        ).fetchall()
        for schema, table in tables:
            name = f"{quoted(schema)}.{quoted(table)}"
            connection.execute(f"create schema if not exists {quoted(schema)}")
            rows = "limit 0" if table in EMPTY else ""
            connection.execute(f"create table {name} as from former.{name} {rows}")
            if schema == "snapshots":
                erase_versions(connection, name, records, keys)
                erase_mentions(connection, name, sought)
        connection.execute("detach former")
        connection.execute("checkpoint")


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


def erase_mentions(connection: duckdb.DuckDBPyConnection, name: str, sought: Sought) -> None:
    """Replace the reasons of other decisions that have one of the values."""
    add_folding(connection)
    connection.execute(
        f"update {name} set reason = 'erased' where regexp_matches({sql_folded('reason')}, $1)",
        [sought.pattern],
    )
