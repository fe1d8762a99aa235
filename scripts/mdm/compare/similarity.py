"""String similarities of folded text, computed on whole arrays of value pairs."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Texts = Sequence[str]


class Backend(Protocol):
    """A similarity engine; both functions return one number per pair of texts."""

    def jaro_winkler(self, lefts: Texts, rights: Texts) -> NDArray[np.float64]:
        """Jaro-Winkler similarity, 0 to 1; 0 when a string is empty."""

    def edits(self, lefts: Texts, rights: Texts) -> NDArray[np.float64]:
        """Damerau-Levenshtein distance: insert, delete, replace, swap two neighbours."""


class PythonBackend:
    """The reference engine: jellyfish, or rapidfuzz where jellyfish is not installed."""

    def __init__(self, library: str | None = None) -> None:
        self._winkler, self._edits = _python_functions(library)

    def jaro_winkler(self, lefts: Texts, rights: Texts) -> NDArray[np.float64]:
        """See Backend."""
        return np.fromiter(map(self._winkler, lefts, rights), np.float64, len(lefts))

    def edits(self, lefts: Texts, rights: Texts) -> NDArray[np.float64]:
        """See Backend."""
        return np.fromiter(map(self._edits, lefts, rights), np.float64, len(lefts))


class DuckdbBackend:
    """DuckDB's native function and rapidfuzz: the same results, much faster."""

    def __init__(self) -> None:
        import duckdb
        from rapidfuzz.distance import DamerauLevenshtein
        from rapidfuzz.process import cpdist

        self._connection = duckdb.connect()
        self._cpdist, self._edits = cpdist, DamerauLevenshtein.distance
        self._winkler = _python_functions("rapidfuzz")[0]

    def jaro_winkler(self, lefts: Texts, rights: Texts) -> NDArray[np.float64]:
        """See Backend.

        DuckDB counts bytes, not characters, so texts in other scripts would seem more similar.
        """
        if "".join(lefts).isascii() and "".join(rights).isascii():
            return self._run("jaro_winkler_similarity", lefts, rights)
        plain = np.array([a.isascii() and b.isascii() for a, b in zip(lefts, rights, strict=True)])
        found = np.empty(len(plain))
        for chosen, count in ((plain, self.jaro_winkler), (~plain, self._winkler_by_letter)):
            sides = (np.asarray(side, dtype=object)[chosen] for side in (lefts, rights))
            found[chosen] = count(*sides)
        return found

    def edits(self, lefts: Texts, rights: Texts) -> NDArray[np.float64]:
        """See Backend."""
        return self._cpdist(lefts, rights, scorer=self._edits, dtype=np.float64)

    def _winkler_by_letter(self, lefts: Texts, rights: Texts) -> NDArray[np.float64]:
        return np.fromiter(map(self._winkler, lefts, rights), np.float64, len(lefts))

    def _run(self, function: str, lefts: Texts, rights: Texts) -> NDArray[np.float64]:
        pairs = pd.DataFrame({"l": lefts, "r": rights}, dtype="object")
        cursor = self._connection.cursor()
        cursor.register("text_pairs", pairs)
        result = cursor.execute(
            f"select cast({function}(l, r) as double) as similarity from text_pairs"
        ).fetchnumpy()
        cursor.unregister("text_pairs")
        return np.asarray(result["similarity"], dtype=np.float64)


@cache
def choose_backend(name: str = "auto") -> Backend:
    """Return the engine 'duckdb', 'jellyfish' or 'rapidfuzz'; 'auto' is DuckDB where installed.

    Raises ValueError for another name.
    """
    if name == "duckdb":
        return DuckdbBackend()
    if name in ("jellyfish", "rapidfuzz"):
        return PythonBackend(name)
    if name != "auto":
        raise ValueError(f"unknown similarity backend {name!r}")
    try:
        return DuckdbBackend()
    except ImportError:
        return PythonBackend()


Measure = Callable[[str, str], float]


def _python_functions(library: str | None) -> tuple[Measure, Measure]:
    if library != "rapidfuzz":
        try:
            import jellyfish

            return jellyfish.jaro_winkler_similarity, jellyfish.damerau_levenshtein_distance
        except ImportError:
            if library == "jellyfish":
                raise
    from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

    def winkler(left: str, right: str) -> float:
        # Two empty texts do not agree; rapidfuzz calls them equal.
        return JaroWinkler.similarity(left, right) if left and right else 0.0

    return winkler, DamerauLevenshtein.distance


SOUNDS = {
    letter: str(number)
    for number, letters in enumerate(("BFPV", "CGJKQSXZ", "DT", "L", "MN", "R"), start=1)
    for letter in letters
}
"""The digit of each consonant in Soundex."""


def soundex(name: str) -> str:
    """Return the Soundex code of a name in A to Z: L520 for LANG.

    Block keys use the same code, computed by a macro in macros/identity/text.sql.
    """
    codes = [SOUNDS.get(letter, "") for letter in name]
    kept, last = "", codes[0]
    for letter, found in zip(name[1:], codes[1:], strict=True):
        if found and found != last:
            kept += found
        if letter not in "HW":
            last = found
    return name[0] + kept.ljust(3, "0")[:3]


def is_misspelt(one: str, other: str) -> bool:
    """Whether two names differ only in the order of inner letters, or in spaces: John and Jhon."""
    one, other = one.replace(" ", ""), other.replace(" ", "")
    ends = (one[0], one[-1]) == (other[0], other[-1])
    return one == other or (ends and len(one) > 3 and sorted(one) == sorted(other))
