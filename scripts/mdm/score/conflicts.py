"""Contradicting identities: pairs that are never one customer, whatever else agrees."""

import numpy as np

from ..compare.columns import Column
from ..compare.levels import Levels, code
from ..compare.pairs import Comparison
from ..tables import Flags


def is_conflict(compared: Comparison) -> Flags:
    """Return which pairs have ids that contradict each other, or different ids and birth dates."""
    ids = compared.records["national_id"]
    sides = [ids.codes[rows] for rows in compared.rows]
    both = [known[sides[0]] & known[sides[1]] for known in (verified_ids(ids), long_ids(ids))]
    return contradicts(compared.levels["national_id"], compared.levels["birth_date"], *both)


def contradicts(national_id: Levels, birth_date: Levels, verified: Flags, long: Flags) -> Flags:
    """Return where levels contradict.

    Verified ids differ by more than a typing error, long ids differ, or both id and birth date
    differ. verified, long: for which pairs both ids are verified or long.
    """
    other_tax_id = verified & (national_id > code("national_id", "near"))
    other_id = national_id == code("national_id", "different")
    other_birth = birth_date == code("birth_date", "different")
    return other_tax_id | (other_id & (long | other_birth))


def verified_ids(column: Column) -> Flags:
    """Return per code, and last for missing, whether the id looks like an EU VAT number."""
    return np.append(column.texts.flags("VAT number", is_vat_number), False)


def long_ids(column: Column) -> Flags:
    """Return per code, and last for missing, whether the id is as long as national ids."""
    return np.append(column.texts.flags("long id", is_long_id), False)


def is_vat_number(text: str) -> bool:
    """Whether a string is two letters and eight to twelve more characters, mostly digits."""
    body = text[2:]
    return text[:2].isalpha() and 8 <= len(body) <= 12 and sum(map(str.isdigit, body)) >= 7


def is_long_id(text: str) -> bool:
    """Whether a string has at least eight characters, four of them digits, as national ids have.

    A shorter id cannot identify everyone in a country; it may be a customer or case number.
    """
    return len(text) >= 8 and sum(map(str.isdigit, text)) >= 4
