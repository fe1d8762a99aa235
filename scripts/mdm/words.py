"""Parts and words of texts, on whole arrays."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]


def split(texts: Texts, separator: str, part: int) -> Texts:
    """Return one part of each text; an absent part is empty."""
    parts = pd.Series(texts, dtype=object).str.split(separator, n=1).str[part]
    return np.asarray(parts.fillna(""), dtype=object)


def lengths(texts: Texts) -> NDArray[np.int64]:
    """Return the length of each text."""
    return np.fromiter(map(len, texts), np.int64, len(texts))


def part(texts: Texts, start: int, size: int) -> Texts:
    """Return the characters of each text from `start`, at most `size`."""
    return np.array([text[start : start + size] for text in texts], dtype=object)


def first_characters(texts: Texts, size: int) -> Texts:
    """Return the first `size` characters of each text."""
    return part(texts, 0, size)


def last_characters(texts: Texts, size: int) -> Texts:
    """Return the last `size` characters of each text."""
    return np.array([text[-size:] for text in texts], dtype=object)


def edit_share(left: Texts, right: Texts, edits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return edits as a share of the longer text's length."""
    return edits / np.maximum(np.maximum(lengths(left), lengths(right)), 1)


def abbreviates(left: Texts, right: Texts) -> Flags:
    """Tell which pairs are an abbreviation and what it stands for."""
    pairs = zip(left, right, strict=True)
    return np.array([is_abbreviation(*sorted(pair, key=len)) for pair in pairs], dtype=bool)


def is_abbreviation(short: str, long: str) -> bool:
    """Whether a text is made of the beginnings of another's words: NATLOG of NATIONAL LOGISTICS.

    Words are taken forwards or backwards, since whole names come with their words sorted.
    """
    letters = short.replace(" ", "")
    words = long.split()
    return 2 <= len(letters) < len("".join(words)) and any(
        _is_made_of(letters, order) for order in (words, words[::-1])
    )


def _is_made_of(letters: str, words: list[str]) -> bool:
    if not letters:
        return True
    if not words:
        return False
    head, rest = words[0], words[1:]
    size = 0
    while size < min(len(head), len(letters)) and head[size] == letters[size]:
        size += 1
        if _is_made_of(letters[size:], rest):
            return True
    return False


def begins(left: Texts, right: Texts) -> Flags:
    """Tell which pairs have one text begin with the other."""
    pairs = zip(left, right, strict=True)
    return np.array([a.startswith(b) or b.startswith(a) for a, b in pairs], dtype=bool)


def word_sets(texts: Texts) -> list[frozenset[str]]:
    """Return the set of words of each text, each distinct text split once."""
    codes, values = pd.factorize(pd.Series(texts, dtype=object))
    sets = [frozenset(value.split()) for value in values]
    return [sets[index] for index in codes]


def shares_word(left: Texts, right: Texts) -> Flags:
    """Tell which pairs have a word in common, at least one text having several."""
    pairs = zip(word_sets(left), word_sets(right), strict=True)
    return np.array([bool(a & b) and (len(a) > 1 or len(b) > 1) for a, b in pairs], dtype=bool)


def word_overlap(left: Texts, right: Texts) -> NDArray[np.float64]:
    """Return common words as a share of the shorter text's, or of the longer's if that is one."""
    pairs = zip(word_sets(left), word_sets(right), strict=True)
    return np.array(
        [
            len(a & b)
            / (min(len(a), len(b)) if min(len(a), len(b)) > 1 else max(len(a), len(b), 1))
            for a, b in pairs
        ],
        dtype=np.float64,
    )
