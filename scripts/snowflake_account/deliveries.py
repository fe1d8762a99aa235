"""Compares the files on the stage with what was loaded before."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from warehouse.landing.landing_names import DAY, HOUR

# The path of a file, starting with the folder of its feed.
BELOW = f"(?:{DAY.pattern}/(?:{HOUR.pattern}/)?)?[^/]+"
PATH = re.compile(f"(?:.*/)?(?P<feed>[^/=]+)/(?P<file>{BELOW})")
# Suffixes that COPY reads -> file format; the same as in snowflake/load/copy.sql.
FORMATS = {".csv": "csv", ".csv.gz": "csv", ".jsonl": "jsonl", ".jsonl.gz": "jsonl"}


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file on the stage.

    name: as in the load history, `<feed>/<file>`.
    """

    name: str
    bytes: int
    md5: str

    @property
    def feed(self) -> str:
        """The feed, which is the name of its folder."""
        return self.name.partition("/")[0]

    @property
    def file(self) -> str:
        """Its path below the folder of its feed."""
        return self.name.partition("/")[2]

    @property
    def format(self) -> str:
        """The file format; empty if no COPY reads such a file."""
        suffixes = (suffix for suffix in FORMATS if self.file.lower().endswith(suffix))
        return next((FORMATS[suffix] for suffix in suffixes), "")


@dataclass(frozen=True, slots=True)
class Plan:
    """The files of the stage, sorted by what to do with them.

    new: to load. changed: loaded before with other content, so not loaded again. unread: of no
    feed, or with a suffix that no COPY reads.
    """

    new: tuple[Delivery, ...]
    changed: tuple[Delivery, ...]
    unread: tuple[Delivery, ...]


def listed(rows: Iterable[tuple]) -> Iterator[Delivery]:
    """The files in the answer to LIST: name, size, md5 and more."""
    for name, size, md5, *_ in rows:
        yield Delivery(name_of(name), int(size), md5)


def name_of(path: str) -> str:
    """The name of a file in the load history, from its path on the stage."""
    found = PATH.fullmatch(path)
    return f"{found['feed']}/{found['file']}" if found else path


def plan(
    found: Iterable[Delivery], loaded: Iterable[tuple[str, str]], feeds: Collection[str]
) -> Plan:
    """Sort the files of the stage.

    loaded: (name, md5) of files that were loaded. feeds: names of the declared feeds.
    """
    known: dict[str, set[str]] = {}
    for name, md5 in loaded:
        known.setdefault(name, set()).add(md5)
    new, changed, unread = [], [], []
    for delivery in sorted(found, key=lambda delivery: delivery.name):
        if delivery.feed not in feeds or not delivery.format:
            unread.append(delivery)
        elif delivery.name not in known:
            new.append(delivery)
        elif delivery.md5 not in known[delivery.name]:
            changed.append(delivery)
    return Plan(tuple(new), tuple(changed), tuple(unread))
