"""Views of INFORMATION_SCHEMA whose content is in the ledger."""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb

from emulator.ledger import LEDGER
from emulator.statements import NAME

FLAGS = re.I | re.S
OBJECT_PRIVILEGES = re.compile(rf"(?:{NAME}\.)?information_schema\.object_privileges\b", FLAGS)
POLICY_REFERENCES = re.compile(
    rf"table\s*\(\s*(?:{NAME}\.)?information_schema\.policy_references\s*\(\s*"
    r"ref_entity_name\s*=>\s*'(?P<name>[^']*)'\s*,\s*ref_entity_domain\s*=>\s*'\w+'\s*\)\s*\)",
    FLAGS,
)
COLUMN_POLICY = re.compile(
    r"(?:modify|alter)\s+(?:column\s+)?(?P<column>\S+)\s+(?P<action>set|unset)\s+masking\s+policy"
    r"(?:\s+(?P<policy>\S+))?",
    FLAGS,
)
PRIVILEGE_COLUMNS = ("grantee", "granted_to", "object_schema", "object_name", "object_type",
                     "privilege_type")  # fmt: skip


def replaced(sql: str, connection: duckdb.DuckDBPyConnection) -> str:
    """A statement in which the rows of these views replace them. sql: without comments."""
    if "information_schema" not in sql.lower():
        return sql
    if OBJECT_PRIVILEGES.search(sql):
        rows = rows_as_query(PRIVILEGE_COLUMNS, object_privileges(connection))
        sql = OBJECT_PRIVILEGES.sub(lambda found: rows, sql)
    return POLICY_REFERENCES.sub(
        lambda found: rows_as_query(
            ("policy_name", "ref_column_name"), policies(connection, found["name"].upper())
        ),
        sql,
    )


def object_privileges(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, ...]]:
    """The privileges in force on schemas, tables and views."""
    rows = connection.execute(
        f"""
        select GRANTEE, TARGET, KIND, DETAIL from {LEDGER}
        where ACTION in ('GRANT', 'REVOKE') and KIND in ('SCHEMA', 'TABLE', 'VIEW')
        qualify row_number() over (
            partition by KIND, TARGET, GRANTEE, DETAIL order by NUMBER desc
        ) = 1 and ACTION = 'GRANT'
        """
    ).fetchall()
    found = []
    for grantee, target, kind, privileges in rows:
        *_, schema, name = ["", "", *target.split(".")]
        for privilege in privileges.split(","):
            schema_name = "" if kind == "SCHEMA" else schema
            found.append((grantee, "ROLE", schema_name, name, kind, privilege.strip()))
    return found


def policies(connection: duckdb.DuckDBPyConnection, target: str) -> list[tuple[str, ...]]:
    """The masking policies on the columns of a table."""
    rows = connection.execute(
        f"select DETAIL from {LEDGER} where ACTION = 'ALTER' and TARGET = ? order by NUMBER",
        [target],
    ).fetchall()
    by_column: dict[str, str] = {}
    for (detail,) in rows:
        if found := COLUMN_POLICY.search(detail):
            column = found["column"].upper()
            by_column.pop(column, None)
            if found["action"].lower() == "set":
                by_column[column] = found["policy"].split(".")[-1].upper()
    return [(policy, column) for column, policy in by_column.items()]


def rows_as_query(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A query of rows of strings, in parentheses."""
    selects = [
        "select "
        + ", ".join(
            "'{}' as {}".format(value.replace("'", "''"), column)
            for column, value in zip(columns, row, strict=True)
        )
        for row in rows
    ]
    none = "select " + ", ".join(f"'' as {column}" for column in columns) + " where 1 = 0"
    return f"({' union all '.join(selects) or none})"
