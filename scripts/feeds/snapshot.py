"""Full snapshots: every live key each day, with re-deliveries, stale rows and bad rows."""

from dataclasses import replace

from feeds.delivery import (
    MALFORMED_SHARE,
    Delivered,
    Feed,
    Malformed,
    Row,
    replayed,
    spoil,
)
from feeds.streams import Stream
from feeds.times import BATCHES, batch_start, stamp

Snapshot = list[Row]


def with_stale_rows(stream: Stream, days: list[Snapshot], key: int, count: int) -> None:
    """For one day some keys fall back to what they were before their latest change (late rows
    of a snapshot: the change time is older than what was delivered before)."""
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
    """Ten snapshots as rows with stamps. A lost key is an extra row: the real one is there too.

    Other bad values replace those of a row for one day, and the next snapshot is right again.
    """
    total = sum(len(snapshot) for snapshot in days)
    wanted = max(len(feed.flaws), round(total * MALFORMED_SHARE))
    spoilt: dict[tuple[int, int], int] = {}
    while len(spoilt) < wanted:
        batch = stream.integer(0, BATCHES - 2)
        spoilt[batch, stream.integer(0, len(days[batch]) - 1)] = len(spoilt)
    rows: list[Row] = []
    malformed: list[Malformed] = []
    for number, snapshot in enumerate(days):
        tail = (stamp(batch_start(number + 1)), f"B{number + 1:03d}", feed.source)
        for place, cells in enumerate(snapshot):
            index = spoilt.get((number, place))
            if index is not None:
                flaw = feed.flaws[index % len(feed.flaws)]
                bad = spoil(stream, feed, cells, flaw)
                malformed.append(
                    Malformed(
                        feed.name, tail[1], tail[0], feed.key_of(bad), flaw.column, flaw.reason
                    )
                )
                if flaw.reason == "missing_key":
                    rows.append(cells + tail)
                cells = bad
            rows.append(cells + tail)
    return replace(Delivered(feed, rows, malformed), rows=replayed(rows))
