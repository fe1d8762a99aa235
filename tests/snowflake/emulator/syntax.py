"""Parts of statements that have no meaning in DuckDB and that sqlglot does not parse."""

from __future__ import annotations

import re

from emulator.statements import NAME

FLAGS = re.I | re.S
POLICY = (
    r"\bwith\s+(?:tag\s*\([^)]*\)"
    rf"|(?:row\s+access|masking)\s+policy\s+{NAME}(?:\s+on\s*\([^)]*\))?)"
)
# What is removed from statements that start with the first pattern.
REMOVED = (
    (r"(?:create|alter)\b.*?\btable\b", r"\b(?:not\s+enforced\s+)?(?:no)?rely\b"),
    (r"create\b.*?\b(?:table|view)\b", POLICY),
    (r"create\b.*?\b(?:table|view)\b", r"(?<=\s)copy\s+(?:grants|tags)\b"),
    (r"create\b.*?\btable\b", r"\bdata_retention_time_in_days\s*=\s*\d+"),
    (r"create\s+(?:or\s+replace\s+)?secure\s+view", r"\bsecure\b"),
)
REPLACED = (
    (r"create\b", r"\bscoped\s+temp(?:orary)?\b", "temporary"),
    (r"(?:drop|alter)\s+dynamic\s+table\b", r"\bdynamic\s+table\b", "table"),
)
COMPILED = [
    (re.compile(start, FLAGS), re.compile(pattern, FLAGS), replacement)
    for start, pattern, replacement in (
        *((start, pattern, "") for start, pattern in REMOVED),
        *REPLACED,
    )
]
TEMPORARY = re.compile(
    rf"create\s+(?:or\s+replace\s+)?(?P<temporary>temp(?:orary)?\s+)(?P<kind>table|view)\s+"
    rf"(?:if\s+not\s+exists\s+)?(?P<name>{NAME})",
    FLAGS,
)
# The parts are before the query of a table or a view; all names of its columns may come first.
QUERY = re.compile(r"\bas\s*\(?\s*(?:--[^\n]*\s*)*(?:select|with)\b", re.I)
COPY = re.compile(r"copy\s+into\b", re.I)
STAGE_IN_QUOTES = re.compile(r"'(@[^']*)'")


def simplified(sql: str) -> str:
    """A statement without such parts. sql: without comments."""
    if COPY.match(sql):
        return STAGE_IN_QUOTES.sub(r"\1", sql)
    if not sql[:6].lower().startswith(("create", "alter", "drop")):
        return sql
    query = QUERY.search(sql)
    head, rest = (sql[: query.start()], sql[query.start() :]) if query else (sql, "")
    for start, pattern, replacement in COMPILED:
        if start.match(head):
            head = pattern.sub(replacement, head)
    return head + rest


def temporary_relation(sql: str) -> tuple[str, str, str] | None:
    """The statement for an ordinary relation, and the kind and name; None if it is not temporary.

    DuckDB has temporary relations in no other schema but `temp.main`.
    """
    found = TEMPORARY.match(sql)
    if not found:
        return None
    ordinary = sql[: found.start("temporary")] + sql[found.end("temporary") :]
    return ordinary, found["kind"].lower(), found["name"]
