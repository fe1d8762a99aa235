"""Checks the files of the sample feeds against their declared columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from warehouse.csv_rows import read_csv
from warehouse.file_content import FeedError
from warehouse.problems import Problem

DECLARATION = Path(__file__).with_name("feeds.yml")


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


def count_rows(lines: Iterable[bytes], columns: Sequence[str], may_be_empty: bool = False) -> int:
    """Number of data rows of a CSV file that has all columns. Raises FeedError as read_csv does,
    and if the file has no rows although it must."""
    content = read_csv(lines, columns)
    if not content.rows and not may_be_empty:
        raise FeedError("has a header but no rows; deliver the file again")
    return content.rows


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
