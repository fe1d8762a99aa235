"""Compares house numbers, because the names of streets are often similar or garbled."""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..compare.pairs import Comparison
from ..tables import Flags

NUMBER = re.compile(r"(?<!\S)\d\w*|\w*\d\w*")
Places = NDArray[np.int64]
"""Positions of pairs."""
LONG_ENOUGH = 3
"""Fewest characters of a house number in which one typing error is ignored."""


def house_numbers(compared: Comparison, chosen: Places) -> tuple[Flags, Flags]:
    """Return which of the chosen pairs have the same house number, and which have different ones.

    If an address has no number, neither is true. One typing error in a long number is ignored.
    """
    addresses = compared.records["address"]
    sides = [addresses.codes[rows[chosen]] for rows in compared.rows]
    places, distinct = pd.factorize(np.concatenate(sides))
    texts = (addresses.values[one] if one >= 0 else "" for one in distinct.tolist())
    numbers = np.array([house_number(text) for text in texts], dtype=object)
    left, right = np.split(numbers[places], 2)
    given = (left != "") & (right != "")
    same = given & (left == right)
    unequal = np.flatnonzero(given & ~same)
    same[unequal] = [
        is_typing_error(*pair) for pair in zip(left[unequal], right[unequal], strict=True)
    ]
    return same, given & ~same


def house_number(address: str) -> str:
    """Return the first word of an address that has a digit, preferably at its start."""
    found = NUMBER.search(address)
    return found[0] if found else ""


def is_typing_error(one: str, other: str) -> bool:
    """Whether two long numbers differ in one character, which one of them may lack."""
    short, long = sorted((one, other), key=len)
    if len(short) < LONG_ENOUGH or len(long) - len(short) > 1:
        return False
    start = next((at for at, pair in enumerate(zip(short, long, strict=False))
                  if pair[0] != pair[1]), len(short))  # fmt: skip
    return short[start + (len(short) == len(long)) :] == long[start + 1 :]
