"""Record pairs compared field by field: the level codes that scoring uses."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..match_model import MatchModel
from ..tables import Rows
from .columns import FIELDS, Column, Columns, encode_records
from .fields import GRADERS
from .levels import Levels, code, grade
from .mailboxes import settle_mailboxes
from .measures import Exact, Measure
from .names import grade_joined_name, settle_company_names
from .similarity import Backend


@dataclass(frozen=True)
class Comparison:
    """Level codes of n pairs per field.

    swapped: levels of each name compared with the other name of the other record. records and rows:
    the columns and row numbers that were compared."""

    levels: Mapping[str, Levels]
    swapped: Mapping[str, Levels]
    records: Columns
    rows: Rows

    def __len__(self) -> int:
        return len(self.rows[0])


def compare_candidates(
    pairs: pd.DataFrame, records: pd.DataFrame, model: MatchModel, backend: Backend
) -> Comparison:
    """Grade every field of candidate pairs (version_id_l, version_id_r) of records (version_id).

    Raises ValueError for version ids that repeat or that no record has.
    """
    rows = pair_rows(pairs, version_index(records))
    return compare_pairs(encode_records(records), rows, model, Exact(backend))


def version_index(records: pd.DataFrame) -> pd.Index:
    """Return the version ids of the records; ValueError when one repeats."""
    versions = pd.Index(records["version_id"])
    if not versions.is_unique:
        raise ValueError("version_id is not unique among the records")
    return versions


def pair_rows(pairs: pd.DataFrame, versions: pd.Index) -> Rows:
    """Return the row numbers of both sides of each pair; ValueError for an unknown version id."""
    left, right = (versions.get_indexer(pairs[f"version_id_{side}"]) for side in "lr")
    if (left < 0).any() or (right < 0).any():
        raise ValueError("pairs name a version_id that no record has")
    return left.astype(np.int64), right.astype(np.int64)


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
    """Grade first and last names of two persons, and whole names of all other pairs.

    The words of whole names are sorted, so a typing error in a first letter or a lost space changes
    their order. Names of organisations are therefore compared as written, too.
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
