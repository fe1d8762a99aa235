"""The distinct texts of a column, with derived values computed once."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from .words import WordSets

Codes = NDArray[np.int32]
Cut = Callable[[pa.StringArray], pa.StringArray]
WIDTHS = LETTERS, DIGITS, _ = 26, 10, 1
"""Kinds of characters: all others count as one."""
SLICE = 100_000
PREFIX = 4
"""Leading characters for which Jaro-Winkler gives a bonus."""


class Texts:
    """n distinct texts; a string's code is its position."""

    def __init__(self, values: NDArray[np.object_]) -> None:
        self.values = values
        self._parts: dict[str, Codes] = {}
        self._flags: dict[str, NDArray[np.bool_]] = {}
        self._extended: dict[str, Texts] = {}
        self._derived: dict[str, tuple[Texts, Codes]] = {}
        self._remembered: dict[str, tuple[tuple[object, ...], NDArray[np.float64]]] = {}

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def arrow(self) -> pa.StringArray:
        """The texts as an array of Arrow, whose functions take a fraction of the time."""
        return pa.array(self.values, pa.string())

    @cached_property
    def lengths(self) -> NDArray[np.int32]:
        """Characters of each string."""
        return pc.utf8_length(self.arrow).to_numpy()

    @cached_property
    def is_plain(self) -> NDArray[np.bool_] | None:
        """Which texts are ASCII, or None when all are; there are no bounds for other texts."""
        plain = pc.string_is_ascii(self.arrow).to_numpy(zero_copy_only=False)
        return None if plain.all() else plain

    @cached_property
    def characters(self) -> NDArray[np.uint64]:
        """A 64-bit set per text: which characters it has at least once, twice, and so on.

        Two texts differ in at least as many characters as bits that only one of them has.
        """
        sample = "".join(self.values[:: max(1, len(self) // 1000)])
        of_digits = 2 * sum(map(str.isdigit, sample)) > len(sample)
        most = (0, 6, 2) if of_digits else (2, 1, 2)
        texts = self.arrow
        if self.is_plain is not None:
            texts = pc.replace_substring_regex(texts, "[^\\x00-\\x7f]", "?")
        starts = range(0, len(self), SLICE)
        found = [_character_sets(texts[start : start + SLICE], most) for start in starts]
        return np.concatenate(found) if found else np.array([], dtype=np.uint64)

    @cached_property
    def initials(self) -> Codes:
        """The first character of each string as a code."""
        return self.part("first character", lambda texts: pc.utf8_slice_codeunits(texts, 0, 1))

    @cached_property
    def word_beginnings(self) -> NDArray[np.int32]:
        """The first characters of the first and last word of each string as codes (n x 2)."""
        ends = [(text[:1], (text.split() or [""])[-1][:1]) for text in self.values]
        return pd.factorize(np.array(ends, dtype=object).reshape(-1))[0].reshape(-1, 2)

    @cached_property
    def words(self) -> WordSets:
        """The words of each string."""
        return WordSets(self.values, self.arrow)

    def part(self, name: str, cut: Cut) -> Codes:
        """Return codes of the parts that `cut` extracts from the texts; equal parts share a code.

        The code of an empty part is -1.
        """
        if name not in self._parts:
            parts = cut(self.arrow)
            found = pc.if_else(pc.equal(parts, ""), None, parts).dictionary_encode()
            codes = found.indices.fill_null(-1)
            self._parts[name] = codes.to_numpy(zero_copy_only=False).astype(np.int32)
        return self._parts[name]

    def derived(self, name: str, cut: Cut) -> tuple["Texts", Codes]:
        """Return the distinct parts that `cut` extracts, and which of them each string has."""
        if name not in self._derived:
            found = cut(self.arrow).dictionary_encode()
            values = found.dictionary.to_numpy(zero_copy_only=False)
            self._derived[name] = Texts(values), found.indices.to_numpy().astype(np.int32)
        return self._derived[name]

    def flags(self, name: str, test: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Return for which texts a test is true."""
        if name not in self._flags:
            self._flags[name] = np.fromiter(map(test, self.values), np.bool_, len(self))
        return self._flags[name]

    def extended(self, name: str, change: Callable[[str], str]) -> "Texts":
        """Return these texts, followed by the results of `change` for each, in the same order."""
        if name not in self._extended:
            changed = np.array([change(text) for text in self.values], dtype=object)
            self._extended[name] = Texts(np.concatenate([self.values, changed]))
        return self._extended[name]

    def numbers(
        self, name: str, known: Mapping[str, float], unlisted: float
    ) -> NDArray[np.float64]:
        """Return the number of each string in `known`; see `remember`."""

        def look_up() -> NDArray[np.float64]:
            found = (known.get(text, unlisted) for text in self.values)
            return np.fromiter(found, np.float64, len(self))

        return self.remember(name, (known, unlisted), look_up)

    def remember(
        self, name: str, inputs: tuple[object, ...], compute: Callable[[], NDArray[np.float64]]
    ) -> NDArray[np.float64]:
        """Return the result of `compute` for the texts and `inputs`.

        The last result per name is kept for as long as the inputs are the same objects.
        """
        if name not in self._remembered or any(
            one is not other for one, other in zip(self._remembered[name][0], inputs, strict=True)
        ):
            self._remembered[name] = inputs, compute()
        return self._remembered[name][1]


def before(texts: pa.StringArray, sign: str) -> pa.StringArray:
    """Return the part before the first `sign`, or the whole text."""
    return pc.list_element(pc.split_pattern(texts, sign, max_splits=1), 0)


def after(texts: pa.StringArray, sign: str) -> pa.StringArray:
    """Return the part after the first `sign`, or an empty string."""
    parts = pc.split_pattern(texts, sign, max_splits=1)
    starts, has_two = parts.offsets.to_numpy()[:-1], pc.list_value_length(parts).to_numpy() > 1
    places = pa.array(np.where(has_two, starts + 1, 0), mask=~has_two)
    return parts.values.take(places).fill_null("")


def _one_bit_each() -> NDArray[np.uint64]:
    """Return the bit of each ASCII character: one for each letter and digit, one for all others."""
    bits = np.full(256, 1 << LETTERS + DIGITS, dtype=np.uint64)
    for place in range(LETTERS):
        bits[ord("A") + place] = bits[ord("a") + place] = 1 << place
    for place in range(DIGITS):
        bits[ord("0") + place] = 1 << LETTERS + place
    bits[ord(" ")] = 0
    return bits


BITS = _one_bit_each()


def _character_sets(texts: pa.StringArray, most: Sequence[int]) -> NDArray[np.uint64]:
    """Return the characters of ASCII texts as sets.

    most: how often a letter, a digit and another character may be in a set.
    """
    _, ends, content = texts.buffers()
    ends = np.frombuffer(ends, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    content = np.frombuffer(content or b"", np.uint8)
    lengths = np.diff(ends)
    order = np.argsort(-lengths, kind="stable")
    starts, longest = ends[:-1][order], int(lengths.max(initial=0))
    sizes = len(texts) - np.cumsum(np.bincount(lengths, minlength=longest + 1))
    reached = [np.zeros(len(texts), dtype=np.uint64) for _ in range(max(most))]
    for place, size in enumerate(sizes[:longest].tolist()):
        # Texts are sorted by length, longest first, so those with this position come first.
        bits = BITS[content[starts[:size] + place]]
        for more, fewer in zip(reached[:0:-1], reached[-2::-1], strict=True):
            more[:size] |= fewer[:size] & bits
        reached[0][:size] |= bits
    sets, shift = np.zeros(len(texts), dtype=np.uint64), 0
    for times, found in enumerate(reached, 1):
        for start, width, limit in zip((0, LETTERS, LETTERS + DIGITS), WIDTHS, most, strict=True):
            if times <= limit:
                chosen = found >> np.uint64(start) & np.uint64((1 << width) - 1)
                sets |= chosen << np.uint64(shift)
                shift += width
    unsorted = np.empty_like(sets)
    unsorted[order] = sets
    return unsorted
