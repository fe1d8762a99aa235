"""Counts the independent fields of a pair that agree; a single one is not enough to merge."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..compare.columns import MAILBOX
from ..compare.fields import phone_extension
from ..compare.levels import code
from ..compare.pairs import Comparison
from ..match_model import MatchModel
from ..tables import Flags
from .evidence import NAMES, PLACE, MatchWeights, name_weights

CONTACTS = {"email": "domain", "phone": "different", "address": "partial"}
"""The best level of each contact at which it may belong to another person."""
NAMED, NAME_START = 3, 5
"""Fewest letters of a person's name, and number of its letters that a mailbox must contain."""


def mailbox_weights(compared: Comparison, weights: Mapping[str, MatchWeights]) -> MatchWeights:
    """Return the weights of e-mail, in which equal mailboxes agree but equal domains do not."""
    is_mailbox = compared.levels["email"] < code("email", "domain")
    return np.where(is_mailbox, weights["email"], np.minimum(weights["email"], 0.0))


def phone_weights(compared: Comparison, weights: Mapping[str, MatchWeights]) -> MatchWeights:
    """Return the weights of phone; two extensions of a switchboard are not evidence for one person.

    They are evidence for companies, which have many desks, and together with an equal e-mail or id.
    """
    levels, phones = compared.levels, compared.records["phone"]
    extensions = np.append(phones.texts.part("extension", phone_extension), -1)
    left, right = (phones.codes[rows] for rows in compared.rows)
    near = np.flatnonzero(
        (levels["phone"] == code("phone", "near")) & (levels["organisation"] == 0)
    )
    one, other = extensions[left[near]], extensions[right[near]]
    other_desk = (one >= 0) & (other >= 0) & (one != other)
    for field in ("email", "national_id"):
        other_desk &= levels[field][near] != code(field, "exact")
    found = weights["phone"].copy()
    found[near[other_desk]] = np.minimum(found[near[other_desk]], 0.0)
    return found


def agreeing_fields(weights: Mapping[str, MatchWeights], model: MatchModel) -> NDArray[np.int64]:
    """Count the independent fields that agree: name, e-mail, phone or place, birth date, id.

    A field agrees from a match weight of `agreement_bits` on. Address and phone of one building are
    one field. First and last name are two fields if both agree, their sum reaches `rare_name_bits`
    and no field disagrees; if only phone or place disagree, as after a move, the sum must be
    `moved_name_bits` higher. These limits can be reached only after a fit has measured how rare
    names are. If both names disagree, one of the other fields does not count.
    """
    least = model.adjustments["agreement_bits"]
    place = weights["address"] + weights["city"] + weights["postcode"]
    # Many people with a common name live in one city, and in one postcode at other addresses, as
    # many do who share only a last name.
    is_mere_city = np.maximum(weights["address"], weights["postcode"]) <= 0
    is_mere_city |= weights["address"] < 0
    has_one_name = (weights["first_name"] == 0) & (weights["organisation"] == 0)
    is_mere_city |= has_one_name & (weights["address"] <= 0)
    is_common = name_weights(weights) < model.adjustments.get("city_name_bits", -np.inf)
    place = np.where(is_mere_city & is_common, np.minimum(place, 0.0), place)
    # Relatives share a last name: if first names disagree, an equal last name does not count.
    named = (name_weights(weights) >= least) & (weights["first_name"] > -least)
    independent = [
        np.where(named, least, 0.0),
        weights["email"],
        np.maximum(weights["phone"], place),
        weights["birth_date"],
        weights["national_id"],
    ]
    counted = np.sum([found >= least for found in independent], axis=0)
    other_name = np.max([weights[field] for field in NAMES], axis=0) <= -least
    return counted + _is_rare_name(weights, model) - other_name


def _is_rare_name(weights: Mapping[str, MatchWeights], model: MatchModel) -> Flags:
    least = model.adjustments["agreement_bits"]
    names = np.stack([weights[field] for field in NAMES])
    rare = model.adjustments["rare_name_bits"]
    moved = rare + model.adjustments.get("moved_name_bits", np.inf)
    proper = np.min([weights[field] for field in ("email", "birth_date", "national_id")], axis=0)
    contact = np.min([weights[field] for field in ("phone", *PLACE)], axis=0)
    enough = np.where(contact >= -least, rare, moved)
    return (names.sum(axis=0) >= enough) & (names.min(axis=0) >= least) & (proper >= -least)


def is_guess(compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel) -> Flags:
    """No names to compare, even in a mailbox, and no e-mail, phone or id that is exactly the same.

    Neighbours and colleagues have similar mailboxes and numbers in one place. A similar value
    counts as mistyped only together with a name or the same birth date.
    """
    least = model.adjustments["agreement_bits"]
    names = [compared.levels[field] for field in (*NAMES, "organisation")]
    names += compared.swapped.values()
    in_mailbox = compared.levels[MAILBOX]
    names.append(np.where(in_mailbox < code(MAILBOX, "different"), in_mailbox, 0))
    contacts = ("email", "phone", "national_id")
    agrees = {field: weights[field] >= least for field in (*contacts, "birth_date")}
    same = {field: agrees[field] & (compared.levels[field] == code(field, "exact"))
            for field in agrees}  # fmt: skip
    similar = np.logical_or.reduce([agrees[field] for field in contacts])
    proven = np.logical_or.reduce([same[field] for field in contacts])
    proven |= similar & same["birth_date"]
    return (np.max(names, axis=0) == 0) & ~proven


def are_namesakes(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> Flags:
    """Two people whose contacts all differ, so that at most their names and a place agree.

    Both records have at least two of e-mail, phone and address. The address is one of them, unless
    the postcodes differ: many people have two mailboxes and two numbers, but one home. A similar
    address may be another house. A name of `namesake_bits` is too rare for namesakes.
    """
    levels = compared.levels
    elsewhere = (levels["address"] > 0) | (levels["postcode"] != code("postcode", "exact"))
    found = elsewhere & (np.sum([levels[field] > 0 for field in CONTACTS], axis=0) > 1)
    found &= levels["organisation"] == 0
    found &= name_weights(weights) < model.adjustments.get("namesake_bits", -np.inf)
    found &= levels["birth_date"] != code("birth_date", "exact")
    found &= weights["national_id"] < model.adjustments["agreement_bits"]
    for field, level in CONTACTS.items():
        found &= (levels[field] == 0) | (levels[field] >= code(field, level))
    return found


def is_personal_mailbox(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> Flags:
    """Both records have one mailbox, which contains a person's name, and no names disagree.

    Mailboxes of departments and companies do not contain the name of a person.
    """
    least = model.adjustments["agreement_bits"]
    mails = compared.records["email"]
    found = (compared.levels["email"] == 1) & (compared.levels["organisation"] == 0)
    found &= weights["email"] >= least
    found &= np.min([weights[field] for field in NAMES], axis=0) > -least
    chosen = np.flatnonzero(found)
    codes, distinct = pd.factorize(mails.codes[compared.rows[0][chosen]])
    letters = np.array([mailbox_letters(mail) for mail in mails.values[distinct]], dtype=object)
    mailboxes, named = letters[codes], np.zeros(len(chosen), dtype=bool)
    for side in compared.rows:
        rows = side[chosen]
        for field in NAMES:
            column = compared.records[field]
            given = np.flatnonzero(column.codes[rows] >= 0)
            names = column.values[column.codes[rows[given]]]
            pairs = zip(names, mailboxes[given], strict=True)
            named[given] |= np.fromiter((is_in_mailbox(*pair) for pair in pairs), np.bool_)
    found[chosen] = named
    return found


def mailbox_letters(mail: str) -> str:
    """Return the letters of a mailbox before the @, in upper case."""
    return "".join(filter(str.isalpha, mail.partition("@")[0])).upper()


def is_in_mailbox(name: str, letters: str) -> bool:
    """Whether the letters of a mailbox contain the beginning of a name."""
    return len(name) >= NAMED and name.replace(" ", "")[:NAME_START] in letters
