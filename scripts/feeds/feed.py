"""Types of a feed: its columns and flaws, changes in the source, delivered rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from feeds.times import batch_of

BAD_KEYS = ("", " ", "\u200b", "N/A", "?")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """A malformed value: column, bad values to choose from, and the quarantine reason."""

    column: str
    values: tuple[str, ...]
    reason: str


class Change(NamedTuple):
    """One version of a key: source time (seconds, UTC), first possible batch, and the cells of the
    row without delivery columns. A multi-active set is one change with several rows."""

    batch: int
    moment: int
    key: str
    rows: tuple[Row, ...]


def changed(key: str, moment: int, *rows: Row) -> Change:
    """A change in the first batch that can deliver it."""
    return Change(batch_of(moment), moment, key, rows)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: name, record source, columns without delivery columns, key columns."""

    name: str
    source: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    flaws: tuple[Flaw, ...]

    @property
    def header(self) -> Row:
        """All columns, with the three delivery columns last."""
        return (*self.columns, "_loaded_at", "_batch_id", "_record_source")

    def key_of(self, row: Row) -> str:
        """The row's business key, parts joined by |."""
        return "|".join(row[self.columns.index(column)] for column in self.key)


@dataclass(frozen=True, slots=True)
class Malformed:
    """The entry in the truth for one malformed row."""

    feed: str
    batch_id: str
    loaded_at: str
    key: str
    column: str
    reason: str


class Landed(NamedTuple):
    """A row and the batch it arrives with (a row of an old batch may be redelivered)."""

    batch: int
    row: Row


@dataclass(frozen=True, slots=True)
class Delivered:
    """One feed in delivery order, which can be read once, and the truth about its malformed rows,
    which is complete when all rows have been read."""

    feed: Feed
    landed: Iterator[Landed]
    malformed: list[Malformed]

    @property
    def rows(self) -> Iterator[Row]:
        """The rows without their batches."""
        return (landed.row for landed in self.landed)


def batch_name(number: int) -> str:
    """B001 and so on."""
    return f"B{number:03d}"


def missing_keys(feed_key: Sequence[str]) -> tuple[Flaw, ...]:
    """The flaw of a missing key, one per key column."""
    return tuple(Flaw(column, BAD_KEYS, "missing_key") for column in feed_key)
