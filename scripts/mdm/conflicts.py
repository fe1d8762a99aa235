"""Records that must never share a cluster, whether or not they were ever compared."""

import numpy as np
import pandas as pd

from .cluster import Edges, Indices
from .comparison import Levels
from .graders import grade_dob, grade_nat_id
from .guards import contradicts, is_vat_number
from .parameters import MatchModel
from .similarity import Backend


def member_conflicts(
    labels: Indices, records: pd.DataFrame, model: MatchModel, backend: Backend
) -> Edges:
    """Return the pairs of row numbers of one component whose verified identities differ.

    records: one row per node with columns nat_id and dob (text or null). Two records conflict when
    both carry a verified tax id and these differ by more than a slip, or when national id and birth
    date both differ so.
    """
    known = records.assign(node=np.arange(len(records)), label=labels)
    known = known[known["nat_id"].notna()][["node", "label", "nat_id", "dob"]]
    several = known.groupby("label")["nat_id"].transform("nunique") > 1
    pairs = known[several].merge(known[several], on="label", suffixes=("_l", "_r"))
    pairs = pairs[(pairs["node_l"] < pairs["node_r"]) & (pairs["nat_id_l"] != pairs["nat_id_r"])]
    if pairs.empty:
        return np.array([], dtype=np.int64), np.array([], dtype=np.int64)

    left, right = pairs["nat_id_l"].to_numpy(object), pairs["nat_id_r"].to_numpy(object)
    ids = grade_nat_id(left, right, model, backend)
    verified = np.array(
        [is_vat_number(a) and is_vat_number(b) for a, b in zip(left, right, strict=True)],
        dtype=bool,
    )
    conflicting = pairs[contradicts(ids, _birth_levels(pairs, model, backend), verified)]
    return conflicting["node_l"].to_numpy(np.int64), conflicting["node_r"].to_numpy(np.int64)


def _birth_levels(pairs: pd.DataFrame, model: MatchModel, backend: Backend) -> Levels:
    left, right = pairs["dob_l"], pairs["dob_r"]
    unequal = (left.notna() & right.notna() & (left != right)).to_numpy()
    levels = np.zeros(len(pairs), dtype=np.int8)
    levels[unequal] = grade_dob(
        left[unequal].to_numpy(object), right[unequal].to_numpy(object), model, backend
    )
    return levels
