"""Loads new files into the landing tables with COPY, and writes the load history."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    (feed, file_name, content_md5, bytes, status, loaded_rows, first_error, query_id, happened_at)
select column1, column2, column3, column4, column5, column6, column7, column8, sysdate()
from values {rows}
"""
# What COPY itself has recorded of a table. It takes start times of the last 14 days. A role needs
# any privilege on the table, and LOADER may only insert.
# https://docs.snowflake.com/en/sql-reference/functions/copy_history
RECORDED = """
select file_name, row_count
from table(information_schema.copy_history(
    table_name => 'landing_files.{feed}', start_time => dateadd(day, -13, current_timestamp())
))
where lower(status) = 'loaded'
order by last_load_time
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A row of the load history. status: LOADED, FAILED or CHANGED. query: id of the COPY."""

    delivery: Delivery
    status: str
    rows: int = 0
    error: str | None = None
    query: str | None = None


def record(cursor: Any, attempts: Sequence[Attempt]) -> None:
    """Add rows to the load history in one statement."""
    if not attempts:
        return
    values = [
        (one.delivery.feed, one.delivery.name, one.delivery.md5, one.delivery.bytes, one.status,
         one.rows, one.error, one.query)
        for one in attempts
    ]  # fmt: skip
    rows = ", ".join("(%s, %s, %s, %s, %s, %s, %s, %s)" for _ in values)
    cursor.execute(HISTORY.format(rows=rows), [value for row in values for value in row])


def copied(cursor: Any, statement: str, files: Sequence[Delivery]) -> list[str]:
    """Load files of a feed with COPY, and write the history; returns the problems.

    An error in one file stops the COPY of all. The two halves are then loaded one after the other,
    down to the file with the error.
    """
    names = ", ".join("'" + delivery.file.replace("'", "''") + "'" for delivery in files)
    sql = re.sub(r"pattern = '[^']*'", lambda _: f"files = ({names})", statement)
    try:
        answer = cursor.execute(sql).fetchall()
    except ProgrammingError as error:
        if len(files) > 1:
            middle = len(files) // 2
            halves = (files[:middle], files[middle:])
            return [problem for half in halves for problem in copied(cursor, statement, half)]
        record(cursor, [Attempt(files[0], "FAILED", error=error.msg)])
        return [f"{files[0].name}: {' '.join(error.msg.split())}"]
    counts = loaded_rows([column.name for column in cursor.description], answer)
    query = cursor.sfqid
    record(
        cursor,
        [
            Attempt(delivery, "LOADED", counts[delivery.name], query=query)
            for delivery in files
            if delivery.name in counts
        ],
    )
    return recovered(cursor, [delivery for delivery in files if delivery.name not in counts])


def loaded_rows(columns: Iterable[str], answer: Iterable[tuple]) -> dict[str, int]:
    """The files in the answer to a COPY that were loaded, with their rows.

    A COPY that skips all files answers with a sentence in the only column `status`.
    """
    names = [name.lower() for name in columns]
    rows = (dict(zip(names, row, strict=True)) for row in answer)
    return {
        name_of(row["file"]): int(row["rows_loaded"])
        for row in rows
        if "file" in row and row["status"].upper() == "LOADED"
    }


def recovered(cursor: Any, skipped: Sequence[Delivery]) -> list[str]:
    """Write the history of files that COPY skipped because the table has their rows already.

    A load that stops after a COPY and before it writes the history leaves such files. Returns a
    problem for each file whose rows COPY no longer knows.
    """
    if not skipped:
        return []
    recorded = cursor.execute(RECORDED.format(feed=skipped[0].feed)).fetchall()
    counts = {name_of(name): int(rows) for name, rows in recorded}
    found = {delivery: counts.get(delivery.name, counts.get(delivery.file)) for delivery in skipped}
    record(
        cursor,
        [Attempt(delivery, "LOADED", rows) for delivery, rows in found.items() if rows is not None],
    )
    return [
        f"{delivery.name}: COPY skipped it, as it does with a file that it loaded before or that"
        " has been on the stage for 64 days, but it has no record of its rows. If"
        f" landing_files.{delivery.feed} has its rows, add it to landing_files.load_history;"
        " otherwise deliver it under a new name"
        for delivery, rows in found.items()
        if rows is None
    ]


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
    record(cursor, [Attempt(delivery, "CHANGED") for delivery in planned.changed])
    problems += [
        f"{delivery.name} has changed since it was loaded; deliver it under a new name"
        for delivery in planned.changed
    ]
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
            print(f"{kind[0]}: {len(batch)} files, {len(refused)} not loaded")
    return problems
