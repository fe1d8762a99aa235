"""Records statements that are accepted but not enforced in a table, and answers SHOW GRANTS."""

from __future__ import annotations

import re
from itertools import count
from threading import Lock

import duckdb

from emulator import bodies
from emulator.statements import NAME, Entry, entry, words

DATABASE = "EMULATOR"
LEDGER = f"{DATABASE}.PUBLIC.LEDGER"
CREATE = f"""
create table if not exists {LEDGER} (
    NUMBER bigint, ACTION varchar, KIND varchar, TARGET varchar, GRANTEE varchar, DETAIL varchar,
    STATEMENT varchar
)
"""
DONE = "select 'Statement executed successfully.' as \"status\""
SHOW_GRANTS = re.compile(
    r"show\s+(?P<future>future\s+)?grants"
    rf"(?:\s+(?P<by>on|to|of|in)\s+(?P<kind>\w+(?:\s+(?:table|role|view))?)(?:\s+(?P<name>{NAME}))?)?$",
    re.I | re.S,
)
POLICY_ON_CREATE = re.compile(
    r"\bwith\s+(?P<detail>(?P<kind>row\s+access\s+policy|masking\s+policy|tag)\s*.*?\))",
    re.I | re.S,
)
DROPPED = re.compile(rf"drop\s+(?:table|view)\s+(?:if\s+exists\s+)?({NAME})$", re.I | re.S)
CREATED = re.compile(
    rf"create\s.*?\b(?P<kind>table|view)\s+(?:if\s+not\s+exists\s+)?(?P<target>{NAME})", re.I | re.S
)


class Ledger:
    """The table LEDGER in the emulator's own database."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.connection.execute(CREATE)
        self._numbers = count(1)
        self._lock = Lock()

    def record(self, found: Entry, sql: str) -> None:
        """Add a row. sql: the statement without comments."""
        row = [next(self._numbers), found.action, found.kind, found.target]
        row += [found.grantee, found.detail, sql]
        with self._lock:
            self.connection.execute(f"insert into {LEDGER} values (?, ?, ?, ?, ?, ?, ?)", row)

    def answer(self, sql: str) -> str | None:
        """The statement to run instead of one that only the ledger knows; None for all others.

        sql: a statement without comments.
        """
        if shown := SHOW_GRANTS.match(sql):
            return grants_query(shown)
        if found := entry(sql):
            bodies.check(found)
            self.record(found, sql)
            return DONE
        if dropped := DROPPED.match(sql):
            # Privileges and policies end with their table or view.
            with self._lock:
                self.connection.execute(
                    f"delete from {LEDGER} where TARGET = ? and ACTION <> 'CREATE'",
                    [words(dropped[1])],
                )
        if created := CREATED.match(sql):
            for policy in POLICY_ON_CREATE.finditer(
                sql[: sql.lower().find(" as ") + 1 or len(sql)]
            ):
                kind, target = words(created["kind"]), words(created["target"])
                self.record(Entry("CREATE", kind, target, detail=words(policy["detail"])), sql)
        return None


def grants_query(shown: re.Match[str]) -> str:
    """A query in Snowflake's dialect: the grants in force, with the columns of SHOW GRANTS."""
    name = words(shown["name"] or "").replace("'", "''")
    by = (shown["by"] or "").lower()
    condition = {
        "on": f"target = '{name}'",
        "to": f"grantee = '{name}'",
        "of": f"kind = 'ROLE' and target = '{name}'",
        "in": f"target = '{name}'",
    }.get(by, "true")
    future = "kind like 'FUTURE %'" if shown["future"] else "kind not like 'FUTURE %'"
    return f"""
    select
        current_timestamp() as "created_on", privilege as "privilege", kind as "granted_on",
        target as "name", 'ROLE' as "granted_to", grantee as "grantee_name",
        'false' as "grant_option", 'ACCOUNTADMIN' as "granted_by"
    from (
        select action, kind, target, grantee, detail as privilege, number
        from {LEDGER} where action in ('GRANT', 'REVOKE') and {condition} and {future}
        qualify row_number() over (
            partition by kind, target, grantee, detail order by number desc
        ) = 1
    ) as granted
    where action = 'GRANT'
    order by number
    """
