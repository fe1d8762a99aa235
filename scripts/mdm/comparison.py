"""Agreement levels: how alike the two values of a field are, per pair of records."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .frames import Column, encode, pair_values
from .parameters import LEVELS, MatchModel
from .similarity import Backend

Levels = NDArray[np.int8]
Texts = NDArray[np.object_]
Grader = Callable[[Texts, Texts, MatchModel, Backend], Levels]


def code(field: str, level: str) -> int:
    """Return the level code of a field's level: 1 is the best, 0 stands for missing."""
    return LEVELS[field].index(level) + 1


def grade(
    field: str,
    left: Column,
    right: Column,
    rows: tuple[NDArray[np.int64], NDArray[np.int64]],
    graders: Mapping[str, Grader],
    model: MatchModel,
    backend: Backend,
) -> Levels:
    """Return the level code of each record pair; both columns share one set of values."""
    pairs = pair_values(left.codes[rows[0]], right.codes[rows[1]], len(left.values))
    levels = graders[field](left.values[pairs.left], left.values[pairs.right], model, backend)
    return pairs.spread(levels, equal=1, missing=0)


def encode_together(*columns: pd.Series) -> list[Column]:
    """Encode several columns over one set of values, so that they compare with each other."""
    joined = encode(pd.concat(columns, ignore_index=True))
    parts = np.split(joined.codes, np.cumsum([len(column) for column in columns])[:-1])
    return [Column(part, joined.values) for part in parts]


def first_code(field: str, tests: Mapping[str, NDArray[np.bool_]]) -> Levels:
    """Return for each value pair the first level whose test holds, else 'different'."""
    codes = [code(field, level) for level in tests]
    return np.select(list(tests.values()), codes, code(field, "different")).astype(np.int8)
