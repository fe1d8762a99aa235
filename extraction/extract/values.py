"""Values as landing reads them: text in the format of the contract, None for a missing value."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from contracts.feed import FORMATS, Column, Feed

# Formats of a contract, by their names in FORMATS.
WRITTEN = {"plain": "%Y-%m-%d %H:%M:%S", "micros": "%Y-%m-%dT%H:%M:%S.%fZ", "YYYYMMDD": "%Y%m%d"}


def text_of(value: object, column: Column, feed: Feed) -> str | None:
    """A value as text; a value of another type is written as its source writes it."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (datetime, date)):
        return time_text(value, column, feed)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return str(value)


def time_text(value: datetime | date, column: Column, feed: Feed) -> str:
    """A date or time in the format of its column, in the time zone of the feed."""
    kind = "date" if column.kind == "date" else "timestamp"
    named = FORMATS[kind].get(column.format, "YYYY-MM-DD" if kind == "date" else "plain")
    if not isinstance(value, datetime):
        return value.strftime(WRITTEN.get(named, "%Y-%m-%d"))
    zone = ZoneInfo(feed.time_zone)
    local = value.astimezone(zone) if value.tzinfo else value
    if named == "plain":
        return local.strftime(WRITTEN[named])
    if kind == "date":
        return local.strftime(WRITTEN.get(named, "%Y-%m-%d"))
    moment = (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
    if named == "micros":
        return moment.strftime(WRITTEN[named])
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
