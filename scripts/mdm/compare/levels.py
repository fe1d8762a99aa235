"""Agreement levels: how similar the two values of a field are, per record pair."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from ..match_model import LEVELS, MatchModel
from ..tables import Rows
from .columns import Column
from .measures import Measure
from .texts import Codes, Texts

Levels = NDArray[np.int8]
Grader = Callable[[Texts, Codes, Codes, MatchModel, Measure], Levels]


def code(field: str, level: str) -> int:
    """Return the code of a field's level: 1 is the best, 0 means missing."""
    return LEVELS[field].index(level) + 1


def grade(
    grader: Grader, left: Column, right: Column, rows: Rows, model: MatchModel, measure: Measure
) -> Levels:
    """Return the level code of each record pair; both columns share one set of texts."""
    one, other = left.codes[rows[0]], right.codes[rows[1]]
    known = np.minimum(one, other) >= 0
    levels = known.astype(np.int8)
    unequal = np.flatnonzero(known & (one != other))
    # numpy is twice as fast with codes of its index type, intp.
    sides = [codes[unequal].astype(np.intp) for codes in (one, other)]
    levels[unequal] = grader(left.texts, *sides, model, measure)
    return levels


def first_code(field: str, tests: Mapping[str, NDArray[np.bool_]]) -> Levels:
    """Return for each pair the first level whose test is true, else 'different'."""
    size = len(next(iter(tests.values())))
    levels = np.full(size, code(field, "different"), dtype=np.int8)
    for level, holds in reversed(tests.items()):
        levels[holds] = code(field, level)
    return levels
