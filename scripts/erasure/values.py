"""The values that only one person has, none of which may be left after an erasure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from erasure.erasable import names_together
from erasure.text import IS_UNSPACED, folded, length

SHORTEST = 5  # characters of a value that is searched for by itself
SHORTEST_NAME = 2  # characters of a name that is searched for in rows about the person
SHORTEST_PART = 4  # characters of a part of a double name; fewer may be a word such as `van`
# Such values are also searched for inside other text; so are streets with a house number.
IDENTIFYING = {"email", "phone", "id", "key"}
SHORTEST_INSIDE = 6  # characters; a name may have as few as SHORTEST
SHORTEST_NUMBER = 7  # digits of a phone number that is searched for in any format
HOUSE_NUMBER = re.compile(r"(?:^|[\W\d])\d+[a-z]?(?!\w)")


def digits_of(text: str) -> str:
    """The digits of a phone number without leading zeros; empty if they are too few to search."""
    digits = re.sub(r"\D", "", text).lstrip("0")
    return digits if len(digits) >= SHORTEST_NUMBER else ""


def is_same(number: str, other: str) -> bool:
    """Whether the digits of two phone numbers are the same, apart from a calling code."""
    return bool(number and other) and (number.endswith(other) or other.endswith(number))


def email_digest(address: str) -> str:
    """The SHA-256 of an e-mail address that web events have."""
    return hashlib.sha256(address.lower().encode()).hexdigest()


def turned(name: str) -> Iterator[str]:
    """A full name with the last name before the first one, wherever the last name begins."""
    words = name.replace(",", "").split()
    for at in range(1, len(words)):
        yield from (text for text, _ in names_together(" ".join(words[at:]), " ".join(words[:at])))


def is_place(text: str) -> bool:
    """Whether an address is of several words, or in a script without spaces."""
    return " " in text or bool(IS_UNSPACED.search(text))


def has_house_number(text: str) -> bool:
    """Whether an address is more than a street or a city."""
    return bool(HOUSE_NUMBER.search(text) or re.search(r"\d", text) and IS_UNSPACED.search(text))


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
        """Take a name, whether or not it identifies a person; of one letter only a capital."""
        if len(text) >= SHORTEST_NAME or text.lower() != text.upper():
            self.names.add(folded(text))

    def add_parts(self, name: str) -> None:
        """Take the parts of a first or last name, such as Anne and Marie of Anne-Marie."""
        for part in re.split(r"[\s-]+", name):
            if length(part) >= SHORTEST_PART:
                self.add_name(part)

    def add(self, text: str, kind: str) -> None:
        """Take a value, unless it is too short to identify a person."""
        if kind == "name":
            self.add_name(text)
        if length(text) >= SHORTEST:
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
        for text, kind in [(text, self.kinds.get(text)) for text in strings]:
            same = self.phones_like(text) if kind == "phone" else set()
            for value in {text, *same, *(turned(text) if kind == "name" else ())}:
                self.kinds.pop(value, None)
                self.spellings.pop(value, None)

    def of(self, kind: str) -> set[str]:
        """The folded values of a category."""
        return {text for text, found in self.kinds.items() if found == kind}

    @property
    def single_names(self) -> set[str]:
        """The folded names of one word, apart from first and last name written without a space."""
        together = {name.replace(" ", "") for name in self.names if " " in name}
        return {text for text in self.of("name") if " " not in text} - together

    @property
    def inside(self) -> dict[str, str]:
        """The folded values that are also searched for inside other text, longest first, and
        their categories."""
        found = [
            (text, kind)
            for text, kind in self.kinds.items()
            if kind == "name"
            or (
                length(text) >= SHORTEST_INSIDE
                and (
                    kind in IDENTIFYING
                    or (kind != "birth_date" and is_place(text) and has_house_number(text))
                )
            )
        ]
        return dict(sorted(found, key=lambda value: len(value[0]), reverse=True))

    @property
    def own(self) -> set[str]:
        """What is searched for inside text of rows about the person only: names of more than one
        character, and streets without a house number."""
        places = {text for text in self.of("address") if is_place(text)}
        return {name for name in self.names if len(name) >= SHORTEST_NAME} | places

    @property
    def initials(self) -> set[str]:
        """The names of one letter."""
        return {name for name in self.names if len(name) < SHORTEST_NAME}

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
