"""Measures one method on one set."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mdm.cluster.components import components
from mdm.report.quality import cluster_quality, pair_quality, pairs_within


@dataclass(frozen=True)
class Figures:
    """Shares are 0 to 1; candidates are pairs per record; seconds cover the whole method."""

    set: str
    method: str
    candidate_recall: float
    candidates: float
    precision: float
    recall: float
    f1: float
    cluster_f1: float
    seconds: float


def judge(
    names: tuple[str, str],
    candidates: pd.DataFrame,
    chosen: NDArray[np.bool_],
    truth: pd.Series,
    seconds: float,
    clusters: pd.DataFrame | None = None,
) -> Figures:
    """Evaluate the chosen candidate pairs (uid_l, uid_r) against the truth, a label by uid.

    names: set and method. clusters: uid, customer_uid; by default connected by the chosen pairs.
    """
    pairs = candidates[chosen]
    found = pair_quality(pairs, truth)
    whole = cluster_quality(connect(pairs, truth.index) if clusters is None else clusters, truth)
    return Figures(
        *names,
        candidate_recall=pair_quality(candidates, truth).recall,
        candidates=len(candidates) / len(truth),
        precision=found.precision,
        recall=found.recall,
        f1=found.f1,
        cluster_f1=whole.f1,
        seconds=seconds,
    )


def connect(pairs: pd.DataFrame, uids: pd.Index) -> pd.DataFrame:
    """Return the clusters (uid, customer_uid) that the pairs connect."""
    edges = (uids.get_indexer(pairs["uid_l"]), uids.get_indexer(pairs["uid_r"]))
    return pd.DataFrame({"uid": uids, "customer_uid": components(len(uids), edges)})


def best_threshold(scores: pd.Series, is_true: NDArray[np.bool_], truth: pd.Series) -> float:
    """Return the score threshold with the highest pairwise F1, found with the truth."""
    order = np.argsort(-scores.to_numpy(), kind="stable")
    ranked = scores.to_numpy()[order]
    correct = np.cumsum(is_true[order])
    f1 = 2 * correct / (np.arange(1, len(order) + 1) + pairs_within(truth))
    ends = np.append(ranked[1:] != ranked[:-1], True)
    return float(ranked[np.argmax(np.where(ends, f1, -1.0))])
