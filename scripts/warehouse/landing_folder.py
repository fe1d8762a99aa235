"""Lists the files of a landing folder, and reports everything in it that would not be read.

File name extensions and layout are what macros/landing/landing_files.sql reads.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from warehouse.problems import Problem

DATA_FILE = re.compile(r"(?P<batch>.+)\.(?P<format>csv|jsonl|parquet)(?P<gzip>\.gz)?", re.I)
# Hidden files, files that are still being copied, and what file managers leave behind.
NOT_DELIVERED = re.compile(
    r"\..*|.*\.(part|filepart|tmp|crdownload)|~.*|Thumbs\.db|desktop\.ini", re.I
)
# The folders in which a file may be below the folder of its feed, as partition_pattern in
# macros/landing/file_names.sql.
DAY = re.compile(r"dt=[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
HOUR = re.compile(r"hr=([01][0-9]|2[0-3])")
PARTITIONS = (DAY, HOUR)
# What `python -m feeds` writes next to the feeds.
OTHER_FOLDERS = {"truth"}
UNSAFE_NAME = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")
# As is_accepted_load in macros/landing/accepted_files.sql.
ACCEPTED = re.compile(r".* accepted .{4}-..-.. ..:..:..", re.S)
# DuckDB takes such a folder for a column of its function read_blob, which cannot be turned off.
RESERVED = re.compile(r"(?:^|/)((?:filename|content|size|last_modified)=[^/]*)", re.I)
GLOB = re.compile(r"[*?\[\]{}]")
EXPECTED = "<batch>.csv, .jsonl or .parquet (the first two also with .gz)"
STRAY = "is not in the folder of a feed; move it to <feed>/<batch>.<extension>"
EXPECTED_FOLDERS = "a folder dt=YYYY-MM-DD or dt=YYYY-MM-DD/hr=HH"


@dataclass(frozen=True, slots=True)
class LandedFile:
    """A file of a feed; `batch` is its path below the folder of the feed without extensions, "" for
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


def shown(name: str) -> str:
    """A name as a message shows it, on one line."""
    if not UNSAFE_NAME.search(name):
        return name
    return name.encode("unicode_escape", "backslashreplace").decode("ascii")


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
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        return f"cannot be read ({error.strerror}); change its permissions"
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


def unknown_feed(name: str, feeds: Collection[str]) -> str:
    """What is wrong with a folder that is not named after a feed."""
    near = difflib.get_close_matches(name.lower(), list(feeds), n=1)
    hint = f"did you mean {near[0]}?" if near else "declare it in contracts/, or move it"
    return f"belongs to no feed; {hint}"


def stray_file(landing: Landing, path: Path) -> None:
    """A file next to the folders of the feeds: data in the wrong place, or a note to skip."""
    if DATA_FILE.fullmatch(path.name):
        landing.refuse(path, STRAY)
    else:
        landing.skip(path.name)


def list_files(landing: Landing, folder: Path, feed: str, within: str = "") -> None:
    """Add the files of a feed's folder, or of the folder `feeds` (feed "").

    within: path of the folder below that of the feed, such as `dt=2026-01-05/`.
    """
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        landing.refuse(folder, f"cannot be read ({error.strerror}); change its permissions", feed)
        return
    for path in paths:
        if NOT_DELIVERED.fullmatch(path.name):
            landing.skip(f"{feed or folder.name}/{within}{path.name}")
        elif path.is_dir():
            if feed and is_partition(path.name, within):
                list_files(landing, path, feed, f"{within}{path.name}/")
            elif any(path.iterdir()):
                home = [folder, *folder.parents][within.count("/")]
                landing.refuse(path, folder_remedy(str(home), feed), feed)
            else:
                landing.skip(f"{feed or folder.name}/{within}{path.name}/")
        elif problem := file_problem(path):
            landing.refuse(path, problem, feed)
        else:
            landing.files.append(landed_file(path, feed, within))


def is_partition(name: str, within: str) -> bool:
    """Whether a folder below that of a feed has the deliveries of a day or an hour.

    within: as in list_files.
    """
    depth = within.count("/")
    return depth < len(PARTITIONS) and PARTITIONS[depth].fullmatch(name) is not None


def folder_remedy(home: str, feed: str) -> str:
    """What is wrong with a folder in a place for files, and where they belong.

    home: path of the folder of the feed, or of the folder `feeds` (feed "").
    """
    also = f", or to {EXPECTED_FOLDERS} in it" if feed else ""
    return f"is a folder; move its files to {home}{also}"


def file_problem(path: Path) -> str:
    """Why a file cannot be read, by its name or type; empty if it can."""
    if UNSAFE_NAME.search(path.name) or path.is_file():
        return name_problem(path.name)
    return "is not a readable regular file; replace it with one"


def name_problem(name: str) -> str:
    """Why a file cannot be read, by its name; empty if it can."""
    found = DATA_FILE.fullmatch(name)
    if UNSAFE_NAME.search(name):
        return "has a control character or a backslash in its name; rename it"
    if not found or (found["gzip"] and found["format"].lower() == "parquet"):
        return f"has an unexpected file name extension; expected {EXPECTED}"
    if ACCEPTED.fullmatch(found["batch"]):
        return "has the name of a file that a steward accepted; rename it"
    return ""


def landed_file(path: Path, feed: str, within: str = "") -> LandedFile:
    """The file at a path with a valid name; feed "" if the file is named after the feed.

    within: as in list_files.
    """
    found = DATA_FILE.fullmatch(path.name)
    assert found
    name, file_format = found["batch"], found["format"].lower()
    return LandedFile(feed or name, path, file_format, f"{within}{name}" if feed else "")


def check_layout(landing: Landing, folder: Path, feeds: Collection[str]) -> None:
    """Add problems of files that are in two layouts, of two formats, or of one batch."""
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
    """The first and the other file, for files of one feed that differ only in their extensions."""
    seen: dict[str, Path] = {}
    for file in files:
        if file.batch and file.batch in seen:
            yield seen[file.batch], file.path
        seen.setdefault(file.batch, file.path)
