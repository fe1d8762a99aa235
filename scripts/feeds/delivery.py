"""Turns changes in a source into delivered rows: batches, late rows, redeliveries, malformed rows.

Feed modules import everything they need for delivery from here, including types.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import groupby

from feeds.feed import (
    Change,
    Delivered,
    Feed,
    Flaw,
    Landed,
    Malformed,
    Row,
    batch_name,
    changed,
    missing_keys,
)
from feeds.spool import Spool
from feeds.streams import Stream
from feeds.times import batch_start, stamp
from feeds.transmission import (
    Sent,
    each_once,
    in_order,
    ordinals,
    with_late_rows,
    with_malformed_rows,
    with_resent_rows,
)

__all__ = [
    "Change",
    "Delivered",
    "Feed",
    "Flaw",
    "Malformed",
    "Row",
    "changed",
    "deliver",
    "missing_keys",
]

REPLAYED = ((1, 3, 40), (2, 4, 25), (5, 8, 60))
CHUNK = 50_000


def with_flaw(stream: Stream, feed: Feed, row: Row, flaw: Flaw) -> Row:
    """The row with a malformed value."""
    place = feed.columns.index(flaw.column)
    return (*row[:place], stream.pick(flaw.values), *row[place + 1 :])


def malformed_row(feed: Feed, row: Row, flaw: Flaw) -> Malformed:
    """The entry in the truth for a malformed row with its delivery columns."""
    return Malformed(feed.name, row[-2], row[-3], feed.key_of(row), flaw.column, flaw.reason)


def _planned(sent: Sent, spool: Spool) -> Iterator[tuple[int, int, int, int]]:
    """Position, change, batch and ordinal of every transmission in order, without a list of all."""
    order = in_order(sent, spool.key)
    behind = ordinals(sent, order)
    for first in range(0, len(order), CHUNK):
        places = order[first : first + CHUNK]
        yield from zip(
            places.tolist(),
            sent.change[places].tolist(),
            sent.batch[places].tolist(),
            behind[first : first + CHUNK].tolist(),
            strict=True,
        )


def stamped(
    stream: Stream,
    feed: Feed,
    spool: Spool,
    sent: Sent,
    flaws: dict[int, Flaw],
    malformed: list[Malformed],
) -> Iterator[Landed]:
    """Rows with delivery columns: the n-th change of a key in a batch is stamped n seconds late."""
    for place, change, batch, ordinal in _planned(sent, spool):
        tail = (stamp(batch_start(batch) + ordinal), batch_name(batch), feed.source)
        rows, flaw = spool.rows(change), flaws.get(place)
        bad = stream.integer(0, len(rows) - 1) if flaw else -1
        for number, cells in enumerate(rows):
            if number == bad and flaw:
                row = with_flaw(stream, feed, cells, flaw) + tail
                malformed.append(malformed_row(feed, row, flaw))
            else:
                row = cells + tail
            yield Landed(batch, row)


def replayed(landed: Iterable[Landed]) -> Iterator[Landed]:
    """Slices of old batches redelivered unchanged after the rows of a later batch."""
    most = max(count for _, _, count in REPLAYED)
    ends: dict[int, deque[Row]] = {}
    for batch, group in groupby(landed, key=lambda one: one.batch):
        end = ends[batch] = deque(maxlen=most)
        for one in group:
            end.append(one.row)
            yield one
        for old, again, count in REPLAYED:
            if again == batch:
                yield from (Landed(batch, row) for row in list(ends.get(old, ()))[-count:])


def deliver(stream: Stream, feed: Feed, changes: Iterable[Change]) -> Delivered:
    """A change feed, from clean changes to delivered rows.

    Changes of one key must be consecutive and ordered by time. They are all drawn first and kept
    on disk; rows are created as they are read.
    """
    spool = Spool(changes)
    sent = each_once(spool.batch, spool.moment, spool.run)
    sent = with_resent_rows(stream, with_late_rows(stream, sent))
    sent, flaws = with_malformed_rows(stream, feed.flaws, sent)
    malformed: list[Malformed] = []
    rows = stamped(stream, feed, spool, sent, flaws, malformed)
    return Delivered(feed, replayed(rows), malformed)
