"""The values that only one person has, none of which may be left after an erasure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from contracts.feed import Feed
from contracts.personal_data import category, snake_case
from erasure.delivered_file import Row
from warehouse.clean_text import clean_text

SHORTEST = 5  # characters of a value that is searched for by itself
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


@dataclass(frozen=True, slots=True)
class Erasable:
    """The columns of a feed from which values are erased, as in macros/erasure/erased_rows.sql.

    personal: column -> category. comparable: columns with a single value of a person, or its
    digest. notes: columns with free text about a person. names: first and last name.
    """

    personal: Mapping[str, str]
    comparable: Sequence[str]
    notes: Sequence[str]
    names: tuple[str, str] | None
    required: frozenset[str]

    @classmethod
    def of(cls, feed: Feed) -> Erasable:
        """From the contract."""
        personal = {
            column.name: category(column)
            for column in feed.own_columns
            if column.classification in ("personal", "sensitive")
        }
        strings = [column for column in feed.own_columns if column.kind == "string"]
        others = [column for column in strings if not column.is_key and column.name not in personal]
        pseudonymous = [c.name for c in others if c.classification == "pseudonymous"]
        free = [c.name for c in others if c.classification == "none" and not c.codes]
        named = {
            part: column.name
            for column in feed.own_columns
            for part in (*column.matching_fields, snake_case(column.name))
            if part in ("first_name", "last_name")
        }
        return cls(
            personal=personal,
            comparable=[
                *(name for name, kind in personal.items() if kind != "text"),
                *pseudonymous,
            ],
            notes=[*(name for name, kind in personal.items() if kind == "text"), *free],
            names=(named["first_name"], named["last_name"]) if len(named) == 2 else None,
            required=frozenset(c.name for c in feed.own_columns if c.is_required),
        )

    def cells(self, row: Row) -> Iterator[tuple[str, str]]:
        """(text, category) of the personal values of a row; also first and last name together."""
        for name, kind in self.personal.items():
            if kind != "text" and (text := clean_text(row.get(name) or "")):
                yield text, kind
        if self.names:
            first, last = (clean_text(row.get(name) or "") for name in self.names)
            if first and last:
                yield f"{first} {last}", "name"
                yield f"{last}, {first}", "name"

    def blank(self, names: Iterable[str]) -> dict[str, str]:
        """Column -> the text that replaces its value. An override without a value has no effect."""
        kept = self.required - {"attribute_value"}
        return {name: "erased" if name in kept else "" for name in names}


@dataclass(slots=True)
class Values:
    """Values by their folded text: category, and the spellings in which they are delivered."""

    kinds: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, set[str]] = field(default_factory=dict)

    def add(self, text: str, kind: str) -> None:
        """Take a value, unless it is too short to identify a person."""
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

    def remove(self, strings: Iterable[str]) -> None:
        """Leave out values, given as folded text; a phone number in all its formats."""
        for text in strings:
            is_phone = self.kinds.get(text) == "phone"
            for value in {text} | (self.phones_like(text) if is_phone else set()):
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
        return {text: [kind, *sorted(self.spellings[text])] for text, kind in self.kinds.items()}

    @classmethod
    def from_json(cls, given: Mapping[str, list[str]]) -> Values:
        """From the file of values."""
        kinds = {text: kind for text, (kind, *_) in given.items()}
        return cls(kinds, {text: set(spelt) for text, (_, *spelt) in given.items()})


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
