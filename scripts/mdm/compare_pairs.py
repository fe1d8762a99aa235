"""Compare record pairs field by field: the level codes that all scoring rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from .companies import settle_company_names
from .comparison import Levels, Rows, code, grade
from .frames import Column, encode, text_column
from .graders import GRADERS
from .mailboxes import settle_mailboxes
from .measures import Measure
from .name_graders import grade_joined_name
from .parameters import MatchModel

FIELDS = ("email", "phone", "address", "city", "postcode", "dob", "nat_id")
"""Fields that are compared with themselves and nothing else."""
ALONE = ("source", "full_name", "party_kind", "first_root", "generation", "country")


Columns = Mapping[str, Column]


@dataclass(frozen=True)
class Comparison:
    """Level codes of n pairs per field, and for swapped names the levels the other way round."""

    levels: Mapping[str, Levels]
    swapped: Mapping[str, Levels]
    records: Columns
    rows: Rows

    def __len__(self) -> int:
        return len(self.rows[0])


def encode_records(records: pd.DataFrame | pa.Table) -> dict[str, Column]:
    """Encode the columns of standardised records; names that may be swapped share their texts."""
    first, last = encode(records["first_name"], records["last_name"])
    alone = (*FIELDS, *ALONE)
    return {name: encode(records[name])[0] for name in alone} | {
        "first_name": first,
        "last_name": last,
        "joined_name": encode(_without_spaces(records["org_name"]))[0],
    }


def _without_spaces(names: pd.Series | pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.replace_substring(text_column(names), " ", "")


def compare_pairs(columns: Columns, rows: Rows, model: MatchModel, measure: Measure) -> Comparison:
    """Grade every field of the pairs of row numbers `rows`."""
    levels = {field: grade_field(field, columns, rows, model, measure) for field in FIELDS}
    levels["email"] = settle_mailboxes(levels["email"], columns, rows)
    levels |= grade_names(columns, rows, model, measure)
    levels["organisation"] = settle_company_names(
        levels["organisation"], columns, rows, model, measure
    )
    swapped = grade_swapped_names(columns, rows, model, measure)
    return Comparison(levels, swapped, columns, rows)


def grade_field(
    field: str, columns: Columns, rows: Rows, model: MatchModel, measure: Measure
) -> Levels:
    """Grade one of FIELDS."""
    return grade(GRADERS[field], columns[field], columns[field], rows, model, measure)


def grade_names(
    columns: Columns, rows: Rows, model: MatchModel, measure: Measure
) -> dict[str, Levels]:
    """Grade first and last name of two persons, of other pairs the whole name.

    The words of whole names come sorted. What a slip in a first letter or a lost space puts into
    another order is found by comparing the names of organisations as they are written, too.
    """
    is_person = _both_persons(columns["party_kind"], rows)
    people, others = _chosen(rows, is_person), _chosen(rows, ~is_person)

    def graded(field: str, column: str, chosen: Rows) -> Levels:
        return grade(GRADERS[field], columns[column], columns[column], chosen, model, measure)

    first, roots = graded("first_name", "first_name", people), columns["first_root"].codes
    root = roots[people[0]]
    first[(first > 1) & (root == roots[people[1]]) & (root >= 0)] = code("first_name", "root")
    named = graded("organisation", "full_name", others)
    unlike, joined = np.flatnonzero(named > code("organisation", "near")), columns["joined_name"]
    chosen = others[0][unlike], others[1][unlike]
    written = grade(grade_joined_name, joined, joined, chosen, model, measure)
    better = (written > 0) & (written < named[unlike])
    named[unlike[better]] = np.maximum(written[better], code("organisation", "near"))
    return {
        "first_name": _spread(first, is_person),
        "last_name": _spread(graded("last_name", "last_name", people), is_person),
        "organisation": _spread(named, ~is_person),
    }


def grade_swapped_names(
    columns: Columns, rows: Rows, model: MatchModel, measure: Measure
) -> dict[str, Levels]:
    """Grade the first name of one of two persons with the last name of the other."""
    is_person = _both_persons(columns["party_kind"], rows)
    people = _chosen(rows, is_person)
    return {
        field: _spread(
            grade(GRADERS[field], columns[field], columns[other], people, model, measure),
            is_person,
        )
        for field, other in (("first_name", "last_name"), ("last_name", "first_name"))
    }


def _both_persons(kinds: Column, rows: Rows) -> NDArray[np.bool_]:
    is_person = np.append(kinds.texts.flags("person", lambda kind: kind == "PERSON"), False)
    return is_person[kinds.codes[rows[0]]] & is_person[kinds.codes[rows[1]]]


def _chosen(rows: Rows, chosen: NDArray[np.bool_]) -> Rows:
    return rows[0][chosen], rows[1][chosen]


def _spread(levels: Levels, chosen: NDArray[np.bool_]) -> Levels:
    spread = np.zeros(len(chosen), dtype=np.int8)
    spread[chosen] = levels
    return spread
