"""The privileges of each role, from the ledger of the emulator, which does not enforce them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import duckdb
import sqlglot
from sqlglot import exp

from emulator.app import Emulator
from emulator.ledger import LEDGER

POLICY = re.compile(
    r"^(?:as \((?P<argument>\w+) (?P<type>\w+)\)|set body ->\s*(?P<body>.*)$)", re.S
)


@dataclass(frozen=True)
class Grant:
    """Privileges on an object, such as SELECT on ALL TABLES IN SCHEMA of LANDING_FILES.

    target: the name in upper case, without the database.
    """

    privileges: frozenset[str]
    kind: str
    target: str
    role: str


def ledger(emulator: Emulator) -> list[tuple]:
    """All rows of the ledger: action, kind, target, grantee, detail."""
    with emulator.instance.duck_conn.cursor() as connection:
        return connection.execute(
            f"select ACTION, KIND, TARGET, GRANTEE, DETAIL from {LEDGER} order by NUMBER"
        ).fetchall()


def grants(rows: Iterable[tuple[str, str, str, str, str]], database: str) -> list[Grant]:
    """The grants of privileges in ledger rows: action, kind, target, grantee, detail."""
    return [
        Grant(frozenset(detail.split(", ")), kind, target.removeprefix(f"{database}."), grantee)
        for action, kind, target, grantee, detail in rows
        if action == "GRANT" and kind != "ROLE"
    ]


def hierarchy(rows: Iterable[tuple[str, str, str, str, str]]) -> dict[str, set[str]]:
    """Role -> the roles that a session with it has, itself included."""
    parents: dict[str, set[str]] = {}
    for action, kind, target, grantee, _ in rows:
        if action == "GRANT" and kind == "ROLE":
            parents.setdefault(grantee, set()).add(target)
        if kind == "ROLE" and action == "CREATE":
            parents.setdefault(target, set())

    def all_of(role: str) -> set[str]:
        return {role}.union(*(all_of(parent) for parent in parents.get(role, ())))

    return {role: all_of(role) for role in parents}


def tables_with(
    privilege: str, roles: set[str], granted: Iterable[Grant], tables: Iterable[str]
) -> Iterator[str]:
    """The tables, as SCHEMA.NAME, on which one of the roles has a privilege and whose schema it
    may use."""
    own = [grant for grant in granted if grant.role in roles]
    schemas = {
        grant.target for grant in own if grant.kind == "SCHEMA" and "USAGE" in grant.privileges
    }
    for table in tables:
        schema = table.split(".")[0]
        covering = {("TABLE", table), ("ALL TABLES IN SCHEMA", schema)}
        if schema in schemas and any(
            privilege in grant.privileges and (grant.kind, grant.target) in covering
            for grant in own
        ):
            yield table


def policy_bodies(rows: Iterable[tuple[str, str, str, str, str]], kind: str) -> dict[str, tuple]:
    """Name of each policy of a kind -> (argument, its type, body in force)."""
    found: dict[str, tuple] = {}
    for _, entry_kind, target, _, detail in rows:
        if entry_kind == kind and (match := POLICY.match(detail)):
            argument, type_name, _ = found.get(target, (match["argument"], match["type"], ""))
            body = match["body"] or detail.partition("->")[2]
            found[target] = (argument, type_name, body)
    return found


def evaluated(
    policy: tuple[str, str, str],
    value: str | None,
    role: str,
    session: set[str],
    tables: Mapping[str, list[tuple]],
) -> object:
    """The value of a policy's body for a session.

    role: the current role. session: all roles of the session. tables: rows of the tables that the
    body reads, by name, with their columns as text.
    """  # fmt: skip
    argument, type_name, body = policy
    tree = sqlglot.parse_one(f"select {body}", read="snowflake")
    for call in list(tree.find_all(exp.Anonymous)):
        if call.name.lower() == "is_role_in_session":
            names = [exp.Literal.string(name) for name in sorted(session)]
            call.replace(exp.In(this=call.expressions[0].copy(), expressions=names))
    sql = tree.sql("duckdb")
    sql = re.sub(r"\bCURRENT_ROLE(\(\))?", f"'{role}'", sql, flags=re.I)
    with duckdb.connect() as connection:
        connection.execute("create schema governance")
        for name, (columns, *lines) in tables.items():
            described = ", ".join(f"{column} varchar" for column in columns)
            connection.execute(f"create table {name} ({described})")
            marks = ", ".join("?" for _ in columns)
            for line in lines:
                connection.execute(f"insert into {name} values ({marks})", line)
        given = f"select cast(? as {type_name}) as {argument}"
        return connection.execute(f"select ({sql}) from ({given})", [value]).fetchone()[0]
