"""Loads new files into the landing tables with COPY, and writes the load history."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from snowflake.connector import SnowflakeConnection
from snowflake.connector.errors import ProgrammingError

from snowflake_account.deliveries import Delivery, Plan, listed, name_of, plan
from snowflake_account.scripts import filled, statements

TABLE = re.compile(r"copy into landing_files[.](?P<feed>\w+)\s.*deliveries_(?P<format>\w+)", re.S)
# Snowflake takes up to 1,000 names in FILES.
MOST_FILES = 1000
HISTORY = """
insert into landing_files.load_history
    (feed, file_name, content_md5, bytes, status, loaded_rows, first_error, happened_at, query_id)
select %s, %s, %s, %s, %s, %s, %s, sysdate(), %s
"""


def record(
    cursor: Any, delivery: Delivery, status: str, rows: int = 0, error: str | None = None,
    query: str | None = None,
) -> None:  # fmt: skip
    """Add a row to the load history."""
    values = (
        delivery.feed,
        delivery.name,
        delivery.md5,
        delivery.bytes,
        status,
        rows,
        error,
        query,
    )
    cursor.execute(HISTORY, values)


def copied(cursor: Any, statement: str, files: list[Delivery]) -> list[str]:
    """Run a COPY for some files; returns a problem if Snowflake refuses one of them."""
    names = ", ".join("'" + delivery.file.replace("'", "''") + "'" for delivery in files)
    sql = re.sub(r"pattern = '[^']*'", lambda _: f"files = ({names})", statement)
    try:
        answer = cursor.execute(sql).fetchall()
    except ProgrammingError as error:
        for delivery in files:
            record(cursor, delivery, "FAILED", error=error.msg)
        return [f"{files[0].feed}: {error.msg}"]
    query, by_name = cursor.sfqid, {delivery.file: delivery for delivery in files}
    for name, status, _, rows, *_ in answer:
        record(cursor, by_name[name_of(name).partition("/")[2]], status, rows, query=query)
    return []


def copies(script: str) -> tuple[list[str], dict[tuple[str, str], str]]:
    """The first statements of the script, and its COPY statements by feed and format."""
    found = statements(script)
    named = {(match["feed"], match["format"]): sql for sql in found if (match := TABLE.match(sql))}
    return [sql for sql in found if not TABLE.match(sql)], named


def load(connection: SnowflakeConnection, script: Path, values: Mapping[str, str]) -> list[str]:
    """Load all new files; returns the problems, one line each."""
    first, named = copies(filled(script.read_text(encoding="utf-8"), values))
    cursor = connection.cursor()
    for sql in first:
        cursor.execute(sql)
    found = list(listed(cursor.execute("list @landing_files.deliveries").fetchall()))
    loaded = cursor.execute(
        "select file_name, content_md5 from landing_files.load_history where status = 'LOADED'"
    ).fetchall()
    planned = plan(found, loaded, {feed for feed, _ in named})
    problems = [f"{delivery.name} is not read" for delivery in planned.unread]
    for delivery in planned.changed:
        record(cursor, delivery, "CHANGED")
        problems.append(
            f"{delivery.name} has changed since it was loaded; deliver it under a new name"
        )
    return problems + load_new(cursor, planned, named)


def load_new(cursor: Any, planned: Plan, named: Mapping[tuple[str, str], str]) -> list[str]:
    """Load the new files of a plan; returns the problems."""
    problems: list[str] = []
    files: Iterable[Delivery] = sorted(
        planned.new, key=lambda one: (one.feed, one.format, one.file)
    )
    for kind, group in groupby(files, key=lambda delivery: (delivery.feed, delivery.format)):
        members = list(group)
        for start in range(0, len(members), MOST_FILES):
            batch = members[start : start + MOST_FILES]
            refused = copied(cursor, named[kind], batch)
            problems += refused
            print(f"{kind[0]}: {len(batch)} files {'refused' if refused else 'loaded'}")
    return problems
