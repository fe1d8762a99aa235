"""Compares a table that dbt built with the one that a scenario expects.

Columns are compared by name and rows as a multiset. A date may replace a timestamp and one type of
number another, and keys of zeros are equal regardless of their length, because the suite itself
uses several.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import duckdb

from .project import SCHEMA, first_words
from .values import duckdb_type, select_rows
from .waves import Table

FAMILIES = {
    "key": r"BLOB",
    "time": r"DATE|TIMESTAMP.*",
    "text": r"VARCHAR",
    "number": r"(DECIMAL|NUMERIC).*|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|REAL",
}
COLUMNS = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = ?"


def difference(connection: duckdb.DuckDBPyConnection, expected: Table, prefix: str) -> str | None:
    """Why the built table is not the expected one, in one line; none if it is."""
    label, target = expected.name.removeprefix(prefix), f'{SCHEMA}."{expected.name}"'
    found = connection.execute(COLUMNS, [expected.name]).fetchall()
    if not found:
        return f"{label} does not exist"
    if not expected.header:
        row = connection.execute(f"SELECT count(*) FROM {target}").fetchone()
        return f"{label} has {row[0]} rows, none expected" if row and row[0] else None
    # The columns of a PIT have names of satellites, which have the prefix.
    built = {name.lower().replace(prefix.lower(), "").upper(): (name, kind) for name, kind in found}
    wanted = [column.upper() for column in expected.header]
    if set(built) != set(wanted):
        missing, extra = sorted(set(wanted) - set(built)), sorted(set(built) - set(wanted))
        return f"{label}: missing columns {missing}, unexpected ones {extra}"
    names, kinds = zip(*(built[column] for column in wanted), strict=True)
    declared = [duckdb_type(expected.types.get(column)) for column in expected.header]
    # A cell has its declared type, or the built one if that is of another family.
    read_as = [
        mine if family(mine) == family(theirs) else theirs
        for mine, theirs in zip(declared, kinds, strict=True)
    ]
    types = dict(zip(expected.header, read_as, strict=True))
    source = f"({select_rows(expected.header, expected.rows, types)})"
    try:
        rows_wanted = rows_of(connection, source, expected.header, read_as)
    except duckdb.Error as error:
        return f"{label}: expected values do not fit the built types: {first_words(error)}"
    rows_built = rows_of(connection, target, names, kinds)
    parts = [f"{label}: {rows_wanted.total()} rows expected, {rows_built.total()} built"]
    for title, rows in (
        ("missing", rows_wanted - rows_built),
        ("unexpected", rows_built - rows_wanted),
    ):
        if rows:
            example = dict(zip(wanted, min(rows, key=str), strict=True))
            parts.append(f"{title} {rows.total()}, such as {example}")
    return "; ".join(parts) if len(parts) > 1 else None


def family(kind: str) -> str:
    """The group of types that are compared as equal, for a type."""
    return next((name for name, like in FAMILIES.items() if re.fullmatch(like, kind)), kind)


def comparable(column: str, kind: str) -> str:
    """SQL of the text by which values of a type are compared."""
    if family(kind) == "key":
        return f"regexp_replace(hex({column}), '^0+$', 'ZERO KEY')"
    common = {"time": "TIMESTAMP", "number": "DOUBLE"}.get(family(kind), "VARCHAR")
    return f"CAST(CAST({column} AS {common}) AS VARCHAR)"


def rows_of(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    columns: Sequence[str],
    kinds: Sequence[str],
) -> Counter[tuple[str | None, ...]]:
    """How often each row occurs, as text."""
    selected = ", ".join(
        comparable(f'"{name}"', kind) for name, kind in zip(columns, kinds, strict=True)
    )
    return Counter(connection.execute(f"SELECT {selected} FROM {source}").fetchall())
