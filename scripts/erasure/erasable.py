"""The columns of feeds with values of a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from contracts.feed import Feed
from contracts.personal_data import categories, category, snake_case
from erasure.delivered_file import Row
from erasure.text import IS_UNSPACED
from warehouse.landing.clean_text import clean_text


def names_together(first: str, last: str) -> Iterator[tuple[str, str]]:
    """(text, category) of first and last name in the ways in which people write them together."""
    for text in (f"{first} {last}", f"{last} {first}", f"{last}, {first}"):
        yield text, "name"
    if IS_UNSPACED.search(first + last):
        yield f"{last}{first}", "name"


def birth_dates(feeds: Iterable[Feed]) -> list[str]:
    """The columns of the warehouse with a date of birth, by the contracts."""
    return [name for name, kind in categories(feeds).items() if kind == "birth_date"]


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
        first, last = self.separate_names(row)
        if first and last:
            yield from names_together(first, last)

    def separate_names(self, row: Row) -> tuple[str, str]:
        """First and last name in a row; empty if the feed does not have them separately."""
        if not self.names:
            return "", ""
        first, last = (clean_text(row.get(name) or "") for name in self.names)
        return first, last

    def blank(self, names: Iterable[str]) -> dict[str, str]:
        """Column -> the text that replaces its value. An override without a value has no effect."""
        kept = self.required - {"attribute_value"}
        return {name: "erased" if name in kept else "" for name in names}
