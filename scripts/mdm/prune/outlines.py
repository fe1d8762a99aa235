"""Outlines of texts by record: their characters as a set, and more."""

import numpy as np
from numpy.typing import NDArray

from ..compare.bounds import Counts
from ..compare.words import bit_count
from ..tables import Rows


def by_record(values: NDArray[np.generic], codes: NDArray[np.int32]) -> NDArray[np.generic]:
    """Return the value of each record, 0 for a missing text."""
    return np.append(values, values.dtype.type(0))[codes]


def look_up(table: NDArray[np.generic], places: NDArray[np.integer]) -> NDArray[np.generic]:
    """Return the entries of a table; numpy is twice as fast with places of its own index type."""
    return table[places.astype(np.intp)]


def characters_apart(
    one: NDArray[np.uint64], other: NDArray[np.uint64], rows: Rows
) -> tuple[Counts, Counts]:
    """Return how many characters only the left and only the right text has, at least."""
    left, right = one[rows[0]], other[rows[1]]
    both = left & right
    return bit_count(left ^ both), bit_count(right ^ both)
