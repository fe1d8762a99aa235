"""Records that must never share a cluster, even if they were not compared as a pair."""

import numpy as np
import pandas as pd

from ..compare.columns import encode
from ..compare.fields import GRADERS
from ..compare.levels import Levels, grade
from ..compare.measures import Exact
from ..compare.similarity import Backend
from ..match_model import MatchModel
from ..score.conflicts import contradicts, is_vat_number
from .components import Edges, Indices


def member_conflicts(
    labels: Indices, records: pd.DataFrame, model: MatchModel, backend: Backend
) -> Edges:
    """Return the pairs of row numbers of one component with contradicting identities.

    labels: component of each node. records: one row per node with national_id and birth_date (text
    or null). Two records conflict when their verified tax ids differ by more than a typing error,
    or when both national id and birth date differ.
    """
    known = records.assign(node=np.arange(len(records)), label=labels)
    known = known[known["national_id"].notna()][["node", "label", "national_id", "birth_date"]]
    several = known.groupby("label")["national_id"].transform("nunique") > 1
    pairs = known[several].merge(known[several], on="label", suffixes=("_l", "_r"))
    pairs = pairs[
        (pairs["node_l"] < pairs["node_r"]) & (pairs["national_id_l"] != pairs["national_id_r"])
    ]
    if pairs.empty:
        return np.array([], dtype=np.int64), np.array([], dtype=np.int64)

    ids, births = (_graded(pairs, field, model, backend) for field in ("national_id", "birth_date"))
    verified = np.array(
        [
            is_vat_number(a) and is_vat_number(b)
            for a, b in zip(pairs["national_id_l"], pairs["national_id_r"], strict=True)
        ],
        dtype=bool,
    )
    conflicting = pairs[contradicts(ids, births, verified)]
    return conflicting["node_l"].to_numpy(np.int64), conflicting["node_r"].to_numpy(np.int64)


def _graded(pairs: pd.DataFrame, field: str, model: MatchModel, backend: Backend) -> Levels:
    left, right = encode(pairs[f"{field}_l"], pairs[f"{field}_r"])
    rows = np.arange(len(pairs))
    return grade(GRADERS[field], left, right, (rows, rows), model, Exact(backend))
