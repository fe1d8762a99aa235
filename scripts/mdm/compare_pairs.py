"""Compare record pairs field by field: the level codes that all scoring rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .comparison import Levels, code, encode_together, grade
from .frames import Column, encode
from .graders import GRADERS
from .parameters import MatchModel
from .similarity import Backend

Rows = tuple[NDArray[np.int64], NDArray[np.int64]]
FIELDS = ("email", "phone", "address", "city", "postcode", "dob", "nat_id")
"""Fields that are compared with themselves and nothing else."""


@dataclass(frozen=True)
class Comparison:
    """Level codes of n pairs per field, and for swapped names the levels the other way round."""

    levels: Mapping[str, Levels]
    swapped: Mapping[str, Levels]
    records: Mapping[str, Column]
    rows: Rows

    def __len__(self) -> int:
        return len(self.rows[0])


def encode_records(records: pd.DataFrame) -> dict[str, Column]:
    """Encode the columns of standardised records; names that may be swapped share their values."""
    columns = {
        name: encode(records[name]) for name in (*FIELDS, "source", "full_name", "party_kind")
    }
    first, last = encode_together(records["first_name"], records["last_name"])
    columns |= {"first_name": first, "last_name": last, "first_root": encode(records["first_root"])}
    return columns


def compare_pairs(
    columns: Mapping[str, Column], rows: Rows, model: MatchModel, backend: Backend
) -> Comparison:
    """Grade every field of the pairs of row numbers `rows`."""

    def graded(field: str, left: str, right: str) -> Levels:
        return grade(field, columns[left], columns[right], rows, GRADERS, model, backend)

    levels = {field: graded(field, field, field) for field in FIELDS}
    first = graded("first_name", "first_name", "first_name")
    roots = columns["first_root"].codes
    same_root = (first > 1) & (roots[rows[0]] == roots[rows[1]]) & (roots[rows[0]] >= 0)
    levels["first_name"] = np.where(same_root, code("first_name", "root"), first).astype(np.int8)
    levels["last_name"] = graded("last_name", "last_name", "last_name")

    is_person = _both_persons(columns["party_kind"], rows)
    whole = graded("organisation", "full_name", "full_name")
    levels["organisation"] = np.where(is_person, 0, whole).astype(np.int8)
    for field in ("first_name", "last_name"):
        levels[field] = np.where(is_person, levels[field], 0).astype(np.int8)
    swapped = {
        "first_name": graded("first_name", "first_name", "last_name"),
        "last_name": graded("last_name", "last_name", "first_name"),
    }
    swapped = {
        field: np.where(is_person, found, 0).astype(np.int8) for field, found in swapped.items()
    }
    return Comparison(levels, swapped, columns, rows)


def _both_persons(kinds: Column, rows: Rows) -> NDArray[np.bool_]:
    person = np.flatnonzero(kinds.values == "PERSON")
    is_person = np.isin(kinds.codes, person)
    return is_person[rows[0]] & is_person[rows[1]]
