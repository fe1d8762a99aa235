"""The distinct texts of a column, with derived values computed once."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .words import WordSets

Codes = NDArray[np.int32]
Cut = Callable[[str], str]
LETTERS, DIGITS, OTHERS = 26, 10, 1
SLICE = 100_000
NO_CHARACTER = LETTERS + DIGITS + OTHERS
PREFIX = 4
"""Leading characters for which Jaro-Winkler gives a bonus."""


class Texts:
    """n distinct texts; a string's code is its position."""

    def __init__(self, values: NDArray[np.object_]) -> None:
        self.values = values
        self._parts: dict[str, tuple[Codes, ...]] = {}
        self._flags: dict[str, NDArray[np.bool_]] = {}
        self._extended: dict[str, Texts] = {}
        self._derived: dict[str, tuple[Texts, Codes]] = {}
        self._remembered: dict[str, tuple[tuple[object, ...], NDArray[np.float64]]] = {}

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def lengths(self) -> NDArray[np.int32]:
        """Characters of each string."""
        return np.fromiter(map(len, self.values), np.int32, len(self))

    @cached_property
    def is_plain(self) -> NDArray[np.bool_] | None:
        """Which texts are ASCII, or None when all are; there are no bounds for other texts."""
        plain = np.fromiter(map(str.isascii, self.values), np.bool_, len(self))
        return None if plain.all() else plain

    @cached_property
    def characters(self) -> NDArray[np.uint64]:
        """A 64-bit set per text: which characters it has at least once, twice, and so on.

        Two texts differ in at least as many characters as bits that only one of them has.
        """
        sample = "".join(self.values[:: max(1, len(self) // 1000)])
        of_digits = 2 * sum(map(str.isdigit, sample)) > len(sample)
        levels = _levels(letters=0, digits=6) if of_digits else _levels(letters=2, digits=1)
        starts = range(0, len(self), SLICE)
        found = [_bit_sets(self.values[start : start + SLICE], levels) for start in starts]
        return np.concatenate(found) if found else np.array([], dtype=np.uint64)

    @cached_property
    def initials(self) -> Codes:
        """The first character of each string as a code."""
        return self.part("first character", lambda text: text[:1])

    @cached_property
    def word_beginnings(self) -> NDArray[np.int32]:
        """The first characters of the first and last word of each string as codes (n x 2)."""
        ends = np.array(
            [(text[:1], (text.split() or [""])[-1][:1]) for text in self.values], dtype=object
        )
        return codes_of(ends.reshape(-1)).reshape(-1, 2)

    @cached_property
    def words(self) -> WordSets:
        """The words of each string."""
        return WordSets(self.values)

    def part(self, name: str, cut: Cut) -> Codes:
        """Return codes of the parts that `cut` takes of the texts; equal parts have equal codes."""
        return self.parts(name, cut)[0]

    def parts(self, name: str, *cuts: Cut) -> tuple[Codes, ...]:
        """Return such codes for several cuts that share one numbering."""
        if name not in self._parts:
            found = codes_of(cut(text) for cut in cuts for text in self.values)
            self._parts[name] = tuple(np.split(found, len(cuts)))
        return self._parts[name]

    def derived(self, name: str, cut: Cut) -> tuple["Texts", Codes]:
        """Return the distinct parts that `cut` takes of the texts, and the part of each string."""
        if name not in self._derived:
            parts = np.array([cut(text) for text in self.values], dtype=object)
            codes, values = pd.factorize(parts)
            self._derived[name] = Texts(values), codes.astype(np.int32)
        return self._derived[name]

    def flags(self, name: str, test: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Return for which texts a test is true."""
        if name not in self._flags:
            self._flags[name] = np.fromiter(map(test, self.values), np.bool_, len(self))
        return self._flags[name]

    def extended(self, name: str, change: Cut) -> "Texts":
        """Return these texts, followed by what `change` makes of each, in the same order."""
        if name not in self._extended:
            changed = np.array([change(text) for text in self.values], dtype=object)
            self._extended[name] = Texts(np.concatenate([self.values, changed]))
        return self._extended[name]

    def numbers(
        self, name: str, known: Mapping[str, float], unlisted: float
    ) -> NDArray[np.float64]:
        """Return the number that `known` has for each string; see `remember`."""

        def look_up() -> NDArray[np.float64]:
            found = (known.get(text, unlisted) for text in self.values)
            return np.fromiter(found, np.float64, len(self))

        return self.remember(name, (known, unlisted), look_up)

    def remember(
        self, name: str, inputs: tuple[object, ...], compute: Callable[[], NDArray[np.float64]]
    ) -> NDArray[np.float64]:
        """Return what `compute` makes of the texts and `inputs`.

        The last result per name is kept for as long as the inputs are the same objects.
        """
        if name not in self._remembered or any(
            one is not other for one, other in zip(self._remembered[name][0], inputs, strict=True)
        ):
            self._remembered[name] = inputs, compute()
        return self._remembered[name][1]


def codes_of(texts: Iterable[str]) -> Codes:
    """Number texts in order of first appearance."""
    return pd.factorize(np.array(list(texts), dtype=object))[0].astype(np.int32)


def _levels(letters: int, digits: int) -> list[tuple[int, int]]:
    """Return the meaning of each bit: a character (column of the counts) and its least count."""
    kinds = [(place, letters) for place in range(LETTERS)]
    kinds += [(LETTERS + place, digits) for place in range(DIGITS)]
    kinds += [(LETTERS + DIGITS, 2)]
    bits = [(place, least) for place, most in kinds for least in range(1, most + 1)]
    return bits[:64]


def _character_places() -> NDArray[np.uint8]:
    places = np.full(256, LETTERS + DIGITS, dtype=np.uint8)
    for place in range(LETTERS):
        places[ord("A") + place] = places[ord("a") + place] = place
    for place in range(DIGITS):
        places[ord("0") + place] = LETTERS + place
    places[ord(" ")] = NO_CHARACTER
    return places


PLACES = _character_places()


def _bit_sets(values: NDArray[np.object_], levels: list[tuple[int, int]]) -> NDArray[np.uint64]:
    encoded = [text.encode("ascii", "replace") for text in values]
    sizes = np.fromiter(map(len, encoded), np.int64, len(encoded))
    places = PLACES[np.frombuffer(b"".join(encoded), dtype=np.uint8)]
    width = NO_CHARACTER + 1
    cells = np.repeat(np.arange(len(encoded)) * width, sizes) + places
    counts = np.bincount(cells, minlength=len(encoded) * width).reshape(-1, width)
    sets = np.zeros(len(encoded), dtype=np.uint64)
    for bit, (place, least) in enumerate(levels):
        sets |= (counts[:, place] >= least).astype(np.uint64) << np.uint64(bit)
    return sets
