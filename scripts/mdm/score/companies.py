"""Guards about companies: one company with two names, or two companies with one switchboard."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from ..compare.columns import Column
from ..compare.levels import Levels, code
from ..compare.measures import once_per_pair
from ..compare.pairs import Comparison
from ..compare.places import house_numbers
from ..match_model import COMMON_WORDS, MatchModel
from ..tables import Flags, Rows
from .evidence import PLACE, MatchWeights
from .listed_names import MEN, WOMEN
from .sister_companies import (
    ABBREVIATED,
    are_numbered,
    are_sisters,
    have_other_numbers,
    have_own_words,
)


def is_same_company(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> Flags:
    """Two companies with one phone number, one place and similar names.

    Companies in one building may share a switchboard, but then their names differ. A name of a few
    letters is an abbreviation, so it does not count as different from any other name.
    """
    least = model.adjustments["agreement_bits"]
    place = np.sum([weights[field] for field in PLACE], axis=0)
    found = (weights["phone"] >= least) & (place >= least)
    chosen = np.flatnonzero(found)
    levels, rows = compared.levels["organisation"][chosen], [side[chosen] for side in compared.rows]
    in_common = have_names_in_common(levels, compared.records, (rows[0], rows[1]), model)
    names = compared.records["full_name"]
    sizes = np.append(names.texts.lengths, ABBREVIATED + 1)
    shorter = np.minimum(*(sizes[names.codes[side]] for side in rows))
    found[chosen] = in_common | (
        (shorter <= ABBREVIATED) & (compared.levels["postcode"][chosen] == 1)
    )
    return found


def have_names_in_common(
    levels: Levels, columns: Mapping[str, Column], rows: Rows, model: MatchModel
) -> NDArray[np.bool_]:
    """Return which pairs of organisations have names that are too similar for mere neighbours.

    Their names are similar, or weakly similar and share a distinctive word. Words that many
    companies have are not distinctive. Without a list of such words in the model, only similar
    names count.
    """
    alike = (levels > 0) & (levels < code("organisation", "weak"))
    common = model.frequencies.get(COMMON_WORDS)
    if not common:
        return alike
    names = columns["full_name"]
    places = np.flatnonzero(levels == code("organisation", "weak"))
    sides = [names.values[names.codes[side[places]]] for side in rows]
    for place, left, right in zip(places.tolist(), *sides, strict=True):
        shared = set(left.split()) & set(right.split())
        alike[place] = not shared or any(len(word) > 1 and word not in common for word in shared)
    return alike


def is_switchboard(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> Flags:
    """Two companies with different names and addresses and one phone number."""
    least = model.adjustments["agreement_bits"]
    unequal = compared.levels["organisation"] > code("organisation", "near")
    others = np.maximum(weights["email"], weights["national_id"]) >= least
    found = unequal & (weights["phone"] >= least) & ~others
    chosen = np.flatnonzero(found)
    found[chosen] = is_elsewhere(compared, chosen)
    return found


def is_other_company(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> Flags:
    """Two companies of one group, which may share mailbox, switchboard and address.

    Two registered companies, which both have a legal form, are different if their forms or names
    differ, or one name has a word for holdings. Others are different if they share mailbox and
    phone and each name has a word that the other lacks. A person and a company with a different
    name are also different if it is registered, even if it is named after the person, or if it
    lacks the person's first name.
    """
    proven = weights["national_id"] >= model.adjustments["agreement_bits"]
    return compared.remember("other company", _are_other_companies) & ~proven


def _are_other_companies(compared: Comparison) -> Flags:
    """Return the result of `is_other_company` for pairs without equal ids; needs no weights."""
    forms, names = compared.records["legal_form"], compared.records["full_name"]
    left, right = (forms.codes[rows] for rows in compared.rows)
    levels = compared.levels["organisation"]
    registered = (left >= 0) & (right >= 0)
    contacts = [compared.levels[field] == code(field, "exact") for field in ("email", "phone")]
    unlike = levels > code("organisation", "near")
    other = (levels > 0) & registered & (left != right)
    other |= _are_owners(compared, unlike)
    for chosen, differ in (
        (unlike & registered & ~other, are_sisters),
        (unlike & ~registered, are_numbered),
        (levels == code("organisation", "near"), have_other_numbers),
        (unlike & ~registered & np.logical_and(*contacts), have_own_words),
    ):
        places = np.flatnonzero(chosen)
        sides = [names.codes[rows[places]] for rows in compared.rows]
        other[places] |= once_per_pair(_for_each(differ), names.texts, *sides, np.bool_)
    return other


def _are_owners(compared: Comparison, unlike: Flags) -> Flags:
    """A person with a listed first name, and a company that is registered or lacks this name.

    unlike: pairs whose names differ; only these are considered.
    """
    names, kinds, forms = (
        compared.records[field] for field in ("first_name", "party_kind", "legal_form")
    )
    given = np.append(names.texts.flags("first name", _is_first_name), False)
    is_person = np.append(kinds.texts.flags("person", lambda kind: kind == "PERSON"), False)
    last, whole = compared.records["last_name"].codes, compared.records["full_name"]
    found = np.zeros(len(compared), dtype=np.bool_)
    for person, company in (compared.rows, compared.rows[::-1]):
        pairs = is_person[kinds.codes[person]] & given[names.codes[person]] & (last[person] >= 0)
        pairs &= unlike & ~is_person[kinds.codes[company]]
        registered = forms.codes[company] >= 0
        found |= pairs & registered
        places = np.flatnonzero(pairs & ~registered)
        owners = names.values[names.codes[person[places]]]
        companies = whole.values[whole.codes[company[places]]]
        lacks = (
            owner.partition(" ")[0] not in name.split()
            for owner, name in zip(owners, companies, strict=True)
        )
        found[places] |= np.fromiter(lacks, np.bool_, len(places))
    return found


def _is_first_name(text: str) -> bool:
    first, *others = text.split(" ")
    return (first in MEN or first in WOMEN) and "AND" not in others


def _for_each(test: Callable[[str, str], bool]) -> Callable[..., Flags]:
    def found(left: NDArray[np.object_], right: NDArray[np.object_]) -> Flags:
        return np.array([test(*pair) for pair in zip(left, right, strict=True)], dtype=bool)

    return found


def is_elsewhere(compared: Comparison, chosen: NDArray[np.int64]) -> Flags:
    """A different address, or a different house number in a street with a similar name.

    In one postcode, a different address with the same house number counts as misspelt.
    """
    same_number, other_number = house_numbers(compared.records, compared.rows_at(chosen))
    addresses, postcodes = (compared.levels[field][chosen] for field in ("address", "postcode"))
    same_area = postcodes == code("postcode", "exact")
    street = (addresses > code("address", "near")) & (addresses < code("address", "different"))
    unlike = addresses == code("address", "different")
    return (unlike & ~(same_number & same_area)) | (street & other_number & ~same_area)
