"""Recognises the statements that the emulator answers itself, by their text without comments."""

from __future__ import annotations

import re
from dataclasses import dataclass

COMMENT = re.compile(r"\s*(?:/\*.*?\*/|--[^\n]*(?:\n|$)|//[^\n]*(?:\n|$))", re.S)
TRAILING = re.compile(r"(?:/\*(?:(?!\*/).)*\*/\s*|;\s*)$", re.S)
NAME = r'(?:"[^"]+"|[\w$]+)(?:\.(?:"[^"]+"|[\w$]+))*'
OPTIONAL = r"(?:or\s+replace\s+)?(?:transient\s+)?"
EXISTENCE = r"(?:if\s+(?:not\s+)?exists\s+)?"
# Objects that have no meaning in DuckDB. A longer name is before its own beginning.
KINDS = (
    "masking policy, row access policy, aggregation policy, projection policy, network policy,"
    " network rule, password policy, session policy, resource monitor, storage integration,"
    " notification integration, api integration, security integration, external access integration,"
    " event table, database role, role, warehouse, task, stream, pipe, tag, alert, user, secret,"
    " dbt project, git repository, budget, compute pool"
).split(", ")
KIND = "|".join(r"\s+".join(kind.split()) for kind in KINDS)
FLAGS = re.I | re.S


@dataclass(frozen=True)
class Entry:
    """A statement that is accepted and not enforced.

    action: its first word, such as GRANT or CREATE. kind: of the object, such as TABLE or FUTURE
    TABLES IN SCHEMA. target: the name of the object, in upper case. grantee: the role of a grant.
    detail: the privileges of a grant, otherwise the rest of the statement.
    """

    action: str
    kind: str
    target: str
    grantee: str = ""
    detail: str = ""


def without_comments(sql: str) -> str:
    """A statement without the comments before and after it, and without its semicolon."""
    position = 0
    while found := COMMENT.match(sql, position):
        position = found.end()
    text = sql[position:].strip()
    while found := TRAILING.search(text):
        text = text[: found.start()].rstrip()
    return text


def words(text: str) -> str:
    """A string in upper case with single spaces."""
    return " ".join(text.upper().split())


GRANT = re.compile(
    r"(?P<action>grant|revoke)\s+(?:grant\s+option\s+for\s+)?(?P<detail>.*?)\s+on\s+(?P<on>.*?)\s+"
    rf"(?:to|from)\s+(?:database\s+)?(?:role\s+)?(?P<grantee>{NAME})"
    r"(?:\s+(?:with\s+grant\s+option|copy\s+current\s+grants|revoke\s+current\s+grants|restrict"
    r"|cascade))*$",
    FLAGS,
)
GRANT_ROLE = re.compile(
    rf"(?P<action>grant|revoke)\s+(?:database\s+)?role\s+(?P<target>{NAME})\s+(?:to|from)\s+"
    rf"(?:role|user|database\s+role)\s+(?P<grantee>{NAME})$",
    FLAGS,
)
OBJECT = re.compile(
    rf"(?P<action>create|alter|drop|execute|undrop)\s+{OPTIONAL}(?P<kind>{KIND})\s+{EXISTENCE}"
    rf"(?P<target>{NAME})(?P<detail>.*)$",
    FLAGS,
)
# Attachments to a table, view or schema, such as policies, and changes of an object's state.
ATTACHED = re.compile(
    r"(?P<action>alter)\s+(?P<kind>dynamic\s+table|materialized\s+view|table|view|schema|database)"
    rf"\s+{EXISTENCE}(?P<target>{NAME})\s+(?P<detail>"
    r"(?:modify|alter)\s+(?:column\s+)?\S+\s+(?:un)?set\s+(?:masking\s+policy|projection\s+policy|tag)"
    r"\b.*|(?:add|drop)\s+(?:all\s+)?row\s+access\s+polic(?:y|ies)\b.*"
    r"|(?:un)?set\s+(?:aggregation\s+policy|tag|secure|data_retention_time_in_days"
    r"|max_data_extension_time_in_days|change_tracking)\b.*"
    r"|(?:resume|suspend)\s+recluster|cluster\s+by\s*\(.*\)|drop\s+clustering\s+key"
    r"|refresh|suspend|resume|add\s+search\s+optimization\b.*)$",
    FLAGS,
)
# `grant ... on future tables in schema x`, `on all views in database y`, `on table z`.
GRANTED_ON = re.compile(
    rf"(?P<kind>(?:future|all)\s+\w[\w\s]*?\s+in\s+(?:schema|database)|{KIND}|\w+(?:\s+table)?)\s+"
    rf"(?P<target>{NAME})$",
    FLAGS,
)


def entry(sql: str) -> Entry | None:
    """The entry of a statement in the ledger; None if DuckDB executes it.

    sql: a statement without comments.
    """
    if found := GRANT_ROLE.match(sql):
        return Entry(
            words(found["action"]), "ROLE", words(found["target"]), words(found["grantee"]), "USAGE"
        )
    if found := GRANT.match(sql):
        on = GRANTED_ON.match(found["on"])
        kind, target = (on["kind"], on["target"]) if on else (found["on"], "")
        return Entry(
            words(found["action"]),
            words(kind),
            words(target),
            words(found["grantee"]),
            words(found["detail"]),
        )
    if found := OBJECT.match(sql) or ATTACHED.match(sql):
        return Entry(
            words(found["action"]),
            words(found["kind"]),
            words(found["target"]),
            detail=" ".join(found["detail"].split()),
        )
    return None
