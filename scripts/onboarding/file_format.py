"""The format of a source's file: CSV with its encoding and delimiter, JSON lines or Parquet."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from mdm.files.content import PARQUET, UTF_16_OR_32, open_file
from mdm.files.text import DELIMITERS, WESTERN, detect_delimiter, detect_encoding, is_encoded
from mdm.tables import InputError

SAMPLE_BYTES, SAMPLE_LINES = 200_000, 200
# The first line in which Excel declares the delimiter.
SEPARATOR = re.compile("\ufeff?sep=(.)[\r\n]*$", re.I)
# Share of the lines after a title that have as many fields as the header.
MOSTLY = 0.8
# Fewest columns of a file that may have titles of groups of them.
FEWEST_IN_GROUPS = 4
WESTERN_SYMBOLS = "€£§°´’‘“”„–—«»·…\u00a0"
# Delimiters that are tried if none of the usual ones splits the lines.
RARE_DELIMITERS = ("\x1f", "\x01", "^", "~", "§", "#", ":")


class RawFileError(Exception):
    """A file that cannot be read; the message names the file, the place and the remedy."""


class WrongEncodingError(RawFileError):
    """A file that is not text in the encoding with which it is to be read."""


@dataclass(frozen=True)
class FileFormat:
    """The format of the files of a feed: csv, jsonl or parquet; the other fields are for CSV.

    lines_before_header: the number of title lines, or 1 for Excel's line `sep=;`.
    """

    name: str
    delimiter: str = ","
    encoding: str = "utf-8"
    lines_before_header: int = 0


def detect_format(path: Path) -> FileFormat:
    """Detects the format of a file from its content."""
    try:
        opened = open_file(path)
        with opened() as file:
            start = file.read(4096)
        if start.startswith(PARQUET):
            return FileFormat("parquet")
        if b"\0" in start and not start.startswith(UTF_16_OR_32):
            raise RawFileError(f"{path}: is not CSV, JSON lines or Parquet")
        encoding = encoding_of(path, opened)
        if start.decode(encoding, "ignore").lstrip("\ufeff \r\n\t")[:1] in ("{", "["):
            return FileFormat("jsonl", encoding=encoding)
        delimiter = detect_delimiter(opened, encoding)
        with opened() as file:
            sample = codecs.getincrementaldecoder(encoding)("replace").decode(
                file.read(SAMPLE_BYTES)
            )
        # A line may also end with a carriage return alone.
        lines = list(io.StringIO(sample, newline=""))
        if named := SEPARATOR.match(lines[0] if lines else ""):
            return FileFormat("csv", named[1], encoding, 1)
        if found := after_title(lines):
            return FileFormat("csv", found[0], encoding, found[1])
        if not splits(lines, delimiter):
            delimiter = next((rare for rare in RARE_DELIMITERS if splits(lines, rare)), delimiter)
    except csv.Error as error:
        raise RawFileError(f"{path}: cannot be read as CSV ({error})") from error
    except (InputError, OSError, EOFError) as error:
        raise RawFileError(str(error)) from error
    return FileFormat("csv", delimiter, encoding)


def splits(lines: Sequence[str], delimiter: str) -> bool:
    """Whether a delimiter splits most lines into as many fields as the first one, several."""
    rows = [row for row in csv.reader(lines[:SAMPLE_LINES], delimiter=delimiter) if row]
    widths = [len(row) for row in rows]
    return bool(rows) and widths[0] > 1 and widths.count(widths[0]) >= MOSTLY * len(widths)


def records_of(lines: Sequence[str], delimiter: str) -> list[tuple[int, list[str]]]:
    """(number of lines before it, fields) of each record; a quoted value may have line breaks. A
    last record of several lines is left out, because the sample may end within it."""
    reader = csv.reader(lines, delimiter=delimiter)
    found, start = [], 0
    for fields in reader:
        found.append((start, fields))
        start = reader.line_num
    return found[:-1] if found and start - found[-1][0] > 1 else found


def after_title(lines: Sequence[str]) -> tuple[str, int] | None:
    """(delimiter, number of lines before the header) of a file that starts with title lines, which
    have few fields or, as titles of groups of columns, few that are not empty; None if it starts
    with its header."""
    found: list[tuple[int, str, int]] = []
    for delimiter in DELIMITERS:
        records = records_of(lines[:SAMPLE_LINES], delimiter)
        rows = [row for _, row in records]
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if not widths:
            continue
        (width, count), *_ = widths.most_common(1)
        is_title = has_group_titles(rows, width)
        if len(rows[0]) == width and count >= MOSTLY * len(rows) and not is_title:
            return None
        place = int(is_title)
        place += next(place for place, row in enumerate(rows[place:]) if len(row) == width)
        filled = [number_filled(row) for row in rows[:place]]
        header = [name.strip() for name in rows[place]]
        if (
            any(filled)
            and max(filled) <= width // 2
            and count >= MOSTLY * (len(rows) - place)
            and len(set(header)) == width
            and all(header)
            and not any(re.fullmatch(r"[\d.,:/ +-]+", name) for name in header)
        ):
            found.append((width, delimiter, records[place][0]))
    return max(found)[1:] if found else None


def number_filled(row: Sequence[str]) -> int:
    """The number of fields that are not empty."""
    return sum(map(bool, map(str.strip, row)))


def has_group_titles(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether the first of the rows has titles of groups of columns: it is mostly empty, while the
    next row has no empty field."""
    if width < FEWEST_IN_GROUPS or len(rows) < 2 or not len(rows[0]) == len(rows[1]) == width:
        return False
    return number_filled(rows[0]) <= width // 2 and number_filled(rows[1]) == width


def encoding_of(path: Path, opened: Callable[[], IO[bytes]]) -> str:
    """The encoding of a text file. A file with few accented letters counts as Western European,
    even if its bytes are also letters in another encoding."""
    found = detect_encoding(path, opened)
    if found.startswith("utf") or not is_encoded(opened, WESTERN):
        return found
    with opened() as file:
        text = file.read(SAMPLE_BYTES).decode(WESTERN, "replace")
    lines = [line for line in text.splitlines() if not line.isascii()]
    letters = [char for line in lines for char in line if char.isalpha()]
    accented = [char for line in lines for char in line if not char.isascii()]
    is_western = all(char.isalpha() or char in WESTERN_SYMBOLS for char in accented)
    return WESTERN if is_western and 3 * len(accented) < len(letters) else found
