"""The content of a feed's file, and the rules for files of every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from warehouse.problems import some, unknown

# The first mark that fits counts: UTF-32 starts with that of UTF-16.
MARKS = {
    b"\xef\xbb\xbf": "starts with a byte order mark; save it as UTF-8 without one",
    b"\xff\xfe\0\0": "is UTF-32, not UTF-8; save it as UTF-8",
    b"\0\0\xfe\xff": "is UTF-32, not UTF-8; save it as UTF-8",
    b"\xff\xfe": "is UTF-16, not UTF-8; save it as UTF-8",
    b"\xfe\xff": "is UTF-16, not UTF-8; save it as UTF-8",
}
LOAD_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.A)
LONGEST_LINE = 1_000_000
TOO_LONG = f"has more than {LONGEST_LINE:,} bytes; shorten its values"


class FeedError(Exception):
    """An error in a feed file; the message continues a sentence that starts with the file name."""


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a valid file: columns, number of rows, and its first readable load time."""

    columns: tuple[str, ...]
    rows: int
    first_loaded_at: str


def check_mark(line: bytes) -> None:
    """Raises FeedError if the first line of a file starts with a byte order mark."""
    for mark, problem in MARKS.items():
        if line.startswith(mark):
            raise FeedError(problem)


def limited_lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file. Raises FeedError for one that is too long, before it is in memory."""
    count = 0
    while line := file.readline(LONGEST_LINE + 1):
        count += 1
        if len(line) > LONGEST_LINE:
            if count == 1:
                check_mark(line)
            raise FeedError(f"line {count} {line_problem(line)}")
        yield line


def line_problem(line: bytes) -> str:
    """What is wrong with a line that cannot be part of a feed file."""
    if b"\0" in line:
        return "contains a NUL byte; deliver the file again as plain text"
    return TOO_LONG


def check_header(
    header: Sequence[str], columns: Sequence[str], required: Iterable[str] | None = None
) -> None:
    """Raises FeedError listing every unknown, missing or duplicate column.

    required: the columns that must not be missing; all without it.
    """
    if respelled := misspelt(header, columns):
        raise FeedError(f"has the columns {respelled}")
    problems = []
    if added := [name for name in header if name not in columns]:
        problems.append(unknown(added))
    needed = columns if required is None else [name for name in columns if name in set(required)]
    if dropped := [name for name in needed if name not in header]:
        problems.append(f"lacks the columns: {some(dropped)}")
    if twice := sorted({name for name in header if name in columns and header.count(name) > 1}):
        problems.append(f"has duplicate columns: {some(twice)}")
    if problems:
        raise FeedError("; ".join(problems))


def load_time_problem(loaded_at: str, future: tuple[str, str]) -> str:
    """The problem of a clean load time in the future, else empty; `future` as in FeedShape.

    A row with anything but a load time is rejected when it is loaded.
    """
    if future[0] <= loaded_at < future[1] and is_load_time(loaded_at):
        return f"has the load time {loaded_at}, which is in the future; correct _loaded_at"
    return ""


def is_load_time(text: str) -> bool:
    """Whether a string is a load time: YYYY-MM-DD HH:MM:SS."""
    try:
        return bool(LOAD_TIME.fullmatch(text)) and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def misspelt(names: Sequence[str], columns: Sequence[str]) -> str:
    """The end of a sentence that corrects names which differ from missing columns only in case or
    spaces; empty if there are none."""
    plain = {column.casefold(): column for column in columns if column not in names}
    wrong = [name for name in names if name not in columns and name.strip().casefold() in plain]
    if not wrong:
        return ""
    right = [plain[name.strip().casefold()] for name in wrong]
    return f"{some(wrong, are_quoted=True)}; write {some(right)}"


def earlier(loaded_at: str, first: str) -> str:
    """The earlier of two load times, of which the second may be missing ("")."""
    return min(loaded_at, first or loaded_at) if loaded_at[:4].isdigit() else first
