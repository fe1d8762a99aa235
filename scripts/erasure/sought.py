"""The values to search for, as patterns for Python and DuckDB."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from erasure.names_in_rows import NamesInRows
from erasure.text import (
    BORDER,
    DUCKDB,
    compiled,
    folded,
    pattern_inside,
    plain_pattern,
    without_gaps,
)
from erasure.values import Values

NOTHING = "[^\\s\\S]"  # a pattern that matches nothing
DIGEST_START = 16  # characters of a digest that hardly another one has


@dataclass(frozen=True)
class Sought:
    """The values to search for: whole values, text inside others, hexadecimal digests, the digits
    of phone numbers, which may be in any format, and names in rows about the person.

    birth_dates: the columns of type date that are searched; other dates are not births.
    """

    whole: Collection[str]
    inside: Mapping[str, str]
    digests: Sequence[str] = field(default=())
    numbers: Sequence[str] = field(default=())
    names: NamesInRows | None = None
    birth_dates: Collection[str] = ("birth_date",)

    @classmethod
    def of(
        cls,
        values: Values,
        names: NamesInRows | None = None,
        birth_dates: Collection[str] = ("birth_date",),
    ) -> Sought:
        """All values, and the SHA-256 of each in each of its spellings."""
        spellings: dict[str, None] = {}
        for text, spelt in values.spellings.items():
            for one in (text, *spelt):
                spellings.update(dict.fromkeys([one, one.lower(), one.upper(), folded(one)]))
        digests = [hashlib.sha256(text.encode()).hexdigest() for text in spellings]
        digests = list(dict.fromkeys(digests))
        whole = dict.fromkeys(values.kinds)
        return cls(whole, values.inside, digests, values.numbers, names, birth_dates)

    @cached_property
    def pattern(self) -> str:
        """A pattern for DuckDB that matches the folded cells of a row, joined by borders; it
        matches nothing if there are no values."""
        whole = "|".join(map(re.escape, self.whole))
        parts = [f"{BORDER}(?:{whole}){BORDER}"] if whole else []
        parts += filter(None, [pattern_inside(self.inside, self.numbers, DUCKDB), *self.digests])
        return "|".join(parts) or NOTHING

    @cached_property
    def plain(self) -> str:
        """A pattern that matches at least the rows that `pattern` matches, and is faster."""
        strings = [f"{BORDER}{text}{BORDER}" for text in self.whole]
        strings += [digest[:DIGEST_START] for digest in self.digests]
        return plain_pattern(self.inside, self.numbers, strings) or NOTHING

    def is_in(self, text: str) -> bool:
        """Whether a string has one of the values."""
        text = folded(text)
        digits = "".join(re.findall("[0-9]+", text)) if self.numbers else ""
        numbers = [one for one in self.numbers if one in digits]
        pattern = compiled(pattern_inside(self.near(text), numbers))
        return bool(pattern and pattern.search(text)) or any(one in text for one in self.digests)

    def near(self, text: str) -> dict[str, str]:
        """The values that folded text may have: a pattern of all would be slow on a long one."""
        characters = without_gaps(text)
        return {
            value: kind
            for value, kind in self.inside.items()
            if (without_gaps(value) in characters if kind == "id" else first_part(value) in text)
        }

    def is_in_cells(self, cells: Iterable[str]) -> bool:
        """Whether one of the cells is one of the values, in whatever case."""
        return any(folded(cell) in self.whole for cell in cells)


def first_part(value: str) -> str:
    """What of a value is the same in all ways to write it: of an e-mail address up to @ or +."""
    return re.split("[@+]", value)[0] or value
