"""Compares record pairs field by field and returns the level codes that scoring uses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..match_model import MatchModel
from ..tables import Flags, Rows
from .columns import FIELDS, MAILBOX, Columns, encode_records
from .companies import lower_company_names
from .fields import GRADERS
from .levels import Levels, grade
from .mailboxes import grade_mailbox_names, lower_mailboxes
from .measures import Exact, Measure
from .names import grade_names, grade_swapped_names, lower_names
from .places import lower_places
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
    _remembered: dict[str, Flags] = field(default_factory=dict, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.rows[0])

    def rows_at(self, places: NDArray[np.int64]) -> Rows:
        """Return the row numbers of the pairs at some positions."""
        return self.rows[0][places], self.rows[1][places]

    def remember(self, name: str, compute: Callable[["Comparison"], Flags]) -> Flags:
        """Return the result of `compute` for this comparison; it is called only once.

        A fit needs results that do not depend on the model in each round.
        """
        if name not in self._remembered:
            self._remembered[name] = compute(self)
        return self._remembered[name]


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
    rows = rows[0].astype(np.intp), rows[1].astype(np.intp)
    levels = {field: grade_field(field, columns, rows, model, measure) for field in FIELDS}
    levels |= grade_names(columns, rows, model, measure)
    levels["email"] = lower_mailboxes(levels["email"], levels["organisation"], columns, rows)
    levels |= lower_places(levels, columns, rows)
    for name in ("first_name", "last_name"):
        levels[name] = lower_names(name, levels[name], columns, rows, model)
    levels["organisation"] = lower_company_names(
        levels["organisation"], columns, rows, model, measure
    )
    swapped = grade_swapped_names(columns, rows, model, measure)
    levels[MAILBOX] = grade_mailbox_names(levels, swapped, columns, rows, model)
    return Comparison(levels, swapped, columns, rows)


def grade_field(
    field: str, columns: Columns, rows: Rows, model: MatchModel, measure: Measure
) -> Levels:
    """Grade one of FIELDS."""
    return grade(GRADERS[field], columns[field], columns[field], rows, model, measure)
