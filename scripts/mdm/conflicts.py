"""Records that must never share a cluster, whether or not they were ever compared."""

import numpy as np
import pandas as pd

from .cluster import Edges, Indices
from .graders import grade_dob, grade_nat_id
from .guards import is_vat_number
from .comparison import code
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
    differs = grade_nat_id(left, right, model, backend) == code("nat_id", "different")
    verified = np.array(
        [is_vat_number(a) and is_vat_number(b) for a, b in zip(left, right, strict=True)], dtype=bool
    )
    conflicting = pairs[differs & (verified | _born_apart(pairs, model, backend))]
    return conflicting["node_l"].to_numpy(np.int64), conflicting["node_r"].to_numpy(np.int64)


def _born_apart(pairs: pd.DataFrame, model: MatchModel, backend: Backend) -> np.ndarray:
    both = (pairs["dob_l"].notna() & pairs["dob_r"].notna() & (pairs["dob_l"] != pairs["dob_r"]))
    found = np.zeros(len(pairs), dtype=bool)
    rows = pairs[both.to_numpy()]
    levels = grade_dob(rows["dob_l"].to_numpy(object), rows["dob_r"].to_numpy(object), model, backend)
    found[both.to_numpy()] = levels == code("dob", "different")
    return found
