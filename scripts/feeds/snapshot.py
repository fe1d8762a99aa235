"""Full snapshots: every live key each day, with redeliveries, stale rows and malformed rows."""

from collections.abc import Iterator

from feeds.delivery import malformed_row, replayed, with_flaw
from feeds.feed import Delivered, Feed, Landed, Malformed, Row, batch_name
from feeds.streams import Stream
from feeds.times import BATCHES, batch_start, stamp
from feeds.transmission import MALFORMED_SHARE

Snapshot = list[Row]


def kept(days: list[Snapshot], batch: int, row: Row, before: Row | None) -> Row:
    """Append the row to a day's snapshot; returns the row for the next day, so that an unchanged
    row is the same object on all days."""
    same = before if row == before else row
    days[batch - 1].append(same)
    return same


def with_stale_rows(stream: Stream, days: list[Snapshot], key: int, count: int) -> None:
    """For one day, revert some keys to their state before the latest change (late rows of a
    snapshot: their change time is older than the one delivered before)."""
    stale: list[tuple[int, int, Row]] = []
    for number in range(2, len(days) - 1):
        before = {row[key]: row for row in days[number - 2]}
        yesterday = {row[key]: row for row in days[number - 1]}
        for place, row in enumerate(days[number]):
            old = before.get(row[key])
            if old and yesterday.get(row[key]) == row and old != row:
                stale.append((number, place, old))
    for number, place, old in stream.sample(stale, count):
        days[number][place] = old


def deliver_snapshots(stream: Stream, feed: Feed, days: list[Snapshot]) -> Delivered:
    """Ten snapshots as rows with delivery columns. A row without a key is an extra row.

    Other malformed values replace a row's values for one day; the next snapshot is correct again.
    """
    total = sum(len(snapshot) for snapshot in days)
    requested = max(len(feed.flaws), round(total * MALFORMED_SHARE))
    flaws: dict[tuple[int, int], int] = {}
    while len(flaws) < requested:
        batch = stream.integer(0, BATCHES - 2)
        flaws[batch, stream.integer(0, len(days[batch]) - 1)] = len(flaws)
    malformed: list[Malformed] = []

    def stamped() -> Iterator[Landed]:
        for batch, snapshot in enumerate(days, 1):
            tail = (stamp(batch_start(batch)), batch_name(batch), feed.source)
            for place, cells in enumerate(snapshot):
                index = flaws.get((batch - 1, place))
                flaw = None if index is None else feed.flaws[index % len(feed.flaws)]
                if flaw is None or flaw.reason == "missing_key":
                    yield Landed(batch, cells + tail)
                if flaw:
                    row = with_flaw(stream, feed, cells, flaw) + tail
                    malformed.append(malformed_row(feed, row, flaw))
                    yield Landed(batch, row)

    return Delivered(feed, replayed(stamped()), malformed)
