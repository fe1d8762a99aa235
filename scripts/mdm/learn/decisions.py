"""A model version fitted to records and to steward decisions on their pairs."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..block.candidates import Prepared
from ..compare.measures import Exact
from ..compare.pairs import Comparison, compare_candidates, compare_pairs
from ..compare.similarity import Backend
from ..identify.decisions import SAME, UNSURE, latest_labels
from ..match_model import MatchModel
from .fit import fit_candidates
from .frequencies import list_common_values
from .validation import Validation, cross_validate
from .weights import Labels, learn


@dataclass(frozen=True)
class Learned:
    """A fitted model, and the numbers of decisions that were used and that could not be used.

    validation: results of the models before and after learning on unseen decisions; None if there
    were too few. is_kept: whether the model after learning is used.
    """

    model: MatchModel
    used: int
    unused: int
    validation: Validation | None = None
    is_kept: bool = False


def fit_version(
    ready: Prepared,
    model: MatchModel,
    backend: Backend,
    generator: np.random.Generator,
    decisions: pd.DataFrame | None = None,
) -> Learned:
    """Return `model` re-estimated from records, their candidates and decisions.

    decisions: LABEL_COLUMNS; the last one on a pair counts. Raises ValueError for an unknown
    decision.
    """
    compared = compare_candidates(ready.pairs, ready.records, model, backend)
    fitted = fit_candidates(compared, len(ready.records), model, backend, generator)
    fitted = list_common_values(fitted, compared.records, len(ready.records))
    return learn_decisions(ready, compared, fitted, backend, decisions)


def learn_decisions(
    ready: Prepared,
    compared: Comparison,
    fitted: MatchModel,
    backend: Backend,
    decisions: pd.DataFrame | None,
) -> Learned:
    """Return a fitted model adjusted to decisions on records of `ready`.

    It is adjusted only if cross-validation on the decisions shows a gain.
    """
    if decisions is None:
        return Learned(fitted, 0, 0)
    latest = latest_labels(decisions)
    index = pd.Index(ready.records["version_id"])
    ends = np.stack([index.get_indexer(latest[name]) for name in ("uid_l", "uid_r")])
    usable = (ends >= 0).all(axis=0) & (latest["decision"] != UNSURE).to_numpy()
    rows = ends[:, usable].astype(compared.rows[0].dtype)
    pairs = compare_pairs(compared.records, (rows[0], rows[1]), fitted, Exact(backend))
    labels = Labels(pairs, (latest["decision"][usable] == SAME).to_numpy())
    found = cross_validate(fitted, compared, labels, lambda seen: learn(fitted, compared, seen))
    is_kept = found is not None and found.is_gain
    model = learn(fitted, compared, labels) if is_kept else fitted
    return Learned(model, int(usable.sum()), int((~usable).sum()), found, is_kept)
