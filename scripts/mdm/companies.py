"""Names of companies: which words say which company it is, and which every other one has."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .comparison import Levels, Rows, code
from .frames import Column, encode
from .measures import Measure, edit_share
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


def settle_company_names(
    levels: Levels, columns: Mapping[str, Column], rows: Rows, model: MatchModel, measure: Measure
) -> Levels:
    """Return the levels of organisation with 'near' taken from pairs that differ in a whole word.

    levels: level codes of the pairs of row numbers `rows`. In a long name another word is few edits
    away from the one that belongs there. What is left of both names without the words in common
    must be alike itself, or they are similar only. Words that only one of both has may lack.
    """
    places = np.flatnonzero(levels == code("organisation", "near"))
    names = columns["full_name"]
    words = [[set(names.values[one].split()) for one in names.codes[side[places]]] for side in rows]
    rests = [
        pd.Series(
            ["".join(sorted(own - other)) if own & other else None for own, other in pairs],
            dtype="object",
        )
        for pairs in (list(zip(*words, strict=True)), list(zip(*words[::-1], strict=True)))
    ]
    left, right = encode(*rests)
    given = np.flatnonzero((left.codes >= 0) & (right.codes >= 0))
    one, other = left.codes[given], right.codes[given]
    most = model.similarities["organisation", "partial_edits"]
    apart = edit_share(left.texts, one, other, most, measure) > most
    settled = levels.copy()
    settled[places[given[apart]]] = code("organisation", "partial")
    return settled


def have_names_in_common(
    levels: Levels, columns: Mapping[str, Column], rows: Rows, model: MatchModel
) -> NDArray[np.bool_]:
    """Tell the pairs of organisations whose names are more alike than those of two neighbours.

    They are similar, or remotely similar by a word that says which company it is. If all they have
    in common are words that many companies have, they are not. A model without a list of such words
    cannot tell.
    """
    alike = (levels > 0) & (levels < code("organisation", "weak"))
    common = model.frequencies.get(WORDS)
    if not common:
        return alike
    names = columns["full_name"]
    places = np.flatnonzero(levels == code("organisation", "weak"))
    sides = [names.values[names.codes[side[places]]] for side in rows]
    for place, left, right in zip(places.tolist(), *sides, strict=True):
        shared = set(left.split()) & set(right.split())
        alike[place] = not shared or any(len(word) > 1 and word not in common for word in shared)
    return alike
