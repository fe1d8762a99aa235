"""An index of records by shared block key, from which candidate pairs are generated."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..tables import Rows

Hashes = NDArray[np.uint64]
Numbers = NDArray[np.int32]
PARTS_BITS = 4
"""Keys are sorted in 2**PARTS_BITS parts by their first bits, so that each part fits the cache."""
LOW = np.int64(0xFFFFFFFF)


@dataclass(frozen=True)
class KeyIndex:
    """Record numbers grouped by shared key.

    members: record numbers, key by key, ascending within a key. ends: for each position in members
    the end of its key. places: the positions ordered by record. starts: the start of each record's
    positions in `places` (one more number than records).
    """

    members: Numbers
    ends: Numbers
    places: Numbers
    starts: NDArray[np.int64]

    def predicted(self) -> NDArray[np.int64]:
        """Return how many pairs start with each record; a pair found by two keys counts twice."""
        later = self.ends - np.arange(1, len(self.ends) + 1, dtype=np.int32)
        return np.bincount(self.members, later, len(self.starts) - 1).astype(np.int64)

    def ranges(self, most: int) -> Iterator[tuple[int, int]]:
        """Yield ranges of records with about `most` predicted pairs each."""
        so_far = np.cumsum(self.predicted())
        total = int(so_far[-1]) if len(so_far) else 0
        ends = np.searchsorted(so_far, np.arange(most, total, most)) + 1
        bounds = np.unique([0, *ends, len(so_far)]).tolist()
        yield from zip(bounds[:-1], bounds[1:], strict=True)

    def pairs_between(self, first: int, last: int) -> Rows:
        """Return the pairs whose smaller record is at least `first` and less than `last`."""
        return self._pairs(self.places[self.starts[first] : self.starts[last]])

    def pairs_of(self, chosen: NDArray[np.bool_]) -> Rows:
        """Return the pairs whose smaller record is chosen."""
        return self._pairs(self.places[chosen[self.members[self.places]]])

    def pairs_within(
        self, labels: NDArray[np.int64], chosen: NDArray[np.bool_], first: int, last: int
    ) -> Rows:
        """Return the pairs of `pairs_between` of two records with one label, the smaller chosen."""
        places = self.places[self.starts[first] : self.starts[last]]
        return self._pairs(places[chosen[self.members[places]]], labels)

    def _pairs(self, places: Numbers, labels: NDArray[np.int64] | None = None) -> Rows:
        """Pair records at some positions with later ones of their keys, sorted, without repeats."""
        counts = self.ends[places] - places - 1
        shift = places + 1 - (np.cumsum(counts, dtype=np.int64) - counts)
        right = np.repeat(shift, counts)
        right += np.arange(len(right))
        if labels is None:
            pairs = np.repeat(self.members[places].astype(np.int64) << 32, counts)
            pairs |= self.members[right]
        else:
            left, right = np.repeat(self.members[places], counts), self.members[right]
            together = np.flatnonzero(labels[left] == labels[right])
            pairs = left[together].astype(np.int64) << 32 | right[together]
        pairs = _unique(pairs)
        return (pairs >> 32).astype(np.int32), (pairs & LOW).astype(np.int32)


@dataclass(frozen=True)
class CappedKeys:
    """Keys over the cap: their hashes, numbers of records, and first records."""

    hashes: Hashes
    sizes: NDArray[np.int64]
    firsts: Numbers


def index_keys(
    hashes: Hashes, records: Numbers, size: int, cap: int
) -> tuple[KeyIndex, CappedKeys]:
    """Index block keys, given as hashes with a record number below `size`, in any order.

    Only keys of 2 to `cap` different records form pairs.
    """
    kept: list[tuple[Numbers, Numbers]] = []
    capped: list[tuple[Hashes, NDArray[np.int64], Numbers]] = []
    part_of = (hashes >> np.uint64(64 - PARTS_BITS)).astype(np.uint8)
    for part in range(1 << PARTS_BITS):
        chosen = np.flatnonzero(part_of == part)
        members, starts, keys = _grouped(hashes[chosen], records[chosen])
        sizes = np.diff(np.append(starts, len(members)))
        over = sizes > cap
        capped.append((keys[over], sizes[over], members[starts[over]]))
        joins = (sizes > 1) & ~over
        kept.append((members[np.repeat(joins, sizes)], sizes[joins].astype(np.int32)))
    members, sizes = (np.concatenate(arrays) for arrays in zip(*kept, strict=True))
    ends = np.repeat(np.cumsum(sizes, dtype=np.int32), sizes)
    places = members.astype(np.int64) << 32 | np.arange(len(members))
    places.sort()
    starts = np.searchsorted(places, np.arange(size + 1, dtype=np.int64) << 32)
    index = KeyIndex(members, ends, (places & LOW).astype(np.int32), starts)
    return index, CappedKeys(*map(np.concatenate, zip(*capped, strict=True)))


def _grouped(hashes: Hashes, records: Numbers) -> tuple[Numbers, NDArray[np.int64], Hashes]:
    """Return records sorted by key and number without repeats, the key starts, and the keys."""
    order = np.argsort(hashes)
    hashes = hashes[order]
    is_new = _is_new(hashes)
    groups = np.cumsum(is_new) - 1
    pairs = _unique(groups << 32 | records[order])
    members = (pairs & LOW).astype(np.int32)
    return members, np.flatnonzero(_is_new(pairs >> 32)), hashes[is_new]


def _unique(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sort in place and return the numbers without repeats."""
    numbers.sort()
    return numbers[_is_new(numbers)]


def _is_new(numbers: NDArray[np.int64] | Hashes) -> NDArray[np.bool_]:
    is_new = np.ones(len(numbers), dtype=np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=is_new[1:])
    return is_new
