"""The similarity of two texts: the exact measure, computed only if a bound does not decide."""

from collections.abc import Callable
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..tables import Flags
from .bounds import Bounds, Numbers
from .similarity import Backend
from .texts import Codes, Texts
from .words import are_initials, is_abbreviation

SLACK = 1e-9
"""Tolerance for rounding between a bound and the exact number."""


class Measure(Protocol):
    """The methods that graders call for pairs of texts of one column, given as codes.

    `most` and `least` (one number, or one per pair) limit the range in which the result must be
    exact; if the exact result is beyond the limit, any result beyond it is allowed.
    """

    def edits(
        self, texts: Texts, left: Codes, right: Codes, most: float | NDArray[np.float64]
    ) -> Numbers:
        """Damerau-Levenshtein distance."""

    def jaro_winkler(self, texts: Texts, left: Codes, right: Codes, least: float) -> Numbers:
        """Jaro-Winkler similarity, 0 to 1."""

    def word_overlap(self, texts: Texts, left: Codes, right: Codes, least: float) -> Numbers:
        """Shared words as a share of the shorter text's words (the longer's if it has only one)."""

    def begins(self, texts: Texts, left: Codes, right: Codes) -> Flags:
        """Whether one text starts with the other."""

    def shares_word(self, texts: Texts, left: Codes, right: Codes) -> Flags:
        """Whether the texts share a word, at least one of them having several words."""

    def abbreviates(self, texts: Texts, left: Codes, right: Codes) -> Flags:
        """Whether one text consists of beginnings of the other's words."""

    def are_initials(self, texts: Texts, left: Codes, right: Codes) -> Flags:
        """Whether the words of one text are beginnings of the other's words, or its initials."""


class Exact:
    """The exact measure: a backend compares each value pair that bounds cannot decide, once."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._bounds = Bounds()

    def edits(
        self, texts: Texts, left: Codes, right: Codes, most: float | NDArray[np.float64]
    ) -> Numbers:
        """See Measure."""
        found = self._bounds.edits(texts, left, right, most)
        open_pairs = np.flatnonzero(found <= most + SLACK)
        found[open_pairs] = once_per_pair(
            self._backend.edits, texts, left[open_pairs], right[open_pairs], np.float64
        )
        return found

    def jaro_winkler(self, texts: Texts, left: Codes, right: Codes, least: float) -> Numbers:
        """See Measure."""
        found = self._bounds.jaro_winkler(texts, left, right, least)
        open_pairs = np.flatnonzero(found >= least - SLACK)
        found[open_pairs] = once_per_pair(
            self._backend.jaro_winkler, texts, left[open_pairs], right[open_pairs], np.float64
        )
        return found

    def word_overlap(self, texts: Texts, left: Codes, right: Codes, least: float) -> Numbers:
        """See Measure."""
        found = self._bounds.word_overlap(texts, left, right, least)
        open_pairs = np.flatnonzero(found >= least - SLACK)
        left, right = left[open_pairs], right[open_pairs]
        common = texts.words.common(left, right)
        found[open_pairs] = texts.words.overlap(common, left, right)
        return found

    def begins(self, texts: Texts, left: Codes, right: Codes) -> Flags:
        """See Measure."""
        return _where(self._bounds.begins(texts, left, right), texts, left, right, _begins)

    def shares_word(self, texts: Texts, left: Codes, right: Codes) -> Flags:
        """See Measure."""
        found = self._bounds.shares_word(texts, left, right)
        open_pairs = np.flatnonzero(found)
        found[open_pairs] = texts.words.common(left[open_pairs], right[open_pairs]) > 0
        return found

    def abbreviates(self, texts: Texts, left: Codes, right: Codes) -> Flags:
        """See Measure."""
        possible = self._bounds.abbreviates(texts, left, right)
        return _where(possible, texts, left, right, _abbreviates)

    def are_initials(self, texts: Texts, left: Codes, right: Codes) -> Flags:
        """See Measure."""
        possible = self._bounds.are_initials(texts, left, right)
        return _where(possible, texts, left, right, _are_initials)


def edit_share(texts: Texts, left: Codes, right: Codes, most: float, measure: Measure) -> Numbers:
    """Return edits as a share of the longer text's length, exact up to `most`."""
    longer = longer_lengths(texts, left, right)
    return measure.edits(texts, left, right, most * longer) / longer


def longer_lengths(texts: Texts, left: Codes, right: Codes) -> NDArray[np.int32]:
    """Return the length of the longer text of each pair, at least 1."""
    return np.maximum(np.maximum(texts.lengths[left], texts.lengths[right]), 1)


def _where(
    possible: Flags,
    texts: Texts,
    left: Codes,
    right: Codes,
    test: Callable[[NDArray[np.object_], NDArray[np.object_]], Flags],
) -> Flags:
    open_pairs = np.flatnonzero(possible)
    possible[open_pairs] = once_per_pair(test, texts, left[open_pairs], right[open_pairs], np.bool_)
    return possible


def once_per_pair(
    function: Callable[..., NDArray[np.generic]],
    texts: Texts,
    left: Codes,
    right: Codes,
    kind: type[np.generic],
) -> NDArray[np.generic]:
    """Call a symmetric function of two arrays of texts once per distinct pair of codes."""
    if len(left) == 0:
        return np.array([], dtype=kind)
    low, high = np.minimum(left, right).astype(np.int64), np.maximum(left, right)
    places, keys = pd.factorize(low * len(texts) + high)
    one, other = keys // len(texts), keys % len(texts)
    return function(texts.values[one], texts.values[other])[places]


def _begins(left: NDArray[np.object_], right: NDArray[np.object_]) -> Flags:
    pairs = zip(left, right, strict=True)
    return np.array([a.startswith(b) or b.startswith(a) for a, b in pairs], dtype=bool)


def _abbreviates(left: NDArray[np.object_], right: NDArray[np.object_]) -> Flags:
    pairs = zip(left, right, strict=True)
    return np.array([is_abbreviation(*sorted(pair, key=len)) for pair in pairs], dtype=bool)


def _are_initials(left: NDArray[np.object_], right: NDArray[np.object_]) -> Flags:
    return np.array([are_initials(*pair) for pair in zip(left, right, strict=True)], dtype=bool)
