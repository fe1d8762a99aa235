"""Writes delivered rows: one file per feed, or per feed and batch."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from feeds.feed import Delivered, Row, batch_name
from feeds.formats import FILES, format_of


@dataclass(frozen=True, slots=True)
class Landing:
    """An output folder and its layout.

    By batch: `orders/B003.jsonl`, a file per feed and batch that has rows. Otherwise
    `feeds/orders.jsonl`. The truth is in `truth/`, always as CSV. An existing file is always
    complete.
    """

    folder: Path
    format: str = "csv"
    by_batch: bool = False

    def take(self, delivered: Delivered) -> None:
        """Write a feed row by row as delivered, replacing its earlier files."""
        feed = delivered.feed
        extension = format_of(feed, self.format)
        if not self.by_batch:
            self._write(f"feeds/{feed.name}", extension, feed.header, delivered.rows)
            return
        for earlier in (self.folder / feed.name).glob("B[0-9][0-9][0-9].*"):
            earlier.unlink()
        for batch, landed in groupby(delivered.landed, key=lambda one: one.batch):
            rows = (one.row for one in landed)
            self._write(f"{feed.name}/{batch_name(batch)}", extension, feed.header, rows)

    def take_truth(self, name: str, header: Row, rows: Iterable[Row]) -> None:
        """Write a truth table."""
        self._write(f"truth/{name}", "csv", header, rows)

    def _write(self, name: str, extension: str, header: Row, rows: Iterable[Row]) -> None:
        path = self.folder / f"{name}.{extension}"
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.part")
        with FILES[extension](partial, header) as write:
            write(rows)
        partial.replace(path)
