"""The values that only one person has, none of which may be left after an erasure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from erasure.erasable import names_together
from warehouse.landing.clean_text import clean_text

SHORTEST = 5  # characters of a value that is searched for by itself
SHORTEST_NAME = 2  # characters of a name that is searched for in rows about the person
# Such values are also searched for inside other text; so are addresses of several words.
IDENTIFYING = {"email", "phone", "id", "key"}
SHORTEST_INSIDE = 6  # characters; a name may have as few as SHORTEST
SHORTEST_NUMBER = 7  # digits of a phone number that is searched for in any format
# What people write between the digits of a phone number.
BETWEEN_DIGITS = "[ \u00a0/().-]{0,3}"


def folded(text: str) -> str:
    """A value in the form in which values are compared."""
    return clean_text(text).lower()


def digits_of(text: str) -> str:
    """The digits of a phone number without leading zeros; empty if they are too few to search."""
    digits = re.sub(r"\D", "", text).lstrip("0")
    return digits if len(digits) >= SHORTEST_NUMBER else ""


def is_same(number: str, other: str) -> bool:
    """Whether the digits of two phone numbers are the same, apart from a calling code."""
    return bool(number and other) and (number.endswith(other) or other.endswith(number))


def email_digest(address: str) -> str:
    """The SHA-256 of an e-mail address that web events have."""
    return hashlib.sha256(folded(address).encode()).hexdigest()


def turned(name: str) -> Iterator[str]:
    """A full name with the last name before the first one, wherever the last name begins."""
    words = name.replace(",", "").split()
    for at in range(1, len(words)):
        yield from (text for text, _ in names_together(" ".join(words[at:]), " ".join(words[:at])))


@dataclass(slots=True)
class Values:
    """Values by their folded text: category, and the spellings in which they are delivered.

    names: all names of the person as folded text, also short ones and those that others have too.
    They are searched for in rows about the person only.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, set[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def add_name(self, text: str) -> None:
        """Take a name, whether or not it identifies a person."""
        if len(text) >= SHORTEST_NAME:
            self.names.add(folded(text))

    def add(self, text: str, kind: str) -> None:
        """Take a value, unless it is too short to identify a person."""
        if kind == "name":
            self.add_name(text)
        if len(text) >= SHORTEST:
            value = folded(text)
            if kind == "name" and self.kinds.get(value) == "address":
                self.kinds[value] = kind
            self.kinds.setdefault(value, kind)
            self.spellings.setdefault(value, set()).add(text)

    def update(self, others: Values) -> None:
        """Take values of an earlier erasure, each in all its spellings."""
        for text, kind in others.kinds.items():
            self.kinds.setdefault(text, kind)
            self.spellings.setdefault(text, set()).update(others.spellings[text])
        self.names |= others.names

    def remove(self, strings: Iterable[str]) -> None:
        """Leave out values, given as folded text; a phone number in all its formats, a name in
        whatever order."""
        for text in strings:
            kind = self.kinds.get(text)
            same = self.phones_like(text) if kind == "phone" else set()
            for value in {text, *same, *(turned(text) if kind == "name" else ())}:
                self.kinds.pop(value, None)
                self.spellings.pop(value, None)

    def of(self, kind: str) -> set[str]:
        """The folded values of a category."""
        return {text for text, found in self.kinds.items() if found == kind}

    @property
    def inside(self) -> list[str]:
        """The folded values that are also searched for inside other text, longest first."""
        found = [
            text
            for text, kind in self.kinds.items()
            if kind == "name"
            or (
                len(text) >= SHORTEST_INSIDE
                and (kind in IDENTIFYING or (kind != "birth_date" and " " in text))
            )
        ]
        return sorted(found, key=len, reverse=True)

    @property
    def numbers(self) -> list[str]:
        """The digits of the phone numbers, which are also searched for in any format, longest
        first."""
        found = {digits_of(text) for text in self.of("phone")} - {""}
        return sorted(found, key=lambda digits: (-len(digits), digits))

    def phones_like(self, text: str) -> set[str]:
        """The phone numbers, as folded text, that are the given one, in whatever format."""
        number = digits_of(text)
        return {phone for phone in self.of("phone") if is_same(number, digits_of(phone))}

    def as_json(self) -> dict[str, object]:
        """For the file of values."""
        spelt = {text: [kind, *sorted(self.spellings[text])] for text, kind in self.kinds.items()}
        return {"values": spelt, "names": sorted(self.names)}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Values:
        """From the file of values."""
        kinds = {text: kind for text, (kind, *_) in given["values"].items()}
        spellings = {text: set(spelt) for text, (_, *spelt) in given["values"].items()}
        return cls(kinds, spellings, set(given["names"]))


def pattern_inside(strings: Iterable[str], numbers: Iterable[str] = ()) -> re.Pattern[str] | None:
    """Matches any of the values as whole words in folded text, and phone numbers in any format,
    given as digits; None if there are none of either."""
    parts = []
    if words := "|".join(re.escape(text) for text in strings):
        parts.append(rf"(?<!\w)(?:{words})(?!\w)")
    if phones := "|".join(text_of_number(digits) for digits in numbers):
        parts.append(rf"(?<!\d)(?:{phones})(?!\d)")
    return re.compile("|".join(parts)) if parts else None


def text_of_number(digits: str) -> str:
    """A regular expression for a phone number in any format, without what is before and after."""
    return f"0{{0,2}}{BETWEEN_DIGITS}{BETWEEN_DIGITS.join(digits)}"
