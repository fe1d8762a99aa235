"""Profiles the files of a feed: the columns with their types and meaning, the key, the delivery."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from contracts.feed import Feed
from onboarding.column_types import WORDS_FOR_EMPTY, type_of
from onboarding.file_format import FileFormat, RawFileError, detect_format
from onboarding.keys import (
    CHANGED,
    KEY_NAME,
    delivery_kind,
    filled_share,
    key_casing,
    key_columns,
    key_of,
    key_pattern,
    source_time,
)
from onboarding.meaning import (
    classification_of,
    field_of,
    is_customer_source,
)
from onboarding.naming import column_names, snake_case
from onboarding.raw_files import RawTable, read_raw
from onboarding.references import references_of
from onboarding.time_formats import KEY_TIMES, key_target
from onboarding.time_types import ColumnType

# So many rows of a file are profiled.
SAMPLE_ROWS = 100_000
# A source time with so many values is required.
NEARLY_ALL = 0.95
EMPTY_SHARE = 0.01
# So many values of a column are looked at for what it means.
SAMPLE_VALUES = 500
NEVER_KEYS = {
    "email", "phone", "first_name", "last_name", "full_name", "address", "city", "postcode",
    "country", "birth_date", "national_id",
}  # fmt: skip


@dataclass(frozen=True)
class ProfiledColumn:
    """A column: its name in the source and in the contract, its type and what it means.

    field: the customer field, see `meaning`. example: a frequent value of a key. reference: the
    key of another feed that its values are, as `feed.COLUMN`.
    """

    source_name: str
    name: str
    type: ColumnType
    filled: float
    field: str = ""
    classification: str = "none"
    key_position: int = 0
    pattern: str = ""
    casing: str = ""
    is_source_time: bool = False
    example: str = ""
    reference: str = ""

    @property
    def is_required(self) -> bool:
        """Whether a row without it is rejected."""
        return bool(self.key_position) or (self.is_source_time and self.filled >= NEARLY_ALL)


@dataclass(frozen=True)
class Profile:
    """What the files of a feed look like."""

    columns: tuple[ProfiledColumn, ...]
    file_format: FileFormat
    rows: int
    delivery: str
    has_customers: bool
    empty_words: tuple[str, ...]
    is_german: bool


def read_files(paths: Sequence[Path], file_format: FileFormat) -> list[RawTable]:
    """The content of each file."""
    tables = [read_raw(path, file_format, is_strict=False) for path in paths]
    for path, table in zip(paths, tables, strict=True):
        if not table.rows:
            raise RawFileError(f"{path}: has no rows to profile")
    return tables


def aligned(tables: Sequence[RawTable]) -> list[RawTable]:
    """The tables with the columns of all of them, and their first rows."""
    columns = tuple(dict.fromkeys(name for table in tables for name in table.columns))
    found = []
    for table in tables:
        places = {name: place for place, name in enumerate(table.columns)}
        rows = [
            [row[places[name]] if name in places else None for name in columns]
            for row in table.rows[:SAMPLE_ROWS]
        ]
        found.append(RawTable(columns, rows))
    return found


def counts_of(table: RawTable, place: int, empty: Sequence[str]) -> Counter[str]:
    """The values of a column with the number of their rows."""
    return Counter(
        row[place] for row in table.rows if row[place] is not None and row[place] not in empty
    )


def words_for_empty(table: RawTable) -> tuple[str, ...]:
    """The words that sources write for an empty value, if they occur in several rows."""
    counts = Counter(value for row in table.rows for value in row if value in WORDS_FOR_EMPTY)
    return tuple(
        word for word in WORDS_FOR_EMPTY if counts[word] >= max(3, EMPTY_SHARE * len(table.rows))
    )


@dataclass(frozen=True)
class SeenColumn:
    """A column as it is in the files: its name in words, its values with the number of their rows,
    the type that they have and the customer field that it may be."""

    words: str
    counts: Counter[str]
    type: ColumnType
    field: str
    filled: float

    @property
    def sample(self) -> list[str]:
        """Some of its values."""
        return list(self.counts)[:SAMPLE_VALUES]

    def in_contract(self, is_key: bool, is_reference: bool) -> ColumnType:
        """The type in the contract: keys, references and some others are text."""
        if is_key:
            return as_key(self.type, self.counts)
        if is_reference or is_text(self.words, self.field, self.type):
            return as_text(self.counts)
        return self.type

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


def seen_column(table: RawTable, place: int, empty: Sequence[str]) -> SeenColumn:
    """A column of a table."""
    words, counts = snake_case(table.columns[place]), counts_of(table, place, empty)
    field = field_of(words, list(counts)[:SAMPLE_VALUES])
    return SeenColumn(words, counts, type_of(words, counts), field, filled_share(table, place))


def profile(paths: Sequence[Path], entity: str, seeds: Path, feeds: Sequence[Feed] = ()) -> Profile:
    """The profile of the files of a feed. Raises RawFileError if one cannot be read.

    seeds: the folder with the files of the other feeds, among whose keys references are looked for.
    """
    file_format = detect_format(paths[0])
    tables = aligned(read_files(paths, file_format))
    table = RawTable(tables[0].columns, [row for one in tables for row in one.rows])
    empty = words_for_empty(table)
    seen = [seen_column(table, place, empty) for place in range(len(table.columns))]
    names, kinds = [column.words for column in seen], [column.type.kind for column in seen]
    filled = [column.filled for column in seen]
    never = [place for place, column in enumerate(seen) if column.field in NEVER_KEYS]
    keys = key_columns(tables, names, kinds, never, source_time(names, kinds, filled, (CHANGED,)))
    time = source_time(names, kinds, filled)
    time = None if time in keys else time
    has_customers = is_customer_source([column.field for column in seen])
    references = references_of(
        {
            (place, column.words): column.sample
            for place, column in enumerate(seen)
            if column.may_refer(place in keys) and not (has_customers and place in keys)
        },
        feeds,
        seeds,
    )
    types = [
        column.in_contract(place in keys, place in references) for place, column in enumerate(seen)
    ]
    classes = {
        f"{feed.name}.{column.name}": column.classification
        for feed in feeds
        for column in feed.own_columns
    }
    contract_names = column_names(
        [(name, found.kind) for name, found in zip(table.columns, types, strict=True)], entity
    )
    columns = []
    for place, column in enumerate(seen):
        found, reference = types[place], references.get(place, "")
        if reference:
            classification = classes[reference]
        elif place in keys:
            classification = "pseudonymous" if has_customers else "none"
        else:
            classification = classification_of(
                column.words, column.field, column.sample, found.kind == "string"
            )
        profiled = ProfiledColumn(
            source_name=table.columns[place],
            name=contract_names[place],
            type=found,
            filled=column.filled,
            field=column.field if has_customers and place not in keys else "",
            classification=classification,
            is_source_time=place == time,
            reference=reference,
        )
        if place in keys or reference:
            profiled = with_key(profiled, table, place, has_example=not has_customers)
        if place in keys:
            casing = key_casing(key_values(table, place))
            profiled = replace(profiled, key_position=keys.index(place) + 1, casing=casing)
        columns.append(profiled)
    return Profile(
        columns=tuple(columns),
        file_format=file_format,
        rows=len(table.rows),
        delivery=delivery_kind(
            tables, keys, names, "" if time is None else names[time], file_format.name == "jsonl"
        ),
        has_customers=has_customers,
        empty_words=empty,
        is_german=is_german(table.columns, types),
    )


def key_values(table: RawTable, place: int) -> list[str]:
    """The values of a column of a key or reference, one per row that has one."""
    return [key[0] for row in table.rows if (key := key_of(row, (place,)))]


def with_key(
    column: ProfiledColumn, table: RawTable, place: int, *, has_example: bool
) -> ProfiledColumn:
    """A column of a key or reference with its pattern, and an example unless it is personal."""
    values = key_values(table, place)
    example = Counter(values).most_common(1)[0][0] if values and has_example else ""
    return replace(column, pattern=pattern_of_key(column.type, values), example=example)


def is_text(name: str, field: str, found: ColumnType) -> bool:
    """Whether a column has text whatever it looks like: postcodes, names of people."""
    words = {"plz", "zip", "fax", "iban", "bic", "isbn", "ean", "gtin", "blz", "hausnummer", "sku"}
    is_personal = bool(found.codes) and bool(
        field or classification_of(name, field, (), is_text=True) != "none"
    )
    return (
        is_personal
        or field in ("phone", "postcode", "national_id", "house_number", "address")
        or bool(words & set(name.split("_")))
    )


def as_key(found: ColumnType, values: Counter[str]) -> ColumnType:
    """The type of a column of a key: text. A date in it is written in one format."""
    if found.kind not in ("date", "timestamp"):
        return as_text(values)
    formats = found.source_formats or (found.target,)
    return ColumnType("string", source_formats=formats, longest=found.longest)


def pattern_of_key(found: ColumnType, strings: Sequence[str]) -> str:
    """The pattern of a key or a reference."""
    if found.source_formats:
        return f"^{KEY_TIMES[key_target(found.source_formats)]}$"
    return key_pattern(strings)


def as_text(values: Counter[str]) -> ColumnType:
    """The type of a column that is read as text."""
    return ColumnType("string", longest=max(map(len, values), default=0))


def is_german(names: Sequence[str], types: Sequence[ColumnType]) -> bool:
    """Whether times without a zone are probably those of Central Europe."""
    formats = [one for found in types for one in found.source_formats]
    return any(one.startswith(("dd.MM", "d.M", "1.234,56")) for one in formats) or any(
        word in snake_case(name) for name in names for word in ("strasse", "datum", "kunde", "plz")
    )
