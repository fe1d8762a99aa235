"""Lowers the levels of places: equal ones in two countries, and two houses of one street."""

import re
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from ..tables import Flags, Rows
from .columns import Column, Columns
from .levels import Levels, code
from .measures import once_per_pair

PLACES = ("address", "city", "postcode")
"""Fields whose equal values in two countries are not the same place."""
NUMBER = re.compile(r"(?<!\S)(\d+)(?: ?([^\W\d_]))?(?!\S)")
"""Pattern of house numbers: 12, 12A and 12 A. Not 79TH, nor 5Y7, which is misspelt."""
LONG_ENOUGH = 3
"""Fewest digits of a house number from which a typing error may have lost another one."""


def lower_places(levels: Mapping[str, Levels], columns: Columns, rows: Rows) -> dict[str, Levels]:
    """Return the levels of PLACES, lowered to 'different' where both records name a country.

    Addresses with different house numbers are at most 'partial': they are two houses of one street.
    levels: level codes per field of the pairs of row numbers `rows`.
    """
    abroad = are_two_countries(columns["country"], rows)
    lowered = {
        field: np.where(abroad & (levels[field] > 0), np.int8(code(field, "different")), found)
        for field, found in ((field, levels[field]) for field in PLACES)
    }
    near = np.flatnonzero(lowered["address"] == code("address", "near"))
    _, other = house_numbers(columns, (rows[0][near], rows[1][near]))
    lowered["address"][near[other]] = code("address", "partial")
    return lowered


def are_two_countries(countries: Column, rows: Rows) -> NDArray[np.bool_]:
    """Return which pairs have the codes of two countries; unlisted country names are ignored."""
    is_known = np.append(countries.texts.flags("country code", lambda text: len(text) == 2), False)
    left, right = (countries.codes[side] for side in rows)
    return is_known[left] & is_known[right] & (left != right)


def house_numbers(columns: Columns, rows: Rows) -> tuple[Flags, Flags]:
    """Return which pairs of row numbers have the same house number, and which have different ones.

    If an address has no number, neither is true.
    """
    addresses = columns["address"]
    numbers, number_of = addresses.texts.derived("house numbers", _all_numbers)
    # The last position is that of a missing address.
    sizes, places = np.append(numbers.lengths, 0), np.append(number_of, len(numbers))
    left, right = (places[addresses.codes[side]] for side in rows)
    given = np.minimum(sizes[left], sizes[right]) > 0
    other = given & (left != right)
    unequal = np.flatnonzero(other)
    pairs = left[unequal], right[unequal]
    other[unequal] = once_per_pair(_are_other_numbers, numbers, *pairs, np.bool_)
    return given & ~other, other


def _all_numbers(addresses: pa.StringArray) -> pa.StringArray:
    return pa.array([" ".join(numbers_of(text)) for text in addresses.to_pylist()], pa.string())


def numbers_of(address: str) -> list[str]:
    """Return the numbers in a standardised address, without leading zeros: 12, 12A."""
    return ["".join(found).lstrip("0") or "0" for found in NUMBER.findall(address)]


def _are_other_numbers(left: NDArray[np.object_], right: NDArray[np.object_]) -> Flags:
    pairs = zip(left, right, strict=True)
    found = (have_other_numbers(one.split(), other.split()) for one, other in pairs)
    return np.fromiter(found, np.bool_, len(left))


def have_other_numbers(one: list[str], other: list[str]) -> bool:
    """Whether each of two addresses has a number that the other lacks.

    The number of a flat or the end of a range (12-14) may be missing in one of them.
    """
    return all(
        any(not any(_is_same(own, their) for their in theirs) for own in numbers)
        for numbers, theirs in ((one, other), (other, one))
    )


def _is_same(number: str, other: str) -> bool:
    """Whether two numbers are equal, or one lacks the letter or, if it is long, a digit."""
    short, long = sorted((number, other), key=len)
    if long[-1].isalpha():
        return long in (short, short + long[-1])
    is_typed_short = len(short) >= LONG_ENOUGH and len(long) == len(short) + 1
    return short == long or (is_typed_short and OSA.distance(short, long) == 1)
