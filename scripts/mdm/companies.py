"""Names of companies: which words say which company it is, and which every other one has."""

import numpy as np
from numpy.typing import NDArray

from .compare_pairs import Comparison
from .comparison import code
from .frames import Column
from .parameters import MatchModel

WORDS = "organisation_word"
"""The kind of name frequencies that lists common words; others say which company it is."""


def common_words(names: Column, written: Column, least: float) -> dict[str, float]:
    """Return the words that at least a share `least` of all organisations have in their names.

    The word that most have is among them in any case, so that no list means no organisations.
    names: whole names of all records, written: names of organisations only, a code per record.
    """
    codes = names.codes[(written.codes >= 0) & (names.codes >= 0)]
    counts = np.bincount(codes, minlength=len(names.values))
    found: dict[str, int] = {}
    for place in np.flatnonzero(counts).tolist():
        for word in set(names.values[place].split()):
            found[word] = found.get(word, 0) + int(counts[place])
    return {
        word: count / len(codes) for word, count in found.items() if count / len(codes) >= least
    }


def have_names_in_common(compared: Comparison, model: MatchModel) -> NDArray[np.bool_]:
    """Tell the pairs of organisations whose names are more alike than those of two neighbours.

    They are similar, or remotely similar by a word that says which company it is. If all they have
    in common are words that many companies have, they are not. A model without a list of such words
    cannot tell.
    """
    levels = compared.levels["organisation"]
    alike = (levels > 0) & (levels < code("organisation", "weak"))
    common = model.frequencies.get(WORDS)
    if not common:
        return alike
    names = compared.records["full_name"]
    places = np.flatnonzero(levels == code("organisation", "weak"))
    sides = [names.values[names.codes[rows[places]]] for rows in compared.rows]
    for place, left, right in zip(places.tolist(), *sides, strict=True):
        shared = set(left.split()) & set(right.split())
        alike[place] = not shared or any(len(word) > 1 and word not in common for word in shared)
    return alike
