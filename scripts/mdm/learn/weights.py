"""Match weights learned from steward decisions on pairs.

Decisions come mostly from the review queue, so their pairs are doubtful and not a random sample.
This hardly biases a logistic regression on the levels, as far as the selection depends on them, but
the regression learns nothing about clear pairs. So these are added with the model's own answer.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array, vstack

from ..compare.pairs import Comparison
from ..match_model import LEVELS, MatchModel
from ..score.evidence import NAMES, PLACE, are_names_swapped, field_weights, match_score
from ..score.guards import AUTO, guard_codes
from .overrules import learn_overrules

KEYS = tuple((field, level) for field, levels in LEVELS.items() for level in levels)
FIRST = dict(zip(LEVELS, np.cumsum([0, *map(len, LEVELS.values())]).tolist(), strict=False))
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Labels:
    """Compared pairs, and for each whether a steward decided that both records are one party."""

    compared: Comparison
    is_same: NDArray[np.bool_]


@dataclass(frozen=True)
class TrainingRows:
    """Training rows of n pairs: share of each level (n x levels + prior), current match weight in
    bits, answer (0 to 1) and sample weight."""

    shares: csr_array
    bits: Numbers
    answers: Numbers
    weights: Numbers

    def __add__(self, other: "TrainingRows") -> "TrainingRows":
        numbers = ("bits", "answers", "weights")
        joined = (np.concatenate([getattr(self, n), getattr(other, n)]) for n in numbers)
        return TrainingRows(vstack([self.shares, other.shares], format="csr"), *joined)


def learn(model: MatchModel, candidates: Comparison, labels: Labels) -> MatchModel:
    """Return `model` with match weights, prior and guard limits adjusted to the decisions.

    candidates: the scored pairs, without answers. A pair that a guard keeps from merging gives no
    evidence on the weights, so the guards are learned first, and again with the new weights.
    """
    if len(labels.is_same) == 0:
        return model
    confident = _confident_pairs(candidates, model)
    learned = model
    for _ in range(2):
        learned = learn_overrules(learned, labels.compared, labels.is_same, model)
        decided = _decided_rows(labels, learned, model)
        learned = _adjust(learned, model, _learn_bits(decided + confident, model))
    return learn_overrules(learned, labels.compared, labels.is_same, model)


def level_shares(compared: Comparison, model: MatchModel) -> csr_array:
    """Return the share of each level's weight in a pair's total; the last column is the prior.

    n x (levels in LEVELS order + 1): 1, or `place_share` for a field that repeats the place.
    """
    swapped, weights = are_names_swapped(compared, model), field_weights(compared, model)
    places = np.stack([weights[field] for field in PLACE])
    strongest = places.argmax(axis=0)
    rows, columns, shares = [], [], []
    for field in LEVELS:
        levels = compared.levels[field].astype(np.int64)
        if field in NAMES:
            levels = np.where(swapped, compared.swapped[field], levels)
        share = np.ones(len(compared))
        if field in PLACE:
            is_damped = (weights[field] > 0) & (strongest != PLACE.index(field))
            share = np.where(is_damped, model.adjustments["place_share"], 1.0)
        given = np.flatnonzero(levels)
        rows.append(given)
        columns.append(FIRST[field] + levels[given] - 1)
        shares.append(share[given])
    rows.append(np.arange(len(compared)))
    columns.append(np.full(len(compared), len(KEYS)))
    shares.append(np.ones(len(compared)))
    places_in_table = (np.concatenate(rows), np.concatenate(columns))
    shape = (len(compared), len(KEYS) + 1)
    return csr_array((np.concatenate(shares), places_in_table), shape=shape)


def _decided_rows(labels: Labels, learned: MatchModel, model: MatchModel) -> TrainingRows:
    weights = field_weights(labels.compared, learned)
    guards = guard_codes(labels.compared, weights, learned)
    free = np.flatnonzero([guard is None for guard in guards])
    chosen = take(labels.compared, free)
    answers = labels.is_same[free].astype(np.float64)
    return _training_rows(chosen, model, answers, np.ones(len(free)))


def _confident_pairs(candidates: Comparison, model: MatchModel) -> TrainingRows:
    match_weights = field_weights(candidates, model)
    score = match_score(match_weights)
    guards = guard_codes(candidates, match_weights, model)
    sure = model.limits["fit_confident"]
    unguarded = np.array([guard is None for guard in guards], dtype=bool)
    kinds = ((score >= max(sure, model.thresholds[AUTO])) & unguarded, score <= 1.0 - sure)
    rows, weights = [], []
    for holds in kinds:
        found = np.flatnonzero(holds)
        step = max(1, math.ceil(len(found) / model.limits["learn_confident_pairs"]))
        rows.append(found[::step])
        weight = model.limits["learn_confident_weight"] / max(len(rows[-1]), 1)
        weights.append(np.full(len(rows[-1]), min(weight, 1.0)))
    answers = np.repeat([1.0, 0.0], [len(found) for found in rows])
    return _training_rows(
        take(candidates, np.concatenate(rows)), model, answers, np.concatenate(weights)
    )


def _training_rows(
    compared: Comparison, model: MatchModel, answers: Numbers, weights: Numbers
) -> TrainingRows:
    bits = np.sum(list(field_weights(compared, model).values()), axis=0)
    return TrainingRows(level_shares(compared, model), bits, answers, weights)


def take(compared: Comparison, rows: NDArray[np.int64]) -> Comparison:
    """Return the compared pairs at some positions."""
    levels = {field: found[rows] for field, found in compared.levels.items()}
    swapped = {field: found[rows] for field, found in compared.swapped.items()}
    left, right = compared.rows
    return replace(compared, levels=levels, swapped=swapped, rows=(left[rows], right[rows]))


def _learn_bits(training: TrainingRows, model: MatchModel) -> Numbers:
    """Return the bits to add per level and to the prior: the maximum a posteriori estimate."""
    strictness = 1.0 / model.limits["learn_bits"] ** 2

    def loss(added: Numbers) -> tuple[float, Numbers]:
        logit = (training.bits + training.shares @ added) * math.log(2)
        missed = training.weights * (np.logaddexp(0.0, logit) - training.answers * logit)
        wrong = training.weights * (1.0 / (1.0 + np.exp(-np.clip(logit, -500, 500))))
        wrong -= training.weights * training.answers
        slope = math.log(2) * (training.shares.T @ wrong) + strictness * added
        return float(missed.sum() + strictness * (added**2).sum() / 2), slope

    start = np.zeros(len(KEYS) + 1)
    return minimize(loss, start, jac=True, method="L-BFGS-B").x


def _adjust(learned: MatchModel, model: MatchModel, added: Numbers) -> MatchModel:
    levels = {
        key: replace(model.levels[key], learned=model.levels[key].learned + float(bits))
        for key, bits in zip(KEYS, added[:-1], strict=True)
    }
    return replace(learned, levels=levels, prior=model.prior + float(added[-1]))
