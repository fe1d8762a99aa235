"""Match weights per field, their sum, and the probability that two records are one party."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ..compare.columns import MAILBOX, Column, Columns
from ..compare.levels import Levels
from ..compare.pairs import Comparison
from ..match_model import LEVELS, MatchModel
from ..tables import Rows

MatchWeights = NDArray[np.float64]
PLACE = ("address", "city", "postcode")
"""Fields that describe the same place, so their weights are not fully added."""
RARE_FIELDS = ("first_name", "last_name", "organisation", "city", "birth_date")
"""Fields in which agreement on a rarer value has a higher weight."""
NAMES = ("first_name", "last_name")
COLUMN_OF = {"organisation": "full_name"}


def field_weights(compared: Comparison, model: MatchModel) -> dict[str, MatchWeights]:
    """Return the match weight of each field in LEVELS order, plus `prior`, in bits per pair.

    First and last names are swapped if they agree better that way.
    """
    weights = {field: level_weights(field, compared.levels[field], model) for field in LEVELS}
    for field in RARE_FIELDS:
        weights[field] = weights[field] + _rarity_weights(field, compared, model)
    weights = _prefer_swapped(weights, compared, model)
    read = mailbox_name_weights(compared.levels[MAILBOX], compared.records, compared.rows, model)
    most = np.maximum(read["most"] - weights["first_name"] - weights["last_name"], 0.0)
    weights[MAILBOX] = np.minimum(read["found"], most)
    weights = _damp_place(weights, model)
    weights["prior"] = np.full(len(compared), model.prior)
    return weights


def level_weights(field: str, levels: Levels, model: MatchModel) -> MatchWeights:
    """Return log2(m / u) of each pair's level; a missing field gives 0."""
    return np.asarray(model.match_weights(field))[levels.astype(np.intp)]


def match_score(weights: Mapping[str, MatchWeights]) -> MatchWeights:
    """Return the probability, 0 to 1, from the sum of all match weights."""
    total = np.sum(list(weights.values()), axis=0)
    return 1.0 / (1.0 + np.exp2(-np.clip(total, -60.0, 60.0)))


def name_weights(weights: Mapping[str, MatchWeights]) -> MatchWeights:
    """Return the match weight of all names together, those read from a mailbox included."""
    return np.sum([weights[field] for field in (*NAMES, "organisation", MAILBOX)], axis=0)


def value_bits(field: str, column: Column, model: MatchModel) -> MatchWeights:
    """Return by how many bits each distinct value is rarer than the average agreeing value.

    The last number is that of a missing value, 0.
    """
    known = model.frequencies.get(field)
    if not known:
        return np.zeros(len(column.values) + 1)
    average = model.levels[field, "exact"].u
    unlisted, common, rare = (
        model.adjustments[name] for name in ("unlisted_frequency", "common_bits", "rare_bits")
    )

    def compute() -> MatchWeights:
        shares = column.texts.numbers(f"shares of {field}", known, unlisted)
        bits = np.log2(average / np.maximum(shares, unlisted))
        return np.append(np.clip(bits, -common, rare), 0.0)

    inputs = (known, average, unlisted, common, rare)
    return column.texts.remember(f"bits of {field}", inputs, compute)


def _rarity_weights(field: str, compared: Comparison, model: MatchModel) -> MatchWeights:
    levels = compared.levels[field]
    column = compared.records[COLUMN_OF.get(field, field)]
    bits = value_bits(field, column, model)
    left, right = (bits[column.codes[rows].astype(np.intp)] for rows in compared.rows)
    share = np.zeros(len(LEVELS[field]) + 1)
    share[1] = 1.0
    share[2:-1] = model.adjustments["near_rarity_share"]
    return np.minimum(left, right) * share[levels.astype(np.intp)]


def mailbox_name_weights(
    levels: Levels, records: Columns, rows: Rows, model: MatchModel
) -> dict[str, MatchWeights]:
    """Return the match weights of names in mailboxes, and the most that all names can have.

    A name in a mailbox has at most the weight of that name on the record itself. found: the weight
    of the level, adjusted for the rarity of the name. most: the weight of the name itself.
    """
    names = [model.match_weights(field) for field in NAMES]
    read = np.array([0.0, names[0][1], names[0][LEVELS["first_name"].index("initial") + 1], 0.0])
    share = np.array([0.0, 1.0, model.adjustments["near_rarity_share"], 0.0])[levels]
    bits = share * _full_name_bits(records, rows, model)
    return {
        "found": level_weights(MAILBOX, levels, model) + bits,
        "most": read[levels] + names[1][1] + bits,
    }


def _full_name_bits(records: Columns, rows: Rows, model: MatchModel) -> MatchWeights:
    """Return by how many bits the less rare of the full names is rarer than the average."""
    sides = []
    for side in rows:
        codes = [records[field].codes[side] for field in NAMES]
        bits = [
            value_bits(field, records[field], model)[found]
            for field, found in zip(NAMES, codes, strict=True)
        ]
        sides.append(np.where(np.minimum(*codes) >= 0, sum(bits), np.inf))
    least = np.minimum(*sides)
    return np.where(np.isinf(least), 0.0, least)


def are_names_swapped(compared: Comparison, model: MatchModel) -> NDArray[np.bool_]:
    """Return for which pairs the names agree better with the names of one side swapped.

    A single name may be the first or the last name of the other record.
    """
    plain = {field: level_weights(field, compared.levels[field], model) for field in NAMES}
    other = _swapped_weights(compared, model)
    given = may_be_swapped(compared.levels, compared.swapped, model)
    gain = sum(other.values()) - sum(plain.values())
    return given & (gain > _swapping_bits(compared, model))


def may_be_swapped(
    levels: Mapping[str, Levels], swapped: Mapping[str, Levels], model: MatchModel
) -> NDArray[np.bool_]:
    """Return the pairs with both names on both sides, or with a single name on one side.

    Single names count only if the model has a number for them.
    """
    turned = _count(swapped)
    single = (turned == 1) & (_count(levels) <= 1) & ("single_name_bits" in model.adjustments)
    return (turned == 2) | single


def _count(levels: Mapping[str, Levels]) -> NDArray[np.int8]:
    first, last = (levels[field] > 0 for field in NAMES)
    return first.astype(np.int8) + last


def _swapping_bits(compared: Comparison, model: MatchModel) -> MatchWeights:
    """Return the bits that reading the names of each pair swapped costs."""
    both = model.adjustments["swapped_names_bits"]
    single = model.adjustments.get("single_name_bits", both)
    return np.where(_count(compared.swapped) == 2, both, single)


def _swapped_weights(compared: Comparison, model: MatchModel) -> dict[str, MatchWeights]:
    return {field: level_weights(field, compared.swapped[field], model) for field in NAMES}


def _prefer_swapped(
    weights: dict[str, MatchWeights], compared: Comparison, model: MatchModel
) -> dict[str, MatchWeights]:
    better = are_names_swapped(compared, model)
    cost = _swapping_bits(compared, model) / np.maximum(_count(compared.swapped), 1)
    return weights | {
        field: np.where(better, found - cost * (compared.swapped[field] > 0), weights[field])
        for field, found in _swapped_weights(compared, model).items()
    }


def _damp_place(weights: dict[str, MatchWeights], model: MatchModel) -> dict[str, MatchWeights]:
    stacked = np.stack([weights[field] for field in PLACE])
    strongest = stacked.argmax(axis=0)[None, :] == np.arange(len(PLACE))[:, None]
    share = np.where((stacked > 0) & ~strongest, model.adjustments["place_share"], 1.0)
    return weights | dict(zip(PLACE, stacked * share, strict=True))


def agreements(
    weights: Mapping[str, MatchWeights], model: MatchModel
) -> dict[str, NDArray[np.bool_]]:
    """Return for each field which pairs agree: with a match weight of `agreement_bits` or more."""
    least = model.adjustments["agreement_bits"]
    return {field: found >= least for field, found in weights.items()}
