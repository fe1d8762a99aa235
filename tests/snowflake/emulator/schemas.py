"""CLONE, SWAP WITH, DROP and UNDROP of schemas; they copy tables, as DuckDB renames no schema."""

from __future__ import annotations

import re
from collections.abc import Callable

import duckdb

from emulator.ledger import DONE, LEDGER
from emulator.statements import NAME

FLAGS = re.I | re.S
BETWEEN, DROPPED = "SWAPPED_SCHEMA", "__DROPPED"
QUERY_OF_VIEW = re.compile(r"^create\s+view\s+.*?\s+as\s+", FLAGS)


def answer(sql: str, connection: duckdb.DuckDBPyConnection, database: str | None) -> str | None:
    """Clone, swap, drop or restore a schema; None if it is a different statement.

    sql: a statement without comments. database: the session's.
    """
    for pattern, act in ACTIONS:
        if found := pattern.match(sql):
            names = [qualified(name, database) for name in found.groups()]
            act(connection, *names)
            return DONE
    return None


def qualified(name: str, database: str | None) -> str:
    """The name of a schema with its database, in upper case."""
    parts = name.upper().split(".")
    return ".".join(parts if len(parts) > 1 else [database or "", *parts])


def clone(connection: duckdb.DuckDBPyConnection, new: str, source: str) -> None:
    """Copy tables, views and their rows in the ledger, but not those of the schema itself."""
    remove(connection, new)
    copy(connection, source, new)
    connection.execute(
        f"insert into {LEDGER} select NUMBER, ACTION, KIND, ? || substr(TARGET, ?), GRANTEE,"
        f" DETAIL, STATEMENT from {LEDGER} where starts_with(TARGET, ?)",
        [new, len(source) + 1, f"{source}."],
    )


def swap(connection: duckdb.DuckDBPyConnection, one: str, two: str) -> None:
    """Exchange the names of two schemas."""
    between = f"{one.split('.')[0]}.{BETWEEN}"
    for source, target in ((one, between), (two, one), (between, two)):
        move(connection, source, target)


def drop(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Keep a schema under another name until it is restored or another one is dropped."""
    if exists(connection, name):
        remove(connection, name + DROPPED)
        move(connection, name, name + DROPPED)


def undrop(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Restore the last schema of this name that was dropped."""
    if exists(connection, name):
        raise duckdb.CatalogException(f"Object '{name}' already exists.")
    if not exists(connection, name + DROPPED):
        raise duckdb.CatalogException(f"Schema '{name}' did not exist or was purged.")
    move(connection, name + DROPPED, name)


def move(connection: duckdb.DuckDBPyConnection, source: str, target: str) -> None:
    """Give a schema another name, in DuckDB and in the ledger."""
    copy(connection, source, target)
    connection.execute(
        f"update {LEDGER} set TARGET = ? || substr(TARGET, ?)"
        " where TARGET = ? or starts_with(TARGET, ?)",
        [target, len(source) + 1, source, f"{source}."],
    )
    remove(connection, source)


def copy(connection: duckdb.DuckDBPyConnection, source: str, target: str) -> None:
    """Create a schema with the tables and views of another; a view still reads what it read."""
    database, schema = source.split(".")
    connection.execute(f"create schema {target}")
    tables = connection.execute(
        "select table_name from duckdb_tables() where database_name = ? and schema_name = ?",
        [database, schema],
    ).fetchall()
    for (table,) in tables:
        connection.execute(f'create table {target}."{table}" as from {source}."{table}"')
    views = connection.execute(
        "select view_name, sql from duckdb_views() where database_name = ? and schema_name = ?",
        [database, schema],
    ).fetchall()
    for view, sql in views:
        query = QUERY_OF_VIEW.sub("", sql)
        connection.execute(f'create view {target}."{view}" as {query}')


def remove(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Forget a schema."""
    connection.execute(f"drop schema if exists {name} cascade")
    connection.execute(
        f"delete from {LEDGER} where TARGET = ? or starts_with(TARGET, ?)", [name, f"{name}."]
    )


def exists(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether there is a schema."""
    database, schema = name.split(".")
    found = connection.execute(
        "select count(*) from duckdb_schemas() where database_name = ? and schema_name = ?",
        [database, schema],
    ).fetchone()
    return bool(found and found[0])


EXISTING = r"(?:if\s+exists\s+)?"
ACTIONS: tuple[tuple[re.Pattern[str], Callable[..., None]], ...] = tuple(
    (re.compile(pattern, FLAGS), act)
    for pattern, act in (
        (rf"create\s+(?:or\s+replace\s+)?schema\s+({NAME})\s+clone\s+({NAME})$", clone),
        (rf"alter\s+schema\s+{EXISTING}({NAME})\s+swap\s+with\s+({NAME})$", swap),
        (rf"drop\s+schema\s+{EXISTING}({NAME})(?:\s+(?:cascade|restrict))?$", drop),
        (rf"undrop\s+schema\s+({NAME})$", undrop),
    )
)
