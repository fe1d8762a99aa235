"""Estimate a match model from unlabelled records: what `mdm match` does first on a foreign file."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .compare_pairs import Comparison
from .comparison import Levels, Rows
from .evidence import COLUMN_OF, RARE_FIELDS, Points, field_points, match_score
from .frames import Column
from .parameters import LEVELS, MatchModel

Weights = NDArray[np.float64]


def fit(start: MatchModel, candidates: Comparison, random: Comparison, size: int) -> MatchModel:
    """Return a model re-estimated from candidate pairs and random pairs of `size` records.

    u comes from the random pairs, m from candidate pairs that are confident without the field in
    question, both shrunk towards `start`; the prior from the expected number of matches; the
    frequencies from the records.
    """
    model = replace(start, frequencies=value_frequencies(candidates.records))
    model = replace(model, prior=_prior(size / 2, size))
    for _ in range(int(start.limits["fit_rounds"])):
        model = _estimate_u(model, start, random)
        model = _estimate_m(model, start, candidates)
        expected = match_score(field_points(candidates, model)).sum()
        model = replace(model, prior=_prior(max(expected, size / 100), size))
    # Measured name frequencies can tell when a whole name alone is beyond coincidence.
    rare = {"rare_name_bits": start.adjustments["rare_name_margin"] - model.prior}
    return replace(model, adjustments={**model.adjustments, **rare})


def random_rows(size: int, pairs: int, generator: np.random.Generator) -> Rows:
    """Draw at most `pairs` pairs of different rows out of `size`, smaller row first."""
    left, right = generator.integers(0, size, (2, pairs))
    different = left != right
    return np.minimum(left, right)[different], np.maximum(left, right)[different]


def value_frequencies(records: Mapping[str, Column], least: int = 1) -> dict[str, dict[str, float]]:
    """Return the share of each value that `least` records have, among those with the field."""
    found = {}
    for field in RARE_FIELDS:
        column = records[COLUMN_OF.get(field, field)]
        known = column.codes[column.codes >= 0]
        counts = np.bincount(known, minlength=len(column.values))
        shares = zip(column.values, counts / max(len(known), 1), counts, strict=True)
        found[field] = {value: share for value, share, count in shares if count >= least}
    return found


def list_common_values(model: MatchModel, records: Mapping[str, Column], size: int) -> MatchModel:
    """Return a fitted model as it can be committed: without the values of a few of `size` records.

    These, and values nobody has yet, count as rare as one that a single record has.
    """
    frequencies = value_frequencies(records, int(model.limits["fit_listed_records"]))
    unlisted = {"unlisted_frequency": 1 / max(size, 1)}
    return replace(model, frequencies=frequencies, adjustments={**model.adjustments, **unlisted})


def frequency_rows(model: MatchModel, version: str) -> pd.DataFrame:
    """Return the name_frequencies rows of a model under a new version, in the seed's columns."""
    rows = [
        (version, kind, name, round(share, 6))
        for kind, shares in model.frequencies.items()
        for name, share in sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    ]
    return pd.DataFrame(rows, columns=["model_version", "kind", "name", "frequency"])


def model_rows(model: MatchModel, parameters: pd.DataFrame, version: str) -> pd.DataFrame:
    """Return parameter rows of a fitted model under a new version, in the seed's columns."""
    rows = parameters[parameters["model_version"].astype(str) == model.version].copy()
    rows["model_version"] = version
    is_evidence = (rows["kind"] == "evidence").to_numpy()
    keys = list(zip(rows["field"], rows["level"], strict=True))
    for name in ("m", "u"):
        rows[name] = [
            round(getattr(model.levels[key], name), 8) if evidence else None
            for key, evidence in zip(keys, is_evidence, strict=True)
        ]
    learned = [
        round(model.levels[key].learned, 4) or None if evidence else None
        for key, evidence in zip(keys, is_evidence, strict=True)
    ]
    rows["value"] = np.where(is_evidence, np.array(learned, dtype=float), rows["value"])
    rows.loc[rows["kind"] == "prior", "value"] = round(model.prior, 3)
    is_adjustment = rows["kind"] == "adjustment"
    rows.loc[is_adjustment, "value"] = [
        float(f"{model.adjustments[name]:.6g}") for name in rows.loc[is_adjustment, "field"]
    ]
    return rows


def _prior(matches: float, size: int) -> float:
    pairs = size * (size - 1) / 2
    return math.log2(matches / max(pairs - matches, 1.0))


def _estimate_u(model: MatchModel, start: MatchModel, random: Comparison) -> MatchModel:
    unlike = 1.0 - match_score(field_points(random, model))
    shrinkage = start.limits["fit_u_pairs"]
    levels = dict(model.levels)
    for field, names in LEVELS.items():
        shares = _shares(random.levels[field], unlike, len(names), shrinkage, start, field, "u")
        for name, share in zip(names, shares, strict=True):
            levels[field, name] = replace(levels[field, name], u=share)
    return replace(model, levels=levels)


def _estimate_m(model: MatchModel, start: MatchModel, candidates: Comparison) -> MatchModel:
    points = field_points(candidates, model)
    total: Points = np.sum(list(points.values()), axis=0)
    least = math.log2(start.limits["fit_confident"] / (1 - start.limits["fit_confident"]))
    shrinkage = start.limits["fit_m_pairs"]
    levels = dict(model.levels)
    for field, names in LEVELS.items():
        confident = (total - points[field] >= least).astype(np.float64)
        shares = _shares(
            candidates.levels[field], confident, len(names), shrinkage, start, field, "m"
        )
        for name, share in zip(names, shares, strict=True):
            levels[field, name] = replace(levels[field, name], m=share)
    return replace(model, levels=levels)


def _shares(
    levels: Levels,
    weights: Weights,
    count: int,
    shrinkage: float,
    start: MatchModel,
    field: str,
    side: str,
) -> Weights:
    found = np.bincount(levels, weights=weights, minlength=count + 1)[1:]
    default = np.array([getattr(start.levels[field, name], side) for name in LEVELS[field]])
    shares = (found + shrinkage * default) / (found.sum() + shrinkage * default.sum())
    return np.clip(shares, 1e-7, 1 - 1e-7)
