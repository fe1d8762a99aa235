"""A draft of a delivery: three valid rows with unique keys, to which a defect is applied."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bad_files.delivery import KNOWN, QUARANTINED, Defect, Delivery, Files, Refusal, Row, Step
from bad_files.formats import csv_bytes, file_bytes
from contracts.feed import Feed

FIRST_LOAD = datetime(2026, 1, 11, 2)
"""After all load times of the sample."""


@dataclass(slots=True)
class Draft:
    """A delivery of `rows` in one file, `name`, for a defect to change.

    file_format: csv, jsonl or parquet. build: the first build that it lands before. steps, refusal,
    skipped and snapshots are as in Delivery; without steps, the rows land as they are.
    other_files: files of other feeds that land with it. newest: the rows of the newest delivery in
    the sample.
    """

    number: int
    feed: Feed
    file_format: str
    rows: list[Row]
    random: random.Random
    build: int = 1
    steps: dict[int, Step] = field(default_factory=dict)
    refusal: Refusal | None = None
    skipped: tuple[str, ...] = ()
    snapshots: dict[str, bool] = field(default_factory=dict)
    other_files: dict[str, bytes] = field(default_factory=dict)
    newest: Sequence[Mapping[str, str]] = ()

    @property
    def batch(self) -> str:
        """The batch of the rows, which is the name of the file."""
        return f"BF{self.number:03d}"

    @property
    def loaded_at(self) -> str:
        """The load time of the rows, unique to the delivery."""
        return load_time(self.number)

    @property
    def columns(self) -> list[str]:
        """The columns of the feed."""
        return [column.name for column in self.feed.columns]

    @property
    def key(self) -> str:
        """The column that distinguishes the rows."""
        return [column.name for column in self.feed.columns if column.key_position][-1]

    def path(self, name: str = "", extension: str = "") -> str:
        """The path of a file of the feed in the landing folder."""
        return f"{self.feed.name}/{name or self.batch}.{extension or self.file_format}"

    def content(self, rows: Sequence[Row] | None = None) -> bytes:
        """Rows as a valid file."""
        delivered = [row.values for row in (self.rows if rows is None else rows)]
        return file_bytes(self.file_format, self.columns, delivered)

    def lines(self) -> list[bytes]:
        """The lines of the valid file, without line endings; a CSV file starts with its header."""
        return self.content().splitlines()

    def csv(self, columns: Sequence[str], **options: object) -> bytes:
        """The rows as CSV with other columns or in another dialect."""
        return csv_bytes(columns, [row.values for row in self.rows], **options)

    def refuse(self, content: bytes, pattern: str, *, name: str = "", extension: str = "") -> None:
        """The file must be refused with this content; the repaired file lands later."""
        self.refuse_files({self.path(name, extension): content}, pattern)

    def refuse_files(self, files: Files, pattern: str) -> None:
        """Files that must be refused; the valid file lands later instead."""
        self.refusal = Refusal(files, pattern)
        self.steps[2] = Step({self.path(): self.content()}, tuple(self.rows))

    def land(
        self,
        content: bytes | None = None,
        *,
        name: str = "",
        extension: str = "",
        rows: Sequence[Row] | None = None,
        later: int = 0,
    ) -> None:
        """A file lands with rows; several in one step land together.

        later: how many builds after the first one of the draft.
        """
        arrived = tuple(self.rows if rows is None else rows)
        content = self.content(arrived) if content is None else content
        before = self.steps.get(self.build + later, Step({}, ()))
        files = {**before.files, self.path(name, extension): content}
        self.steps[self.build + later] = Step(files, before.rows + arrived)

    def skip(self, path: str, content: bytes | None) -> None:
        """A file or folder that does not belong to a delivery lands, and nothing else."""
        self.skipped = (path,)
        self.steps = {self.build: Step({path: content}, ())}

    def expect(self, place: int, outcome: str, reason: str = "", **values: object) -> None:
        """Change values of a row, and its expected outcome."""
        row = self.rows[place].put(**values)
        self.rows[place] = replace(row, outcome=outcome, reason=reason)

    def quarantine(self, place: int, reason: str, **values: object) -> None:
        """Change values of a row, which must be quarantined."""
        self.expect(place, QUARANTINED, reason, **values)

    def store(self, place: int, column: str, text: object, stored: object) -> None:
        """Change a value of a row, which must be stored as another one."""
        row = self.rows[place].put(**{column: text})
        self.rows[place] = replace(row, stored={**row.stored, column: stored})

    def redelivered(self, number: int = 50, **values: object) -> list[Row]:
        """The rows with new marks, and other values."""
        return [
            replace(row, mark=mark).put(_record_source=mark, **values)
            for place, row in enumerate(self.rows)
            for mark in [mark_of(self.number, number + place)]
        ]

    def times(self, moment: datetime) -> dict[str, str]:
        """All dates and times of a row, except its load time, set to one moment."""
        forms = {
            "yyyy-MM-dd": "%Y-%m-%d",
            "yyyyMMdd": "%Y%m%d",
            "yyyy-MM-dd HH:mm:ss": "%Y-%m-%d %H:%M:%S",
            "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'": "%Y-%m-%dT%H:%M:%S.000Z",
        }
        columns = [column for column in self.feed.own_columns if column.format]
        return {column.name: moment.strftime(forms[column.format]) for column in columns}

    def known_again(self, **values: object) -> list[Row]:
        """The rows of a snapshot again, without anything new."""
        return [replace(row, outcome=KNOWN) for row in self.redelivered(500, **values)]

    def make_snapshot(self) -> None:
        """Replace the rows with the newest snapshot, unchanged, and one new row."""
        own = self.rows[0]
        delivery = {name: own.values[name] for name in ("_loaded_at", "_batch_id")}
        self.rows = [
            Row(mark, {**values, **delivery, "_record_source": mark}, KNOWN)
            for place, found in enumerate(self.newest)
            for mark in [mark_of(self.number, 100 + place)]
            for values in [{name: found[name] or None for name in self.columns}]
        ]
        self.rows.append(own)

    def finish(self, defect: Defect) -> Delivery:
        """The delivery as it is now."""
        if not self.steps:
            self.land()
        first = min(self.steps)
        step = self.steps[first]
        self.steps[first] = replace(step, files={**step.files, **self.other_files})
        return Delivery(
            self.number,
            defect,
            self.feed.name,
            self.file_format,
            self.refusal,
            self.steps,
            self.skipped,
            self.snapshots,
        )


def load_time(number: int, *, days: int = 0) -> str:
    """The load time of a delivery, or some days later."""
    return str(FIRST_LOAD + timedelta(days=days, seconds=10 * number))


def mark_of(number: int, place: int) -> str:
    """The record source of a row, which identifies it."""
    return f"BF{number:03d}.{place}"
