"""Encodes which fields of record pairs may be equal in one number per pair."""

import itertools
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..compare.columns import Column
from ..tables import Rows

BITS = 12
"""Bits kept of each value; two different values look equal once in 4096 cases."""
MOST_FIELDS = 5
MISSING, EQUAL, UNEQUAL = range(3)


class EqualityBits:
    """Tests up to five fields of record pairs for equality with one number per record."""

    def __init__(self, columns: Sequence[Column]) -> None:
        if len(columns) > MOST_FIELDS:
            raise ValueError(f"{len(columns)} fields do not fit into 64 bits")
        self._count = len(columns)
        size = len(columns[0].codes)
        self._values = np.zeros(size, dtype=np.uint64)
        self._known = np.zeros(size, dtype=np.uint8)
        for place, column in enumerate(columns):
            kept = (column.codes & ((1 << BITS) - 1)).astype(np.uint64)
            self._values |= kept << np.uint64(place * BITS)
            self._known |= (column.codes >= 0).astype(np.uint8) << np.uint8(place)

    def states(self, rows: Rows) -> NDArray[np.uint16]:
        """Return a number per pair that encodes which fields may be equal.

        The low bits say which fields both records have, the higher bits which may be equal.
        """
        left, right = rows
        apart = self._values[left] ^ self._values[right]
        states = (self._known[left] & self._known[right]).astype(np.uint16)
        for place in range(self._count):
            equal = apart & np.uint64(((1 << BITS) - 1) << (place * BITS)) == 0
            states |= equal.astype(np.uint16) << np.uint16(self._count + place)
        return states

    def table(self, names: Sequence[str], most: Callable[[Mapping[str, int]], float]) -> NDArray:
        """Return the result of `most` for each state: MISSING, EQUAL or UNEQUAL by name."""
        flags = list(itertools.product((0, 1), repeat=self._count))
        found = np.zeros(1 << 2 * self._count)
        for equal, known in itertools.product(flags, flags):
            kinds = [k * (EQUAL if e else UNEQUAL) for e, k in zip(equal, known, strict=True)]
            bits = [*known, *equal]
            found[sum(bit << place for place, bit in enumerate(bits))] = most(
                dict(zip(names, kinds, strict=True))
            )
        return found
