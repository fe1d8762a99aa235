"""A match model estimated from unlabelled records; `mdm match` starts with it."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..compare.columns import Column, Columns
from ..compare.levels import Levels
from ..compare.measures import Exact
from ..compare.pairs import Comparison, compare_pairs
from ..compare.similarity import Backend
from ..match_model import LEVELS, Level, MatchModel
from ..score.evidence import MatchWeights, field_weights, match_score
from ..score.guards import apart_guards
from ..tables import Rows
from .frequencies import _words, value_frequencies


def fit_candidates(
    candidates: Comparison,
    size: int,
    model: MatchModel,
    backend: Backend,
    generator: np.random.Generator,
    share: float = 1.0,
) -> MatchModel:
    """Return `model` re-estimated from compared candidates of `size` records, and random pairs.

    share: the compared share of all candidate pairs.
    """
    if len(candidates) == 0:
        return model
    drawn, likely = draw_pairs(candidates.records, size, model, generator)
    random = compare_pairs(candidates.records, drawn, model, Exact(backend))
    return fit(model, candidates, random, size, share, likely)


def draw_pairs(
    columns: Columns, size: int, model: MatchModel, generator: np.random.Generator
) -> tuple[Rows, float]:
    """Return random pairs within one country, and their share of all pairs."""
    drawn = random_rows(size, int(model.limits["fit_random_pairs"]), generator)
    kept = within_one_country(drawn, columns["country"])
    return kept, max(len(kept[0]), 1) / max(len(drawn[0]), 1)


Weights = NDArray[np.float64]
NAME_FIELDS, DIFFERENT = ("first_name", "last_name", "organisation"), "different"


def fit(
    start: MatchModel,
    candidates: Comparison,
    random: Comparison,
    size: int,
    share: float = 1.0,
    likely: float = 1.0,
) -> MatchModel:
    """Return a model re-estimated from candidate pairs and random pairs of `size` records.

    candidates: all pairs that share a block key, or a sample of the share `share`. random: random
    pairs within one country; `likely` is the share (0 to 1) of such pairs among all.

    u is estimated from the random pairs, m from candidate pairs that are confident without the
    field in question, both shrunk towards `start`; the prior from the expected number of matches;
    the frequencies from the records.
    """
    model = first_guess(start, candidates.records, size, likely)
    weights = field_weights(candidates, model)
    for _ in range(int(start.limits["fit_rounds"])):
        one_party = _may_be_one_party(candidates, weights, model)
        model = _estimate_u(model, start, random)
        model = _estimate_m(model, start, candidates, one_party)
        weights = field_weights(candidates, model)
        expected = match_score(weights)[one_party].sum() / share
        model = replace(model, prior=_prior(max(expected, size / 100), size, likely))
        weights["prior"] = np.full(len(candidates), model.prior)
    # Once name frequencies are measured, a whole name alone can be rare enough.
    rare = {
        "rare_name_bits": start.adjustments["rare_name_margin"] - model.prior,
        "city_name_bits": 0.0,
        "namesake_bits": 0.0,
    }
    return replace(model, adjustments={**model.adjustments, **rare})


def first_guess(
    start: MatchModel, records: Mapping[str, Column], size: int, likely: float
) -> MatchModel:
    """Return `start` with measured frequencies and a prior of one match per two records."""
    frequencies = value_frequencies(records, start, likely=likely) | _words(start, records)
    return replace(start, frequencies=frequencies, prior=_prior(size / 2, size, likely))


def random_rows(size: int, pairs: int, generator: np.random.Generator) -> Rows:
    """Draw up to `pairs` pairs of different rows out of `size`, smaller row first.

    Not more pairs are drawn than exist: otherwise the same pairs of a few records would be counted
    many times.
    """
    left, right = generator.integers(0, size, (2, min(pairs, size * (size - 1) // 2)))
    different = left != right
    return np.minimum(left, right)[different], np.maximum(left, right)[different]


def within_one_country(rows: Rows, country: Column) -> Rows:
    """Return the pairs without those of two different countries.

    Names, places and mail providers are correlated within a country. Across countries each looks
    rarer than it is among records that could be one party, and agreement on several of them would
    count the shared country each time.
    """
    left, right = country.codes[rows[0]], country.codes[rows[1]]
    kept = (left == right) | (left < 0) | (right < 0)
    return rows[0][kept], rows[1][kept]


def _prior(matches: float, size: int, likely: float) -> float:
    pairs = size * (size - 1) / 2 * likely
    return math.log2(matches / max(pairs - matches, 1.0))


def _estimate_u(model: MatchModel, start: MatchModel, random: Comparison) -> MatchModel:
    unlike = 1.0 - match_score(field_weights(random, model))
    shrinkage = start.limits["fit_u_pairs"]
    levels = dict(model.levels)
    for field, names in LEVELS.items():
        shares = _shares(random.levels[field], unlike, len(names), shrinkage, start, field, "u")
        for name, share in zip(names, shares, strict=True):
            levels[field, name] = replace(levels[field, name], u=share)
    return replace(model, levels=levels)


def _may_be_one_party(
    candidates: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> NDArray[np.bool_]:
    """Return the pairs that no guard keeps apart. Relatives agree on so many fields that they look
    like matches, and there may be more relatives than matches."""
    return ~np.logical_or.reduce(list(apart_guards(candidates, weights, model).values()))


def _estimate_m(
    model: MatchModel, start: MatchModel, candidates: Comparison, one_party: NDArray[np.bool_]
) -> MatchModel:
    weights = field_weights(candidates, model)
    total: MatchWeights = np.sum(list(weights.values()), axis=0)
    least = math.log2(start.limits["fit_confident"] / (1 - start.limits["fit_confident"]))
    shrinkage = start.limits["fit_m_pairs"]
    levels = dict(model.levels)
    for field, names in LEVELS.items():
        confident = (one_party & (total - weights[field] >= least)).astype(np.float64)
        shares = _shares(
            candidates.levels[field], confident, len(names), shrinkage, start, field, "m"
        )
        for name, share in zip(names, shares, strict=True):
            levels[field, name] = replace(levels[field, name], m=share)
        if field in NAME_FIELDS:
            levels[field, DIFFERENT] = _penalised(levels[field, DIFFERENT], start, field)
    return replace(model, levels=levels)


def _penalised(level: Level, start: MatchModel, field: str) -> Level:
    """Return the level of different names with at least a share of the bits against it in `start`.

    Candidates that agree on other fields include relatives, from which a fit would learn that a
    different name is weak evidence.
    """
    share = start.limits.get("fit_name_penalty", 0.0)
    most = level.u * 2 ** (share * start.levels[field, DIFFERENT].match_weight)
    return replace(level, m=min(level.m, most)) if share else level


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
