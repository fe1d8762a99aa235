"""Checks feed files against their declared columns in one pass.

The reader keeps one row in memory, so a file of any size can be checked. A byte order mark is
rejected, because some readers treat it as part of the first column name.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from warehouse.problems import Problem

DECLARATION = Path(__file__).with_name("feeds.yml")
MARKS = {
    b"\xef\xbb\xbf": "starts with a byte order mark; save it as UTF-8 without one",
    b"\xff\xfe": "is UTF-16, not UTF-8; save it as UTF-8",
    b"\xfe\xff": "is UTF-16, not UTF-8; save it as UTF-8",
}


class FeedError(Exception):
    """An error in a feed file; the message continues a sentence that starts with the file name."""


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A valid feed file: feed name and number of data rows."""

    feed: str
    rows: int


def declared_columns(
    section: str = "feeds", path: Path = DECLARATION
) -> dict[str, tuple[str, ...]]:
    """Feed name -> its columns in order, delivery columns last, from the YAML file at `path`.

    section: feeds, or stewardship for the steward logs.
    """
    declaration = yaml.safe_load(path.read_text(encoding="utf-8"))
    delivery = tuple(declaration["delivery"])
    return {feed: tuple(columns) + delivery for feed, columns in declaration[section].items()}


def decoded_lines(lines: Iterable[bytes]) -> Iterator[str]:
    """Lines as text. Raises FeedError with the line that is not UTF-8 or contains a NUL byte."""
    for number, line in enumerate(lines, start=1):
        if number == 1:
            for mark, problem in MARKS.items():
                if line.startswith(mark):
                    raise FeedError(problem)
        if b"\0" in line:
            raise FeedError(
                f"line {number} contains a NUL byte; deliver the file again as plain text"
            )
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError as error:
            byte = line[error.start]
            raise FeedError(
                f"line {number} is not UTF-8 (byte 0x{byte:02X} at position {error.start + 1})"
            ) from error


def check_header(header: Sequence[str], columns: Sequence[str]) -> None:
    """Raises FeedError listing every unknown, missing or duplicate column."""
    problems = []
    if unknown := [name for name in header if name not in columns]:
        problems.append(f"has unknown columns: {', '.join(map(repr, unknown))}")
    if dropped := [name for name in columns if name not in header]:
        problems.append(f"lacks the columns: {', '.join(dropped)}")
    if twice := sorted({name for name in header if name in columns and header.count(name) > 1}):
        problems.append(f"has columns twice: {', '.join(twice)}")
    if problems:
        raise FeedError("; ".join(problems))


def count_rows(lines: Iterable[bytes], columns: Sequence[str], may_be_empty: bool = False) -> int:
    """Number of data rows of a CSV file, given as lines of bytes.

    Raises FeedError if the file is empty, is not UTF-8, has other columns than declared, has a line
    with wrong quotes or a wrong number of fields, or has no rows although it must.
    """
    reader = csv.reader(decoded_lines(lines), strict=True)
    rows, start = 0, 1
    try:
        header = next(reader, None)
        if not header:
            raise FeedError("is empty; its first line must name the columns")
        check_header(header, columns)
        start = reader.line_num + 1
        for fields in reader:
            if len(fields) != len(header):
                raise FeedError(f"line {start} has {len(fields)} fields, the header {len(header)}")
            rows += 1
            start = reader.line_num + 1
    except csv.Error as error:
        raise FeedError(f"line {start} {quote_error_text(str(error))}") from error
    if not rows and not may_be_empty:
        raise FeedError("has a header but no rows; deliver the file again")
    return rows


def quote_error_text(error: str) -> str:
    """The csv module's error as a sentence that helps to find the place."""
    if "unexpected end of data" in error or "field larger than" in error:
        return "opens a quote that is never closed"
    if "expected after" in error:
        return "has text after a closing quote; a quote inside a field is written twice"
    return f"cannot be read: {error}"


def check_feed(path: Path, columns: Sequence[str], may_be_empty: bool = False) -> int:
    """Number of data rows of the file at `path`. Raises FeedError."""
    if not path.is_file():
        remedy = "a header is enough" if may_be_empty else "`make feeds` writes the sample feeds"
        raise FeedError(f"is missing; {remedy}")
    with path.open("rb") as lines:
        return count_rows(lines, columns, may_be_empty)


def check_feeds(
    folder: Path, declared: Mapping[str, Sequence[str]], may_be_empty: bool = False
) -> tuple[list[FeedFile], list[Problem]]:
    """Checks `<folder>/<feed>.csv` of every declared feed; returns the first problem of each."""
    files: list[FeedFile] = []
    problems: list[Problem] = []
    for feed, columns in declared.items():
        path = folder / f"{feed}.csv"
        try:
            files.append(FeedFile(feed, check_feed(path, columns, may_be_empty)))
        except FeedError as error:
            problems.append(Problem(f"feed {feed}", f"{path} {error}"))
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in declared:
            problem = f"{path} is not declared; declare it in contracts/{path.stem}.odcs.yaml"
            problems.append(Problem(f"feed {path.stem}", problem))
    return files, problems
