"""What a feed is: its columns and flaws, changes in the source, rows as they are delivered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from feeds.times import batch_of

BAD_KEYS = ("", " ", "\u200b", "N/A", "?")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """A value no loader can read: column, bad texts to choose from, and the reason it is bad."""

    column: str
    values: tuple[str, ...]
    reason: str


class Change(NamedTuple):
    """One version of a key: when the source made it (seconds, UTC), the batch that first can
    carry it, and the row's own cells. A multi-active set is one change with several rows."""

    batch: int
    moment: int
    key: str
    rows: tuple[Row, ...]


def changed(key: str, moment: int, *rows: Row) -> Change:
    """A change in the batch that first can carry it."""
    return Change(batch_of(moment), moment, key, rows)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it is written: name, record source, columns of its own, columns of the key."""

    name: str
    source: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    flaws: tuple[Flaw, ...]

    @property
    def header(self) -> Row:
        """All columns, the three of the delivery last."""
        return (*self.columns, "_loaded_at", "_batch_id", "_record_source")

    def key_of(self, row: Row) -> str:
        """The row's business key, parts joined by |."""
        return "|".join(row[self.columns.index(column)] for column in self.key)


@dataclass(frozen=True, slots=True)
class Malformed:
    """Truth about one bad row."""

    feed: str
    batch_id: str
    loaded_at: str
    key: str
    column: str
    reason: str


class Landed(NamedTuple):
    """A row and the batch it arrives with (a row of an old batch may arrive again)."""

    batch: int
    row: Row


@dataclass(frozen=True, slots=True)
class Delivered:
    """One feed in order of delivery, to be read once, and the truth about its bad rows, which
    is complete when the rows have been read."""

    feed: Feed
    landed: Iterator[Landed]
    malformed: list[Malformed]

    @property
    def rows(self) -> Iterator[Row]:
        """The rows alone."""
        return (landed.row for landed in self.landed)


def batch_name(number: int) -> str:
    """B001 and so on."""
    return f"B{number:03d}"


def missing_keys(feed_key: Sequence[str]) -> tuple[Flaw, ...]:
    """The flaw of a lost key, one for each column of the key."""
    return tuple(Flaw(column, BAD_KEYS, "missing_key") for column in feed_key)
