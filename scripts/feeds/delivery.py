"""From changes in a source to delivered rows: batches, late rows, re-deliveries, bad rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from feeds.streams import Stream
from feeds.times import BATCHES, batch_of, batch_start, stamp

LATE_SHARE = 0.006
RESENT_SHARE = 0.004
MALFORMED_SHARE = 0.002
REPLAYED = ((1, 3, 40), (2, 4, 25), (5, 8, 60))
BAD_KEYS = ("", " ", "\u200b", "N/A", "?")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """A value no loader can read: column, bad texts to choose from, and the reason it is bad."""

    column: str
    values: tuple[str, ...]
    reason: str


class Change(NamedTuple):
    """One version of a key: when the source made it (seconds, UTC) and the row's own cells.

    A multi-active set is one change with several rows. `rank` orders equal changes that come
    twice in one batch.
    """

    batch: int
    moment: int
    key: str
    rank: int
    rows: tuple[Row, ...]
    flaw: Flaw | None = None


def changed(key: str, moment: int, *rows: Row) -> Change:
    """A change in the batch that first can carry it."""
    return Change(batch_of(moment), moment, key, 0, rows)


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


@dataclass(frozen=True, slots=True)
class Delivered:
    """The rows of one feed in order of delivery and the truth about the bad ones."""

    feed: Feed
    rows: list[Row]
    malformed: list[Malformed]


def missing_keys(feed_key: Sequence[str]) -> tuple[Flaw, ...]:
    """The flaw of a lost key, one for each column of the key."""
    return tuple(Flaw(column, BAD_KEYS, "missing_key") for column in feed_key)


def with_late_rows(stream: Stream, changes: list[Change]) -> list[Change]:
    """Hold some changes back until after a later change of the same key is delivered."""
    result = list(changes)
    following: dict[str, Change] = {}
    candidates: list[tuple[int, int]] = []
    for place in range(len(changes) - 1, -1, -1):
        one = changes[place]
        later = following.get(one.key)
        following[one.key] = one
        if later and later.batch < BATCHES:
            candidates.append((place, later.batch + 1))
    for place, earliest in stream.sample(candidates, max(4, round(len(changes) * LATE_SHARE))):
        result[place] = changes[place]._replace(batch=stream.integer(earliest, BATCHES))
    return result


def with_resent_rows(stream: Stream, changes: list[Change]) -> list[Change]:
    """Send some newest versions again, unchanged, in a later batch."""
    newest: dict[str, Change] = {}
    for one in changes:
        if one.key not in newest or one.moment >= newest[one.key].moment:
            newest[one.key] = one
    candidates = [one for one in newest.values() if one.batch < BATCHES]
    chosen = stream.sample(candidates, max(2, round(len(changes) * RESENT_SHARE)))
    return changes + [
        one._replace(batch=stream.integer(one.batch + 1, BATCHES), rank=1) for one in chosen
    ]


def with_malformed_rows(stream: Stream, feed: Feed, changes: list[Change]) -> list[Change]:
    """Spoil some changes; most are corrected and sent again, the others have a good sibling."""
    copies: dict[str, int] = {}
    for one in changes:
        copies[one.key] = copies.get(one.key, 0) + 1
    wanted = max(len(feed.flaws), round(len(changes) * MALFORMED_SHARE), 2)
    places = stream.sample(range(len(changes)), wanted)
    flaws = stream.shuffled(feed.flaws)
    result = list(changes)
    for number, place in enumerate(places):
        one, flaw = changes[place], flaws[number % len(flaws)]
        result[place] = one._replace(flaw=flaw)
        only_one = copies[one.key] == 1
        if one.batch == BATCHES:
            result.append(one._replace(rank=2))
        elif only_one or stream.chance(0.5):
            result.append(one._replace(batch=stream.integer(one.batch + 1, BATCHES), rank=2))
        else:
            copies[one.key] -= 1
    return result


def spoil(stream: Stream, feed: Feed, row: Row, flaw: Flaw) -> Row:
    """The row with a value that cannot be read."""
    place = feed.columns.index(flaw.column)
    return (*row[:place], stream.pick(flaw.values), *row[place + 1 :])


def stamped(stream: Stream, feed: Feed, changes: list[Change]) -> Delivered:
    """Rows with their stamps: the n-th change of a key in a batch is n seconds late."""
    ordered = sorted(changes, key=itemgetter(0, 1, 2, 3))
    rows: list[Row] = []
    malformed: list[Malformed] = []
    for batch, members in groupby(ordered, key=itemgetter(0)):
        counted: dict[str, int] = {}
        for one in members:
            order = counted.get(one.key, 0)
            counted[one.key] = order + 1
            tail = (stamp(batch_start(batch) + order), f"B{batch:03d}", feed.source)
            bad = stream.integer(0, len(one.rows) - 1) if one.flaw else -1
            for number, cells in enumerate(one.rows):
                if number == bad and one.flaw:
                    cells = spoil(stream, feed, cells, one.flaw)
                    malformed.append(
                        Malformed(
                            feed.name,
                            tail[1],
                            tail[0],
                            feed.key_of(cells),
                            one.flaw.column,
                            one.flaw.reason,
                        )
                    )
                rows.append(cells + tail)
    return Delivered(feed, rows, malformed)


def replayed(rows: list[Row]) -> list[Row]:
    """Slices of old batches landed again, byte for byte, behind the rows of a later batch."""
    at_batch = len(rows[0]) - 2
    groups = {key: list(group) for key, group in groupby(rows, key=lambda row: row[at_batch])}
    result: list[Row] = []
    for key, group in groups.items():
        result += group
        for old, again, count in REPLAYED:
            if key == f"B{again:03d}":
                result += groups.get(f"B{old:03d}", [])[-count:]
    return result


def deliver(stream: Stream, feed: Feed, changes: list[Change]) -> Delivered:
    """A change feed, from clean changes in order of time within each key to delivered rows."""
    sent = with_resent_rows(stream, with_late_rows(stream, changes))
    done = stamped(stream, feed, with_malformed_rows(stream, feed, sent))
    return replace(done, rows=replayed(done.rows))
