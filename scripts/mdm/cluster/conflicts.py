"""Records that must never share a cluster, even if they were not compared as a pair."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..compare.columns import encode
from ..compare.fields import GRADERS
from ..compare.levels import Levels, code, grade
from ..compare.measures import Exact
from ..compare.similarity import Backend
from ..match_model import MatchModel
from ..score.conflicts import contradicts, is_long_id, is_vat_number
from .components import Edges, Indices

FACTS = ("national_id", "birth_date")
MOST_MEMBERS = 1_000
"""Largest component, in records, in which all birth dates are compared."""


def member_conflicts(
    labels: Indices, records: pd.DataFrame, model: MatchModel, backend: Backend
) -> tuple[Edges, Edges]:
    """Return the pairs of row numbers of one component whose ids contradict each other.

    labels: component of each node. records: one row per node with national_id and birth_date (text
    or null). The first pairs also have contradicting verified ids or birth dates; the others only
    two long ids, which a steward may overrule.
    """
    pairs = _unequal_pairs(labels, records, "national_id")
    ids, births = (_graded(pairs, field, model, backend) for field in FACTS)
    sides = [pairs[f"national_id_{side}"] for side in "lr"]
    both = [
        np.array([test(one) and test(other) for one, other in zip(*sides, strict=True)], dtype=bool)
        for test in (is_vat_number, is_long_id)
    ]
    verified, long = both
    proven = contradicts(ids, births, verified, np.zeros_like(long))
    return _chosen(pairs, proven), _chosen(pairs, contradicts(ids, births, verified, long))


def other_birth_dates(
    labels: Indices, records: pd.DataFrame, model: MatchModel, backend: Backend
) -> Edges:
    """Return the pairs of row numbers of one component that were born on different days.

    Arguments as in `member_conflicts`. Records with the same id are left out, and components with
    more than MOST_MEMBERS records. If different dates are weak evidence in the model, fewer bits
    than `birth_date_bits`, because dates are often wrong, no pairs are returned.
    """
    different = model.levels["birth_date", "different"].match_weight
    if different > -model.adjustments.get("birth_date_bits", 0.0):
        return _no_edges()
    pairs = _unequal_pairs(labels, records, "birth_date", MOST_MEMBERS)
    ids, births = (_graded(pairs, field, model, backend) for field in FACTS)
    is_other = births == code("birth_date", "different")
    return _chosen(pairs, is_other & (ids != code("national_id", "exact")))


def _unequal_pairs(
    labels: Indices, records: pd.DataFrame, field: str, most: int | None = None
) -> pd.DataFrame:
    """Return the pairs of records of one component with different values of a field."""
    known = records[list(FACTS)].assign(node=np.arange(len(records)), label=labels)
    groups = known.groupby("label")
    several = groups[field].transform("nunique") > 1
    if most is not None:
        several &= groups["node"].transform("size") <= most
    known = known[several & known[field].notna()]
    pairs = known.merge(known, on="label", suffixes=("_l", "_r"))
    return pairs[(pairs["node_l"] < pairs["node_r"]) & (pairs[f"{field}_l"] != pairs[f"{field}_r"])]


def _no_edges() -> Edges:
    return np.array([], dtype=np.int64), np.array([], dtype=np.int64)


def _chosen(pairs: pd.DataFrame, chosen: NDArray[np.bool_]) -> Edges:
    found = pairs[chosen]
    return found["node_l"].to_numpy(np.int64), found["node_r"].to_numpy(np.int64)


def _graded(pairs: pd.DataFrame, field: str, model: MatchModel, backend: Backend) -> Levels:
    left, right = encode(pairs[f"{field}_l"], pairs[f"{field}_r"])
    rows = np.arange(len(pairs))
    return grade(GRADERS[field], left, right, (rows, rows), model, Exact(backend))
