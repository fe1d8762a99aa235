"""Bounds the match weights of the names of two persons.

An outline of a name has its characters as a set, its length and its first letter. The level for two
outlines is computed once for all combinations. No bound is stricter than that of `Bounds`.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ..compare.bounds import Bounds, Counts
from ..compare.columns import Column, Columns
from ..compare.levels import Levels, code
from ..compare.names import NAME_GRADERS
from ..match_model import LEVELS, MatchModel
from ..score.evidence import NAMES, MatchWeights, may_be_swapped
from ..tables import Flags, Rows
from .outlines import by_record, characters_apart, look_up

BITS = 4
MOST = (1 << BITS) - 1
"""Length from which a name may be similar to any other; larger character counts are cut to it."""
SHARED = {"first_name": "initial", "last_name": "partial"}
"""The level of two names that share one of several words."""
STEPS = 255
"""Steps in which the rarity of a name is rounded up; it has one byte."""


class PeopleBounds:
    """Bounds the match weights of the names of two persons.

    best: highest weights of each field from a level on. bits: the rarity of each string and, last,
    of a missing one.
    """

    def __init__(
        self,
        columns: Columns,
        model: MatchModel,
        best: Mapping[str, MatchWeights],
        bits: Mapping[str, MatchWeights],
    ) -> None:
        self._model, self._best = model, best
        self._roots = columns["first_root"].codes
        self._last_roots = columns["last_root"].codes
        self._names = {field: _Outlines(columns[field]) for field in NAMES}
        self._levels = {field: _level_table(field, model) for field in NAMES}
        share = model.adjustments["near_rarity_share"]
        self._rarities, self._weights = {}, {}
        for field in NAMES:
            least, most = bits[field].min(), bits[field].max()
            step = max((most - least) / STEPS, 1e-9)
            rounded = np.minimum(np.ceil((bits[field] - least) / step), STEPS).astype(np.uint8)
            self._rarities[field] = rounded[columns[field].codes]
            rarity = least + step * np.arange(STEPS + 1) + step * 1e-6
            near, levels = np.maximum(rarity, 0.0) * share, range(len(best[field]))
            added = [np.zeros(len(near)), rarity, *[near] * (len(LEVELS[field]) - 2), 0.0 * near]
            weights = [best[field][level] + added[level] for level in levels]
            self._weights[field] = np.concatenate(weights)

    def possible(self, rows: Rows, total: MatchWeights) -> Flags:
        """Return which pairs of two persons have names that may make up for `total`, or more.

        total: the sum of all other weights, less the least one of a possible pair.
        """
        levels = {field: self._levels_of(field, field, field, rows) for field in NAMES}
        first, (left, right) = levels["first_name"], rows
        first[(first > 2) & (self._roots[left] == self._roots[right])] = 2
        plain = [
            look_up(
                weights,
                levels[field].astype(np.int16) << np.int16(8)
                | np.minimum(self._rarities[field][left], self._rarities[field][right]),
            )
            for field, weights in self._weights.items()
        ]
        found = total + plain[0] + plain[1] >= 0
        most = sum(max(0.0, self._best[field].max()) for field in NAMES)
        places = np.flatnonzero(~found & (total + most >= 0))
        found[places] = self._possible_swapped(
            {field: levels[field][places] for field in NAMES},
            (left[places], right[places]),
            total[places],
        )
        return found

    def _possible_swapped(
        self, levels: Mapping[str, Levels], rows: Rows, total: MatchWeights
    ) -> Flags:
        found = np.zeros(len(total), dtype=np.bool_)
        for sides in (rows, rows[::-1]):
            swapped = {
                field: self._levels_of(field, field, other, sides)
                for field, other in zip(NAMES, NAMES[::-1], strict=True)
            }
            first = swapped["first_name"]
            roots = self._roots[sides[0]], self._last_roots[sides[1]]
            first[(first > 2) & np.equal(*roots)] = 2
            turned = [look_up(self._best[field], swapped[field]) for field in NAMES]
            given = may_be_swapped(levels, swapped, self._model)
            found |= given & (total + turned[0] + turned[1] >= 0)
        return found

    def _levels_of(self, field: str, one: str, other: str, rows: Rows) -> Levels:
        """Return the levels of one name of the left and another name of the right records."""
        left, right = self._names[one], self._names[other]
        only_left, only_right = characters_apart(left.characters, right.characters, rows)
        counts = np.minimum(only_right, MOST) << np.uint8(BITS) | np.minimum(only_left, MOST)
        shapes = left.shapes[rows[0]] ^ right.shapes[rows[1]] << np.uint32(BITS)
        starts = left.initials[rows[0]] == right.initials[rows[1]]
        cells = starts.astype(np.uint32) << np.uint32(4 * BITS) | shapes | counts
        found = look_up(self._levels[field], cells)
        several = np.flatnonzero(left.several[rows[0]] | right.several[rows[1]])
        found[several] = np.minimum(found[several], np.int8(code(field, SHARED[field])))
        alike = np.flatnonzero(found == 1)
        unequal = left.codes[rows[0][alike]] != right.codes[rows[1][alike]]
        found[alike[unequal]] = 2
        return found


class _Outlines:
    """The outlines of the first or last names of all records; both share their codes."""

    def __init__(self, column: Column) -> None:
        texts, self.codes = column.texts, column.codes
        sizes = np.minimum(texts.lengths, MOST)
        if texts.is_plain is not None:
            sizes = np.where(texts.is_plain, sizes, MOST)
        several = texts.flags("several words", lambda text: " " in text)
        self.characters = by_record(texts.characters, self.codes)
        self.shapes = by_record(sizes.astype(np.uint32) << np.uint32(2 * BITS), self.codes)
        self.initials = by_record(texts.initials.astype(np.uint8), self.codes)
        self.several = by_record(several, self.codes)


def _level_table(field: str, model: MatchModel) -> Levels:
    cells = _Cells()
    levels = NAME_GRADERS[field](cells, cells.left, cells.right, model, Bounds())
    levels[cells.may_be_equal] = 1
    levels[cells.are_missing] = 0
    return levels


class _Cells:
    """Two texts for each combination of outlines, with what `Bounds` reads of texts.

    A cell has the counts of characters that only one of them has, both lengths, and whether they
    start with the same letter.
    """

    is_plain = None

    def __init__(self) -> None:
        cells = np.arange(2 << 4 * BITS)
        only_left, only_right, one, other = (cells >> BITS * place & MOST for place in range(4))
        starts_alike = cells >> 4 * BITS == 1
        self.left, self.right = cells, cells + len(cells)
        self.lengths = np.concatenate([one, other]).astype(np.int32)
        sets = [(1 << only_left) - 1, ((1 << only_right) - 1) << MOST]
        self.characters = np.concatenate(sets).astype(np.uint64)
        self.initials = np.concatenate([np.ones(len(cells)), starts_alike])
        self.words, self.sizes = self, np.ones(len(self.lengths))
        is_same = (only_left + only_right == 0) & (one == other) & starts_alike
        self.may_be_equal = is_same | (one == MOST) | (other == MOST)
        self.are_missing = np.minimum(one, other) == 0

    def most_common(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> Counts:
        """Return 0 for all: each string is one word."""
        return np.zeros(len(left), dtype=np.uint8)
