"""Checks the files of a landing folder against the declared columns, reading only their headers.

The load itself rejects errors in the rows and reports file and line.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from warehouse.feed_files import FeedError, check_header, decoded_lines
from warehouse.problems import Problem

KINDS = ("csv", "jsonl", "parquet")


def feed_paths(folder: Path, feed: str) -> list[Path]:
    """The files of a feed, sorted: `<feed>/<batch>.<kind>`, else `feeds/<feed>.csv`.

    Raises FeedError if there are none, if both layouts exist, or if the kinds differ.
    """
    paths = sorted(path for path in folder.glob(f"{feed}/*.*") if path.is_file())
    paths += folder.glob(f"feeds/{feed}.csv")
    expected = f"{feed}/<batch>.csv, .jsonl or .parquet, or feeds/{feed}.csv"
    if not paths:
        raise FeedError(f"has no file in {folder}; expected {expected}")
    kinds = {(path.parent.name, path.suffix.lower().lstrip(".")) for path in paths}
    if len(kinds) > 1 or next(iter(kinds))[1] not in KINDS:
        found = ", ".join(sorted(f"{parent}/*.{kind}" for parent, kind in kinds))
        raise FeedError(f"must have files of one kind in {folder}, {expected}; found {found}")
    return paths


def column_names(path: Path) -> list[str]:
    """The column names of a file. Raises FeedError."""
    kind = path.suffix.lower()
    if kind == ".parquet":
        try:
            head = duckdb.connect().execute("select * from read_parquet(?) limit 1", [str(path)])
        except duckdb.Error as error:
            raise FeedError(
                f"{path} is not a Parquet file ({str(error).splitlines()[0]})"
            ) from error
        return [name for name, *_ in head.description]
    with path.open("rb") as file:
        lines = decoded_lines(file)
        try:
            return (
                next(csv.reader(lines)) if kind == ".csv" else list(json.loads(next(lines)).keys())
            )
        except (StopIteration, ValueError, csv.Error, AttributeError) as error:
            raise FeedError(f"{path} is empty, or its first line cannot be read") from error
        except FeedError as error:
            raise FeedError(f"{path} {error}") from error


def check_file(path: Path, columns: Sequence[str]) -> None:
    """Raises FeedError if a file has other columns than declared."""
    names = column_names(path)
    try:
        check_header(names, columns)
    except FeedError as error:
        raise FeedError(f"{path} {error}") from error


def has_files(folder: Path, feed: str) -> bool:
    """Whether a landing folder has files of a feed."""
    return any(folder.glob(f"{feed}/*.*")) or (folder / "feeds" / f"{feed}.csv").is_file()


def check_landing(
    folder: Path, declared: Mapping[str, Sequence[str]]
) -> tuple[list[Path], list[Problem]]:
    """All files of the declared feeds in a landing folder, and the first problem of each feed."""
    files: list[Path] = []
    problems: list[Problem] = []
    for feed, columns in declared.items():
        try:
            paths = feed_paths(folder, feed)
            for path in paths:
                check_file(path, columns)
            files += paths
        except FeedError as error:
            problems.append(Problem(f"feed {feed}", str(error)))
    return files, problems
