"""The review queue of a file's result, many kinds of pairs early, so that a fit learns most.

`review_queue` ranks by what an answer does to the two customers at hand; this one also by how many
pairs wait for the same answer, and asks for pairs just below REVIEW and just above AUTO_MERGE too.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .guards import AUTO, NO_MATCH, REVIEW

NEAR_LOW, NEAR_HIGH = 0.3, 0.97
QUEUE_COLUMNS = ["priority", "alike", "records_concerned"]


def queue_by_kind(
    pairs: pd.DataFrame, clusters: pd.DataFrame, decisions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the pairs to decide, ordered, with QUEUE_COLUMNS added.

    pairs: the columns of pairs.parquet (uid_l, uid_r, match_score, tier, reasons, ...). clusters:
    uid, customer_uid. decisions: uid_l, uid_r, decision; a decided pair, UNSURE too, is not asked
    again.

    To decide are the REVIEW pairs, those that a guard lowered among them, and pairs just below or
    above. A decision changes the records of both customers (`records_concerned`), and it says
    something of all waiting pairs with the same reasons (`alike`). Each further pair of the same
    reasons is worth less, so that many kinds come up early. Of one kind come in turn the pair with
    the most records concerned and one by a hash of its uids: great customers are no fair sample.
    """
    near = (pairs["tier"] == NO_MATCH) & (pairs["match_score"] >= NEAR_LOW)
    near |= (pairs["tier"] == AUTO) & (pairs["match_score"] < NEAR_HIGH)
    waiting = pairs[((pairs["tier"] == REVIEW) | near) & ~_is_decided(pairs, decisions)]
    owners = dict(zip(clusters["uid"], clusters["customer_uid"], strict=True))
    waiting = waiting.assign(records_concerned=_records_concerned(waiting, owners))
    waiting = _in_turn(waiting)
    kinds = waiting.groupby("reasons", sort=False)["reasons"]
    alike, position = kinds.transform("size"), kinds.cumcount() + 1
    share = np.where(waiting["tier"] == REVIEW, 1.0, 0.5)
    waiting = waiting.assign(alike=alike, priority=share * alike / position**2)
    return waiting.sort_values("priority", ascending=False, kind="stable", ignore_index=True)


def _in_turn(waiting: pd.DataFrame) -> pd.DataFrame:
    by_size = ["records_concerned", "match_score", "uid_l", "uid_r"]
    waiting = waiting.sort_values(by_size, ascending=[False, False, True, True])
    large = waiting.groupby("reasons", sort=False).cumcount()
    drawn = pd.util.hash_pandas_object(waiting["uid_l"] + "|" + waiting["uid_r"], index=False)
    place = drawn.groupby(waiting["reasons"], sort=False).rank(method="first") - 1
    return waiting.loc[np.minimum(2 * large, 2 * place + 1).sort_values(kind="stable").index]


def _is_decided(pairs: pd.DataFrame, decisions: pd.DataFrame | None) -> pd.Series:
    if decisions is None or decisions.empty:
        return pd.Series(False, index=pairs.index)
    ends = decisions[["uid_l", "uid_r"]].astype(str).to_numpy()
    known = pd.MultiIndex.from_arrays([ends.min(axis=1), ends.max(axis=1)])
    ends = pairs[["uid_l", "uid_r"]].astype(str).to_numpy()
    asked = pd.MultiIndex.from_arrays([ends.min(axis=1), ends.max(axis=1)])
    return pd.Series(asked.isin(known), index=pairs.index)


def _records_concerned(pairs: pd.DataFrame, owners: Mapping[str, str]) -> pd.Series:
    sizes = pd.Series(owners).value_counts()
    left, right = (pairs[name].map(owners) for name in ("uid_l", "uid_r"))
    both = left.map(sizes) + right.map(sizes)
    return both.where(left != right, left.map(sizes)).astype("int64")
