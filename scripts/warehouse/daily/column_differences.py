"""The deliveries that were refused because their columns differ from the contract.

A refused build does not touch the database, so its differences wait in a file next to it. The next
build that starts moves them to `operations.column_differences`, which the service levels count.
Names of unknown columns are not kept: in a file without a header they are values.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.landing.landed_files import FORMAT
from warehouse.problems import COLUMNS_DIFFER, Problem

# As in macros/runs/operations_table.sql.
TABLE = "operations.column_differences"
COLUMNS = "as_of_date varchar, found_at timestamp, feed varchar, delivery varchar"


def waiting_file(database: Path) -> Path:
    """The file with differences that the database does not have yet."""
    return database.with_name(f"{database.name}.differences.jsonl")


def differing_deliveries(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Feed and file of each problem that is about columns, once each."""
    found: dict[tuple[str, str], None] = {}
    for problem in problems:
        if difference := COLUMNS_DIFFER.search(problem.message):
            # A problem of an inbox has the file as its subject.
            feed = problem.subject.removeprefix("feed ").partition("/")[0]
            found[feed, problem.message[: difference.start()].strip() or problem.subject] = None
    return list(found)


def note_differences(
    database: Path, problems: Sequence[Problem], as_of_date: object = None
) -> None:
    """Add the deliveries whose columns differ to those that wait. Raises OSError."""
    found = differing_deliveries(problems)
    if not found:
        return
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    lines = [json.dumps([str(as_of_date or ""), now, *one]) + "\n" for one in found]
    waiting = waiting_file(database)
    waiting.parent.mkdir(parents=True, exist_ok=True)
    with waiting.open("a", encoding="utf-8") as file:
        file.write("".join(lines))


def waiting_rows(text: str) -> Iterator[list[str]]:
    """The differences in the text of a file, without a line that was cut off."""
    for line in text.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def store_differences(database: Path) -> None:
    """Move the differences that wait to the database. If it stops halfway, the next build stores
    the rest, and none twice. Raises OSError or duckdb.Error."""
    waiting = waiting_file(database)
    if not waiting.is_file():
        return
    rows = list(waiting_rows(waiting.read_text(encoding="utf-8")))
    with duckdb.connect(str(database), config=FORMAT) as connection:
        connection.execute("create schema if not exists operations")
        connection.execute(f"create table if not exists {TABLE} ({COLUMNS})")
        connection.execute("begin")
        for row in rows:
            connection.execute(
                f"insert into {TABLE} select $1, cast($2 as timestamp), $3, $4 where not exists"
                f" (from {TABLE} where as_of_date = $1 and found_at = cast($2 as timestamp)"
                " and feed = $3 and delivery = $4)",
                row,
            )
        connection.execute("commit")
    waiting.unlink()
