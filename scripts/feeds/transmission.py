"""Plans when each change is sent: late, again, malformed or corrected; uses only arrays."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from feeds.feed import Flaw
from feeds.streams import Stream
from feeds.times import BATCHES

LATE_SHARE = 0.006
RESENT_SHARE = 0.004
MALFORMED_SHARE = 0.002
RESENT, CORRECTED = 1, 2


class Sent(NamedTuple):
    """One element per transmission: change number, batch, source time, key number, and a rank that
    orders equal changes in one batch."""

    change: np.ndarray
    batch: np.ndarray
    moment: np.ndarray
    run: np.ndarray
    rank: np.ndarray


def each_once(batch: np.ndarray, moment: np.ndarray, run: np.ndarray) -> Sent:
    """Every change in its first possible batch."""
    return Sent(
        np.arange(len(batch), dtype=np.int32),
        batch,
        moment,
        run,
        np.zeros(len(batch), dtype=np.int8),
    )


def _with_copies(sent: Sent, copies: Iterable[tuple[int, int]], rank: int) -> Sent:
    """The transmissions, followed by copies: (position of the transmission, batch of the copy)."""
    pairs = np.array(list(copies), dtype=np.int64).reshape(-1, 2)
    more = Sent(*(column[pairs[:, 0]] for column in sent))
    more = more._replace(
        batch=pairs[:, 1].astype(np.int8), rank=np.full(len(pairs), rank, dtype=np.int8)
    )
    return Sent(*(np.concatenate(columns) for columns in zip(sent, more, strict=True)))


def with_late_rows(stream: Stream, sent: Sent) -> Sent:
    """Hold some changes back until after a later change of the same key is delivered.

    Changes of a key must be consecutive and ordered by time.
    """
    followed = (sent.run[:-1] == sent.run[1:]) & (sent.batch[1:] < BATCHES)
    candidates = np.flatnonzero(followed)[::-1]
    batch = sent.batch.copy()
    for place in stream.sample(candidates, max(4, round(len(batch) * LATE_SHARE))):
        batch[place] = stream.integer(int(sent.batch[place + 1]) + 1, BATCHES)
    return sent._replace(batch=batch)


def with_resent_rows(stream: Stream, sent: Sent) -> Sent:
    """Send some latest versions again, unchanged, in a later batch."""
    newest = np.flatnonzero(np.append(sent.run[:-1] != sent.run[1:], True))
    candidates = newest[sent.batch[newest] < BATCHES]
    chosen = stream.sample(candidates, max(2, round(len(sent.run) * RESENT_SHARE)))
    copies = [(int(place), stream.integer(int(sent.batch[place]) + 1, BATCHES)) for place in chosen]
    return _with_copies(sent, copies, RESENT)


def with_malformed_rows(
    stream: Stream, flaws: Sequence[Flaw], sent: Sent
) -> tuple[Sent, dict[int, Flaw]]:
    """Make some transmissions malformed: position and flaw of each. Most are corrected and resent;
    the keys of the others also have a valid row."""
    total = len(sent.run)
    copies = np.bincount(sent.run)
    places = stream.sample(range(total), max(len(flaws), round(total * MALFORMED_SHARE), 2))
    mixed = stream.shuffled(flaws)
    chosen: dict[int, Flaw] = {}
    corrections: list[tuple[int, int]] = []
    for number, place in enumerate(places):
        chosen[place] = mixed[number % len(mixed)]
        batch, run = int(sent.batch[place]), sent.run[place]
        only_one = copies[run] == 1
        if batch == BATCHES:
            corrections.append((place, batch))
        elif only_one or stream.chance(0.5):
            corrections.append((place, stream.integer(batch + 1, BATCHES)))
        else:
            copies[run] -= 1
    return _with_copies(sent, corrections, CORRECTED), chosen


def in_order(sent: Sent, key: Callable[[int], str]) -> np.ndarray:
    """Positions of transmissions by batch, time, key and rank; `key` returns the key of a change
    and is only called for transmissions with the same batch and second."""
    order = np.lexsort((sent.moment, sent.batch))
    batch, moment = sent.batch[order], sent.moment[order]
    same = (batch[:-1] == batch[1:]) & (moment[:-1] == moment[1:])
    edges = np.flatnonzero(np.diff(np.concatenate(([False], same, [False])).astype(np.int8)))
    for first, last in edges.reshape(-1, 2).tolist():
        tied = order[first : last + 1].tolist()
        tied.sort(key=lambda place: (key(int(sent.change[place])), sent.rank[place]))
        order[first : last + 1] = tied
    return order


def ordinals(sent: Sent, order: np.ndarray) -> np.ndarray:
    """For each transmission in this order: the number of earlier ones of its key in its batch."""
    keyed = sent.batch[order].astype(np.int64) * (int(sent.run.max()) + 1) + sent.run[order]
    grouped = np.argsort(keyed, kind="stable")
    starts = np.flatnonzero(np.append(True, np.diff(keyed[grouped]) != 0))
    sizes = np.diff(np.append(starts, len(grouped)))
    result = np.empty(len(grouped), dtype=np.int32)
    result[grouped] = np.arange(len(grouped)) - np.repeat(starts, sizes)
    return result
