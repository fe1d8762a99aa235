"""Checks the files of the sample feeds against their declared columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from warehouse.csv_rows import read_csv
from warehouse.feed_shapes import FeedShape
from warehouse.file_content import FeedError
from warehouse.landing_files import column_remedy
from warehouse.problems import Problem, reason_of

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


def count_rows(lines: Iterable[bytes], shape: FeedShape) -> int:
    """Number of data rows of a CSV file, by the rules of a file in a landing folder: it may lack
    columns that are not required, and may have a header alone. Raises FeedError."""
    return read_csv(lines, shape.columns, shape.required).rows


def check_feed(path: Path, shape: FeedShape) -> int:
    """Number of data rows of the file at `path`. Raises FeedError."""
    if not path.is_file():
        remedy = "a header is enough" if shape.is_optional else "`make feeds` writes sample feeds"
        raise FeedError(f"is missing; {remedy}")
    try:
        with path.open("rb") as lines:
            return count_rows(lines, shape)
    except OSError as error:
        raise FeedError(f"cannot be read ({reason_of(error)}); change its permissions") from error


def check_feeds(
    feeds: Path, stewardship: Path, shapes: Mapping[str, FeedShape]
) -> tuple[list[FeedFile], list[Problem]]:
    """Checks the file of each feed, `<feeds>/<feed>.csv`, or for a steward log
    `<stewardship>/<feed>.csv`; returns the valid ones, and the first problem of each other."""
    files: list[FeedFile] = []
    problems: list[Problem] = []
    for feed, shape in shapes.items():
        path = (stewardship if shape.is_optional else feeds) / f"{feed}.csv"
        try:
            files.append(FeedFile(feed, check_feed(path, shape)))
        except FeedError as error:
            remedy = column_remedy(str(error), feed)
            problems.append(Problem(f"feed {feed}", f"{path} {error}{remedy}"))
    for folder in (feeds, stewardship):
        for path in sorted(folder.glob("*.csv")):
            if path.stem not in shapes:
                problem = f"{path} is not declared; declare it in contracts/{path.stem}.odcs.yaml"
                problems.append(Problem(f"feed {path.stem}", problem))
    return files, problems
