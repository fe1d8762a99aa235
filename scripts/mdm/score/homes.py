"""Guards about people of one home: relatives, and father and son of one name."""

from collections.abc import Mapping

import numpy as np
import pyarrow.compute as pc

from ..compare.levels import code
from ..compare.pairs import Comparison
from ..match_model import MatchModel
from ..tables import Flags
from .evidence import MatchWeights, agreements, are_names_swapped


def is_household(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> Flags:
    """One home, but a different person or no proof of the same one: relatives, twins, generations.

    A home is an address or a phone. Relatives may share a mailbox as well as a home, and twins a
    birth date.
    """
    agrees = agreements(weights, model)
    levels = compared.levels
    same_surname = np.isin(levels["last_name"], [1, 2]) & (weights["last_name"] > 0)
    unlike = [code("first_name", level) for level in ("weak", "different")]
    swapped = are_names_swapped(compared, model)
    read = np.where(swapped, compared.swapped["first_name"], levels["first_name"])
    other_name = np.isin(read, unlike) & (weights["first_name"] < 0)
    # Of two people born on one day only twins share a home, and their last name is the same.
    other_name &= ~agrees["birth_date"] | (levels["last_name"] == code("last_name", "exact"))
    other_birth = (levels["birth_date"] == code("birth_date", "different")) & (
        levels["first_name"] > 0
    )
    same_person = (
        agrees["email"] | agrees["national_id"] | agrees["first_name"] | agrees["birth_date"]
    )
    other_person = (other_name & ~(agrees["email"] & agrees["birth_date"])) | (
        other_birth & ~(agrees["email"] & ~_is_generation_apart(compared, model))
    )
    unproven = (same_surname & ~same_person) | (other_person & ~agrees["national_id"])
    at_home = agrees["address"] | agrees["phone"]
    return (at_home & unproven) | _are_relatives_nearby(compared, agrees, other_name & same_surname)


def _are_relatives_nearby(
    compared: Comparison, agrees: Mapping[str, Flags], relatives: Flags
) -> Flags:
    """Two first names with one last name and one postcode, if nothing else is the same.

    Addresses are often missing or garbled; a city alone is too large for a home.
    """
    same_postcode = (compared.levels["postcode"] == 1) & agrees["postcode"]
    proven = agrees["email"] | agrees["national_id"] | agrees["birth_date"]
    return relatives & same_postcode & ~proven


def is_other_generation(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> Flags:
    """Sr. and Jr., or at one home the same name with and without such a suffix."""
    agrees = agreements(weights, model)
    left, right = (compared.records["generation"].codes[rows] for rows in compared.rows)
    both = (left >= 0) & (right >= 0)
    at_home = (agrees["address"] | agrees["phone"]) & ~agrees["email"]
    proven = agrees["birth_date"] | agrees["national_id"]
    return (left != right) & (both | at_home) & ~proven


def _is_generation_apart(compared: Comparison, model: MatchModel) -> Flags:
    births = compared.records["birth_date"]
    years, year_of = births.texts.derived(
        "year", lambda texts: pc.utf8_slice_codeunits(texts, 0, 4)
    )
    numbers = np.array(
        [int(year) if year.isdigit() else 0 for year in years.values], dtype=np.int64
    )
    born = np.append(numbers[year_of], 0)
    left, right = (born[births.codes[rows]] for rows in compared.rows)
    return np.abs(left - right) >= model.adjustments["generation_years"]
