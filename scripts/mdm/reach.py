"""Which pairs can reach REVIEW at all: the most their points can come to, cheaply."""

import math

import numpy as np
from numpy.typing import NDArray

from .bounds import Bounds
from .compare_pairs import FIELDS, Columns, grade_field, grade_names, grade_swapped_names
from .comparison import Levels, Rows
from .evidence import COLUMN_OF, NAMES, PLACE, RARE_FIELDS, Points, value_bits
from .guards import REVIEW
from .parameters import LEVELS, MatchModel

Flags = NDArray[np.bool_]
SLACK = 1e-6
"""Bits by which rounding may put a bound below the points themselves."""


class Reach:
    """Judges pairs of records by the best levels that their values allow.

    margin: bits by which a pair may fall short of REVIEW.
    """

    def __init__(self, columns: Columns, model: MatchModel, margin: float = SLACK) -> None:
        self._columns, self._model = columns, model
        self._best = {field: _best_points(field, model) for field in LEVELS}
        self._bits = {
            field: np.append(value_bits(field, columns[COLUMN_OF.get(field, field)], model), 0.0)
            for field in RARE_FIELDS
        }
        least = model.thresholds[REVIEW]
        self._least = math.log2(least / (1 - least)) - model.prior - margin
        highest = {
            field: self._best[field].max() + max(0.0, self._bits[field].max(initial=0.0))
            for field in (*NAMES, "organisation")
        }
        self._names_at_best = max(sum(highest[field] for field in NAMES), highest["organisation"])

    def possible(self, rows: Rows) -> NDArray[np.int64]:
        """Return the places of the pairs of row numbers whose score can be REVIEW or more."""
        found = {field: self._points(field, self._levels(field, rows), rows) for field in FIELDS}
        place = np.stack([found.pop(field) for field in PLACE])
        others = np.maximum(place, 0.0) * self._model.adjustments["place_share"]
        strongest = np.maximum(place.max(axis=0), 0.0)
        damped = others.sum(axis=0) + strongest * (1 - self._model.adjustments["place_share"])
        total = np.sum(list(found.values()), axis=0) + damped + np.minimum(place, 0.0).sum(axis=0)
        open_pairs = np.flatnonzero(total + self._names_at_best >= self._least)
        rows = rows[0][open_pairs], rows[1][open_pairs]
        return open_pairs[total[open_pairs] + self._names(rows) >= self._least]

    def _levels(self, field: str, rows: Rows) -> Levels:
        return grade_field(field, self._columns, rows, self._model, Bounds())

    def _names(self, rows: Rows) -> Points:
        levels = grade_names(self._columns, rows, self._model, Bounds())
        swapped = grade_swapped_names(self._columns, rows, self._model, Bounds())
        points = {field: self._points(field, levels[field], rows) for field in levels}
        plain = points["first_name"] + points["last_name"]
        turned = sum(self._best[field][swapped[field]] for field in NAMES)
        given = np.all([swapped[field] > 0 for field in NAMES], axis=0)
        return points["organisation"] + np.where(given, np.maximum(plain, turned), plain)

    def _points(self, field: str, levels: Levels, rows: Rows) -> Points:
        """The most points of levels that may be as good as these, rarity included."""
        points = self._best[field][levels]
        if field not in self._bits:
            return points
        codes = self._columns[COLUMN_OF.get(field, field)].codes
        bits = np.minimum(*(self._bits[field][codes[side]] for side in rows))
        near = np.maximum(bits, 0.0) * self._model.adjustments["near_rarity_share"]
        worst = len(LEVELS[field])
        return points + np.where(
            levels == 1, bits, np.where((levels > 1) & (levels < worst), near, 0.0)
        )


def _best_points(field: str, model: MatchModel) -> Points:
    """Points by level code: of 0 (missing) and 1 their own, then the most from a code on."""
    points = np.array(model.points(field))
    points[2:] = np.maximum.accumulate(points[:1:-1])[::-1]
    return points
