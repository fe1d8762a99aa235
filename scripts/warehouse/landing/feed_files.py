"""Checks the files of the sample feeds against their declared columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from warehouse.landing.batches import Batches
from warehouse.landing.checked_files import CheckedFile, KnownFiles, checked_batches, loaded_batches
from warehouse.landing.csv_rows import read_csv
from warehouse.landing.feed_shapes import FeedShape
from warehouse.landing.file_content import FeedError, limited_lines
from warehouse.landing.landing_files import column_remedy
from warehouse.landing.landing_folder import LandedFile
from warehouse.problems import Problem, reason_of

DECLARATION = Path(__file__).with_name("feeds.yml")


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A valid feed file: feed name, number of data rows, and its batches."""

    feed: str
    rows: int
    batches: tuple[CheckedFile, ...] = field(default=(), compare=False)


def declared_columns(
    section: str = "feeds", path: Path = DECLARATION
) -> dict[str, tuple[str, ...]]:
    """Feed name -> its columns in order, delivery columns last, from the YAML file at `path`.

    section: feeds, or stewardship for the steward logs.
    """
    declaration = yaml.safe_load(path.read_text(encoding="utf-8"))
    delivery = tuple(declaration["delivery"])
    return {feed: tuple(columns) + delivery for feed, columns in declaration[section].items()}


def check_feed(path: Path, shape: FeedShape, known: KnownFiles | None = None) -> FeedFile:
    """Checks the file at `path` like a file in a landing folder: it may lack columns that are not
    required, and may have only a header. Raises FeedError, also if loaded rows have changed.

    known: the batches that a build has recorded.
    """
    if not path.is_file():
        remedy = "a header is enough" if shape.is_optional else "`make feeds` writes sample feeds"
        raise FeedError(f"is missing; {remedy}")
    # Without these columns there are no batches.
    is_delivered = {"_batch_id", "_loaded_at"} <= set(shape.columns)
    batches = Batches(loaded_batches(path.stem, known or {})) if is_delivered else None
    try:
        with path.open("rb") as file:
            lines = limited_lines(file)
            content = read_csv(lines, shape.columns, shape.required, shape.future, batches)
    except OSError as error:
        raise FeedError(f"cannot be read ({reason_of(error)}); change its permissions") from error
    if not batches:
        return FeedFile(path.stem, content.rows)
    file = LandedFile(path.stem, path, "csv", "")
    return FeedFile(path.stem, content.rows, checked_batches(file, content.columns, batches))


def check_feeds(
    feeds: Path,
    stewardship: Path,
    shapes: Mapping[str, FeedShape],
    known: KnownFiles | None = None,
) -> tuple[list[FeedFile], list[Problem]]:
    """Checks the file of each feed, `<feeds>/<feed>.csv`, or for a steward log
    `<stewardship>/<feed>.csv`; returns the valid ones, and the first problem of each other."""
    files: list[FeedFile] = []
    problems: list[Problem] = []
    for feed, shape in shapes.items():
        path = (stewardship if shape.is_optional else feeds) / f"{feed}.csv"
        try:
            files.append(check_feed(path, shape, known))
        except FeedError as error:
            remedy = column_remedy(str(error), feed)
            problems.append(Problem(f"feed {feed}", f"{path} {error}{remedy}"))
    for folder in (feeds, stewardship):
        for path in sorted(folder.glob("*.csv")):
            if path.stem not in shapes:
                problem = f"{path} is not declared; declare it in contracts/{path.stem}.odcs.yaml"
                problems.append(Problem(f"feed {path.stem}", problem))
    return files, problems
