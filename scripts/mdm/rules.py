"""The rule the users know, taken literally: a column to compare with, it decides nothing."""

import numpy as np
from numpy.typing import NDArray

from .compare_pairs import Comparison
from .comparison import Rows
from .frames import Column
from .measures import Exact
from .parameters import MatchModel
from .similarity import Backend


def rule_score(compared: Comparison, model: MatchModel, backend: Backend) -> NDArray[np.float64]:
    """Return the weighted mean of name, e-mail, phone, address and source diversity, 0 to 1.

    Names and addresses by Jaro-Winkler, e-mail exact, phone by its last ten digits; a missing
    field scores 0; two sources score 1, one source 0.
    """
    records, rows = compared.records, compared.rows
    parts = {
        "name": _winkler(records["full_name"], rows, backend),
        "email": (compared.levels["email"] == 1).astype(np.float64),
        "phone": (compared.levels["phone"] == 1).astype(np.float64),
        "address": _winkler(records["address"], rows, backend),
        "source": _differs(records["source"], rows),
    }
    return np.sum([model.weights[name] * part for name, part in parts.items()], axis=0)


def _winkler(column: Column, rows: Rows, backend: Backend) -> NDArray[np.float64]:
    left, right = column.codes[rows[0]], column.codes[rows[1]]
    alike = np.where((left < 0) | (right < 0), 0.0, 1.0)
    unequal = np.flatnonzero((alike > 0) & (left != right))
    alike[unequal] = Exact(backend).jaro_winkler(
        column.texts, left[unequal], right[unequal], least=0.0
    )
    return alike


def _differs(column: Column, rows: Rows) -> NDArray[np.float64]:
    left, right = column.codes[rows[0]], column.codes[rows[1]]
    return ((left != right) & (left >= 0) & (right >= 0)).astype(np.float64)
