"""The names of a person in rows about the person: others may have the same names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from contracts.personal_data import snake_case
from erasure.erasable import Erasable
from erasure.mentions import Mentions
from erasure.text import BORDER, DUCKDB, folded, initials_pattern, pattern_inside, sql_folded
from erasure.values import Values
from warehouse.database import literal, quoted


@dataclass(frozen=True, slots=True)
class NamesInRows:
    """The names to search for in rows about the person only, because others may have them.

    keys: hub keys of the person. notes, named: the columns with free text and with names, in lower
    case. A note that is only a name counts as a label, such as a country code.
    """

    values: Values
    keys: Collection[str]
    notes: Collection[str]
    named: Collection[str]

    @classmethod
    def of(cls, values: Values, keys: Collection[str], columns: Iterable[Erasable]) -> NamesInRows:
        """The names of the person, in the columns of all feeds and those computed from them."""
        notes, named = set(), {"full_name", "first_name", "last_name"}
        for erasable in columns:
            notes |= spelt_columns(erasable.notes)
            names = (name for name, kind in erasable.personal.items() if kind == "name")
            named |= spelt_columns(names)
        return cls(values, keys, notes, named)

    def is_in_row(self, row: Mapping[str, str], mentions: Mentions) -> bool:
        """Whether a delivered row about the person has a name in one of these columns."""
        cells = {name.lower(): text or "" for name, text in row.items()}
        notes = (cells[name] for name in cells.keys() & self.notes)
        return any(
            folded(cells[name]) in self.values.names for name in cells.keys() & self.named
        ) or any(
            mentions.in_own_note(note) and folded(note) not in self.values.names for note in notes
        )

    def about(self, hashes: Sequence[str]) -> str:
        """The SQL condition that a row, with its folded cells as `folded_row`, is about the person.
        hashes: its columns with hash keys, as SQL."""
        about = [f"regexp_matches(folded_row, {literal('|'.join(self.keys))})"]
        about += [f"coalesce({name} in {blobs(self.keys)}, false)" for name in hashes]
        return " or ".join(about)

    def condition(self, columns: Sequence[str]) -> str:
        """The SQL condition that a row about the person has a name; empty if it has no columns with
        names or notes."""
        names = ", ".join(map(literal, sorted(self.values.names)))
        parts = []
        for name in columns if names else ():
            cell = sql_folded(quoted(name))
            if name.lower() in self.notes:
                parts.append(f"({self.in_note(quoted(name))} and {cell} not in ({names}))")
            if name.lower() in self.named:
                parts.append(f"{cell} in ({names})")
        return f"({' or '.join(parts)})" if parts else ""

    def in_note(self, cell: str) -> str:
        """The SQL condition that a cell has a name inside."""
        own = pattern_inside(dict.fromkeys(sorted(self.values.own), "name"), word=DUCKDB)
        initials = initials_pattern(self.values.initials, DUCKDB)
        searched = [(sql_folded(cell), own), (cell, initials)]
        found = [f"regexp_matches({text}, {literal(one)})" for text, one in searched if one]
        return f"({' or '.join(found)})"


def spelt_columns(names: Iterable[str]) -> set[str]:
    """The names of columns in lower case, as delivered and as staging writes them."""
    return {spelt for name in names for spelt in (name.lower(), snake_case(name))}


def blobs(digests: Iterable[str]) -> str:
    """Hexadecimal digests as a SQL list of binary values."""
    values = (f"unhex('{digest}')" for digest in digests)
    return f"({', '.join(values)})"


def joined(cells: Sequence[str]) -> str:
    """Cells of a row, each an expression, as one string with borders."""
    return f"'{BORDER}' || concat_ws('{BORDER * 2}', {', '.join(cells)}) || '{BORDER}'"
