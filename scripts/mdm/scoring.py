"""Score candidate pairs: levels, points, guards, tier, words."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from .compare_pairs import Comparison, compare_pairs, encode_records
from .comparison import Levels, Rows
from .evidence import field_points, match_score, name_points, reads_swapped
from .explain import SWAPPED, reasons
from .guards import guard_codes, lower_tiers, tier_of
from .measures import Exact
from .parameters import MatchModel, read_parameters
from .rules import rule_score
from .similarity import Backend, choose_backend

POINT_FIELDS = ("prior", "name", "email", "phone", "address", "city", "postcode", "dob", "nat_id")
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
    model_version: str = "1",
    backend: str = "auto",
) -> pd.DataFrame:
    """Score candidate pairs with a committed model version.

    pairs: one row per pair (PAIR_COLUMNS). records: standardised, masked records by version_id.
    Returns PAIR_COLUMNS, match_score (0 to 1), tier, rule_score, points_<field> (bits), guard_code,
    reasons and model_version, sorted by version ids. Raises ValueError for unknown version ids,
    repeated ones or a bad model.
    """
    model = read_parameters(parameters, name_frequencies, model_version)
    return score_with_model(pairs, records, model, choose_backend(backend))


def score_slices(
    slices: Iterable[pd.DataFrame],
    records: pd.DataFrame,
    parameters: pd.DataFrame,
    name_frequencies: pd.DataFrame | None = None,
    model_version: str = "1",
    backend: str = "auto",
) -> Iterator[pd.DataFrame]:
    """Score candidate pairs as `score_pairs` does, slice by slice, so that they need no memory.

    slices: version_id_l and version_id_r of pairs, each of some, as many as are compared at once.
    Gives version_id_l, version_id_r and the columns of scores for each slice, in its order. Raises
    ValueError when the slice with a version id that no record has is asked for.
    """
    model = read_parameters(parameters, name_frequencies, model_version)
    chosen = choose_backend(backend)
    columns, versions = encode_records(records), _versions(records)
    for pairs in slices:
        compared = compare_pairs(columns, _rows(pairs, versions), model, Exact(chosen))
        scored = pairs[["version_id_l", "version_id_r"]]
        yield scored.assign(**score_columns(compared, model, chosen))


def score_with_model(
    pairs: pd.DataFrame, records: pd.DataFrame, model: MatchModel, backend: Backend
) -> pd.DataFrame:
    """Score candidate pairs as `score_pairs` does, with a model at hand."""
    pairs = pairs.sort_values(["version_id_l", "version_id_r"], ignore_index=True)
    columns, rows = encode_records(records), pair_rows(pairs, records)
    compared = compare_pairs(columns, rows, model, Exact(backend))
    scored = pairs[list(PAIR_COLUMNS)].copy()
    return scored.assign(**score_columns(compared, model, backend))


def pair_rows(pairs: pd.DataFrame, records: pd.DataFrame) -> Rows:
    """Return the row numbers of both sides of each pair in `records`."""
    return _rows(pairs, _versions(records))


def _versions(records: pd.DataFrame) -> pd.Index:
    versions = pd.Index(records["version_id"])
    if not versions.is_unique:
        raise ValueError("version_id is not unique among the records")
    return versions


def _rows(pairs: pd.DataFrame, versions: pd.Index) -> Rows:
    left, right = (versions.get_indexer(pairs[f"version_id_{side}"]) for side in "lr")
    if (left < 0).any() or (right < 0).any():
        raise ValueError("pairs name a version_id that no record has")
    return left.astype(np.int64), right.astype(np.int64)


def _levels_as_read(compared: Comparison, model: MatchModel) -> dict[str, Levels]:
    swapped = reads_swapped(compared, model)
    read = {
        field: np.where(swapped, levels, compared.levels[field]).astype(np.int8)
        for field, levels in compared.swapped.items()
    }
    return {**compared.levels, **read, SWAPPED: swapped.astype(np.int8)}


def score_columns(compared: Comparison, model: MatchModel, backend: Backend) -> dict[str, object]:
    """Return the columns that scoring adds to the pairs."""
    points = field_points(compared, model)
    score = match_score(points)
    guards = guard_codes(compared, points, model)
    shown = points | {"name": name_points(points)}
    return {
        "match_score": score,
        "tier": lower_tiers(tier_of(score, model), guards),
        "rule_score": rule_score(compared, model, backend),
        **{f"points_{field}": shown[field] for field in POINT_FIELDS},
        "guard_code": guards,
        "reasons": reasons(_levels_as_read(compared, model), guards),
        "model_version": model.version,
    }
