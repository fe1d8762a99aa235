"""Contradicting identities: pairs that are never one customer, whatever else agrees."""

import numpy as np
from numpy.typing import NDArray

from ..compare.columns import Column
from ..compare.levels import Levels, code
from ..compare.pairs import Comparison

Flags = NDArray[np.bool_]


def is_conflict(compared: Comparison) -> Flags:
    """Return which pairs have different verified tax ids, or both birth date and id different."""
    verified = verified_ids(compared.records["national_id"])
    left, right = (verified[compared.records["national_id"].codes[rows]] for rows in compared.rows)
    return contradicts(compared.levels["national_id"], compared.levels["birth_date"], left & right)


def contradicts(national_id: Levels, birth_date: Levels, verified: Flags) -> Flags:
    """Return where levels contradict: verified ids differ by more than a typing error, or both
    id and birth date are different."""
    other_tax_id = verified & (national_id > code("national_id", "near"))
    other_birth = birth_date == code("birth_date", "different")
    return other_tax_id | ((national_id == code("national_id", "different")) & other_birth)


def verified_ids(column: Column) -> Flags:
    """Return per code, and last for missing, whether the id looks like an EU VAT number."""
    return np.append(column.texts.flags("VAT number", is_vat_number), False)


def is_vat_number(text: str) -> bool:
    """Whether a text is two letters and eight to twelve more characters, mostly digits."""
    body = text[2:]
    return text[:2].isalpha() and 8 <= len(body) <= 12 and sum(map(str.isdigit, body)) >= 7
