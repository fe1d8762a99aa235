"""Converts files of a source to the layout of the landing.

Columns get their names in the contract, values the formats that landing reads, and each row its
load time, batch and source. A value in none of the declared formats stays unchanged, so the checks
of landing reject the row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from contracts.feed import DELIVERY_COLUMNS
from onboarding.contract import FeedContract, SourceColumn
from onboarding.file_format import RawFileError, detect_format
from onboarding.naming import DATE_IN_NAME
from onboarding.number_formats import converted_boolean, converted_number
from onboarding.raw_files import RawTable, read_raw
from onboarding.time_formats import converted_time, key_target
from warehouse.problems import no_header, unknown

MONTHS = 12
LOAD_TIME = "%Y-%m-%d %H:%M:%S"
TIME_IN_NAME = re.compile(r"[T_ -]?([0-2]\d)[-.:h]?([0-5]\d)(?:[-.:m]?([0-5]\d))?(?!\d)")
Row = list[str | None]
Convert = Callable[[str | None], str | None]


class DeliveryError(Exception):
    """A file that cannot be loaded; the message says what to do."""


@dataclass(frozen=True)
class Delivery:
    """A file to load, with the batch and the load time (UTC) of its rows."""

    path: Path
    batch: str
    loaded_at: str


def deliveries(
    paths: Sequence[Path], now: datetime, loaded_at: str = "", batch: str = ""
) -> list[Delivery]:
    """The files with batch and load time, in order.

    Without loaded_at, the load time is the time in the name of a file, or the end of the day in it,
    because a row may have changed on that day; otherwise `now`, a second apart. Raises
    DeliveryError if loaded_at is not a time.
    """
    if loaded_at:
        try:
            datetime.strptime(loaded_at, LOAD_TIME)
        except ValueError as error:
            raise DeliveryError(
                f"LOADED_AT={loaded_at} is not a time; write it as 2026-01-31 12:00:00, in UTC"
            ) from error
    found = []
    for number, path in enumerate(paths):
        stem = stem_of(path)
        name = re.sub(r"[^A-Za-z0-9_.-]+", "_", batch or stem).strip("_.") or "batch"
        if batch and len(paths) > 1:
            name = f"{name}_{number + 1}"
        arrived = now - timedelta(seconds=len(paths) - 1 - number)
        found.append(Delivery(path, name, loaded_at or time_in_name(stem, arrived)))
    return found


def stem_of(path: Path) -> str:
    """The name of a file without its extensions."""
    return re.sub(r"([.](csv|tsv|txt|jsonl|ndjson|json|parquet|gz))+$", "", path.name, flags=re.I)


def time_in_name(stem: str, now: datetime) -> str:
    """The load time in a file's name, or `now`."""
    found = DATE_IN_NAME.search(stem)
    day = day_in_name(found) if found else None
    if found and day:
        time = TIME_IN_NAME.match(stem, found.end())
        end = day + timedelta(days=1, seconds=-1)
        moment = end
        if time:
            hour, minute, second = (int(part or 0) for part in time.groups())
            start = day + timedelta(hours=hour, minutes=minute, seconds=second)
            # 24:00 is the end of the day; digits that cannot be a time mean something else.
            moment = min(start, end) if start <= day + timedelta(days=1) else end
        if moment < now:
            return moment.strftime(LOAD_TIME)
    return now.strftime(LOAD_TIME)


def day_in_name(found: re.Match[str]) -> datetime | None:
    """The day in the name of a file; None if there is no such day, or if day and month are
    ambiguous. In a date with points, the day comes first."""
    parts = found.groupdict()
    year, month, day = parts["year"], parts["month"], parts["day"]
    if not year:
        year, month, day = parts["last"], parts["second"], parts["first"]
        if parts["mark"] != ".":
            if int(day) <= MONTHS and int(month) <= MONTHS and day != month:
                return None
            if int(month) > MONTHS:
                month, day = day, month
    try:
        return datetime(int(year), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return None


def converter(column: SourceColumn, contract: FeedContract) -> Convert:
    """The function that converts a value of a column."""
    zone, first_year = contract.feed.time_zone, column.first_year
    own = column.empty_values
    empty = set(contract.empty_values if own is None else own)

    def convert(value: str | None) -> str | None:
        if value is None or value in empty:
            return None
        if not column.formats:
            return value
        if column.kind in ("date", "timestamp"):
            return converted_time(value, column.formats, column.target, zone, first_year)
        if column.kind in ("integer", "number"):
            return converted_number(value, column.formats)
        if column.kind == "string":
            target = key_target(column.formats)
            return converted_time(value, column.formats, target, zone, first_year)
        return converted_boolean(value, column.formats)

    return convert


def as_it_is(value: str | None) -> str | None:
    """A value that is already in the format of the landing."""
    return value


def landed_rows(contract: FeedContract, table: RawTable, delivery: Delivery) -> Iterator[Row]:
    """The rows in the columns of the contract, delivery columns last.

    Raises DeliveryError if the file has no header, or a column that the contract lacks, or if it
    lacks its key.
    """
    # A file that already has the layout of the landing.
    is_landed = set(DELIVERY_COLUMNS) <= set(table.columns)
    places = places_of(contract, table, delivery.path)
    end = [delivery.loaded_at, delivery.batch, contract.record_source]
    ends = [table.columns.index(name) for name in DELIVERY_COLUMNS] if is_landed else []
    converters = [
        as_it_is if is_landed else converter(column, contract) for column in contract.columns
    ]
    for row in table.rows:
        values = [
            convert(row[place]) if place is not None else None
            for place, convert in zip(places, converters, strict=True)
        ]
        yield values + ([row[place] for place in ends] or end)
    # The macro delivery_checks quarantines these rows by the source that they name.
    place = place_of_text(contract)
    for line in table.unreadable:
        values = [None] * len(converters)
        values[place] = line.text
        yield [*values, *end[:-1], f"{contract.record_source}, {line.reason}"]


def place_of_text(contract: FeedContract) -> int:
    """The position of the column for the text of a line that is not a row: one with personal data,
    because the line may have some, but not the key."""
    columns = contract.feed.own_columns

    def rank(place: int) -> tuple[bool, bool, bool]:
        column = columns[place]
        is_personal = column.classification in ("personal", "sensitive")
        return bool(column.key_position), not is_personal, column.kind != "string"

    return min(range(len(columns)), key=rank)


def places_of(contract: FeedContract, table: RawTable, path: Path) -> list[int | None]:
    """The position of each column of the contract in a file; None if the file lacks it."""
    exact = {name: place for place, name in enumerate(table.columns)}
    folded = {name.casefold(): place for name, place in exact.items()}
    places = []
    for column in contract.columns:
        names = (column.source_name, column.name)
        place = next((exact[name] for name in names if name in exact), None)
        if place is None:
            place = folded.get(column.source_name.casefold())
        places.append(place)
    known = {place for place in places if place is not None}
    if not known:
        raise DeliveryError(
            f"{path}: {no_header([column.source_name for column in contract.columns])}"
        )
    added = [
        name for place, name in enumerate(table.columns)
        if place not in known and name not in DELIVERY_COLUMNS
    ]  # fmt: skip
    if added:
        raise DeliveryError(
            f"{path}: {unknown(added)}; add them to contracts/{contract.feed.name}.odcs.yaml, with "
            "physicalName if the name differs"
        )
    for column, place in zip(contract.feed.own_columns, places, strict=True):
        if place is None and column.key_position:
            raise DeliveryError(f"{path}: lacks the column {column.name}, which is part of the key")
    return places


def raw_table(contract: FeedContract, path: Path) -> RawTable:
    """The rows of a file; lines that are not rows are left out if the contract quarantines them."""
    return read_raw(path, contract.file_format, is_strict=not contract.quarantines_lines)


def read_delivery(
    contract: FeedContract, delivery: Delivery, unreadable: list[str] | None = None
) -> list[Row]:
    """The rows of a file in the layout of the landing. Raises DeliveryError.

    unreadable: the reason of each line that is not a row is added to this list. If the contract
    quarantines such lines, each is a row at the end with its text and the reason.
    """
    try:
        found = detect_format(delivery.path)
        if found.name != contract.file_format.name:
            raise DeliveryError(
                f"{delivery.path}: is {found.name}, the contract says {contract.file_format.name}"
            )
        table = raw_table(contract, delivery.path)
        if unreadable is not None:
            unreadable += [line.reason for line in table.unreadable]
        said = contract.file_format.encoding
        differs = found.encoding.startswith("utf") and not said.startswith("utf")
        # An ASCII file is valid in either encoding.
        if differs and not all(text.isascii() for row in table.rows for text in row if text):
            raise DeliveryError(
                f"{delivery.path}: is {found.encoding}, the contract says {said}; change encoding "
                f"in contracts/{contract.feed.name}.odcs.yaml, or convert the file"
            )
    except RawFileError as error:
        raise DeliveryError(str(error)) from error
    return list(landed_rows(contract, table, delivery))
