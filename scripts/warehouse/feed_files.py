"""Checks the files of the sample feeds against their declared columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from warehouse.batches import Batches
from warehouse.checked_files import CheckedFile, KnownFiles, checked_batches, loaded_batches
from warehouse.csv_rows import read_csv
from warehouse.file_content import FeedError
from warehouse.landing_folder import LandedFile
from warehouse.problems import Problem

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


def count_rows(
    lines: Iterable[bytes],
    columns: Sequence[str],
    may_be_empty: bool = False,
    batches: Batches | None = None,
) -> int:
    """Number of data rows of a CSV file that has all columns; `batches` takes its rows. Raises
    FeedError as read_csv does, and if the file has no rows although it must."""
    content = read_csv(lines, columns, batches=batches)
    if not content.rows and not may_be_empty:
        raise FeedError("has a header but no rows; deliver the file again")
    return content.rows


def check_feed(
    path: Path, columns: Sequence[str], may_be_empty: bool = False, known: KnownFiles | None = None
) -> FeedFile:
    """The file at `path`. Raises FeedError, also if rows have changed that were loaded.

    known: the batches that a build has recorded.
    """
    if not path.is_file():
        remedy = "a header is enough" if may_be_empty else "`make feeds` writes the sample feeds"
        raise FeedError(f"is missing; {remedy}")
    feed = path.stem
    # Without these columns there are no batches.
    is_delivered = {"_batch_id", "_loaded_at"} <= set(columns)
    batches = Batches(loaded_batches(feed, known or {})) if is_delivered else None
    with path.open("rb") as lines:
        rows = count_rows(lines, columns, may_be_empty, batches)
    if not batches:
        return FeedFile(feed, rows)
    return FeedFile(
        feed, rows, checked_batches(LandedFile(feed, path, "csv", ""), columns, batches)
    )


def check_feeds(
    folder: Path,
    declared: Mapping[str, Sequence[str]],
    may_be_empty: bool = False,
    known: KnownFiles | None = None,
) -> tuple[list[FeedFile], list[Problem]]:
    """Checks `<folder>/<feed>.csv` of every declared feed; returns the first problem of each."""
    files: list[FeedFile] = []
    problems: list[Problem] = []
    for feed, columns in declared.items():
        path = folder / f"{feed}.csv"
        try:
            files.append(check_feed(path, columns, may_be_empty, known))
        except FeedError as error:
            problems.append(Problem(f"feed {feed}", f"{path} {error}"))
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in declared:
            problem = f"{path} is not declared; declare it in contracts/{path.stem}.odcs.yaml"
            problems.append(Problem(f"feed {path.stem}", problem))
    return files, problems
