"""Writes rows as deliveries: files of JSON lines in a landing folder, each complete or absent.

The files themselves show what was delivered. A file is renamed to its final name in one step. That
name has the watermark, so a killed process cannot leave rows without it or the reverse.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from contracts.feed import DELIVERY_COLUMNS, Column, Feed

TIME = "%Y%m%dT%H%M%S"
# The load time of the rows, and the latest change in this or an earlier file, both in UTC.
NAME = re.compile(r"(?P<loaded>\d{8}T\d{6})-until-(?P<until>\d{8}T\d{12})")
# In the repeated hour at the end of summer time, a local time is ambiguous by an hour.
REPEATED_HOUR = timedelta(hours=1)
Row = Mapping[str, str | None]


class ExtractError(Exception):
    """An extraction cannot go on; the message says why and what to do."""


def utc_now() -> datetime:
    """The present, in UTC, without a time zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def row_digest(columns: Sequence[Column], row: Row) -> str:
    """SHA-256 of the values of a row, without its delivery columns."""
    values = [row.get(column.name) or "" for column in columns]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the lock of a folder. Raises ExtractError if another process has it."""
    folder.mkdir(parents=True, exist_ok=True)
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise ExtractError(f"{folder} is being written by another extraction; wait") from error
    finally:
        os.close(opened)


def write_whole(path: Path, lines: Iterable[str]) -> None:
    """Write a file that appears with all its lines, flushed to disk, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Builds skip hidden files.
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    for folder in (path.parent, path.parent.parent):
        opened = os.open(folder, os.O_RDONLY)
        os.fsync(opened)
        os.close(opened)


def lines_of(
    rows: Iterable[Row], loaded_at: datetime, batch: str, record_source: str
) -> Iterator[str]:
    """Rows as JSON lines, with their delivery columns."""
    values = (f"{loaded_at:%Y-%m-%d %H:%M:%S}", batch, record_source)
    delivery = dict(zip(DELIVERY_COLUMNS, values, strict=True))
    for row in rows:
        yield json.dumps({**row, **delivery}, ensure_ascii=False)


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a delivery."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


@dataclass
class Deliveries:
    """The deliveries of a feed by watermark.

    record_source: names the source in each row. clock: gives the present, in UTC. written: number
    of rows. delivered: digests of rows that are not delivered again.
    """

    landing: Path
    feed: Feed
    record_source: str
    clock: Callable[[], datetime] = utc_now
    rows_per_file: int = 50_000
    written: int = 0
    delivered: set[str] = field(default_factory=set)

    @property
    def folder(self) -> Path:
        """The folder of the feed."""
        return self.landing / self.feed.name

    def files(self) -> list[tuple[Path, re.Match[str]]]:
        """The files that extractions have delivered, oldest first."""
        named = ((path, NAME.fullmatch(path.stem)) for path in self.folder.rglob("*.jsonl"))
        found = [(path, name) for path, name in named if name]
        return sorted(found, key=lambda one: one[1]["loaded"])

    def watermark(self) -> datetime | None:
        """The latest change that was delivered; None before the first delivery."""
        found = [name["until"] for _, name in self.files()]
        return datetime.strptime(max(found), f"{TIME}%f") if found else None

    def start(self, overlap: timedelta) -> datetime | None:
        """Remember the rows that were delivered since the watermark less the overlap; returns this
        time, from which changes must be read again, or None to read all."""
        for left in self.folder.rglob(".*.jsonl.part"):
            left.unlink()
        watermark = self.watermark()
        self.delivered = set()
        if watermark is None:
            return None
        since = watermark - overlap
        for path, name in self.files():
            # A file has no change after its own watermark.
            if datetime.strptime(name["until"], f"{TIME}%f") >= since - REPEATED_HOUR:
                columns = self.feed.own_columns
                self.delivered |= {row_digest(columns, row) for row in read_rows(path)}
        return since

    def deliver(self, changes: Iterable[tuple[datetime, Row]]) -> None:
        """Deliver rows in the order of their changes, without those delivered before. A file is
        written for every `rows_per_file` rows, so that a killed extraction can continue after it.

        changes: the time of each change, by the clock of the source, and its row.
        """
        until = self.watermark() or datetime.min
        rows: list[Row] = []
        for changed_at, row in changes:
            digest = row_digest(self.feed.own_columns, row)
            if digest in self.delivered:
                continue
            self.delivered.add(digest)
            until = max(until, changed_at)
            rows.append(row)
            if len(rows) == self.rows_per_file:
                self.write(rows, until)
                rows = []
        if rows:
            self.write(rows, until)

    def write(self, rows: Sequence[Row], until: datetime) -> None:
        """Write a file."""
        files = self.files()
        last = files[-1][1]["loaded"] if files else ""
        # The rows of a later delivery have a later load time.
        while (now := self.clock()).strftime(TIME) <= last:
            time.sleep(0.05)
        batch = f"{now:{TIME}}-until-{until:{TIME}%f}"
        path = self.folder / f"dt={now:%Y-%m-%d}" / f"{batch}.jsonl"
        write_whole(path, lines_of(rows, now, batch, self.record_source))
        self.written += len(rows)
