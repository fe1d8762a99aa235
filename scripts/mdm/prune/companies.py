"""Bounds the levels of the names of organisations."""

import numpy as np
from numpy.typing import NDArray

from ..compare.bounds import BONUS, Counts
from ..compare.columns import Column, Columns
from ..compare.levels import Levels, code
from ..compare.texts import PREFIX
from ..compare.words import bit_count
from ..match_model import MatchModel
from ..tables import Rows
from .outlines import by_record, characters_apart

ROUNDING = np.float32(1e-5)
NO_LENGTH = 1e9


class CompanyBounds:
    """Levels of pairs of names of organisations: exact for near ones too, else as `Bounds` does."""

    def __init__(self, columns: Columns, model: MatchModel) -> None:
        self._least, name = model.similarities, columns["full_name"]
        self._names = _Shares(name, missing=0.0)
        self._written = _Shares(columns["joined_name"], missing=NO_LENGTH)
        words = name.texts.words
        is_exact = words.merged == 0
        self._words = by_record(np.where(is_exact, words.bits, ~np.uint64(0)), name.codes)
        self._sizes = by_record(np.where(is_exact, words.sizes, 1).astype(np.uint8), name.codes)

    def levels(self, rows: Rows) -> Levels:
        """Return the levels of pairs of rows, of which one at most is a person's."""
        counts = characters_apart(self._names.characters, self._names.characters, rows)
        alike = self._names.alike(counts, rows)
        written = characters_apart(self._written.characters, self._written.characters, rows)
        edits = np.minimum(self._names.edits(counts, rows), self._written.edits(written, rows))
        found = np.full(len(edits), code("organisation", "weak"), dtype=np.int8)
        found[self._word_overlap(rows) >= self._least["organisation", "partial_words"]] = code(
            "organisation", "partial"
        )
        for level, shown in (("partial", "partial"), ("near", "exact")):
            least = self._least["organisation", level]
            most = self._least["organisation", f"{level}_edits"]
            found[(alike >= least) | (edits <= most)] = code("organisation", shown)
            if level == "partial":
                found[np.minimum(*counts) == 0] = code("organisation", "abbreviated")
        return found

    def _word_overlap(self, rows: Rows) -> NDArray[np.float32]:
        left, right = rows
        shared = bit_count(self._words[left] & self._words[right])
        sizes = self._sizes[left], self._sizes[right]
        fewer, more = np.minimum(*sizes), np.maximum(*sizes)
        return (
            shared / np.where(fewer > 1, fewer, np.maximum(more, 1)).astype(np.float32) + ROUNDING
        )


class _Shares:
    """Characters of the names of all records, each with its share of the name's length."""

    def __init__(self, column: Column, missing: float) -> None:
        texts, codes = column.texts, column.codes
        shares = 1.0 / np.maximum(texts.lengths, 1)
        if texts.is_plain is not None:
            shares[~texts.is_plain] = 0.0
        self.characters = by_record(texts.characters, codes)
        self._shares = np.append(shares, missing).astype(np.float32)[codes]

    def alike(self, counts: tuple[Counts, Counts], rows: Rows) -> NDArray[np.float32]:
        """Return the highest Jaro-Winkler similarity of texts with these characters apart."""
        lacks = [count * self._shares[side] for count, side in zip(counts, rows, strict=True)]
        jaro = 1.0 + ROUNDING - (lacks[0] + lacks[1]) / np.float32(3.0)
        return jaro + np.float32(BONUS * PREFIX) * (1 - jaro)

    def edits(self, counts: tuple[Counts, Counts], rows: Rows) -> NDArray[np.float32]:
        """Return the smallest share of edits of texts with these characters apart."""
        shares = np.minimum(*(self._shares[side] for side in rows))
        return np.maximum(*counts) * shares - np.float32(ROUNDING)
