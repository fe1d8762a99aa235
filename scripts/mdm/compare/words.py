"""Words of texts: how many words two texts share, and whether one abbreviates the other."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein

Codes = NDArray[np.int32]
Counts = NDArray[np.int64]
WIDTH = 8
"""Texts of up to this many different words are compared as arrays of numbers."""
SLICE = 50_000
SPREAD = 0x9E3779B97F4A7C15
"""Odd multiplier that spreads word numbers over the 64 bits of a set."""


class WordSets:
    """The distinct words of each of n texts.

    sizes: number of words. numbers: the words of texts with up to WIDTH words (n x WIDTH, -1 for
    none). bits: the words as a 64-bit set, in which words may share a bit. merged: how many do.
    """

    def __init__(self, values: NDArray[np.object_], texts: pa.StringArray) -> None:
        self._values = values
        owners, codes, _ = distinct_words(values, texts)
        self.sizes = np.bincount(owners, minlength=len(values)).astype(np.int32)
        starts = np.cumsum(self.sizes) - self.sizes
        places = np.arange(len(owners)) - np.repeat(starts, self.sizes)
        kept = places < WIDTH
        self.numbers = np.full((len(values), WIDTH), -1, dtype=np.int32)
        self.numbers[owners[kept], places[kept]] = codes[kept]
        spread = codes.astype(np.uint64) * np.uint64(SPREAD) >> np.uint64(58)
        self.bits = np.zeros(len(values), dtype=np.uint64)
        given = self.sizes > 0
        bits = np.uint64(1) << spread
        self.bits[given] = np.bitwise_or.reduceat(bits, starts[given]) if len(bits) else bits
        self.merged = self.sizes - bit_count(self.bits)

    def most_common(self, left: Codes, right: Codes) -> Counts:
        """Return an upper bound of the number of shared words, from the bit sets alone."""
        shared = bit_count(self.bits[left] & self.bits[right])
        return np.where(shared > 0, shared + np.minimum(self.merged[left], self.merged[right]), 0)

    def common(self, left: Codes, right: Codes) -> Counts:
        """Return the number of shared words."""
        found = np.zeros(len(left), dtype=np.int64)
        for start in range(0, len(left), SLICE):
            part = slice(start, start + SLICE)
            one, other = self.numbers[left[part]], self.numbers[right[part]]
            same = (one[:, :, None] == other[:, None, :]) & (one >= 0)[:, :, None]
            found[part] = same.sum(axis=(1, 2))
        for place in np.flatnonzero(np.maximum(self.sizes[left], self.sizes[right]) > WIDTH):
            words = (set(self._values[codes[place]].split()) for codes in (left, right))
            found[place] = len(set.intersection(*words))
        return found

    def overlap(self, common: Counts, left: Codes, right: Codes) -> NDArray[np.float64]:
        """Return the share of shared words in the shorter text (the longer if it has only one)."""
        fewer = np.minimum(self.sizes[left], self.sizes[right])
        more = np.maximum(self.sizes[left], self.sizes[right])
        return common / np.where(fewer > 1, fewer, np.maximum(more, 1))


def distinct_words(
    values: NDArray[np.object_], texts: pa.StringArray
) -> tuple[Counts, Counts, pa.StringArray]:
    """Return the distinct words of each string: positions of texts, codes of words, and all words.

    values and texts: the same texts as an array of numpy and of Arrow.
    """
    split = pc.split_pattern(_single_spaced(values, texts), " ")
    words = split.values.dictionary_encode()
    codes, count = words.indices.to_numpy().astype(np.int64), len(words.dictionary) + 1
    owners = np.repeat(np.arange(len(split)), np.diff(split.offsets.to_numpy()))
    is_word = pc.not_equal(split.values, "").to_numpy(zero_copy_only=False)
    once = np.unique((owners * count + codes)[is_word])
    return once // count, once % count, words.dictionary


def _single_spaced(values: NDArray[np.object_], texts: pa.StringArray) -> pa.StringArray:
    """Return texts with a single space between words, as `str.split` sees them."""
    is_odd = pc.match_substring_regex(texts, "[^!-~ ]|^ | $|  ").to_numpy(zero_copy_only=False)
    if not is_odd.any():
        return texts
    changed = values.copy()
    changed[is_odd] = [" ".join(text.split()) for text in values[is_odd]]
    return pa.array(changed, pa.string())


def bit_count(numbers: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Count the bits that are set, with numpy's own function from version 2 on."""
    if hasattr(np, "bitwise_count"):
        return np.bitwise_count(numbers)
    bytes_of = numbers.astype("<u8").view(np.uint8).reshape(-1, 8)
    return np.unpackbits(bytes_of, axis=1).sum(axis=1, dtype=np.uint8)


def is_abbreviation(short: str, long: str) -> bool:
    """Whether a string consists of word beginnings of another: NATLOG of NATIONAL LOGISTICS.

    Words are tried forwards and backwards, because the words of whole names are sorted.
    """
    letters = short.replace(" ", "")
    words = long.split()
    return 2 <= len(letters) < len("".join(words)) and any(
        is_made_of(letters, order) for order in (words, words[::-1])
    )


def are_initials(one: str, other: str) -> bool:
    """Whether two names begin each other word by word, or one has the initials of the other.

    J T and JULIETTE, J P and JEAN PIERRE, JW and JAN WILLEM.
    """
    pairs = zip(one.split(), other.split(), strict=False)
    begin = all(word.startswith(own) or own.startswith(word) for word, own in pairs)
    return begin or is_abbreviation(*sorted((one, other), key=len))


def is_made_of(letters: str, words: list[str]) -> bool:
    """Whether letters are beginnings of consecutive words; the last words may be missing."""
    if not letters:
        return True
    if not words:
        return False
    head, rest = words[0], words[1:]
    size = 0
    while size < min(len(head), len(letters)) and head[size] == letters[size]:
        size += 1
        if is_made_of(letters[size:], rest):
            return True
    return False


def lack_each_other(one: Sequence[str], other: Sequence[str], most: int, least: int) -> bool:
    """Whether each of two names has a word that the other lacks.

    Two words count as the same if one is the beginning of the other, or if they have at least
    `least` letters and differ by up to `most` typing errors after the first letter.
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
    is_long = min(len(word), len(other)) >= least and word[0] == other[0]
    return is_long and DamerauLevenshtein.distance(word, other) <= most
