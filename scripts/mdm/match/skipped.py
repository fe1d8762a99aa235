"""Finds skipped pairs that matter for clusters, although they cannot reach REVIEW."""

import numpy as np
import pandas as pd

from ..cluster.components import components
from ..compare.measures import Exact
from ..compare.pairs import compare_pairs
from ..compare.similarity import Backend
from ..score.guards import AUTO, keeps_apart
from ..score.pairs import score_columns
from ..tables import Rows
from .slices import EDGE_COLUMNS, Ready

FEWEST = 3
"""Smallest cluster, in records, in which a third record can join two others."""


def skipped_guarded_pairs(ready: Ready, scored: pd.DataFrame, backend: Backend) -> pd.DataFrame:
    """Return the skipped pairs that a guard keeps apart although other records join them.

    scored: EDGE_COLUMNS of the scored pairs. Returns the same columns; none if no pair was skipped.
    """
    found = [scored[EDGE_COLUMNS].head(0)]
    if not ready.in_full:
        labels = _labels(ready, scored)
        is_bridged = np.bincount(labels)[labels] >= FEWEST
        for first, last in ready.blocked.ranges():
            rows = ready.blocked.index.pairs_within(labels, is_bridged, first, last)
            found.append(_guarded(rows, ready, backend))
    return pd.concat(found, ignore_index=True)


def _labels(ready: Ready, scored: pd.DataFrame) -> np.ndarray:
    uids = pd.Index(ready.blocked.uids)
    accepted = scored[scored["tier"] == AUTO]
    ends = (uids.get_indexer(accepted["uid_l"]), uids.get_indexer(accepted["uid_r"]))
    return components(len(uids), ends)


def _guarded(rows: Rows, ready: Ready, backend: Backend) -> pd.DataFrame:
    compared = compare_pairs(ready.columns, rows, ready.model, Exact(backend))
    uids = {f"uid_{side}": ready.blocked.uids[row] for side, row in zip("lr", rows, strict=True)}
    scored = pd.DataFrame(uids | score_columns(compared, ready.model, backend))
    return scored.loc[keeps_apart(scored), EDGE_COLUMNS]
