"""Finds a person in notes, and the person's values among those of others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from erasure.text import compiled, folded, initials_pattern, pattern_inside
from erasure.values import Values
from warehouse.landing.clean_text import clean_text


@dataclass(frozen=True, slots=True)
class Mentions:
    """Finds a person in notes.

    anywhere: values that only the person has. own, initials: names that others may have too, and
    those of one letter, which mean the person in rows about the person.
    """

    anywhere: re.Pattern[str] | None
    own: re.Pattern[str] | None
    initials: re.Pattern[str] | None

    @classmethod
    def of(cls, values: Values) -> Mentions:
        """For the values of a person."""
        own = dict.fromkeys(sorted(values.own), "name")
        return cls(
            compiled(pattern_inside(values.inside, values.numbers)),
            compiled(pattern_inside(own)),
            compiled(initials_pattern(values.initials)),
        )

    def in_note(self, note: str) -> bool:
        """Whether a note has a value that only the person has."""
        return bool(self.anywhere and self.anywhere.search(folded(note)))

    def in_own_note(self, note: str) -> bool:
        """Whether a note in a row about the person has a name of the person."""
        return bool(self.own and self.own.search(folded(note))) or bool(
            self.initials and self.initials.search(clean_text(note))
        )


@dataclass(frozen=True, slots=True)
class Shared:
    """Finds the values of a person that others have.

    An e-mail address, a key or an id is theirs if it is the whole value: it may also be a part of
    another one, such as ann@x.example of joann@x.example. A name or an address may be in theirs.
    """

    values: Values
    parts: dict[str, re.Pattern[str]]
    any_part: re.Pattern[str] | None

    @classmethod
    def of(cls, values: Values) -> Shared:
        """For the values of a person."""
        names = {text: kind for text, kind in values.inside.items() if kind in ("name", "address")}
        parts = {text: re.compile(pattern_inside({text: kind})) for text, kind in names.items()}
        return cls(values, parts, compiled(pattern_inside(names)))

    def in_value(self, text: str, kind: str) -> set[str]:
        """The values of the person, as folded text, that another record's value is or has."""
        value = folded(text)
        found = {value} & self.values.kinds.keys()
        if kind == "phone":
            found |= self.values.phones_like(value)
        elif kind in ("name", "address") and self.any_part and self.any_part.search(value):
            found |= {part for part, pattern in self.parts.items() if pattern.search(value)}
        return found
