"""Guards about people of one home: relatives, and father and son of one name."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ..compare.levels import Levels, code
from ..compare.mailboxes import are_roles
from ..compare.measures import once_per_pair
from ..compare.pairs import Comparison
from ..compare.texts import Codes, before
from ..match_model import MatchModel
from ..tables import Flags, Rows
from .evidence import NAMES, MatchWeights, agreements, are_names_swapped
from .sexes import MEN, WOMEN

Strings = NDArray[np.object_]
SALUTATIONS = ("MR", "MS")
STEM = 4
"""Letters at least that the names of a man and a woman share in front of a final O and A."""


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
    own_mailbox = agrees["email"] & ~are_roles(compared.records["email"], compared.rows)
    other_words = _have_other_last_names(compared, weights) & ~swapped
    for names in _first_names(compared, swapped):
        other_words |= _are_man_and_woman(compared, names, read) & ~(swapped & own_mailbox)
        other_words |= _are_two_names(compared, names, read) & ~own_mailbox
    other_name = other_first | (other_words & ~agrees["birth_date"])
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


def _first_names(compared: Comparison, swapped: Flags) -> list[Rows]:
    """Return the codes of the first names of both sides, of swapped names read in both ways."""
    first, last = (
        [compared.records[field].codes[rows] for rows in compared.rows] for field in NAMES
    )
    return [
        (first[0], np.where(swapped, last[1], first[1])),
        (np.where(swapped, last[0], first[0]), first[1]),
    ]


def _are_man_and_woman(compared: Comparison, names: Rows, levels: Levels) -> Flags:
    """Mr. and Mrs., or a name that only men have and one that only women have: Paul and Paula.

    A salutation says more than a name. Without a list, an A for a final O makes a man's name a
    woman's: Mario and Maria.
    """
    named = levels > code("first_name", "root")
    titles = compared.records["salutation"]
    is_titled = [np.append(titles.texts.flags(one, one.__eq__), False) for one in SALUTATIONS]
    sides = []
    for codes, rows in zip(names, compared.rows, strict=True):
        mr, ms = (found[titles.codes[rows]] for found in is_titled)
        man, woman = (named & _are_among(compared, codes, listed) for listed in (MEN, WOMEN))
        sides.append((mr | (man & ~ms), ms | (woman & ~mr)))
    (man, woman), (other_man, other_woman) = sides
    other_sex = (man & other_woman) | (woman & other_man)
    given = np.minimum(*names) >= 0
    near = np.flatnonzero(given & (levels == code("first_name", "near")))
    texts, pairs = compared.records["first_name"].texts, (names[0][near], names[1][near])
    other_sex[near] |= once_per_pair(_are_masculine_and_feminine, texts, *pairs, np.bool_)
    return other_sex


def _are_masculine_and_feminine(left: Strings, right: Strings) -> Flags:
    found = (
        len(one) > STEM and one[:-1] == other[:-1] and {one[-1], other[-1]} == {"A", "O"}
        for one, other in zip(left, right, strict=True)
    )
    return np.fromiter(found, np.bool_, len(left))


def _are_two_names(compared: Comparison, names: Rows, levels: Levels) -> Flags:
    """Two first names that people have, alike but not forms of one name: Tim and Tom."""
    alike = [code("first_name", level) for level in ("near", "partial")]
    left, right = (_are_among(compared, codes, MEN | WOMEN) for codes in names)
    words = np.append(compared.records["first_name"].texts.part("first word", first_words), -1)
    return left & right & np.isin(levels, alike) & (words[names[0]] != words[names[1]])


def first_words(names: pa.StringArray) -> pa.StringArray:
    """Return the first word of each name."""
    return before(names, " ")


def _are_among(compared: Comparison, names: Codes, listed: frozenset[str]) -> Flags:
    """Return which first names are listed, by their codes."""
    texts = compared.records["first_name"].texts
    found = texts.flags(f"among {len(listed)} names", lambda text: text.partition(" ")[0] in listed)
    return np.append(found, False)[names]


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
