"""Rows of a table in a SQL database, by the time of their last change.

SQLAlchemy speaks to PostgreSQL, Oracle, MySQL and others; the statement is plain.
https://docs.sqlalchemy.org/en/21/core/engines_connections.html
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy
from sqlalchemy.exc import DBAPIError, NoSuchTableError, SQLAlchemyError

from contracts.feed import Feed
from extract.delivery import ExtractError, Row
from extract.values import text_of

AT_ONCE = 2_000


def table_columns(
    engine: sqlalchemy.Engine, table: str, feed: Feed, changed: str
) -> tuple[sqlalchemy.Table, dict[str, sqlalchemy.Column]]:
    """A table, and its column for each column of the feed; names are compared without case.

    Raises ExtractError if it lacks a required column, or the one with the time of a change.
    """
    schema, _, name = table.rpartition(".")
    try:
        found = sqlalchemy.Table(name, sqlalchemy.MetaData(), schema=schema or None,
                                 autoload_with=engine)  # fmt: skip
    except NoSuchTableError as error:
        raise ExtractError(f"the database has no table {table}; name it as schema.table") from error
    by_name = {column.name.casefold(): column for column in found.columns}
    columns = {
        column.name: by_name[column.name.casefold()]
        for column in feed.own_columns
        if column.name.casefold() in by_name
    }
    needed = {column.name for column in feed.own_columns if column.is_required} | {changed}
    if missing := sorted(needed - columns.keys()):
        raise ExtractError(f"{table} lacks the columns {', '.join(missing)}; extract from a view")
    return found, columns


def row_changes(
    engine: sqlalchemy.Engine, table: str, feed: Feed, changed: str, since: datetime | None
) -> Iterator[tuple[datetime, Row]]:
    """The rows that changed at a time or later, in the order of their changes.

    changed: name of the column with the time of a change. since: in UTC; None for all. Raises
    ExtractError.
    """
    try:
        found, columns = table_columns(engine, table, feed, changed)
        keys = [columns[column.name] for column in feed.own_columns if column.key_position]
        is_zoned = bool(getattr(columns[changed].type, "timezone", False))
        statement = sqlalchemy.select(*(column.label(name) for name, column in columns.items()))
        statement = statement.where(columns[changed].is_not(None))
        if since:
            limit = since.replace(tzinfo=UTC)
            # A time without a zone is in the time zone of the feed.
            local = limit.astimezone(ZoneInfo(feed.time_zone)).replace(tzinfo=None)
            statement = statement.where(columns[changed] >= (limit if is_zoned else local))
        statement = statement.order_by(columns[changed], *keys)
        with engine.connect().execution_options(yield_per=AT_ONCE) as connection:
            for values in connection.execute(statement).mappings():
                row = {
                    column.name: text_of(values[column.name], column, feed)
                    for column in feed.own_columns
                    if column.name in columns
                }
                yield utc_of(values[changed], feed), row
    except DBAPIError as error:
        raise ExtractError(f"the database has stopped ({error.orig}); run it again") from error
    except SQLAlchemyError as error:
        raise ExtractError(f"the database cannot be read ({error}); run it again") from error


def utc_of(value: datetime, feed: Feed) -> datetime:
    """A time of the database in UTC, without a time zone."""
    zoned = value if value.tzinfo else value.replace(tzinfo=ZoneInfo(feed.time_zone))
    return zoned.astimezone(UTC).replace(tzinfo=None)
