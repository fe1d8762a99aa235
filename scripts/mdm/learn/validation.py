"""Cross-validation: whether learning from decisions improves a model on undecided pairs.

Decisions come from the queue, which has doubtful pairs of many kinds, so a decision represents all
candidate pairs with a similar score. Clear pairs are not in the queue; the learned model must not
change their outcome.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..cluster.components import components
from ..compare.pairs import Comparison
from ..match_model import MatchModel
from ..score.evidence import field_weights, match_score
from ..score.guards import AUTO, guard_codes, lower_tiers, tier_of
from .weights import Labels, take

FOLDS = 5
BIN_BITS = 2.0
"""Bits of match weight within which scores are similar."""
LEAST = 1e-6
Learner = Callable[[Labels], MatchModel]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Validation:
    """Share of contradicted decisions and mean surprise in bits, before and after learning."""

    wrong: tuple[float, float]
    surprise: tuple[float, float]

    @property
    def is_gain(self) -> bool:
        """Whether fewer decisions are wrong, or as many with a smaller mean surprise."""
        return self.wrong[1] < self.wrong[0] or (
            self.wrong[1] == self.wrong[0] and self.surprise[1] < self.surprise[0]
        )

    def __str__(self) -> str:
        return (
            f"decisions contradicted {self.wrong[0]:.1%} -> {self.wrong[1]:.1%},"
            f" surprise {self.surprise[0]:.2f} -> {self.surprise[1]:.2f} bits"
        )


def cross_validate(
    model: MatchModel, candidates: Comparison, labels: Labels, learn: Learner
) -> Validation | None:
    """Compare `model` with the model that `learn` returns, on labels that were held out.

    The labels of connected records are in one fold. Returns None for labels that have fewer than
    two such groups, which cannot be validated.
    """
    folds = _folds(labels.compared)
    if len(np.unique(folds)) < 2:
        return None
    weights = _weights(model, candidates, labels.compared)
    before, after = (np.zeros((len(folds), 2)) for _ in range(2))
    before[:] = _judged(model, labels)
    for fold in np.unique(folds):
        held_out = folds == fold
        learned = learn(_chosen(labels, ~held_out))
        after[held_out] = _judged(learned, _chosen(labels, held_out))
    means = [np.average(found, axis=0, weights=weights) for found in (before, after)]
    wrong, surprise = (tuple(float(mean[place]) for mean in means) for place in (0, 1))
    return Validation(wrong, surprise)


def _folds(compared: Comparison) -> NDArray[np.int64]:
    left, right = (rows.astype(np.int64) for rows in compared.rows)
    size = int(max(left.max(initial=0), right.max(initial=0))) + 1
    groups = components(size, (left, right))[left]
    order = {group: number for number, group in enumerate(dict.fromkeys(groups.tolist()))}
    return np.array([order[group] % FOLDS for group in groups.tolist()], dtype=np.int64)


def _weights(model: MatchModel, candidates: Comparison, decided: Comparison) -> Numbers:
    """Return for each decision how many candidate pairs with a similar score it represents."""
    kinds = [_kinds(model, compared) for compared in (candidates, decided)]
    sizes, counts = ({kind: int(count) for kind, count in
                      zip(*np.unique(found, return_counts=True), strict=True)}
                     for found in kinds)  # fmt: skip
    return np.array([max(sizes.get(kind, 1), 1) / counts[kind] for kind in kinds[1].tolist()])


def _kinds(model: MatchModel, compared: Comparison) -> NDArray[np.int64]:
    weights = field_weights(compared, model)
    bits = np.sum(list(weights.values()), axis=0)
    guarded = np.array([guard is not None for guard in guard_codes(compared, weights, model)])
    place = np.clip(np.floor(bits / BIN_BITS), -10, 10).astype(np.int64)
    return place * 2 + guarded.astype(np.int64)


def _judged(model: MatchModel, labels: Labels) -> Numbers:
    """Return per decision whether the model contradicts it (1 or 0), and the surprise in bits."""
    weights = field_weights(labels.compared, model)
    score = match_score(weights)
    guards = guard_codes(labels.compared, weights, model)
    merges = lower_tiers(tier_of(score, model), guards) == AUTO
    right = np.where(labels.is_same, score, 1.0 - score)
    return np.stack([merges != labels.is_same, -np.log2(np.maximum(right, LEAST))], axis=1)


def _chosen(labels: Labels, chosen: NDArray[np.bool_]) -> Labels:
    rows = np.flatnonzero(chosen)
    return replace(labels, compared=take(labels.compared, rows), is_same=labels.is_same[rows])
