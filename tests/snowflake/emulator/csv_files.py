"""CSV files as COPY reads them: records, and values that are null, by the options of a file format.

https://docs.snowflake.com/en/sql-reference/sql/copy-into-table (TYPE = CSV)
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from snowflake.connector.errors import ProgrammingError

GZIP = b"\x1f\x8b"
MARK = "\ufeff"
# A string of Snowflake has at most 128 MB.
csv.field_size_limit(134_217_728)
KNOWN = {
    "TYPE", "PARSE_HEADER", "FIELD_DELIMITER", "FIELD_OPTIONALLY_ENCLOSED_BY", "NULL_IF",
    "EMPTY_FIELD_AS_NULL", "ERROR_ON_COLUMN_COUNT_MISMATCH", "SKIP_BLANK_LINES", "SKIP_HEADER",
    "ESCAPE_UNENCLOSED_FIELD", "ENCODING", "COMPRESSION",
}  # fmt: skip
# Options that have no other value here.
FIXED = {"SKIP_HEADER": "0", "ESCAPE_UNENCLOSED_FIELD": "NONE", "ENCODING": "UTF8",
         "COMPRESSION": "AUTO"}  # fmt: skip


@dataclass(frozen=True)
class Format:
    """A file format.

    quote: the character around values, or None. nulls: values that are null. compares_columns:
    whether a file must have as many fields as columns.
    """

    delimiter: str
    quote: str | None
    nulls: frozenset[str]
    compares_columns: bool
    skips_blank_lines: bool


@dataclass(frozen=True)
class CsvFile:
    """A file: the names in its header, and its records, which have as many values."""

    names: list[str]
    records: list[list[str | None]]


def is_true(options: Mapping[str, Any], name: str, default: bool) -> bool:
    """An option that is true or false."""
    return str(options.get(name, default)).lower() == "true"


def file_format(options: Mapping[str, Any]) -> Format:
    """The format with these options, names in upper case.

    Raises NotImplementedError for an option or a value that has no meaning here, and a
    ProgrammingError without PARSE_HEADER, which COPY by names of columns needs.
    """
    if unknown := set(options) - KNOWN:
        raise NotImplementedError(f"a CSV format with {', '.join(sorted(unknown))}")
    for name, value in FIXED.items():
        if str(options.get(name, value)).upper() != value:
            raise NotImplementedError(f"a CSV format with {name} = {options[name]}")
    if not is_true(options, "PARSE_HEADER", False):
        raise ProgrammingError(
            msg="MATCH_BY_COLUMN_NAME of CSV files needs PARSE_HEADER = TRUE",
            errno=2019,
            sqlstate="0A000",
        )
    quote = str(options.get("FIELD_OPTIONALLY_ENCLOSED_BY", "NONE"))
    nulls = options.get("NULL_IF", ["\\N"])
    nulls = set([nulls] if isinstance(nulls, str) else nulls)
    return Format(
        delimiter=str(options.get("FIELD_DELIMITER", ",")),
        quote=None if quote.upper() == "NONE" else quote,
        nulls=frozenset(nulls | ({""} if is_true(options, "EMPTY_FIELD_AS_NULL", True) else set())),
        compares_columns=is_true(options, "ERROR_ON_COLUMN_COUNT_MISMATCH", True),
        skips_blank_lines=is_true(options, "SKIP_BLANK_LINES", False),
    )


def refused(name: str, line: int, reason: str, errno: int) -> ProgrammingError:
    """The error of a file that cannot be parsed."""
    return ProgrammingError(
        msg=f"{reason}\n  File '{name}', line {line}", errno=errno, sqlstate="22000"
    )


def text_of(path: Path, name: str) -> str:
    """The content of a file without its byte order mark."""
    content = path.read_bytes()
    content = gzip.decompress(content) if content.startswith(GZIP) else content
    try:
        return content.decode("utf-8").removeprefix(MARK)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise refused(name, line, "Invalid UTF8 detected in string", 100144) from error


def read(path: Path, name: str, found: Format, columns: int) -> CsvFile:
    """Read a file.

    name: its path on the stage. columns: the number of the table's columns that are not metadata.
    Raises a ProgrammingError if it has a quoted value that does not end, characters after a quoted
    value, a blank line, or records of different lengths: Snowflake documents that these fail
    whatever ERROR_ON_COLUMN_COUNT_MISMATCH is.
    """
    how: dict[str, Any] = {"quotechar": found.quote} if found.quote else {"quoting": csv.QUOTE_NONE}
    lines = csv.reader(
        io.StringIO(text_of(path, name), newline=""), delimiter=found.delimiter, strict=True, **how
    )
    records: list[Sequence[str]] = []
    try:
        for record in lines:
            if record:
                records.append(record)
            elif not found.skips_blank_lines:
                raise refused(name, lines.line_num, "End of record reached: blank line", 100068)
            if len(records) > 2 and len(records[-1]) != len(records[1]):
                raise lengths_differ(name, lines.line_num, len(records[-1]) < len(records[1]))
    except csv.Error as error:
        raise refused(name, lines.line_num, f"Parsing error: {error}", 100066) from error
    if not records:
        return CsvFile([], [])
    names = list(records[0])
    upper = [column.upper() for column in names]
    if repeated := sorted({column for column in upper if upper.count(column) > 1}):
        raise refused(name, 1, f"Column {repeated[0]} is in the header twice", 100069)
    width = len(records[1]) if len(records) > 1 else columns
    if found.compares_columns and width != columns:
        reason = f"Number of columns in file ({width}) does not match that of the table ({columns})"
        raise refused(name, 2, reason, 100080)
    return CsvFile(names, [values(record, len(names), found.nulls) for record in records[1:]])


def lengths_differ(name: str, line: int, is_short: bool) -> ProgrammingError:
    """The error of a file with records of different lengths."""
    if is_short:
        return refused(name, line, "End of record reached while expected to parse column", 100068)
    reason = "Field delimiter found while expecting record delimiter"
    return refused(name, line, reason, 100016)


def values(record: Sequence[str], width: int, nulls: frozenset[str]) -> list[str | None]:
    """The values of a record: missing ones are null, and what is beyond the header is ignored."""
    found = [None if value in nulls else value for value in record[:width]]
    return found + [None] * (width - len(found))
