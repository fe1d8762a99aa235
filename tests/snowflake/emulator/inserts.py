"""Fast INSERT ... VALUES: reads the literals without a syntax tree of 100,000 nodes."""

from __future__ import annotations

import re

import duckdb
import pyarrow as pa

from emulator.statements import NAME

# Shorter statements are parsed.
LONG = 20_000
ROWS = "inserted_rows"
INSERT = re.compile(
    rf"insert\s+into\s+(?P<table>{NAME})\s*\((?P<columns>[^()]*)\)\s*values\s*(?P<rows>\(.*)$",
    re.I | re.S,
)
TOKEN = re.compile(
    r"\s*(?:'(?P<text>(?:[^'\\]|''|\\.)*)'|(?P<null>null)\b|(?P<word>true|false)\b"
    r"|(?P<number>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?P<mark>[(),]))",
    re.I | re.S,
)
ESCAPE = re.compile(r"\\(.)|''", re.S)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "f": "\f"}


def unescaped(text: str) -> str:
    """The value of a string literal of Snowflake, given without its quotes."""
    if "\\" not in text and "''" not in text:
        return text
    return ESCAPE.sub(lambda found: "'" if found[0] == "''" else
                      ESCAPES.get(found[1], found[1]), text)  # fmt: skip


def literal_rows(text: str) -> list[list[str | None]] | None:
    """The rows of a VALUES clause as text; None if it has anything but literals."""
    rows: list[list[str | None]] = []
    row: list[str | None] | None = None
    position, end = 0, len(text.rstrip())
    while position < end:
        found = TOKEN.match(text, position)
        if not found:
            return None
        position = found.end()
        if found["mark"] == "(" and row is None:
            row = []
        elif found["mark"] == ")" and row is not None:
            rows.append(row)
            row = None
        elif found["mark"] == ",":
            continue
        elif found["mark"] or row is None:
            return None
        elif found["text"] is not None:
            row.append(unescaped(found["text"]))
        else:
            row.append(None if found["null"] else found["word"] or found["number"])
    return rows if row is None else None


def answer(sql: str, connection: duckdb.DuckDBPyConnection) -> str | None:
    """The statement to run instead of a long INSERT of literals; None for all others.

    sql: a statement without comments. The rows become a view of this connection.
    """
    found = INSERT.match(sql) if len(sql) > LONG else None
    rows = literal_rows(found["rows"]) if found else None
    if not rows or len({len(row) for row in rows}) != 1:
        return None
    arrays = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    names = [f"COLUMN{number + 1}" for number in range(len(arrays))]
    connection.register(ROWS.upper(), pa.table(arrays, names=names))
    return f"insert into {found['table']} ({found['columns']}) select * from {ROWS}"
