"""Reads a CSV file row by row and refuses what does not match the specification.

The specification: UTF-8 without byte order mark, comma, double quotes, a quote inside quotes is
written twice, a header with declared columns, and rows of its width. The reader keeps a block of
lines in memory, so a file of any size can be checked. A file that the load would read differently
is also refused.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from warehouse.landing.batches import Batches
from warehouse.landing.clean_text import clean_text
from warehouse.landing.file_content import (
    LONGEST_LINE,
    TOO_LONG,
    Content,
    FeedError,
    check_header,
    check_mark,
    earlier,
    line_problem,
    load_time_problem,
)
from warehouse.problems import counted, no_header, shortened

SPACE_BEFORE_QUOTE = re.compile(r"\s+\"")
BLOCK = 1_000  # lines
# A longer value is a quote that is never closed.
csv.field_size_limit(LONGEST_LINE)


class NotUtf8Error(FeedError):
    """A line with bytes that are not UTF-8; `place` is the first of them, from 0."""

    def __init__(self, number: int, line: bytes, place: int) -> None:
        self.number, self.line, self.place = number, line, place
        super().__init__(self.text(""))

    def text(self, column: str) -> str:
        """The message, with the column as part of a sentence."""
        where = f"(byte 0x{self.line[self.place]:02X} at position {self.place + 1})"
        return f"line {self.number} is not UTF-8{column} {where}; save it as UTF-8"

    def in_row(self, start: int, header: Sequence[str] | None) -> FeedError:
        """The error of a row that starts in line `start`: it names the column if it is known."""
        if start != self.number or not header:
            return self
        before = self.line[: self.place].decode("utf-8")
        place = len(next(csv.reader([before]), [""])) - 1
        return FeedError(self.text(f" in {header[place]}")) if place < len(header) else self


class Lines:
    """The lines of a file as text.

    `is_unusual`: the newest line has a different line ending from the first, or may have a space
    before a quote, so the reader of the rows must check it more closely.
    """

    def __init__(self, lines: Iterable[bytes]) -> None:
        self.lines = iter(lines)
        self.newest = b""
        self.line_ending = b"\n"
        self.is_unusual = False

    def __iter__(self) -> Iterator[str]:
        """Raises FeedError with the line that is too long, is not UTF-8 or contains a NUL byte."""
        before = 0
        for block in self.blocks():
            if not before:
                check_mark(block[0])
                self.line_ending = b"\r\n" if block[0].endswith(b"\r\n") else b"\n"
            whole = b"".join(block)
            if self.is_plain(whole, len(block)):
                self.newest = block[-1]
                # Splits at \n only, and is faster than a line at a time.
                yield from StringIO(whole.decode("utf-8"), newline="\n")
            else:
                yield from self.checked(block, before)
            before += len(block)

    def blocks(self) -> Iterator[list[bytes]]:
        """The lines in blocks, which stay small even if the lines are long."""
        block: list[bytes] = []
        size = 0
        for line in self.lines:
            block.append(line)
            size += len(line)
            if len(block) == BLOCK or size > LONGEST_LINE:
                yield block
                block, size = [], 0
        if block:
            yield block

    def is_plain(self, whole: bytes, count: int) -> bool:
        """Whether nothing in a block of lines needs a closer look."""
        crlf = count if self.line_ending == b"\r\n" else 0
        return (
            b"\0" not in whole
            and b' "' not in whole
            and b'\t"' not in whole
            and whole.count(b"\r\n") == crlf
            and not whole.endswith(b"\r")
            and b"\r\r" not in whole
            and len(whole) <= LONGEST_LINE
            and is_utf8(whole)
        )

    def checked(self, block: Iterable[bytes], before: int) -> Iterator[str]:
        """The lines of a block, after `before` others, each checked separately."""
        for number, line in enumerate(block, start=before + 1):
            if b"\0" in line or len(line) > LONGEST_LINE:
                raise FeedError(f"line {number} {line_problem(line)}")
            self.newest = line
            self.is_unusual |= self.ends_differently()
            self.is_unusual |= b' "' in line or b'\t"' in line
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError as error:
                raise NotUtf8Error(number, line, error.start) from error

    def ends_differently(self) -> bool:
        """Whether the newest line has another line ending; the last may have none."""
        line = self.newest.removesuffix(b"\n")
        returns = len(line) - len(line.rstrip(b"\r"))
        expected = len(self.line_ending) - 1
        return returns != expected if line != self.newest else returns > expected

    def check_unusual(self, line: int, last: int, fields: Sequence[str]) -> None:
        """Raises FeedError if the newest row, from `line` to `last`, would be read differently."""
        self.is_unusual = False
        if self.ends_differently():
            raise FeedError(
                f"line {last} has a different line ending from the header (LF or CRLF); "
                "deliver the file again with consistent line endings"
            )
        if any(SPACE_BEFORE_QUOTE.match(value) for value in fields):
            raise FeedError(f"line {line} has a space before a quote; delete the space")


def is_utf8(text: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def read_csv(
    file: Iterable[bytes],
    columns: Sequence[str],
    required: Iterable[str] | None = None,
    future: tuple[str, str] = ("", ""),
    batches: Batches | None = None,
) -> Content:
    """The content of a CSV file, given as lines of bytes.

    future: as in FeedShape. batches: takes the rows of a file of several batches.

    Raises FeedError if the file is empty, is not UTF-8, has undeclared columns, or has a
    line with wrong quotes, a wrong number of fields or a different line ending from the header.
    """
    lines = Lines(file)
    reader = csv.reader(lines, strict=True)
    rows, start, newest, first = 0, 1, "", ""
    header: list[str] | None = None
    try:
        header = next(reader, None)
        if not header:
            is_empty = header is None or next(reader, None) is None
            state = "is empty" if is_empty else "has an empty first line"
            raise FeedError(f"{state}; its first line must name the columns")
        if len(header) == 1 and (other := re.search("[;\t|]", header[0])):
            raise FeedError(f"has {other[0]!r} between its columns; separate them with commas")
        check_names(header, columns)
        check_header(header, columns, required)
        width = len(header)
        if batches:
            batches.start(header)
        loaded_at = header.index("_loaded_at") if "_loaded_at" in header else None
        start = reader.line_num + 1
        for fields in reader:
            if len(fields) != width:
                raise FeedError(width_text(start, fields, header))
            if reader.line_num > start and len("".join(fields).encode()) > LONGEST_LINE:
                raise FeedError(f"line {start} {TOO_LONG}")
            if lines.is_unusual:
                lines.check_unusual(start, reader.line_num, fields)
            if loaded_at is not None and fields[loaded_at] != newest:
                newest = fields[loaded_at]
                time = clean_text(newest)
                if problem := load_time_problem(time, future):
                    raise FeedError(f"line {start} {problem}")
                first = earlier(time, first)
            if batches:
                batches.add(fields)
            rows += 1
            start = reader.line_num + 1
    except NotUtf8Error as error:
        raise error.in_row(start, header) from error
    except csv.Error as error:
        raise FeedError(f"line {start} {quote_error_text(str(error))}") from error
    return Content(tuple(header), rows, first)


def check_names(header: Sequence[str], columns: Sequence[str]) -> None:
    """Raises FeedError if the first line of a file has values instead of column names."""
    declared = {column.casefold() for column in columns}
    if not any(name.strip().casefold() in declared for name in header):
        raise FeedError(no_header(columns))


def width_text(line: int, fields: Sequence[str], header: Sequence[str]) -> str:
    """What is wrong with a row whose width differs from the header."""
    remedy = "quote values with a comma"
    if len(fields) < len(header):
        remedy = f"complete the row, which ends before {shortened(header[len(fields)])}"
    if not fields:
        remedy = "delete the blank line"
    found = counted(len(fields), "field")
    return f"line {line} has {found}, the header {len(header)}; {remedy}"


def quote_error_text(error: str) -> str:
    """The csv module's error as a sentence that helps to find the place."""
    if "unexpected end of data" in error or "field larger than" in error:
        return "opens a quote that is never closed; close it, or write the quote twice"
    if "new-line character" in error:
        return "has a carriage return outside quotes; end lines with LF or CRLF"
    if "expected after" in error:
        return "has text after a closing quote; a quote inside a field is written twice"
    return (
        "does not match the specification; write values with a comma, quote or line break in quotes"
    )
