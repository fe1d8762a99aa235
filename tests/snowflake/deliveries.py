"""Delivers the sample to an emulated account: files on a stage, loaded with COPY.

The statements are those of an account: a table per feed in the schema landing_files, with all
columns as text, and the history of the loads.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from snowflake.connector.cursor import SnowflakeCursor

from contracts.read import read_feeds
from emulator.app import Emulator
from emulator.serve import connect
from loading import DATABASE, ROOT, TARGET

SEEDS = (ROOT / "seeds" / "feeds", ROOT / "seeds" / "stewardship")
SCHEMA = "landing_files"
SETUP = (
    f"create schema if not exists {SCHEMA}",
    f"create stage if not exists {SCHEMA}.deliveries",
    f"create file format if not exists {SCHEMA}.deliveries_csv type = csv parse_header = true"
    " field_delimiter = ',' field_optionally_enclosed_by = '\"' null_if = ('')",
    f"create table if not exists {SCHEMA}.load_history (feed varchar, file_name varchar,"
    " status varchar, parsed_rows number, loaded_rows number)",
)
COPY = """
copy into {schema}.{feed} from @{schema}.deliveries/{feed}/
file_format = (format_name = '{schema}.deliveries_csv') match_by_column_name = case_insensitive
include_metadata = (_file_name = metadata$filename, _file_row = metadata$file_row_number)
on_error = abort_statement
"""


@dataclass(frozen=True)
class Delivered:
    """The rows that COPY counted, by feed and name of the file without its extension."""

    parsed: dict[tuple[str, str], int]


def write_files(
    folder: Path, batches: Collection[str] | None = None, feeds: Collection[str] | None = None
) -> list[Path]:
    """Write a file `<feed>/<batch>.csv` for each batch of the seeds.

    batches, feeds: those to write; all if they are None. Returns the paths. A seed without rows has
    no file.
    """
    seeds = sorted(path for seeds in SEEDS for path in seeds.glob("*.csv"))
    written = []
    for seed in seeds:
        if feeds is not None and seed.stem not in feeds:
            continue
        with seed.open(encoding="utf-8", newline="") as source:
            reader = csv.reader(source)
            names = next(reader)
            place = names.index("_batch_id")
            rows = sorted(reader, key=lambda row: row[place])
        for batch, found in groupby(rows, key=lambda row: row[place]):
            if batches is not None and batch not in batches:
                continue
            path = folder / seed.stem / f"{batch}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as target:
                csv.writer(target, lineterminator="\n").writerows([names, *found])
            written.append(path)
    return written


def deliver(
    emulator: Emulator,
    batches: Collection[str] | None = None,
    feeds: Collection[str] | None = None,
) -> Delivered:
    """Put files of batches and feeds, all if they are None, on the stage; load them with COPY."""
    files = write_files(TARGET / "deliveries", batches, feeds)
    with connect(emulator, database=DATABASE, schema="PUBLIC") as session:
        cursor = session.cursor()
        for statement in SETUP:
            cursor.execute(statement)
        parsed = {}
        for feed in read_feeds(ROOT / "contracts"):
            columns = ", ".join(f"{column.name} varchar" for column in feed.columns)
            cursor.execute(
                f"create table if not exists {SCHEMA}.{feed.name}"
                f" ({columns}, _file_name varchar, _file_row number(38, 0))"
            )
            for path in files:
                if path.parent.name == feed.name:
                    cursor.execute(f"put 'file://{path}' @{SCHEMA}.deliveries/{feed.name}")
            if feeds is None or feed.name in feeds:
                parsed |= copied(cursor, feed.name)
    return Delivered(parsed)


def copied(cursor: SnowflakeCursor, feed: str) -> dict[tuple[str, str], int]:
    """Load the new files of a feed with COPY, and keep what it says in the history."""
    cursor.execute(COPY.format(schema=SCHEMA, feed=feed))
    names = [column.name.lower() for column in cursor.description]
    found = {}
    for row in cursor.fetchall():
        result = dict(zip(names, row, strict=True))
        if "file" not in result:
            continue
        path = result["file"].partition("/")[2]
        cursor.execute(
            f"insert into {SCHEMA}.load_history values (%s, %s, %s, %s, %s)",
            (feed, path, result["status"], result["rows_parsed"], result["rows_loaded"]),
        )
        found[feed, Path(path).name.partition(".")[0]] = int(result["rows_parsed"])
    return found
