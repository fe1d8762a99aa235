"""Whether two addresses have the same house number: streets are often spelt alike or garbled."""

import re

import numpy as np
from numpy.typing import NDArray

from ..compare.pairs import Comparison
from ..tables import Flags

NUMBER = re.compile(r"(?<!\S)\d\w*|\w*\d\w*")
Places = NDArray[np.int64]
"""Positions of pairs."""
LONG_ENOUGH = 3
"""Characters from which a house number with one typing error still is the same."""


def house_numbers(compared: Comparison, chosen: Places) -> tuple[Flags, Flags]:
    """Return which of the chosen pairs have the same house number, and which have two others.

    A pair with an address without any number has neither. One typing error in a long number leaves
    it the same.
    """
    addresses = compared.records["address"]
    numbers, number_of = addresses.texts.derived("house number", house_number)
    codes, lengths = np.append(number_of, -1), np.append(numbers.lengths, 0)
    left, right = (codes[addresses.codes[rows[chosen]]] for rows in compared.rows)
    given = (lengths[left] > 0) & (lengths[right] > 0)
    same = given & (left == right)
    shorter = np.minimum(lengths[left], lengths[right])
    apart = np.abs(lengths[left] - lengths[right])
    similar = np.flatnonzero(given & ~same & (shorter >= LONG_ENOUGH) & (apart <= 1))
    same[similar] = [
        is_typing_error(*sides)
        for sides in zip(numbers.values[left[similar]], numbers.values[right[similar]], strict=True)
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
