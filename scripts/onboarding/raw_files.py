"""Reads a file as its source delivers it: CSV, JSON lines or Parquet, compressed by gzip or not.

Every value becomes text or None. An object in a line of JSON, or in a column of Parquet, becomes a
column for each of its keys, such as `address.city`; a list stays JSON.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mdm.files.content import GZIP, open_file
from mdm.files.text import is_encoded
from mdm.tables import InputError
from onboarding.file_format import FileFormat, RawFileError, WrongEncodingError

csv.field_size_limit(100_000_000)
NUMBERS = (int, float, Decimal)
REMEDY = "quote values with the delimiter or with quotation marks (as two), complete the line"
QUARANTINE = "write unreadableLines: quarantine in sourceFiles of its contract"


@dataclass(frozen=True)
class UnreadableLine:
    """A line that is not a row: the reason, with its number, and its text in one line."""

    reason: str
    text: str


@dataclass(frozen=True)
class RawTable:
    """The columns of a file, by their names in the source, and its rows. numbers: the columns whose
    values are all numbers in the file's own types (JSON and Parquet). unreadable: the lines that
    are not rows."""

    columns: tuple[str, ...]
    rows: list[list[str | None]]
    numbers: frozenset[str] = frozenset()
    unreadable: tuple[UnreadableLine, ...] = ()


def read_raw(path: Path, file_format: FileFormat, *, is_strict: bool = True) -> RawTable:
    """The content of a file. Raises RawFileError with the line that cannot be read; unless
    is_strict, lines of CSV with a wrong number of fields, and lines that are not JSON, are in
    `unreadable` instead."""
    try:
        opened = open_file(path)
        if file_format.name == "parquet":
            return read_parquet(path)
        if not is_encoded(opened, file_format.encoding):
            raise WrongEncodingError(f"{path}: the file is not valid {file_format.encoding}")
        with opened() as file:
            text = io.TextIOWrapper(file, encoding=file_format.encoding, newline="")
            if file_format.name == "jsonl":
                return read_json(path, text, is_strict)
            return read_csv(path, text, file_format, is_strict)
    except (InputError, OSError, EOFError, LookupError, ArithmeticError, pa.ArrowInvalid) as error:
        raise RawFileError(f"{path}: cannot be read ({error})") from error


def read_csv(path: Path, file: Iterator[str], file_format: FileFormat, is_strict: bool) -> RawTable:
    """The content of a CSV file; blank lines are left out. A line with wrong quotation marks is
    unreadable like one with a wrong number of fields, unless they hide the lines after it."""
    skipped = file_format.lines_before_header
    for _ in range(skipped):
        next(file, "")
    lines: list[str] = []
    reader = csv.reader(noted(file, lines), delimiter=file_format.delimiter, strict=True)
    rows: list[list[str | None]] = []
    unreadable: list[UnreadableLine] = []
    header: list[str] = []
    start = 1 + skipped
    while True:
        reason = ""
        try:
            fields = next(reader, None)
        except csv.Error as error:
            fields, reason = [], f"line {start} cannot be read ({error})"
            # A quotation mark that is not closed hides the lines after it.
            if not header or len(lines) > 1:
                raise RawFileError(f"{path}: {reason}") from error
        if fields is None:
            break
        line, start = start, reader.line_num + 1 + skipped
        if fields and not header:
            header = [name.strip().lstrip("\ufeff") for name in fields]
        elif fields and len(fields) == len(header):
            rows.append([one_line(value) for value in fields])
        elif fields:
            reason = f"line {line} has {len(fields)} fields, the header {len(header)}"
        if reason and is_strict:
            raise RawFileError(f"{path}: {reason}; {REMEDY}, or {QUARANTINE}")
        if reason:
            unreadable.append(UnreadableLine(reason, text_of_line("".join(lines))))
        lines.clear()
    if not any(header):
        raise RawFileError(f"{path}: has no header")
    # A delimiter after the last column adds an empty column.
    kept = [
        place
        for place, name in enumerate(header)
        if name or any(row[place] is not None for row in rows)
    ]
    columns = unique_names([header[place] or f"column {place + 1}" for place in kept])
    found = [[row[place] for place in kept] for row in rows]
    return RawTable(columns, found, unreadable=tuple(unreadable))


def text_of_line(line: str) -> str:
    r"""A line as one value of the landing, which would make a tab a space: it is written `\t`."""
    return one_line(line.strip("\r\n").replace("\t", r"\t")) or ""


def noted(file: Iterable[str], lines: list[str]) -> Iterator[str]:
    """The lines of a file; each is also added to `lines`."""
    for line in file:
        lines.append(line)
        yield line


def unique_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names, a repeated one with its number: `Name`, `Name 2`."""
    found: list[str] = []
    for name in names:
        number, unique = 1, name
        while unique in found:
            number += 1
            unique = f"{name} {number}"
        found.append(unique)
    return tuple(found)


def read_json(path: Path, file: io.TextIOWrapper, is_strict: bool) -> RawTable:
    """The content of a file of JSON lines, or of one JSON array."""
    start = file.read(1)
    while start.isspace() or start == "\ufeff":
        start = file.read(1)
    records: list[Mapping[str, Any]] = []
    unreadable: list[UnreadableLine] = []
    number = 1
    decoder = json.JSONDecoder(parse_float=Decimal, object_pairs_hook=unique_keys)
    try:
        if start == "[":
            for number, one in enumerate(decoder.decode(start + file.read()), 1):
                records.append(record_of(path, number, one))
        else:
            for number, line in enumerate(lines_after(start, file), 1):
                if not line.strip():
                    continue
                try:
                    record = decoder.decode(line)
                except json.JSONDecodeError as error:
                    reason = f"line {number} is not JSON ({error.msg})"
                    if is_strict:
                        text = f"{path}: {reason}; complete the line, or {QUARANTINE}"
                        raise RawFileError(text) from error
                    unreadable.append(UnreadableLine(reason, text_of_line(line)))
                    continue
                records.append(record_of(path, number, record))
    except json.JSONDecodeError as error:
        raise RawFileError(f"{path}: line {error.lineno} is not JSON ({error.msg})") from error
    except KeyError as error:
        raise RawFileError(
            f"{path}: line {number} has the key {error.args[0]} twice; deliver one under another "
            "name"
        ) from error
    return replace(table_of(records), unreadable=tuple(unreadable))


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these keys and values. Raises KeyError for a duplicate key."""
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        raise KeyError(next(key for key, count in counts.items() if count > 1))
    return found


def table_of(records: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> RawTable:
    """The table of records. columns: the columns if there are no records."""
    names = tuple(dict.fromkeys(name for record in records for name in record)) or tuple(columns)
    numbers = frozenset(
        name
        for name in names
        if all(
            value is None or (isinstance(value, NUMBERS) and not isinstance(value, bool))
            for value in (record.get(name) for record in records)
        )
    )
    rows = [[text_of(record.get(name)) for name in names] for record in records]
    return RawTable(names, rows, numbers)


def lines_after(start: str, file: Iterable[str]) -> Iterator[str]:
    """The lines of a file whose first character has already been read."""
    for line in file:
        yield start + line
        start = ""
    if start:
        yield start


def record_of(path: Path, number: int, value: Any) -> Mapping[str, Any]:
    """The columns of a JSON object. Raises RawFileError if it is not one."""
    if not isinstance(value, dict):
        raise RawFileError(f"{path}: line {number} is not a JSON object")
    return unique_keys(list(flattened("", value)))


def flattened(prefix: str, record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """(column, value) for each value of an object and of the objects in it."""
    for key, value in record.items():
        if isinstance(value, dict):
            yield from flattened(f"{prefix}{key}.", value)
        else:
            yield f"{prefix}{key}", value


def text_of(value: Any) -> str | None:
    """A value as text without loss; None for a missing one."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        if value.tzinfo:
            return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (float, Decimal)):
        return format(Decimal(str(value)), "f")
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, default=plain_value)
    return one_line(str(value))


def plain_value(value: Any) -> float | str:
    """A value of a list as a JSON value."""
    return float(value) if isinstance(value, Decimal) else str(value)


def one_line(value: str) -> str | None:
    """A value without line breaks and NUL characters, which landing removes; None if empty."""
    if "\r" in value or "\n" in value or "\0" in value:
        value = re.sub(r"[\r\n]+", " ", value).replace("\0", "")
    return value.strip() or None


def read_parquet(path: Path) -> RawTable:
    """The content of a Parquet file."""
    with path.open("rb") as file:
        is_compressed = file.read(len(GZIP)) == GZIP
    source = io.BytesIO(gzip.decompress(path.read_bytes())) if is_compressed else path
    check_types(path, pq.ParquetFile(source))
    table = pq.read_table(source)
    # The index that pandas adds is not a column of the source.
    kept = [name for name in table.column_names if not name.startswith("__index_level_")]
    table = with_microseconds(table.select(kept))
    return table_of([dict(flattened("", record)) for record in table.to_pylist()], kept)


def check_types(path: Path, file: pq.ParquetFile) -> None:
    """Raises RawFileError if a column has a type whose values cannot be read as text: pyarrow gives
    an interval as bytes."""
    columns = [file.schema.column(place) for place in range(len(file.schema))]
    intervals = [column.path for column in columns if column.converted_type == "INTERVAL"]
    if intervals:
        raise RawFileError(
            f"{path}: has intervals in {', '.join(intervals)}, which cannot be read; deliver them "
            "as text or as a number, such as of seconds"
        )


def with_microseconds(table: pa.Table) -> pa.Table:
    """The table with times cut to microseconds, Python's precision."""
    for place, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns":
            kind = pa.timestamp("us", field.type.tz)
            column = table.column(place).cast(kind, safe=False)
            table = table.set_column(place, field.name, column)
    return table
