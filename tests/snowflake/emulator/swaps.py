"""ALTER TABLE ... SWAP WITH, which DuckDB lacks."""

from __future__ import annotations

import re

import duckdb

from emulator.ledger import DONE
from emulator.statements import NAME

SWAP = re.compile(
    rf"alter\s+table\s+(?:if\s+exists\s+)?(?P<one>{NAME})\s+swap\s+with\s+(?P<two>{NAME})$",
    re.I | re.S,
)
BETWEEN = "SWAPPED_TABLE"


def answer(sql: str, connection: duckdb.DuckDBPyConnection) -> str | None:
    """Exchange the names of two tables of a schema; None if it is a different statement.

    sql: a statement without comments.
    """
    found = SWAP.match(sql)
    if not found:
        return None
    (schema, one), (_, two) = (split(found[name]) for name in ("one", "two"))
    for old, new in ((one, BETWEEN), (two, one), (BETWEEN, two)):
        connection.execute(f"alter table {schema}{old} rename to {new}")
    return DONE


def split(name: str) -> tuple[str, str]:
    """The schema of a name, with its period, and the name itself, in upper case without quotes."""
    schema, period, table = name.rpartition(".")
    return schema + period, table if table.startswith('"') else table.upper()
