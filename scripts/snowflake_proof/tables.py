"""Compares the tables of an account with those of a build on DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

# tests/snowflake is on the path: `make prove-snowflake` sets it.
from comparison import LAYERS, differences

SHOWN = 3


def differences_from_duckdb(session: Any, database: str, built: Path) -> str:
    """The first differing tables, each with its first differing row; empty if all are equal.

    session: a session in the account. database: its name there, in upper case. built: the file of a
    build of the same feeds on DuckDB.
    """
    if not built.is_file():
        return f"{built} is missing: run `make build` first"
    with duckdb.connect() as connection, session.cursor() as cursor:
        connection.execute(f"attach ':memory:' as {database}")
        for layer in LAYERS:
            connection.execute(f"create schema {database}.{layer}")
            cursor.execute(
                f"select table_name from {database}.information_schema.tables"
                f" where table_schema = '{layer.upper()}'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"select * from {database}.{layer}.{name}")
                rows = cursor.fetch_arrow_all(force_return_table=True)
                connection.register("rows_of_table", rows)
                connection.execute(f"create table {database}.{layer}.{name} as from rows_of_table")
                connection.unregister("rows_of_table")
        found = differences(connection, built, database)
    return "; ".join(str(difference) for difference in found[:SHOWN])
