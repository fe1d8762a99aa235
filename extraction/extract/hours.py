"""Collects single events into one delivery per feed and hour.

An event is on the disk, in a spool outside the landing, before its sender gets an answer. When the
hour is over, the events of the spool become a file of the landing. An event that a sender repeats,
because it got no answer, is delivered once.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from contracts.feed import Feed
from extract.delivery import (
    ExtractError,
    Row,
    lines_of,
    read_rows,
    row_digest,
    utc_now,
    write_whole,
)
from extract.values import text_of

HOUR = "%Y-%m-%dT%H"


class EventError(ExtractError):
    """An event does not have the columns of its feed; the message says what is wrong."""


def event_row(event: object, feed: Feed) -> Row:
    """The row of an event, an object with plain values. Raises EventError."""
    if not isinstance(event, Mapping):
        raise EventError("an event must be a JSON object")
    columns = {column.name: column for column in feed.own_columns}
    if unknown := sorted(str(name) for name in event if name not in columns)[:5]:
        raise EventError(f"unknown keys: {', '.join(unknown)}")
    needed = [name for name, column in columns.items() if column.is_required]
    if missing := [name for name in needed if event.get(name) in (None, "")]:
        raise EventError(f"no value in {', '.join(missing)}")
    if nested := [name for name, value in event.items() if isinstance(value, (dict, list))]:
        raise EventError(f"nested values in {', '.join(nested)}")
    return {name: text_of(event.get(name), column, feed) for name, column in columns.items()}


@dataclass
class Hours:
    """The spool, and the landing to which it delivers.

    record_sources: feed -> how its rows name their source. remembered: how long a repeated event is
    recognised. clock: gives the present, in UTC.
    """

    landing: Path
    spool: Path
    feeds: Mapping[str, Feed]
    record_sources: Mapping[str, str]
    remembered: timedelta = timedelta(hours=24)
    clock: Callable[[], datetime] = utc_now
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str, events: Sequence[object]) -> None:
        """Write events to the spool of this hour; they are on the disk when it returns.

        Raises EventError if one of them violates the contract; then none is written.
        """
        rows = [event_row(event, self.feeds[name]) for event in events]
        lines = "".join(f"{json.dumps(row)}\n" for row in rows)
        with self.lock:
            path = self.spool / name / f"{self.clock():{HOUR}}.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                # A killed process may have left half a line, whose sender got no answer.
                if file.tell() and not ends_with_line(path):
                    file.write(b"\n")
                file.write(lines.encode())
                file.flush()
                os.fsync(file.fileno())

    def deliver(self) -> list[Path]:
        """Deliver the hours that have ended; returns the files."""
        written = []
        with self.lock:
            for path in sorted(self.spool.glob("*/*.jsonl")):
                hour = datetime.strptime(path.stem, HOUR)
                is_over = self.clock() >= hour + timedelta(hours=1)
                if is_over and path.parent.name in self.feeds:
                    written += self.deliver_hour(path, hour)
                    path.unlink()
        return written

    def deliver_hour(self, path: Path, hour: datetime) -> list[Path]:
        """Deliver the events of an hour that were not delivered; returns the file, if any.

        If the process is killed before it deletes the spool, the next one finds nothing to deliver.
        """
        name = path.parent.name
        columns = self.feeds[name].own_columns
        known = self.delivered(name, hour)
        rows = []
        for row in complete_rows(path):
            digest = row_digest(columns, row)
            if digest not in known:
                known.add(digest)
                rows.append(row)
        if not rows:
            return []
        folder = self.landing / name / f"dt={hour:%Y-%m-%d}" / f"hr={hour:%H}"
        number = 1 + len(list(folder.glob("*.jsonl")))
        batch = f"{name}-{hour:%Y%m%dT%H}-{number}"
        target = folder / f"{batch}.jsonl"
        ended_at = hour + timedelta(hours=1)
        write_whole(target, lines_of(rows, ended_at, batch, self.record_sources[name]))
        return [target]

    def delivered(self, name: str, hour: datetime) -> set[str]:
        """Digests of the events that were delivered in this hour and the remembered ones before."""
        found = set()
        at = hour - self.remembered
        while at <= hour:
            folder = self.landing / name / f"dt={at:%Y-%m-%d}" / f"hr={at:%H}"
            for path in folder.glob("*.jsonl"):
                found |= {row_digest(self.feeds[name].own_columns, row) for row in read_rows(path)}
            at += timedelta(hours=1)
        return found


def ends_with_line(path: Path) -> bool:
    """Whether the last line of a file is complete."""
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def complete_rows(path: Path) -> list[Row]:
    """The rows of a spool without lines that were cut off."""
    rows = []
    for line in path.read_bytes().split(b"\n"):
        try:
            rows.append(json.loads(line))
        except ValueError:
            continue
    return rows
