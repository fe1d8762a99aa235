"""All steps for one table of records: standardise, block, compare, fit, score, identify."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..block.candidates import Prepared, prepare
from ..compare.pairs import Comparison, compare_candidates
from ..compare.similarity import Backend
from ..identify.identities import assign_with_model
from ..learn.fit import fit_candidates
from ..match_model import MatchModel
from ..score.pairs import PAIR_COLUMNS, score_columns

DAY = "1900-01-01"
"""The day from which records of a file are valid: before every relevant date."""


@dataclass(frozen=True)
class Matched:
    """Scored pairs, clusters, block keys over the cap, and the model that was used."""

    pairs: pd.DataFrame
    clusters: pd.DataFrame
    capped_keys: pd.DataFrame
    model: MatchModel


def match_records(
    records: pd.DataFrame,
    reference: Mapping[str, pd.DataFrame],
    model: MatchModel,
    backend: Backend,
    generator: np.random.Generator | None,
) -> Matched:
    """Match records (columns of the file format) with `model`.

    generator: draws the random pairs of a fit; None uses the model unchanged. The result has pairs
    (uid_l, uid_r and the score columns of score_pairs) and clusters (uid, customer_uid).
    """
    return match_prepared(prepare(records, reference, model.version), model, backend, generator)


def match_prepared(
    ready: Prepared, model: MatchModel, backend: Backend, generator: np.random.Generator | None
) -> Matched:
    """Match records that are standardised and blocked. generator: as in `match_records`."""
    compared = compare_candidates(ready.pairs, ready.records, model, backend)
    if generator is not None:
        model = fit_candidates(compared, len(ready.records), model, backend, generator)
    return match_compared(ready, compared, model, backend)


def match_compared(
    ready: Prepared,
    compared: Comparison,
    model: MatchModel,
    backend: Backend,
    decisions: pd.DataFrame | None = None,
) -> Matched:
    """Score and cluster compared candidates.

    decisions: uid_l, uid_r, decision (SAME, DIFFERENT, UNSURE); the last one on a pair counts.
    """
    scored = ready.pairs[list(PAIR_COLUMNS)].assign(**score_columns(compared, model, backend))
    assigned = assign_with_model(scored, ready.records, model, backend, _decided_always(decisions))
    ids = {"record_id_l": "uid_l", "record_id_r": "uid_r"}
    dropped = ["version_id_l", "version_id_r", "known_from", "known_to"]
    return Matched(
        scored.drop(columns=dropped).rename(columns=ids),
        assigned[["record_id", "customer_uid"]].rename(columns={"record_id": "uid"}),
        ready.capped_keys,
        model,
    )


def _decided_always(decisions: pd.DataFrame | None) -> pd.DataFrame | None:
    if decisions is None:
        return None
    named = decisions.rename(columns={"uid_l": "record_id_l", "uid_r": "record_id_r"})
    return named.assign(decided_date=DAY, decided_at=DAY, decision_id=range(len(named)))
