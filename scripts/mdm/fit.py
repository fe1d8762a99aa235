"""Estimate a match model from unlabelled records: what `mdm match` does first on a foreign file."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .companies import WORDS, common_words
from .compare_pairs import Comparison
from .comparison import Levels, Rows
from .evidence import COLUMN_OF, RARE_FIELDS, Points, field_points, match_score
from .frames import Column
from .parameters import LEVELS, MatchModel

Weights = NDArray[np.float64]


def fit(
    start: MatchModel,
    candidates: Comparison,
    random: Comparison,
    size: int,
    share: float = 1.0,
    likely: float = 1.0,
) -> MatchModel:
    """Return a model re-estimated from candidate pairs and random pairs of `size` records.

    candidates: all pairs that share a block key, or a sample that is `share` of them. random: of
    all pairs only those of one country, which are `likely` of them (0 to 1).

    u comes from the random pairs, m from candidate pairs that are confident without the field in
    question, both shrunk towards `start`; the prior from the expected number of matches; the
    frequencies from the records.
    """
    model = first_guess(start, candidates.records, size, likely)
    for _ in range(int(start.limits["fit_rounds"])):
        model = _estimate_u(model, start, random)
        model = _estimate_m(model, start, candidates)
        expected = match_score(field_points(candidates, model)).sum() / share
        model = replace(model, prior=_prior(max(expected, size / 100), size, likely))
    # Measured name frequencies can tell when a whole name alone is beyond coincidence.
    rare = {"rare_name_bits": start.adjustments["rare_name_margin"] - model.prior}
    return replace(model, adjustments={**model.adjustments, **rare})


def first_guess(
    start: MatchModel, records: Mapping[str, Column], size: int, likely: float
) -> MatchModel:
    """Return `start` with the measured frequencies and a prior of one match in two records."""
    frequencies = value_frequencies(records, likely=likely) | _words(start, records)
    return replace(start, frequencies=frequencies, prior=_prior(size / 2, size, likely))


def random_rows(size: int, pairs: int, generator: np.random.Generator) -> Rows:
    """Draw at most `pairs` pairs of different rows out of `size`, smaller row first."""
    left, right = generator.integers(0, size, (2, pairs))
    different = left != right
    return np.minimum(left, right)[different], np.maximum(left, right)[different]


def of_one_country(rows: Rows, country: Column) -> Rows:
    """Keep the pairs that do not name different countries.

    Names, places and mail providers go together within a country. Measured across countries each
    of them looks rarer than it is among the records one could take for another, and agreement on
    several counts what they have in common each time.
    """
    left, right = country.codes[rows[0]], country.codes[rows[1]]
    kept = (left == right) | (left < 0) | (right < 0)
    return rows[0][kept], rows[1][kept]


def value_frequencies(
    records: Mapping[str, Column], least: int = 1, likely: float = 1.0
) -> dict[str, dict[str, float]]:
    """Return the share of each value that `least` records have, among those with the field.

    likely: the share of all pairs that are of one country; values are more frequent there.
    """
    found = {}
    for field in RARE_FIELDS:
        column = records[COLUMN_OF.get(field, field)]
        known = column.codes[column.codes >= 0]
        counts = np.bincount(known, minlength=len(column.values))
        found_shares = np.minimum(counts / max(len(known), 1) / likely, 1.0)
        shares = zip(column.values, found_shares, counts, strict=True)
        found[field] = {value: share for value, share, count in shares if count >= least}
    return found


def _words(model: MatchModel, records: Mapping[str, Column]) -> dict[str, dict[str, float]]:
    names, written = records["full_name"], records["joined_name"]
    return {WORDS: common_words(names, written, model.limits["common_word"])}


def list_common_values(model: MatchModel, records: Mapping[str, Column], size: int) -> MatchModel:
    """Return a fitted model as it can be committed: without the values of a few of `size` records.

    These, and values nobody has yet, count as rare as one that a single record has.
    """
    frequencies = value_frequencies(records, int(model.limits["fit_listed_records"]))
    frequencies |= _words(model, records)
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


def _prior(matches: float, size: int, likely: float) -> float:
    pairs = size * (size - 1) / 2 * likely
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
