"""Checks the strings of a contract that become SQL: names, patterns, bounds and time zones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from zoneinfo import ZoneInfo

import duckdb

from contracts.feed import DELIVERY_COLUMNS, Column, Feed

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
MODEL = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
SYSTEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.-]*", re.ASCII)
NUMBER = re.compile(r"-?\d+([.]\d+)?", re.ASCII)
LONGEST = 100
# Columns that landing adds to a feed.
ADDED = {"QUARANTINE_REASON", "DELIVERY_NUMBER", "FILENAME", "ROW_VALUES"}
# https://docs.snowflake.com/en/sql-reference/reserved-keywords
SNOWFLAKE = set(
    """ACCOUNT ALL ALTER AND ANY AS BETWEEN BY CASE CAST CHECK COLUMN CONNECT CONNECTION CONSTRAINT
    CREATE CROSS CURRENT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DATABASE DELETE
    DISTINCT DROP ELSE EXISTS FALSE FOLLOWING FOR FROM FULL GRANT GROUP GSCLUSTER HAVING ILIKE IN
    INCREMENT INNER INSERT INTERSECT INTO IS ISSUE JOIN LATERAL LEFT LIKE LOCALTIME LOCALTIMESTAMP
    MINUS NATURAL NOT NULL OF ON OR ORDER ORGANIZATION QUALIFY REGEXP REVOKE RIGHT RLIKE ROW ROWS
    SAMPLE SCHEMA SELECT SET SOME START TABLE TABLESAMPLE THEN TO TRIGGER TRUE TRY_CAST UNION UNIQUE
    UPDATE USING VALUES VIEW WHEN WHENEVER WHERE WITH""".split()
)


@cache
def reserved_words() -> frozenset[str]:
    """The words that cannot be column names on DuckDB or Snowflake."""
    rows = (
        duckdb.cursor()
        .execute(
            "select upper(keyword_name) from duckdb_keywords()"
            " where keyword_category in ('reserved', 'type_function')"
        )
        .fetchall()
    )
    return frozenset(word for (word,) in rows) | SNOWFLAKE


def problems_of_names(feed: Feed) -> Iterator[str]:
    """The problems of the names of a feed, its columns, its models and its source system."""
    if not MODEL.fullmatch(feed.name) or feed.name.upper() in reserved_words():
        yield f"has the name {feed.name!r}; use a to z, 0 to 9 and _, and no reserved word of SQL"
    for field, names in (
        ("stagingModel", (feed.stage,)),
        ("vaultKey", feed.vault_key),
        ("conflictKey", feed.conflict_key),
        ("vaultTables", feed.vault_tables),
    ):
        for name in names:
            if not MODEL.fullmatch(name):
                yield f"has {name!r} in {field}; write the name of a model or column"
    if feed.customer_system and not SYSTEM.fullmatch(feed.customer_system.name):
        name = feed.customer_system.name
        yield f"has the customerSystem {name!r}; write letters, digits, spaces and _.- only"
    yield from problems_of_column_names([column.name for column in feed.columns])


def problems_of_column_names(names: Sequence[str]) -> Iterator[str]:
    """The problems of the names of the columns of a feed."""
    counts = Counter(name.upper() for name in names)
    for name in names:
        if name in DELIVERY_COLUMNS and names.count(name) == 1:
            continue
        if not NAME.fullmatch(name) or len(name) > LONGEST:
            yield f"{name!r} cannot name a column; write a letter, then letters, digits and _"
        elif name.upper() in reserved_words():
            yield f"{name} is a reserved word of SQL; deliver the column under another name"
        elif name.upper() in ADDED:
            yield f"{name} is a column that landing adds; deliver the column under another name"
        elif counts[name.upper()] > 1:
            yield f"{name} occurs twice, differing only in case; deliver one under another name"


def problems_of_strings(column: Column) -> Iterator[str]:
    """The problems of the pattern, bounds, length and description of a column."""
    if column.pattern and (problem := pattern_problem(column.pattern)):
        yield f"has the pattern {column.pattern!r}, which {problem}; correct it (RE2 syntax)"
    if column.kind in ("number", "integer"):
        for field, bound in (("minimum", column.at_least), ("maximum", column.at_most)):
            if bound and not NUMBER.fullmatch(bound):
                yield f"has the {field} {bound!r}; write a number such as -1000.5"
    if re.search("{[{%#]", column.description):
        yield "has {{, {% or {# in its description; leave it out"
    length = column.max_length
    if isinstance(length, bool) or not isinstance(length, int):
        yield f"has the maxLength {length!r}; write a whole number"


@cache
def pattern_problem(pattern: str) -> str:
    """The problem of a pattern; empty if it is valid."""
    if any(ord(character) < 32 for character in pattern):
        return "has a line break or another control character"
    try:
        duckdb.cursor().execute("select regexp_full_match('', ?)", [pattern]).fetchall()
    except duckdb.Error:
        return "is not a regular expression"
    return ""


def zone_problem(time_zone: object) -> str:
    """The problem of a time zone; empty if it is known."""
    try:
        ZoneInfo(str(time_zone))
    except (ValueError, OSError, KeyError):
        return f"has the timeZone {time_zone!r}; write one of IANA's such as America/New_York"
    return ""
