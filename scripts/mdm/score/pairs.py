"""Candidate pairs with match weights, score, guard, tier and reasons."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..compare.columns import Column, encode_records
from ..compare.levels import Levels
from ..compare.measures import Exact
from ..compare.pairs import Comparison, compare_candidates, compare_pairs, pair_rows, version_index
from ..compare.similarity import Backend, choose_backend
from ..match_model import CURRENT, MatchModel, read_parameters
from ..tables import Rows
from .evidence import are_names_swapped, field_weights, match_score, name_weights
from .guards import guard_codes, lower_tiers, tier_of
from .reasons import SWAPPED, reasons

WEIGHT_FIELDS = (
    "prior",
    "name",
    "email",
    "phone",
    "address",
    "city",
    "postcode",
    "birth_date",
    "national_id",
)
PAIR_COLUMNS = (
    "version_id_l",
    "version_id_r",
    "record_id_l",
    "record_id_r",
    "known_from",
    "known_to",
)


def score_pairs(
    pairs: pd.DataFrame,
    records: pd.DataFrame,
    parameters: pd.DataFrame,
    name_frequencies: pd.DataFrame | None = None,
    model_version: str = CURRENT,
    backend: str = "auto",
) -> pd.DataFrame:
    """Score candidate pairs with a model version of the seeds.

    pairs: one row per pair (PAIR_COLUMNS). records: standardised, masked records by version_id.
    Returns PAIR_COLUMNS, match_score (0 to 1), tier, rule_score, match_weight_<field> (bits),
    guard_code, reasons and model_version, sorted by version ids. Raises ValueError for unknown
    version ids, repeated ones or a bad model.
    """
    model = read_parameters(parameters, name_frequencies, model_version)
    return score_with_model(pairs, records, model, choose_backend(backend))


def score_slices(
    slices: Iterable[pd.DataFrame],
    records: pd.DataFrame,
    parameters: pd.DataFrame,
    name_frequencies: pd.DataFrame | None = None,
    model_version: str = CURRENT,
    backend: str = "auto",
) -> Iterator[pd.DataFrame]:
    """Score candidate pairs like `score_pairs`, slice by slice, with constant memory.

    slices: tables of version_id_l and version_id_r, compared one by one. Yields version_id_l,
    version_id_r and the score columns per slice, in order. Raises ValueError at a slice with a
    version id that no record has.
    """
    model = read_parameters(parameters, name_frequencies, model_version)
    chosen = choose_backend(backend)
    columns, versions = encode_records(records), version_index(records)
    for pairs in slices:
        compared = compare_pairs(columns, pair_rows(pairs, versions), model, Exact(chosen))
        scored = pairs[["version_id_l", "version_id_r"]]
        yield scored.assign(**score_columns(compared, model, chosen))


def score_with_model(
    pairs: pd.DataFrame, records: pd.DataFrame, model: MatchModel, backend: Backend
) -> pd.DataFrame:
    """Score candidate pairs like `score_pairs`, with a loaded model."""
    pairs = pairs.sort_values(["version_id_l", "version_id_r"], ignore_index=True)
    compared = compare_candidates(pairs, records, model, backend)
    scored = pairs[list(PAIR_COLUMNS)].copy()
    return scored.assign(**score_columns(compared, model, backend))


def score_columns(compared: Comparison, model: MatchModel, backend: Backend) -> dict[str, object]:
    """Return the columns that scoring adds to the pairs."""
    weights = field_weights(compared, model)
    score = match_score(weights)
    guards = guard_codes(compared, weights, model)
    shown = weights | {"name": name_weights(weights)}
    return {
        "match_score": score,
        "tier": lower_tiers(tier_of(score, model), guards),
        "rule_score": rule_score(compared, model, backend),
        **{f"match_weight_{field}": shown[field] for field in WEIGHT_FIELDS},
        "guard_code": guards,
        "reasons": reasons(_levels_as_read(compared, model), guards),
        "model_version": model.version,
    }


def _levels_as_read(compared: Comparison, model: MatchModel) -> dict[str, Levels]:
    swapped = are_names_swapped(compared, model)
    read = {
        field: np.where(swapped, levels, compared.levels[field]).astype(np.int8)
        for field, levels in compared.swapped.items()
    }
    return {**compared.levels, **read, SWAPPED: swapped.astype(np.int8)}


def rule_score(compared: Comparison, model: MatchModel, backend: Backend) -> NDArray[np.float64]:
    """Return the weighted mean of name, e-mail, phone, address and source diversity, 0 to 1.

    This is the fixed-weight rule, only for comparison; it has no effect. Names and addresses
    are compared by Jaro-Winkler, e-mail exactly, phone by its last ten digits. A missing field
    scores 0; two sources score 1, one source 0.
    """
    records, rows = compared.records, compared.rows
    parts = {
        "name": _winkler(records["full_name"], rows, backend),
        "email": (compared.levels["email"] == 1).astype(np.float64),
        "phone": (compared.levels["phone"] == 1).astype(np.float64),
        "address": _winkler(records["address"], rows, backend),
        "source": _differs(records["source"], rows),
    }
    return np.sum([model.weights[name] * part for name, part in parts.items()], axis=0)


def _winkler(column: Column, rows: Rows, backend: Backend) -> NDArray[np.float64]:
    left, right = column.codes[rows[0]], column.codes[rows[1]]
    alike = np.where((left < 0) | (right < 0), 0.0, 1.0)
    unequal = np.flatnonzero((alike > 0) & (left != right))
    alike[unequal] = Exact(backend).jaro_winkler(
        column.texts, left[unequal], right[unequal], least=0.0
    )
    return alike


def _differs(column: Column, rows: Rows) -> NDArray[np.float64]:
    left, right = column.codes[rows[0]], column.codes[rows[1]]
    return ((left != right) & (left >= 0) & (right >= 0)).astype(np.float64)
