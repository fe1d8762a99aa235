"""Similar names of two different people: Paul and Paula, Tim and Tom, Berg and Berger."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..compare.columns import OWN_MAILBOX
from ..compare.levels import Levels, code
from ..compare.measures import once_per_pair
from ..compare.pairs import Comparison
from ..compare.similarity import is_misspelt, soundex
from ..compare.texts import Codes, before
from ..match_model import MatchModel
from ..tables import Flags, Rows
from .evidence import NAMES, MatchWeights, level_weights
from .listed_names import FIRST_NAMES, LAST_NAMES, MEN, WOMEN

Strings = NDArray[np.object_]
SALUTATIONS = ("MR", "MS")
STEM = 4
"""Fewest leading letters that a man's name and its feminine form share."""
FEMININE = frozenset("A IA INA INE IANE ETTA ETTE TTE ELLA ELLE SS".split())
"""Suffixes of feminine forms: Karim and Karima, Henri and Henriette."""


def first_names(compared: Comparison, swapped: Flags) -> list[Rows]:
    """Return the codes of the first names of both sides; swapped names give both readings."""
    first, last = (
        [compared.records[field].codes[rows] for rows in compared.rows] for field in NAMES
    )
    return [
        (first[0], np.where(swapped, last[1], first[1])),
        (np.where(swapped, last[0], first[0]), first[1]),
    ]


def are_man_and_woman(compared: Comparison, names: Rows, levels: Levels) -> Flags:
    """Mr. and Mrs., or a name that only men have and one that only women have: Paul and Paula.

    A salutation takes precedence over the name. Unlisted names count as a man's and a woman's if
    one ends in O and the other in A (Mario and Maria), or has a suffix in FEMININE.
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
    alike = [code("first_name", level) for level in ("near", "initial", "partial")]
    near = np.flatnonzero(given & np.isin(levels, alike))
    texts, pairs = compared.records["first_name"].texts, (names[0][near], names[1][near])
    other_sex[near] |= once_per_pair(_are_masculine_and_feminine, texts, *pairs, np.bool_)
    return other_sex


def _are_masculine_and_feminine(left: Strings, right: Strings) -> Flags:
    pairs = zip(left, right, strict=True)
    return np.fromiter(
        (_is_feminine(*sorted(pair, key=len)) for pair in pairs), np.bool_, len(left)
    )


def _is_feminine(short: str, long: str) -> bool:
    """Whether one of two names is the other's feminine form, by its suffix."""
    if len(short) == len(long):
        ends = {short[-1], long[-1]}
        return len(long) > STEM and short[:-1] == long[:-1] and ends == {"A", "O"}
    return len(short) >= STEM and long.startswith(short) and long[len(short) :] in FEMININE


def are_two_names(compared: Comparison, names: Rows, levels: Levels) -> Flags:
    """Two listed first names that are similar but not forms of one name: Tim and Tom.

    Names that differ only in the order of inner letters or in spaces are one name, misspelt.
    """
    alike = [code("first_name", level) for level in ("near", "partial")]
    listed = are_listed(compared, names)
    words = np.append(compared.records["first_name"].texts.part("first word", _first_words), -1)
    found = listed & np.isin(levels, alike) & (words[names[0]] != words[names[1]])
    places, texts = np.flatnonzero(found), compared.records["first_name"].texts
    pairs = (side[places] for side in names)
    found[places] = ~once_per_pair(_are_misspelt, texts, *pairs, np.bool_)
    return found


def are_listed(compared: Comparison, names: Rows) -> Flags:
    """Return the pairs of which both first names are listed, by their codes."""
    left, right = (_are_among(compared, codes, FIRST_NAMES) for codes in names)
    return left & right


def _are_misspelt(left: Strings, right: Strings) -> Flags:
    pairs = zip(left, right, strict=True)
    return np.fromiter((is_misspelt(*pair) for pair in pairs), np.bool_, len(left))


def _first_words(names: pa.StringArray) -> pa.StringArray:
    """Return the first word of each name."""
    return before(names, " ")


def _are_among(compared: Comparison, names: Codes, listed: frozenset[str]) -> Flags:
    """Return which first names are listed, by their codes."""
    texts = compared.records["first_name"].texts
    found = texts.flags(f"among {len(listed)} names", lambda text: text.partition(" ")[0] in listed)
    return np.append(found, False)[names]


def have_own_mailboxes(compared: Comparison) -> Flags:
    """Different names that both occur in the mailbox of their record, so neither is mistyped."""
    own = compared.records[OWN_MAILBOX].codes
    left, right = (own[rows] >= 0 for rows in compared.rows)
    levels = compared.levels
    unlike = [code("first_name", level) for level in ("near", "partial", "weak", "different")]
    other = np.isin(levels["first_name"], unlike)
    other |= levels["last_name"] > code("last_name", "exact")
    is_other_mailbox = levels["email"] >= code("email", "domain")
    return left & right & is_other_mailbox & other


def are_two_last_names(compared: Comparison) -> Flags:
    """Two listed last names that are similar but not spellings of one name: Berg and Berger.

    Spellings of one name have the same Soundex code: Meier and Meyer, Müller and Muller.
    """
    alike = [code("last_name", level) for level in ("near", "partial")]
    names, found = compared.records["last_name"], np.isin(compared.levels["last_name"], alike)
    left, right = (names.codes[rows] for rows in compared.rows)
    places = np.flatnonzero(found & _are_listed_last_names(compared))
    found[:] = False
    found[places] = once_per_pair(
        _have_other_codes, names.texts, left[places], right[places], np.bool_
    )
    return found


def _have_other_codes(left: Strings, right: Strings) -> Flags:
    pairs = zip(left, right, strict=True)
    return np.fromiter(
        (soundex(one) != soundex(other) for one, other in pairs), np.bool_, len(left)
    )


def have_other_last_names(compared: Comparison, weights: Mapping[str, MatchWeights]) -> Flags:
    """Last names that disagree, but not because of a marriage.

    The records have no other names, two initials as last names, or first or last names of several
    words: family names before the word that was read as the last name, or a word such as elder or
    younger after it.
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
    lengths = np.append(compared.records["last_name"].texts.lengths, 0)
    sizes = (lengths[compared.records["last_name"].codes[rows]] for rows in compared.rows)
    return other & ((levels["first_name"] == 0) | repeated | (np.maximum(*sizes) == 1))


def have_unrelated_last_names(compared: Comparison, model: MatchModel) -> Flags:
    """Remotely similar last names (De Vries, De Vos), or two listed ones that disagree.

    They count unless the model has learned that last names are often so badly misspelt. Address or
    phone are exactly the same; otherwise several fields may be garbled.
    """
    levels = compared.levels
    weak = levels["last_name"] == code("last_name", "weak")
    other = levels["last_name"] == code("last_name", "different")
    unlike = level_weights("last_name", levels["last_name"], model) < 0
    at_home = (levels["address"] == 1) | (levels["phone"] == 1)
    return at_home & unlike & (weak | (other & _are_listed_last_names(compared)))


def _are_listed_last_names(compared: Comparison) -> Flags:
    names = compared.records["last_name"]
    listed = np.append(names.texts.flags("last name", LAST_NAMES.__contains__), False)
    left, right = (listed[names.codes[rows]] for rows in compared.rows)
    return left & right


def _is_several(name: str) -> bool:
    return " " in name
