"""Lists the files of a landing folder, and reports everything in it that the load would not read.

The layout is what macros/landing/landing_files.sql reads.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from warehouse.landing.landing_names import (
    DATA_FILE,
    EXPECTED,
    NOT_DELIVERED,
    OTHER_FOLDERS,
    STRAY,
    UNSAFE_NAME,
    folder_remedy,
    is_partition,
    name_problem,
    shown,
    unknown_feed,
)
from warehouse.problems import Problem

# DuckDB reads a folder named `name=value` as a column. Its function read_blob has columns of these
# names already, and cannot turn that off.
RESERVED = re.compile(r"(?:^|/)((?:filename|content|size|last_modified)=[^/]*)", re.I)
GLOB = re.compile(r"[*?\[\]{}]")


@dataclass(frozen=True, slots=True)
class LandedFile:
    """A file of a feed; `batch` is its path in the feed's folder without extensions, "" for
    a file of all batches."""

    feed: str
    path: Path
    format: str
    batch: str


@dataclass(slots=True)
class Landing:
    """The content of a landing folder: files to read, names of what is skipped, and problems."""

    files: list[LandedFile] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, path: Path, message: str, feed: str = "") -> None:
        """Add a problem with a file or folder."""
        subject = f"feed {feed}" if feed else "landing"
        self.problems.append(Problem(subject, f"{shown(str(path))} {message}"))

    def skip(self, name: str) -> None:
        """Add the name of a file or folder that is not a delivery."""
        self.skipped.append(shown(name))


def folder_problem(folder: Path) -> str:
    """Why a landing folder cannot be read; empty if it can."""
    if GLOB.search(str(folder)) or UNSAFE_NAME.search(str(folder)):
        return "has a character in its path that file patterns use (* ? [ ] { } \\); rename it"
    if found := RESERVED.search(folder.as_posix()):
        return f"has the folder {found[1]} in its path, a name that DuckDB reserves; rename it"
    if not folder.exists():
        return "does not exist; create it, or set another LANDING"
    if not folder.is_dir():
        return "is a file, not a folder; set LANDING to the folder of the feeds"
    return permission_problem(folder)


def permission_problem(folder: Path) -> str:
    """Why a folder cannot be listed, or its files not be read; empty if they can."""
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        return f"cannot be read ({error.strerror}); change its permissions"
    if not os.access(folder, os.X_OK):
        return f"cannot be read ({os.strerror(errno.EACCES)}); change its permissions"
    return ""


def list_landing(folder: Path, feeds: Collection[str]) -> Landing:
    """The content of a landing folder; `feeds` are the names of the declared feeds."""
    landing = Landing()
    if problem := folder_problem(folder):
        landing.refuse(folder, problem)
        return landing
    for path in sorted(folder.iterdir()):
        if NOT_DELIVERED.fullmatch(path.name) or path.name in OTHER_FOLDERS:
            landing.skip(path.name)
        elif not path.is_dir():
            stray_file(landing, path)
        elif path.name == "feeds":
            list_files(landing, path, "")
        elif path.name in feeds:
            list_files(landing, path, path.name)
        else:
            landing.refuse(path, unknown_feed(path.name, feeds))
    check_layout(landing, folder, feeds)
    return landing


def stray_file(landing: Landing, path: Path) -> None:
    """Handles a file next to the folders of the feeds: misplaced data, or a note to skip."""
    if DATA_FILE.fullmatch(path.name):
        landing.refuse(path, STRAY)
    else:
        landing.skip(path.name)


def list_files(landing: Landing, folder: Path, feed: str, within: str = "") -> None:
    """Add the files of a feed's folder, or of the folder `feeds` (feed "").

    within: path of the folder below that of the feed, such as `dt=2026-01-05/`.
    """
    if problem := permission_problem(folder):
        landing.refuse(folder, problem, feed)
        return
    for path in sorted(folder.iterdir()):
        if NOT_DELIVERED.fullmatch(path.name):
            landing.skip(f"{feed or folder.name}/{within}{path.name}")
        elif path.is_dir():
            depth = within.count("/")
            if feed and is_partition(path.name, depth):
                list_files(landing, path, feed, f"{within}{path.name}/")
            elif problem := permission_problem(path):
                landing.refuse(path, problem, feed)
            elif any(path.iterdir()):
                home = [folder, *folder.parents][depth]
                landing.refuse(path, folder_remedy(str(home), feed), feed)
            else:
                landing.skip(f"{feed or folder.name}/{within}{path.name}/")
        elif problem := file_problem(path):
            landing.refuse(path, problem, feed)
        else:
            landing.files.append(landed_file(path, feed, within))


def file_problem(path: Path) -> str:
    """Why a file cannot be read, by its name or type; empty if it can."""
    if UNSAFE_NAME.search(path.name) or path.is_file():
        return name_problem(path.name)
    return "is not a readable regular file; replace it with one"


def landed_file(path: Path, feed: str, within: str = "") -> LandedFile:
    """The file at a path with a valid name; feed "" if the file is named after the feed.

    within: as in list_files.
    """
    found = DATA_FILE.fullmatch(path.name)
    assert found
    name, file_format = found["batch"], found["format"].lower()
    return LandedFile(feed or name, path, file_format, f"{within}{name}" if feed else "")


def check_layout(landing: Landing, folder: Path, feeds: Collection[str]) -> None:
    """Add problems of feeds with files in two layouts or formats, or two files of one batch."""
    for feed in sorted({file.feed for file in landing.files}):
        files = [file for file in landing.files if file.feed == feed]
        if feed not in feeds:
            landing.refuse(
                files[0].path, f"belongs to no feed; declare it in contracts/{feed}.odcs.yaml"
            )
        formats = {f"{feed if file.batch else 'feeds'}/*.{file.format}" for file in files}
        if len(formats) > 1 or (files[0].batch == "" and files[0].format != "csv"):
            expected = f"files of one format, {feed}/{EXPECTED}, or feeds/{feed}.csv"
            found = ", ".join(sorted(formats))
            landing.refuse(folder, f"must have {expected}; found {found}", feed)
        for first, second in same_batch(files):
            landing.refuse(second, f"has the batch name of {first.name}; rename one", feed)


def same_batch(files: list[LandedFile]) -> Iterator[tuple[Path, Path]]:
    """Pairs of files of one feed whose names differ only in the extension."""
    seen: dict[str, Path] = {}
    for file in files:
        if file.batch and file.batch in seen:
            yield seen[file.batch], file.path
        seen.setdefault(file.batch, file.path)
