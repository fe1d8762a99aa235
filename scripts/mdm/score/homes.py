"""Guards about people of one home: relatives, and father and son of one name."""

from collections.abc import Mapping

import numpy as np
import pyarrow.compute as pc

from ..compare.levels import code
from ..compare.pairs import Comparison
from ..match_model import MatchModel
from ..tables import Flags
from .evidence import NAMES, MatchWeights, agreements, are_names_swapped
from .sexes import MEN, WOMEN


def is_household(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> Flags:
    """One home, but a different person or no proof of the same one: relatives, twins, generations.

    A home is an address, a phone or a mailbox. Relatives may share all three, and twins a birth
    date.
    """
    agrees = agreements(weights, model)
    levels = compared.levels
    same_surname = np.isin(levels["last_name"], [1, 2]) & (weights["last_name"] > 0)
    unlike = [code("first_name", level) for level in ("weak", "different")]
    swapped = are_names_swapped(compared, model)
    read = np.where(swapped, compared.swapped["first_name"], levels["first_name"])
    other_first = np.isin(read, unlike) & (weights["first_name"] < 0)
    # Of two people born on one day only twins share a home, and their last name is the same.
    other_first &= ~agrees["birth_date"] | (levels["last_name"] == code("last_name", "exact"))
    other_words = _are_man_and_woman(compared) | _have_other_last_names(compared, weights)
    other_words |= _are_two_names(compared) & ~agrees["email"]
    other_name = other_first | (other_words & ~swapped & ~agrees["birth_date"])
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
    at_home = agrees["address"] | agrees["phone"] | (agrees["email"] & (levels["email"] == 1))
    certain = weights["birth_date"] <= -model.adjustments.get("birth_date_bits", np.inf)
    nearby = same_surname & (other_first | (other_birth & certain))
    return (at_home & unproven) | _are_relatives_nearby(compared, agrees, nearby)


def _are_man_and_woman(compared: Comparison) -> Flags:
    """A name that only men have, and one that only women have: Paul and Paula."""
    (man, other_man), (woman, other_woman) = (_are_among(compared, of) for of in (MEN, WOMEN))
    return (man & other_woman) | (woman & other_man)


def _are_two_names(compared: Comparison) -> Flags:
    """Two first names that people have, alike but not forms of one name: Tim and Tom."""
    alike = [code("first_name", level) for level in ("near", "partial")]
    left, right = _are_among(compared, MEN | WOMEN)
    return left & right & np.isin(compared.levels["first_name"], alike)


def _are_among(compared: Comparison, listed: frozenset[str]) -> tuple[Flags, Flags]:
    """Return for the left and the right records whether their first names are listed."""
    names = compared.records["first_name"]
    found = names.texts.flags(
        f"among {len(listed)} names", lambda text: text.partition(" ")[0] in listed
    )
    found = np.append(found, False)
    left, right = (found[names.codes[rows]] for rows in compared.rows)
    return left, right


def _have_other_last_names(compared: Comparison, weights: Mapping[str, MatchWeights]) -> Flags:
    """Last names that disagree where it is not because a person married.

    They are the only names, or the first or last names have several words: family names in front of
    what was taken for the last name, or a word such as elder and younger behind it.
    """
    levels = compared.levels
    unlike = [code("last_name", level) for level in ("weak", "different")]
    other = np.isin(levels["last_name"], unlike) & (weights["last_name"] < 0)
    several = {
        field: np.append(compared.records[field].texts.flags("several words", _is_several), False)
        for field in NAMES
    }
    first, last = (
        [several[field][compared.records[field].codes[rows]] for rows in compared.rows]
        for field in NAMES
    )
    repeated = ((levels["first_name"] == 1) & first[0]) | (last[0] & last[1])
    return other & ((levels["first_name"] == 0) | repeated)


def _is_several(name: str) -> bool:
    return " " in name


def _are_relatives_nearby(
    compared: Comparison, agrees: Mapping[str, Flags], relatives: Flags
) -> Flags:
    """Relatives, or namesakes born on other days, in one postcode, if nothing else is the same.

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
