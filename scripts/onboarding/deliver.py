"""Converts files of a source to the layout of the landing.

Columns get their names in the contract, values the formats that landing reads, and each row its
load time, batch and source. A value in none of the declared formats stays unchanged, so the checks
of landing reject the row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from unicodedata import normalize

from contracts.feed import DELIVERY_COLUMNS, SUFFIX
from onboarding.contract import FeedContract, SourceColumn
from onboarding.dates_in_names import time_in_name, unclear_date
from onboarding.file_format import RawFileError, WrongEncodingError, detect_format
from onboarding.number_formats import converted_boolean, converted_number
from onboarding.raw_files import RawTable, read_raw
from onboarding.time_formats import converted_time, key_target
from warehouse.problems import no_header, unknown

LOAD_TIME = "%Y-%m-%d %H:%M:%S"
Row = list[str | None]
Convert = Callable[[str | None], str | None]


class DeliveryError(Exception):
    """A file that cannot be loaded; the message says what to do."""


class BatchExistsError(DeliveryError):
    """A file whose batch was delivered with other rows."""


@dataclass(frozen=True)
class Delivery:
    """A file to load, with the batch and the load time (UTC) of its rows. note: what a person
    should know about its load time."""

    path: Path
    batch: str
    loaded_at: str
    note: str = ""


def deliveries(
    paths: Sequence[Path], now: datetime, loaded_at: str = "", batch: str = ""
) -> list[Delivery]:
    """The files with batch and load time, in the order of their load times.

    Without loaded_at, the load time is the time in the name of a file, or the end of the day in it;
    otherwise `now`, a second apart. Raises DeliveryError if loaded_at is not a time.
    """
    if loaded_at:
        try:
            datetime.strptime(loaded_at, LOAD_TIME)
        except ValueError as error:
            raise DeliveryError(
                f"LOADED_AT={loaded_at} is not a time; write it as 2026-01-31 12:00:00, in UTC"
            ) from error
    times = {}
    for number, path in enumerate(paths):
        arrived = now - timedelta(seconds=len(paths) - 1 - number)
        said = time_in_name(stem_of(path))
        time = said if said and said < arrived else arrived
        times[path] = loaded_at or time.strftime(LOAD_TIME)
    found = []
    for number, path in enumerate(sorted(paths, key=lambda one: times[one]), 1):
        stem = stem_of(path)
        # A letter in any alphabet stays: it may be all that tells two files from each other.
        name = re.sub(r"[^\w.-]+", "_", normalize("NFC", batch or stem)).strip("_.") or "batch"
        if batch and len(paths) > 1:
            name = f"{name}_{number}"
        note = "" if loaded_at else note_on_time(stem, times[path])
        found.append(Delivery(path, name, times[path], note))
    return found


def note_on_time(stem: str, loaded_at: str) -> str:
    """What a person should know about a load time that is not the day in the file's name."""
    date = unclear_date(stem)
    if not date:
        return ""
    return (
        f"{date} in its name can be two days, or is none, so its load time is {loaded_at}; to set "
        "it, write the date as 2026-01-31, or LOADED_AT=..."
    )


def stem_of(path: Path) -> str:
    """The name of a file without its extensions."""
    return re.sub(r"([.](csv|tsv|txt|jsonl|ndjson|json|parquet|gz))+$", "", path.name, flags=re.I)


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


def other_encoding(contract: FeedContract, path: Path, encoding: str) -> str:
    """The message about a file whose encoding is not that of its contract."""
    return (
        f"{path}: is {encoding}, the contract says {contract.file_format.encoding}; change "
        f"encoding in contracts/{contract.feed.name}{SUFFIX}, or convert the file"
    )


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
            raise DeliveryError(other_encoding(contract, delivery.path, found.encoding))
    except WrongEncodingError as error:
        raise DeliveryError(other_encoding(contract, delivery.path, found.encoding)) from error
    except RawFileError as error:
        raise DeliveryError(str(error)) from error
    return list(landed_rows(contract, table, delivery))
