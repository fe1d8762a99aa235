"""Upper bounds of similarity from properties of each string: cheap and never too strict.

Every function takes the texts of a column and two arrays of codes, one pair per position.
"""

import numpy as np
from numpy.typing import NDArray

from ..tables import Flags
from .texts import PREFIX, Codes, Texts
from .words import bit_count

Numbers = NDArray[np.float64]
Counts = NDArray[np.uint8]
BONUS = 0.1
"""Jaro-Winkler's bonus per shared leading character, as a share of the distance to 1."""


class Bounds:
    """A measure that is at least as favourable as the exact one for every pair; see `Measure`.

    Graders call several methods for the same pairs, so the last character counts are cached.
    """

    def __init__(self) -> None:
        self._asked: tuple[Texts, Codes, Codes] | None = None
        self._apart: tuple[Counts, Counts] | None = None

    def edits(self, texts: Texts, left: Codes, right: Codes, most: object) -> Numbers:
        """Return a lower bound of the edits between two texts."""
        only_left, only_right = self._characters_apart(texts, left, right)
        longer = np.abs(texts.lengths[left] - texts.lengths[right])
        fewest = np.maximum(np.maximum(only_left, only_right), longer)
        return np.where(_is_known(texts, left, right), fewest, 0).astype(np.float64)

    def jaro_winkler(self, texts: Texts, left: Codes, right: Codes, least: float) -> Numbers:
        """Return the highest similarity that the shared characters allow."""
        only_left, only_right = self._characters_apart(texts, left, right)
        sizes = [np.maximum(texts.lengths[codes], 1) for codes in (left, right)]
        common = np.maximum(np.minimum(sizes[0] - only_left, sizes[1] - only_right), 0)
        jaro = (common / sizes[0] + common / sizes[1] + (common > 0)) / 3.0
        bonus = np.where(_same_start(texts, left, right), BONUS * PREFIX, 0.0)
        return np.where(_is_known(texts, left, right), jaro + bonus * (1.0 - jaro), 1.0)

    def begins(self, texts: Texts, left: Codes, right: Codes) -> Flags:
        """Return for which pairs one text may start with the other."""
        fewer = np.minimum(*self._characters_apart(texts, left, right))
        return _same_start(texts, left, right) & (fewer == 0)

    def word_overlap(self, texts: Texts, left: Codes, right: Codes, least: float) -> Numbers:
        """Return the largest share of common words that the word sets allow."""
        return texts.words.overlap(texts.words.most_common(left, right), left, right)

    def shares_word(self, texts: Texts, left: Codes, right: Codes) -> Flags:
        """Return for which pairs a word may be shared; at least one text must have several."""
        is_several = texts.words.sizes > 1
        several = is_several[left] | is_several[right]
        places = np.flatnonzero(several)
        several[places] = texts.words.most_common(left[places], right[places]) > 0
        return several

    def abbreviates(self, texts: Texts, left: Codes, right: Codes) -> Flags:
        """Return for which pairs one text may abbreviate the other.

        The other text has all letters of the abbreviation, and its first or last word starts with
        the abbreviation's first letter.
        """
        only_left, only_right = self._characters_apart(texts, left, right)
        possible = np.minimum(only_left, only_right) == 0
        open_pairs = np.flatnonzero(possible)
        ends = texts.word_beginnings
        one, other = ends[left[open_pairs]], ends[right[open_pairs]]
        possible[open_pairs] = (one[:, :, None] == other[:, None, :]).any(axis=(1, 2))
        return possible

    def are_initials(self, texts: Texts, left: Codes, right: Codes) -> Flags:
        """Return for which pairs the words may begin with the same letters: the first ones do."""
        return _same_start(texts, left, right)

    def _characters_apart(self, texts: Texts, left: Codes, right: Codes) -> tuple[Counts, Counts]:
        asked = (texts, left, right)
        if self._asked is None or any(a is not b for a, b in zip(asked, self._asked, strict=True)):
            one, other = texts.characters[left], texts.characters[right]
            both = one & other
            self._asked, self._apart = asked, (bit_count(one ^ both), bit_count(other ^ both))
        return self._apart


def _same_start(texts: Texts, left: Codes, right: Codes) -> Flags:
    return texts.initials[left] == texts.initials[right]


def _is_known(texts: Texts, left: Codes, right: Codes) -> Flags | bool:
    plain = texts.is_plain
    return True if plain is None else plain[left] & plain[right]
