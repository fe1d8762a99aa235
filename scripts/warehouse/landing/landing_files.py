"""Checks the files of a landing folder completely, each in one pass, before dbt starts.

A file that has been loaded is not checked again unless its content has changed.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from warehouse.build.last_build import content_digest
from warehouse.landing.batches import Batches
from warehouse.landing.checked_files import (
    CheckedFile,
    KnownFiles,
    checked_batches,
    loaded_batches,
)
from warehouse.landing.csv_rows import read_csv
from warehouse.landing.feed_shapes import FeedShape
from warehouse.landing.file_content import Content, FeedError, check_header, limited_lines
from warehouse.landing.gzip_files import check_end, is_compressed, open_lines
from warehouse.landing.json_lines import read_json_lines
from warehouse.landing.landing_folder import LandedFile, Landing, folder_problem, list_landing
from warehouse.landing.landing_names import EXPECTED
from warehouse.problems import UNKNOWN, Problem, some

# Below this size, starting processes takes longer than they save.
PARALLEL_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class CheckedLanding:
    """The files of a landing folder, the names of what is skipped there, and the problems."""

    files: tuple[CheckedFile, ...]
    skipped: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_content(file: LandedFile, shape: FeedShape, batches: Batches | None = None) -> Content:
    """The content of a file; `batches` takes its rows. Raises FeedError."""
    if file.format == "parquet":
        # The library takes long to import, and most landings have no Parquet files.
        from warehouse.landing.parquet_rows import read_parquet

        return read_parquet(file.path, shape)
    try:
        with open_lines(file.path) as opened:
            lines = limited_lines(opened)
            if file.format == "jsonl":
                content = read_json_lines(lines, shape)
            else:
                content = read_csv(lines, shape.columns, shape.required, shape.future, batches)
        if is_compressed(file.path):
            check_end(file.path)
        return content
    except zlib.error as error:
        raise FeedError(
            "cannot be read (its compressed data is corrupt); deliver it again"
        ) from error
    except (OSError, EOFError) as error:
        raise FeedError(f"cannot be read ({error}); deliver it again") from error


def check_file(
    file: LandedFile, shapes: Mapping[str, FeedShape], known: KnownFiles
) -> CheckedFile | Problem:
    """A file that may be loaded, or what is wrong with it."""
    shape, before = shapes[file.feed], known.get((file.feed, file.batch))
    try:
        sha256 = content_digest(file.path)
        if file.batch == "":
            batches = Batches(loaded_batches(file.feed, known))
            content = read_content(file, shape, batches)
            found = checked_batches(file, content.columns, batches)
            return CheckedFile(file, sha256, content, is_new=True, batches=found)
        if before and before.sha256.startswith("rows "):
            before = None  # a batch of another landing
        if before and before.sha256 == sha256:
            # Its content is known, but the contract may have changed.
            required = () if before.is_loaded else shape.required
            check_header(before.content.columns, shape.columns, required)
            return CheckedFile(file, sha256, before.content, is_new=not before.is_loaded)
        if before and before.is_loaded:
            remedy = "restore it, and deliver the change as a file with a new name"
            raise FeedError(f"has changed since it was loaded; {remedy}")
        return CheckedFile(file, sha256, read_content(file, shape), is_new=True)
    except FeedError as error:
        return Problem(
            f"feed {file.feed}", f"{file.path} {error}{column_remedy(str(error), file.feed)}"
        )
    except OSError as error:
        problem = f"{file.path} cannot be read ({error.strerror}); change its permissions"
        return Problem(f"feed {file.feed}", problem)


def column_remedy(problem: str, feed: str) -> str:
    """What to do about columns that the contract does not have; empty for other problems."""
    if re.search(rf"(^| ){UNKNOWN}", problem):
        return f"; add them to contracts/{feed}.odcs.yaml and run `make contracts`"
    if re.search(r"^lacks the columns|(^|; | )has duplicate (columns|keys)", problem):
        return "; deliver it again with each of its columns once"
    return ""


def check_files(
    files: Sequence[LandedFile], shapes: Mapping[str, FeedShape], known: KnownFiles
) -> list[CheckedFile | Problem]:
    """Checks files, in several processes if they are large."""
    check = partial(check_file, shapes=shapes, known=known)
    size = sum(file.path.stat().st_size for file in files)
    processes = min(os.cpu_count() or 1, len(files))
    if size < PARALLEL_BYTES or processes < 2:
        return [check(file) for file in files]
    with ProcessPoolExecutor(processes) as pool:
        return list(pool.map(check, files, chunksize=1))


def dropped_columns(
    checked: Iterable[CheckedFile], shapes: Mapping[str, FeedShape]
) -> list[Problem]:
    """Problems of new files without a column that an earlier file of the feed has.

    Files from before a column was added may lack it, unless it is required. JSON lines may leave
    out a key that has no value, so their files may lack any column that is not required.
    """
    since: dict[tuple[str, str], str] = {}
    for file in checked:
        for column in file.content.columns:
            key, first = (file.file.feed, column), file.content.first_loaded_at
            since[key] = min(since.get(key, first), first) if first else since.get(key, "")
    problems = []
    for file in checked:
        feed = file.file.feed
        if dropped := [
            column
            for column in shapes[feed].columns
            if file.is_new
            and file.file.format != "jsonl"
            and column not in file.content.columns
            and "" < since.get((feed, column), "") < file.content.first_loaded_at
        ]:
            text = f"lacks the columns: {some(dropped)}, which earlier files have; complete it"
            problems.append(Problem(f"feed {feed}", f"{file.file.path} {text}"))
    return problems


def missing_feeds(
    folder: Path, landing: Landing, shapes: Mapping[str, FeedShape]
) -> Iterator[Problem]:
    """Problems of feeds without a file, unless another problem explains it."""
    named = {f"feed {file.feed}" for file in landing.files}
    named |= {problem.subject for problem in landing.problems}
    for feed, shape in shapes.items():
        subject = f"feed {feed}"
        if subject not in named and not shape.is_optional:
            expected = f"expected {feed}/{EXPECTED}, or feeds/{feed}.csv"
            yield Problem(subject, f"has no file in {folder}; {expected}")


def check_landing(
    folder: Path, shapes: Mapping[str, FeedShape], known: KnownFiles | None = None
) -> CheckedLanding:
    """Checks all files of a landing folder; `known` are those checked before, by feed and batch."""
    landing = list_landing(folder, shapes.keys())
    problems = list(landing.problems)
    if not folder_problem(folder):
        problems += missing_feeds(folder, landing, shapes)
    files = [file for file in landing.files if file.feed in shapes]
    results = check_files(files, shapes, known or {})
    problems += [result for result in results if isinstance(result, Problem)]
    checked = tuple(result for result in results if isinstance(result, CheckedFile))
    problems += dropped_columns(checked, shapes)
    return CheckedLanding(checked, tuple(landing.skipped), tuple(problems))
