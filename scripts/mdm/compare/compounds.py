"""First names of several words: Jean-Pierre and Jean-Luc are two names that begin alike."""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from rapidfuzz.distance import DamerauLevenshtein

from ..match_model import MatchModel
from ..tables import Rows
from .columns import Column
from .levels import Levels, code


def lower_first_names(
    levels: Levels, columns: Mapping[str, Column], rows: Rows, model: MatchModel
) -> Levels:
    """Return the levels of first names, 'different' where both have a word that the other lacks.

    levels: level codes of the pairs of row numbers `rows`. Only names of several words on both sides
    are lowered: a missing middle name, or an initial for it, contradicts nothing.
    """
    names = columns["first_name"]
    left, right = (names.codes[side] for side in rows)
    is_several = np.append(names.texts.flags("several words", lambda text: " " in text), False)
    several = is_several[left] & is_several[right]
    places = np.flatnonzero(several & (levels > 1) & (levels < code("first_name", "different")))
    most = int(model.similarities["first_name", "edits"])
    least = int(model.similarities["first_name", "edits_length"])

    @cache
    def contradict(one: int, other: int, is_root_shared: bool) -> bool:
        sides = (names.values[code].split()[int(is_root_shared) :] for code in (one, other))
        return lack_each_other(*sides, most, least)

    roots = [columns["first_root"].codes[side[places]] for side in rows]
    pairs = zip(left[places].tolist(), right[places].tolist(), roots[0] == roots[1], strict=True)
    apart = np.array([contradict(*pair) for pair in pairs], dtype=np.bool_)
    lowered = levels.copy()
    lowered[places[apart]] = code("first_name", "different")
    return lowered


def lack_each_other(one: Sequence[str], other: Sequence[str], most: int, least: int) -> bool:
    """Whether each of two names has a word that the other lacks.

    Two words count as one if one of them is its beginning, or with up to `most` typing errors if
    they have at least `least` letters.
    """
    if "".join(one) == "".join(other):
        return False
    rest, unmatched = list(other), 0
    for word in sorted(one, key=len, reverse=True):
        found = next((own for own in _likely(rest, word) if _is_same(word, own, most, least)), None)
        if found is None:
            unmatched += 1
        else:
            rest.remove(found)
    return unmatched > 0 and len(rest) > 0


def _likely(words: list[str], word: str) -> list[str]:
    """Return the words to try for a word: itself first, then long ones."""
    return sorted(words, key=lambda own: (own != word, -len(own)))


def _is_same(word: str, other: str, most: int, least: int) -> bool:
    if word.startswith(other) or other.startswith(word):
        return True
    return (
        min(len(word), len(other)) >= least and DamerauLevenshtein.distance(word, other) <= most
    )
