"""Names of files and folders in a landing: which are read, skipped or refused.

macros/landing/landing_files.sql has the same rules.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from datetime import date

DATA_FILE = re.compile(r"(?P<batch>.+)\.(?P<format>csv|jsonl|parquet)(?P<gzip>\.gz)?", re.I)
# Hidden files, files that are still being copied, and what file managers leave behind.
NOT_DELIVERED = re.compile(
    r"\..*|.*\.(part|filepart|tmp|crdownload)|~.*|Thumbs\.db|desktop\.ini", re.I
)
# The folders that may lie between a feed's folder and a file, as partition_pattern in
# macros/landing/file_names.sql.
DAY = re.compile(r"dt=[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
HOUR = re.compile(r"hr=([01][0-9]|2[0-3])")
PARTITIONS = (DAY, HOUR)
# What `python -m feeds` writes next to the feeds, and `make erase` next to decisions.
OTHER_FOLDERS = {"truth", "erasures"}
UNSAFE_NAME = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")
# As is_accepted_load in macros/landing/accepted_files.sql.
ACCEPTED = re.compile(r".* accepted .{4}-..-.. ..:..:..", re.S)
EXPECTED = "<batch>.csv, .jsonl or .parquet (the first two also with .gz)"
STRAY = "is not in the folder of a feed; move it to <feed>/<batch>.<extension>"
EXPECTED_FOLDERS = "a folder dt=YYYY-MM-DD or dt=YYYY-MM-DD/hr=HH"


def shown(name: str) -> str:
    """A name as a message shows it, on one line."""
    if not UNSAFE_NAME.search(name):
        return name
    return name.encode("unicode_escape", "backslashreplace").decode("ascii")


def unknown_feed(name: str, feeds: Collection[str]) -> str:
    """What is wrong with a folder that is not named after a feed."""
    near = difflib.get_close_matches(name.lower(), list(feeds), n=1)
    hint = f"did you mean {near[0]}?" if near else "declare it in contracts/, or move it"
    return f"belongs to no feed; {hint}"


def is_partition(name: str, depth: int) -> bool:
    """Whether a folder below a feed's folder has the deliveries of a day or an hour.

    depth: the number of folders between the two: 0 directly in the feed's folder.
    """
    if depth >= len(PARTITIONS) or not PARTITIONS[depth].fullmatch(name):
        return False
    return PARTITIONS[depth] != DAY or is_day(name.removeprefix("dt="))


def is_day(text: str) -> bool:
    """Whether a date, written as 2026-01-05, exists."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def folder_remedy(home: str, feed: str) -> str:
    """What is wrong with a folder where files are expected, and where its files belong.

    home: path of the folder of the feed, or of the folder `feeds` (feed "").
    """
    also = f", or to {EXPECTED_FOLDERS} in it" if feed else ""
    return f"is a folder; move its files to {home}{also}"


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
