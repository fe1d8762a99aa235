"""Match weights per field, their sum, and the probability that two records are one party."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ..compare.columns import Column
from ..compare.levels import Levels
from ..compare.pairs import Comparison
from ..match_model import LEVELS, MatchModel

Points = NDArray[np.float64]
PLACE = ("address", "city", "postcode")
"""Fields that repeat where a party is, so their weights are not fully added."""
RARE_FIELDS = ("first_name", "last_name", "organisation", "city", "birth_date")
"""Fields whose agreement counts more the rarer the value is."""
NAMES = ("first_name", "last_name")
COLUMN_OF = {"organisation": "full_name"}


def field_points(compared: Comparison, model: MatchModel) -> dict[str, Points]:
    """Return the match weight of each field in LEVELS order, plus `prior`, in bits per pair.

    Names count swapped where they agree better that way.
    """
    points = {field: plain_points(field, compared.levels[field], model) for field in LEVELS}
    for field in RARE_FIELDS:
        points[field] = points[field] + _rarity_points(field, compared, model)
    points = _prefer_swapped(points, compared, model)
    points = _damp_place(points, model)
    points["prior"] = np.full(len(compared), model.prior)
    return points


def plain_points(field: str, levels: Levels, model: MatchModel) -> Points:
    """Return log2(m / u) of each pair's level; a missing field gives 0."""
    return np.asarray(model.points(field))[levels]


def match_score(points: Mapping[str, Points]) -> Points:
    """Return the probability, 0 to 1, from the sum of all match weights."""
    total = np.sum(list(points.values()), axis=0)
    return 1.0 / (1.0 + np.exp2(-np.clip(total, -60.0, 60.0)))


def name_points(points: Mapping[str, Points]) -> Points:
    """Return the match weight of all names together."""
    return points["first_name"] + points["last_name"] + points["organisation"]


def value_bits(field: str, column: Column, model: MatchModel) -> Points:
    """Return per distinct value by how many bits it is rarer than the average agreeing value."""
    known = model.frequencies.get(field)
    if not known:
        return np.zeros(len(column.values))
    average = model.levels[field, "exact"].u
    unlisted = model.adjustments["unlisted_frequency"]
    shares = column.texts.numbers(known, unlisted)
    bits = np.log2(average / np.maximum(shares, unlisted))
    return np.clip(bits, -model.adjustments["common_bits"], model.adjustments["rare_bits"])


def _rarity_points(field: str, compared: Comparison, model: MatchModel) -> Points:
    levels = compared.levels[field]
    column = compared.records[COLUMN_OF.get(field, field)]
    bits = np.append(value_bits(field, column, model), 0.0)
    left, right = (bits[column.codes[rows]] for rows in compared.rows)
    share = np.zeros(len(LEVELS[field]) + 1)
    share[1] = 1.0
    share[2:-1] = model.adjustments["near_rarity_share"]
    return np.minimum(left, right) * share[levels]


def reads_swapped(compared: Comparison, model: MatchModel) -> NDArray[np.bool_]:
    """Return for which pairs the names agree better with the names of one side swapped."""
    plain = {field: plain_points(field, compared.levels[field], model) for field in NAMES}
    other = _swapped_points(compared, model)
    given = np.all([compared.swapped[field] > 0 for field in NAMES], axis=0)
    gain = sum(other.values()) - sum(plain.values())
    return given & (gain > model.adjustments["swapped_names_bits"])


def _swapped_points(compared: Comparison, model: MatchModel) -> dict[str, Points]:
    return {field: plain_points(field, compared.swapped[field], model) for field in NAMES}


def _prefer_swapped(
    points: dict[str, Points], compared: Comparison, model: MatchModel
) -> dict[str, Points]:
    better = reads_swapped(compared, model)
    cost = model.adjustments["swapped_names_bits"] / 2
    return points | {
        field: np.where(better, found - cost, points[field])
        for field, found in _swapped_points(compared, model).items()
    }


def _damp_place(points: dict[str, Points], model: MatchModel) -> dict[str, Points]:
    stacked = np.stack([points[field] for field in PLACE])
    strongest = stacked.argmax(axis=0)[None, :] == np.arange(len(PLACE))[:, None]
    share = np.where((stacked > 0) & ~strongest, model.adjustments["place_share"], 1.0)
    return points | dict(zip(PLACE, stacked * share, strict=True))
