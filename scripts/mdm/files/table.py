"""Reads a table from a Parquet, CSV or Excel file, compressed by gzip or not."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import pandas as pd

from ..tables import InputError
from .content import (
    EXCEL_FILE,
    PARQUET_FILE,
    TEXT_FILE,
    format_of,
    in_memory,
    is_compressed,
    open_file,
)
from .text import DELIMITER_WORDS, detect_delimiter, detect_encoding, is_encoded


@dataclass(frozen=True)
class FileOptions:
    """The user's options for a file: a column per field, and more; None means detect.

    day_order: D if the day comes first in numeric dates, M if the month does.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    day_order: str | None = None


@dataclass(frozen=True)
class FileTable:
    """A table, and a description of how it was read."""

    table: pd.DataFrame
    format: str


NO_OPTIONS = FileOptions()


def read_table(path: Path, options: FileOptions = NO_OPTIONS, **parquet: str) -> pd.DataFrame:
    """Read a table like `read_file`, without the description."""
    return read_file(path, options, **parquet).table


def read_file(path: Path, options: FileOptions = NO_OPTIONS, **parquet: str) -> FileTable:
    """Read a file; empty values are missing, and all values of text and Excel files are text.

    parquet: passed to pandas.read_parquet. Raises InputError if the file is empty or unreadable.
    """
    opened = open_file(path)
    file_format = format_of(path, opened)
    gzipped = ", gzip" if is_compressed(path) else ""
    try:
        if file_format == PARQUET_FILE:
            source = in_memory(opened) if gzipped else path
            return FileTable(pd.read_parquet(source, **parquet), file_format + gzipped)
        if file_format == EXCEL_FILE:
            table, sheet = _read_excel(path, opened)
            return FileTable(table, f"{file_format}{gzipped}, sheet {sheet}")
        table, words = _read_text(path, opened, options)
        return FileTable(table, f"{TEXT_FILE}{gzipped}, {words}")
    except (OSError, EOFError, ValueError, Warning) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error


def _read_text(
    path: Path, opened: Callable[[], IO[bytes]], options: FileOptions
) -> tuple[pd.DataFrame, str]:
    encoding = options.encoding or detect_encoding(path, opened)
    try:
        if options.encoding and not is_encoded(opened, encoding):
            raise InputError(f"{path}: the file is not valid {encoding}")
    except LookupError as error:
        raise InputError(f"{path}: {error}") from error
    delimiter = options.delimiter or detect_delimiter(opened, encoding)
    with warnings.catch_warnings(), opened() as file:
        # Rows that are longer than the header: pandas would cut them.
        warnings.simplefilter("error", pd.errors.ParserWarning)
        table = pd.read_csv(
            file, sep=delimiter, encoding=encoding, dtype=str, keep_default_na=False,
            na_values=[""], index_col=False,
        )  # fmt: skip
    shown = DELIMITER_WORDS.get(delimiter, repr(delimiter))
    return table, f"{encoding}, separated by {shown}"


def _read_excel(path: Path, opened: Callable[[], IO[bytes]]) -> tuple[pd.DataFrame, str]:
    """Return the first sheet with a row below its header, or the first one, and its name."""
    try:
        book = pd.ExcelFile(in_memory(opened), engine="calamine")
    except ImportError as error:
        raise InputError(f"{path}: pip install python-calamine to read Excel files") from error
    except Exception as error:  # python-calamine has errors of its own kinds.
        raise InputError(f"{path}: cannot be read ({error})") from error
    sheets = {name: book.parse(name, dtype=object) for name in book.sheet_names}
    chosen = next((name for name, sheet in sheets.items() if len(sheet)), book.sheet_names[0])
    table = sheets[chosen]
    table.columns = [str(name) for name in table.columns]
    return table.map(_cell_text), str(chosen)


def _cell_text(value: Any) -> str | None:
    """Return a cell as text: whole numbers without decimals, dates as YYYY-MM-DD."""
    if value is None or value == "" or pd.isna(value):
        return None
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
