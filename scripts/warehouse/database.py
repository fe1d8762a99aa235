"""Opens and reads databases."""

from __future__ import annotations

from pathlib import Path

import duckdb


def connect(database: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to a database that shows no progress bar. Raises duckdb.Error."""
    connection = duckdb.connect(str(database), read_only=read_only)
    connection.execute("set enable_progress_bar = false")
    return connection


def rows(connection: duckdb.DuckDBPyConnection, query: str, **given: object) -> list[tuple]:
    """The rows of a query; none if a table is not built."""
    try:
        return connection.execute(query, given).fetchall()
    except duckdb.CatalogException:
        return []


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(path: Path | str) -> str:
    """A path or another string as a SQL literal."""
    return "'" + str(path).replace("'", "''") + "'"
