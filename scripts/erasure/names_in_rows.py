"""The names of a person in rows about the person: others may have the same names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from contracts.personal_data import snake_case
from erasure.erasable import Erasable
from erasure.values import Values, folded, pattern_inside
from warehouse.database import literal, quoted

# Between the cells of a row that is searched as one string.
BORDER = "\x1f"


@dataclass(frozen=True, slots=True)
class NamesInRows:
    """The names to search for in rows about the person only, because others may have them.

    keys: hub keys of the person. notes, named: the columns with free text and with names, in lower
    case. A note that is only a name counts as a label, such as a country code.
    """

    names: Collection[str]
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
        return cls(sorted(values.names), keys, notes, named)

    @property
    def in_notes(self) -> str:
        """A pattern for DuckDB that matches a name next to other text in a cell."""
        names, border = "|".join(map(re.escape, self.names)), f"[^\\pL\\pN_{BORDER}]"
        after = f"(?:{names})(?:$|[^\\pL\\pN_])"
        return f"{border}{after}|(?:^|[^\\pL\\pN_])(?:{names}){border}"

    def is_in_row(self, row: Mapping[str, str]) -> bool:
        """Whether a delivered row about the person has a name in one of these columns."""
        inside = pattern_inside(self.names)
        if not inside:
            return False
        cells = {name.lower(): folded(text or "") for name, text in row.items()}
        notes = (cells[name] for name in cells.keys() & self.notes)
        return any(cells[name] in self.names for name in cells.keys() & self.named) or any(
            inside.search(note) and note not in self.names for note in notes
        )

    def condition(self, columns: Sequence[str], row: str) -> str:
        """The SQL condition that a row is about the person and has a name; empty if it has no such
        columns. row: its cells in lower case as an expression."""
        parts = []
        if notes := [name for name in columns if name.lower() in self.notes]:
            cells = [f"cast({quoted(name)} as varchar)" for name in notes]
            parts.append(f"regexp_matches({joined(cells)}, {literal(self.in_notes)})")
        parts += [
            f"lower({quoted(name)}) in ({', '.join(map(literal, self.names))})"
            for name in columns
            if name.lower() in self.named
        ]
        if not parts or not self.names:
            return ""
        return f"regexp_matches({row}, {literal('|'.join(self.keys))}) and ({' or '.join(parts)})"


def spelt_columns(names: Iterable[str]) -> set[str]:
    """The names of columns in lower case, as delivered and as staging writes them."""
    return {spelt for name in names for spelt in (name.lower(), snake_case(name))}


def joined(cells: Sequence[str]) -> str:
    """Cells of a row, each an expression, as one string in lower case with borders."""
    return f"'{BORDER}' || lower(concat_ws('{BORDER * 2}', {', '.join(cells)})) || '{BORDER}'"
