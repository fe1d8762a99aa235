"""Guards about people in one home: relatives, father and son with one name; and neighbours."""

from collections.abc import Mapping

import numpy as np
import pyarrow.compute as pc

from ..compare.levels import code
from ..compare.mailboxes import are_roles
from ..compare.measures import once_per_pair
from ..compare.pairs import Comparison
from ..compare.places import house_numbers
from ..match_model import MatchModel
from ..tables import Flags
from .agreement import is_in_mailbox, mailbox_letters
from .evidence import MatchWeights, agreements, are_names_swapped, name_weights
from .other_names import (
    Strings,
    are_listed,
    are_man_and_woman,
    are_two_last_names,
    are_two_names,
    first_names,
    have_other_last_names,
    have_own_mailboxes,
    have_unrelated_last_names,
)


def is_household(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> Flags:
    """One home, but different people, or no proof of one person: relatives, twins, generations.

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
    # People born on one day who share a home are twins, so their last names are equal.
    other_first &= ~agrees["birth_date"] | (levels["last_name"] == code("last_name", "exact"))
    own_mailbox = agrees["email"] & ~are_roles(compared.records["email"], compared.rows)
    named_mailbox = own_mailbox & ~_is_joint_mailbox(compared, own_mailbox)
    other_words = have_other_last_names(compared, weights) & ~swapped
    readings = first_names(compared, swapped)
    for names in readings:
        other_words |= are_man_and_woman(compared, names, read) & ~(swapped & own_mailbox)
        other_words |= are_two_names(compared, names, read) & ~named_mailbox
    other_words |= have_own_mailboxes(compared) & ~swapped
    other_words |= _are_colleagues(compared, weights) & ~swapped
    other_words |= are_two_last_names(compared) & ~swapped & ~own_mailbox
    other_words |= have_unrelated_last_names(compared, model) & ~swapped & ~own_mailbox
    other_name = other_first | (other_words & ~agrees["birth_date"])
    generation_apart = _is_generation_apart(compared, model)
    other_birth = levels["birth_date"] == code("birth_date", "different")
    other_birth |= generation_apart & _have_one_birthday(compared)
    other_birth &= levels["first_name"] > 0
    same_person = (
        agrees["email"] | agrees["national_id"] | agrees["first_name"] | agrees["birth_date"]
    )
    twins = other_first & are_listed(compared, readings[0]) & ~named_mailbox
    other_person = (other_name & (twins | ~(agrees["email"] & agrees["birth_date"]))) | (
        other_birth & ~(agrees["email"] & ~generation_apart)
    )
    unproven = (same_surname & ~same_person) | (other_person & ~agrees["national_id"])
    at_home = agrees["address"] | agrees["phone"] | (agrees["email"] & (levels["email"] == 1))
    certain = weights["birth_date"] <= -model.adjustments.get("birth_date_bits", np.inf)
    nearby = same_surname & (other_first | (other_birth & certain))
    return (at_home & unproven) | _are_relatives_nearby(compared, agrees, nearby)


def _is_joint_mailbox(compared: Comparison, chosen: Flags) -> Flags:
    """One mailbox that contains neither first name, as relatives share."""
    mails, names = compared.records["email"], compared.records["first_name"]
    found = chosen & (compared.levels["email"] == code("email", "exact"))
    places = np.flatnonzero(found & (compared.levels["first_name"] > code("first_name", "root")))
    found[:] = False
    letters = map(mailbox_letters, mails.values[mails.codes[compared.rows[0][places]]])
    sides = [names.values[names.codes[rows[places]]] for rows in compared.rows]
    found[places] = [
        not any(is_in_mailbox(name, text) for name in pair)
        for text, *pair in zip(letters, *sides, strict=True)
    ]
    return found


def _are_colleagues(compared: Comparison, weights: Mapping[str, MatchWeights]) -> Flags:
    """Different last names with one role mailbox: colleagues, not one person who married."""
    one_role = are_roles(compared.records["email"], compared.rows)
    unlike = (compared.levels["last_name"] >= code("last_name", "weak")) & (
        weights["last_name"] < 0
    )
    return unlike & one_role & (compared.levels["email"] == code("email", "exact"))


def _are_relatives_nearby(
    compared: Comparison, agrees: Mapping[str, Flags], relatives: Flags
) -> Flags:
    """Relatives, or namesakes born on different days, in one postcode, if nothing else is equal.

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


def _have_one_birthday(compared: Comparison) -> Flags:
    """Born on the same day of the year, in years that differ in at least two digits."""
    births = compared.records["birth_date"]
    left, right = (births.codes[rows] for rows in compared.rows)
    found = compared.levels["birth_date"] == code("birth_date", "partial")
    places = np.flatnonzero(found)
    found[places] = once_per_pair(
        _differ_in_year, births.texts, left[places], right[places], np.bool_
    )
    return found


def _differ_in_year(left: Strings, right: Strings) -> Flags:
    found = (
        one[4:] == other[4:] and sum(map(str.__ne__, one[:4], other[:4])) > 1
        for one, other in zip(left, right, strict=True)
    )
    return np.fromiter(found, np.bool_, len(left))


def are_neighbours(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> Flags:
    """Two houses of one street, different last or company names, and no equal contact or id.

    Namesakes are also neighbours, if their name is common.
    """
    agrees, levels = agreements(weights, model), compared.levels
    unlike = np.logical_or.reduce(
        [levels[field] >= code(field, "weak") for field in ("last_name", "organisation")]
    )
    namesakes = (levels["first_name"] == 1) & (levels["last_name"] == 1)
    unlike |= namesakes & (name_weights(weights) < model.adjustments.get("city_name_bits", -np.inf))
    address = levels["address"]
    similar = (address > 1) & (address < code("address", "different"))
    contacts = [agrees[field] & (levels[field] == 1) for field in ("email", "phone")]
    proven = np.logical_or.reduce([*contacts, agrees["birth_date"], agrees["national_id"]])
    found = unlike & similar & ~proven & ~are_names_swapped(compared, model)
    places = np.flatnonzero(found)
    found[places] = house_numbers(compared.records, compared.rows_at(places))[1]
    return found
