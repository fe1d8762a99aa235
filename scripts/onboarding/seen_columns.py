"""The columns of files: their names in snake case, values and types."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from onboarding.column_type import ColumnType, Hints
from onboarding.column_types import WORDS_FOR_EMPTY, type_of
from onboarding.keys import KEY_NAME
from onboarding.meaning import classification_of, field_of
from onboarding.naming import snake_case
from onboarding.number_formats import NUMBERS, parts_of
from onboarding.raw_files import RawTable
from onboarding.time_formats import is_zero_time
from onboarding.time_types import day_first

EMPTY_SHARE = 0.01
# Number of a column's values from which its meaning is detected.
SAMPLE_VALUES = 500
# Words for empty that may also be codes, and the number of rows from which this is asked.
CODES, OFTEN = ("-", "None"), 3
DIGITS_OF_DATE = 8
# Words in the names of columns that are always text.
TEXT = {"plz", "zip", "fax", "iban", "bic", "isbn", "ean", "gtin", "blz", "hausnummer", "sku", "cp"}


@dataclass(frozen=True)
class SeenColumn:
    """A column in the files: its name in snake case, its values with their row counts, its type,
    and the customer field that it may be.

    rows: value -> the first row with it, from 1. empty: its words for empty. question: whether one
    of these words is a code.
    """

    words: str
    counts: Counter[str]
    type: ColumnType
    field: str
    filled: float
    rows: Mapping[str, int]
    empty: tuple[str, ...] = ()
    question: str = ""

    @property
    def sample(self) -> list[str]:
        """Some of its values."""
        return list(self.counts)[:SAMPLE_VALUES]

    def first_of(self, values: Sequence[str]) -> tuple[int, str]:
        """(row, value) of the first of some values."""
        return min((self.rows[value], value) for value in values)

    def in_contract(self, is_key: bool, is_reference: bool) -> ColumnType:
        """The type in the contract: keys, references and some others are text."""
        if is_key:
            return as_key(self.type, self.counts)
        if is_reference or self.is_text():
            return as_text(self.counts)
        return self.type

    def is_text(self) -> bool:
        """Whether it is always text, such as postcodes and names of people."""
        is_personal = bool(self.type.codes) and bool(
            self.field or classification_of(self.words, self.field, (), is_text=True) != "none"
        )
        return (
            is_personal
            or self.field in ("phone", "postcode", "national_id", "house_number", "address")
            or bool(TEXT & set(self.words.split("_")))
        )

    def may_refer(self, is_key: bool) -> bool:
        """Whether it may have the keys of another feed."""
        looks_like_key = self.type.kind == "string" or (
            self.type.kind == "integer" and KEY_NAME.search(self.words)
        )
        return bool(
            looks_like_key
            and not (self.field or self.in_contract(is_key, is_reference=False).codes)
            and any(re.search(r"\d", value) for value in self.sample)
        )


def empty_words(table: RawTable) -> tuple[str, ...]:
    """The words that sources write for an empty value, if they occur in several rows."""
    counts = Counter(value for row in table.rows for value in row if value in WORDS_FOR_EMPTY)
    return tuple(
        word for word in WORDS_FOR_EMPTY if counts[word] >= max(3, EMPTY_SHARE * len(table.rows))
    )


def seen_columns(table: RawTable, empty: Sequence[str], hints: Hints) -> list[SeenColumn]:
    """The columns of a table. Number and date formats that some columns show are used for columns
    that are ambiguous."""
    seen = [seen_column(table, place, empty, hints) for place in range(len(table.columns))]
    point, first = point_of(seen), day_first_of(seen)
    if not (point or first):
        return seen
    known = replace(hints, point=point, day_first=first)
    return [
        seen_column(table, place, empty, known) if column.type.is_open else column
        for place, column in enumerate(seen)
    ]


def seen_column(table: RawTable, place: int, empty: Sequence[str], hints: Hints) -> SeenColumn:
    """A column of a table."""
    name = table.columns[place]
    words, every = snake_case(name), Counter[str]()
    rows: dict[str, int] = {}
    for number, row in enumerate(table.rows, 1):
        if (value := row[place]) is not None:
            every[value] += 1
            rows.setdefault(value, number)
    hints = replace(hints, is_typed=name in table.numbers)
    counts = Counter({value: count for value, count in every.items() if value not in empty})
    zeros, counts, question = without_zero_times(words, counts, hints)
    found = type_of(words, counts, hints)
    field = field_of(words, list(counts)[:SAMPLE_VALUES])
    codes = [word for word in CODES if word in empty and every[word] >= OFTEN]
    if codes and found.codes and not field:
        counts.update({word: every[word] for word in codes})
        found = type_of(words, counts, hints)
        question = (
            f"is {codes[0]} a code, or empty? It is kept as a code; if it is empty, add it to "
            "emptyValues"
        )
    else:
        codes = []
    own = (*(word for word in empty if word not in codes), *zeros)
    filled = counts.total() / len(table.rows)
    return SeenColumn(words, counts, found, field, filled, rows, own, question)


def without_zero_times(
    name: str, counts: Counter[str], hints: Hints
) -> tuple[tuple[str, ...], Counter[str], str]:
    """(words of zeros that stand for no date, the other values with their counts, question) of a
    column. Without other values, only a person knows whether it has dates."""
    zeros = tuple(sorted(value for value in counts if is_zero_time(value)))
    others = Counter({value: count for value, count in counts.items() if value not in zeros})
    if not zeros or (others and type_of(name, others, hints).kind not in ("date", "timestamp")):
        return (), counts, ""
    if others:
        return zeros, others, ""
    if min(value.count("0") for value in zeros) < DIGITS_OF_DATE or any(map(str.isdigit, zeros)):
        return (), counts, ""
    question = (
        f"all values are {zeros[0]}: are these dates? They are read as empty; for dates, write "
        "logicalType date"
    )
    return zeros, others, question


def point_of(seen: Sequence[SeenColumn]) -> tuple[str, str] | None:
    """The decimal separator and a column that shows it; None if columns disagree."""
    found = {}
    for column in seen:
        kind = column.type
        if kind.kind == "number" and kind.scale and not kind.is_open:
            number_format = (*kind.source_formats, "1234.56")[0]
            found.setdefault(NUMBERS[parts_of(number_format)[0]][1], column.words)
    return next(iter(found.items())) if len(found) == 1 else None


def day_first_of(seen: Sequence[SeenColumn]) -> tuple[bool, str] | None:
    """Whether the day is before the month, and a column that shows it; None if columns disagree."""
    found = {}
    for column in seen:
        if column.type.deciding and column.type.kind in ("date", "timestamp"):
            is_first = day_first(column.type.source_formats[0])
            if is_first is not None:
                found.setdefault(is_first, column.words)
    return next(iter(found.items())) if len(found) == 1 else None


def as_key(found: ColumnType, values: Counter[str]) -> ColumnType:
    """The type of a key column: text, in which dates are written in one format."""
    if found.kind not in ("date", "timestamp"):
        return as_text(values)
    formats = found.source_formats or (found.target,)
    return replace(found, kind="string", source_formats=formats, target="")


def as_text(values: Counter[str]) -> ColumnType:
    """The type of a column that is read as text."""
    return ColumnType("string", longest=max(map(len, values), default=0))
