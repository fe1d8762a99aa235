"""Comments on columns, several in one statement, as dbt sends them."""

from __future__ import annotations

import re

import duckdb

from emulator.ledger import DONE
from emulator.statements import NAME

STATEMENT = re.compile(
    rf"alter\s+(?:iceberg\s+|dynamic\s+)?(?:table|view)\s+(?:if\s+exists\s+)?(?P<relation>{NAME})\s+"
    r"(?:alter|modify)\s+(?P<list>(?:column\s+)?(?:\"[^\"]+\"|\w+)\s+comment\s.*)$",
    re.I | re.S,
)
ONE = re.compile(
    r"(?:column\s+)?(?P<column>\"[^\"]+\"|\w+)\s+comment\s+"
    r"(?:\$\$(?P<dollars>.*?)\$\$|'(?P<quotes>(?:[^'\\]|''|\\.)*)')",
    re.I | re.S,
)


def answer(sql: str, connection: duckdb.DuckDBPyConnection) -> str | None:
    """Set the comments of one statement; None if it is a different statement.

    sql: a statement without comments.
    """
    found = STATEMENT.match(sql)
    if not found:
        return None
    for one in ONE.finditer(found["list"]):
        text = one["dollars"] if one["dollars"] is not None else one["quotes"].replace("''", "'")
        quoted = text.replace("'", "''")
        column = f"{found['relation']}.{one['column']}"
        connection.execute(f"comment on column {column} is '{quoted}'")
    return DONE
