"""Learns from which total weight guards no longer apply, because stewards overrule them often."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..compare.pairs import Comparison
from ..match_model import MatchModel
from ..score.evidence import field_weights, match_score
from ..score.guards import AUTO, OVERRULED_BY, guard_codes
from ..tables import Flags

Numbers = NDArray[np.float64]
OUT_OF_REACH = 99.0


def learn_overrules(
    model: MatchModel, compared: Comparison, is_same: Flags, start: MatchModel
) -> MatchModel:
    """Return `model` with the total weight from which each guard in OVERRULED_BY no longer applies.

    compared: decided pairs. It is the lowest weight above which the share of SAME among the
    decisions on a guard's AUTO_MERGE pairs exceeds the AUTO_MERGE threshold, with a confidence of
    `learn_deviations` standard errors. With fewer decisions than `learn_overrules` a guard stays
    as it is in `start`.
    """
    found = dict.fromkeys(OVERRULED_BY.values(), OUT_OF_REACH)
    strict = replace(model, adjustments={**model.adjustments, **found})
    weights = field_weights(compared, strict)
    guards = guard_codes(compared, weights, strict)
    total = np.sum(list(weights.values()), axis=0)
    merges = match_score(weights) >= model.thresholds[AUTO]
    for guard, name in OVERRULED_BY.items():
        chosen = merges & (guards == guard)
        found[name] = (
            start.adjustments[name]
            if chosen.sum() < model.limits["learn_overrules"]
            else _least_bits(total[chosen], is_same[chosen], model)
        )
    return replace(model, adjustments={**model.adjustments, **found})


def _least_bits(total: Numbers, is_same: Flags, model: MatchModel) -> float:
    order = np.argsort(-total, kind="stable")
    count = np.arange(1, len(order) + 1)
    shares = surely_at_least(np.cumsum(is_same[order]), count, model.limits["learn_deviations"])
    ranked = total[order]
    is_end = np.append(ranked[1:] != ranked[:-1], True)
    enough = (shares >= model.thresholds[AUTO]) & (count >= model.limits["learn_overrules"])
    found = np.flatnonzero(enough & is_end)
    return float(ranked[found[-1]]) if len(found) else OUT_OF_REACH


def surely_at_least(hits: Numbers, count: Numbers, deviations: float) -> Numbers:
    """Return the lower bound of the Wilson interval for the share `hits` of `count` (above 0)."""
    share, spread = hits / count, deviations**2 / count
    middle = share + spread / 2
    width = deviations * np.sqrt(share * (1 - share) / count + spread / (4 * count))
    return (middle - width) / (1 + spread)
