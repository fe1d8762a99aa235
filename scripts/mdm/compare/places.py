"""Postcodes and cities of two countries: equal ones are not the same place."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ..tables import Rows
from .columns import Column
from .levels import Levels, code

PLACES = ("city", "postcode")


def lower_places(
    levels: Mapping[str, Levels], columns: Mapping[str, Column], rows: Rows
) -> dict[str, Levels]:
    """Return the levels of PLACES, lowered to 'different' where both records name a country.

    levels: level codes per field of the pairs of row numbers `rows`.
    """
    abroad = are_two_countries(columns["country"], rows)
    return {
        field: np.where(abroad & (levels[field] > 0), np.int8(code(field, "different")), found)
        for field, found in ((field, levels[field]) for field in PLACES)
    }


def are_two_countries(countries: Column, rows: Rows) -> NDArray[np.bool_]:
    """Return which pairs have the codes of two countries; a name that no list has says nothing."""
    is_known = np.append(countries.texts.flags("country code", lambda text: len(text) == 2), False)
    left, right = (countries.codes[side] for side in rows)
    return is_known[left] & is_known[right] & (left != right)
