"""The SQL with which Snowflake loads the feeds: text tables, their tags, and COPY statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contracts.feed import DELIVERY_COLUMNS, Column, Feed
from contracts.personal_data import category
from contracts.text import MARK, wrapped

SCHEMA = "landing_files"
# First, because CREATE OR ALTER TABLE adds columns only at the end.
METADATA = {"_file_name": "varchar", "_file_row": "number(38, 0)"}
# File format -> pattern of the names of its files.
FORMATS = {"csv": ".*[.]csv([.]gz)?", "jsonl": ".*[.]jsonl([.]gz)?"}

TABLES = """-- {mark}
-- The rows of the delivered files, all columns as text. A column that is added to a contract must
-- be its last one before the delivery columns: CREATE OR ALTER adds columns only at the end of a
-- table. It leaves tags as they are.
-- https://docs.snowflake.com/en/sql-reference/sql/create-table
use role SYSADMIN;
use database &{{database}};
"""
COPIES = """-- {mark}
-- Loads the files that a table does not have yet. `make snowflake-load` runs these statements, each
-- with the names of the new files. Columns may be in any order; a file with an error is not loaded.
-- https://docs.snowflake.com/en/sql-reference/sql/copy-into-table
use role LOADER;
use warehouse LOADING;
use database &{{database}};
"""


def ordered(feed: Feed) -> Iterator[Column]:
    """The columns of a landing table: the delivery columns, then the feed's own."""
    yield from feed.columns[-len(DELIVERY_COLUMNS) :]
    yield from feed.own_columns


def table(feed: Feed) -> list[str]:
    """The statement that creates the table of a feed, or adds the columns that it lacks."""
    types = [f"{name} {kind}" for name, kind in METADATA.items()]
    types += [f"{column.name} varchar" for column in ordered(feed)]
    return [
        f"create or alter table {SCHEMA}.{feed.name} (",
        *wrapped(types, 4)[:-1],
        wrapped(types, 4)[-1].removesuffix(","),
        ");",
    ]


def tags(feed: Feed) -> list[str]:
    """The statement that tags the columns with personal data; nothing if there are none."""
    found = [
        f"column {column.name} set tag governance.personal_data = '{category(column)}'"
        for column in feed.columns
        if column.classification != "none"
    ]
    if not found:
        return []
    return [
        f"alter table {SCHEMA}.{feed.name} modify",
        *(
            f"    {line}{',' if number < len(found) else ';'}"
            for number, line in enumerate(found, 1)
        ),
    ]


def landing_tables(feeds: Iterable[Feed]) -> str:
    """The script with the landing tables of all feeds."""
    lines = [TABLES.format(mark=MARK)]
    for feed in feeds:
        lines += [*table(feed), *tags(feed), ""]
    return "\n".join(lines[:-1]) + "\n"


def copy_statements(feeds: Iterable[Feed]) -> str:
    """The script with the COPY statements of all feeds, one per file format."""
    lines = [COPIES.format(mark=MARK)]
    for feed in feeds:
        for name, pattern in FORMATS.items():
            lines += [
                f"copy into {SCHEMA}.{feed.name}",
                f"from @{SCHEMA}.deliveries/{feed.name}/",
                f"pattern = '{pattern}'",
                f"file_format = (format_name = '{SCHEMA}.deliveries_{name}')",
                "match_by_column_name = case_insensitive",
                "include_metadata = (",
                "    _file_name = metadata$filename, _file_row = metadata$file_row_number",
                ")",
                "on_error = abort_statement;",
                "",
            ]
    return "\n".join(lines[:-1]) + "\n"
