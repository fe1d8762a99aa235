"""Statements that define objects that may already exist.

CREATE OR ALTER TABLE keeps the rows, adds columns at the end and drops those not declared. CREATE
DATABASE IF NOT EXISTS leaves a database alone.
"""

from __future__ import annotations

import re

import duckdb
from sqlglot import exp

from emulator.errors import compilation_error
from emulator.ledger import DONE
from emulator.statements import NAME

STATEMENT = re.compile(
    rf"create\s+or\s+alter\s+(?:transient\s+)?table\s+(?P<table>{NAME})\s*\((?P<columns>.*)\)$",
    re.I | re.S,
)
EXISTING_DATABASE = re.compile(
    r"create\s+(?:transient\s+)?database\s+if\s+not\s+exists\s+(?P<name>\w+)\b.*$", re.I | re.S
)
COLUMN = re.compile(r"\s*(?P<name>\"[^\"]+\"|\w+)\s+(?P<type>\w+(?:\s*\([^)]*\))?)\s*(?:,|$)")


def declared(text: str) -> dict[str, str]:
    """Name -> type of each column, both as Snowflake writes them; without constraints."""
    found, position = {}, 0
    while position < len(text.rstrip()):
        column = COLUMN.match(text, position)
        if not column:
            raise compilation_error(f"CREATE OR ALTER TABLE with {text[position:].strip()}")
        name = column["name"]
        found[name.strip('"') if name.startswith('"') else name.upper()] = column["type"]
        position = column.end()
    return found


def answer(sql: str, connection: duckdb.DuckDBPyConnection) -> str | None:
    """The statement to run instead, or DONE if there is nothing to create; None for all others.

    sql: a statement without comments.
    """
    if database := EXISTING_DATABASE.match(sql):
        names = connection.execute("select database_name from duckdb_databases()").fetchall()
        return DONE if (database["name"].upper(),) in names else None
    found = STATEMENT.match(sql)
    if not found:
        return None
    columns = declared(found["columns"])
    try:
        rows = connection.execute(f"describe {found['table']}").fetchall()
    except duckdb.CatalogException:
        return f"create table {found['table']} ({found['columns']})"
    existing = [name for name, *_ in rows]
    kept = [name for name in existing if name in columns]
    if list(columns)[: len(kept)] != kept:
        raise compilation_error("CREATE OR ALTER TABLE adds columns only at the end")
    for name in existing:
        if name not in columns:
            connection.execute(f'alter table {found["table"]} drop column "{name}"')
    for name, kind in columns.items():
        if name not in existing:
            type_name = exp.DataType.build(kind, dialect="snowflake").sql("duckdb")
            connection.execute(f'alter table {found["table"]} add column "{name}" {type_name}')
    return DONE
