"""Profiles the files of a feed: the columns with their types and meaning, the key, the delivery."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
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


def profile(paths: Sequence[Path], entity: str, seeds: Path, feeds: Sequence[Feed] = ()) -> Profile:
    """The profile of the files of a feed. Raises RawFileError if one cannot be read.

    seeds: the folder with the files of the other feeds, among whose keys references are looked for.
    """
    file_format = detect_format(paths[0])
    tables = aligned(read_files(paths, file_format))
    table = RawTable(tables[0].columns, [row for one in tables for row in one.rows])
    empty = words_for_empty(table)
    plain = [snake_case(name) for name in table.columns]
    counts = [counts_of(table, place, empty) for place in range(len(plain))]
    types = [type_of(name, found) for name, found in zip(plain, counts, strict=True)]
    samples = [list(found)[:500] for found in counts]
    fields = [field_of(name, sample) for name, sample in zip(plain, samples, strict=True)]
    never = [place for place, field in enumerate(fields) if field in NEVER_KEYS]
    kinds = [found.kind for found in types]
    filled = [filled_share(table, place) for place in range(len(plain))]
    changed = source_time(plain, kinds, filled, (CHANGED,))
    keys = key_columns(tables, plain, kinds, never, changed)
    time = source_time(plain, kinds, filled)
    time = None if time in keys else time
    types = [
        as_key(found, values)
        if place in keys
        else as_text(values)
        if is_text(plain[place], fields[place], found)
        else found
        for place, (found, values) in enumerate(zip(types, counts, strict=True))
    ]
    has_customers = is_customer_source(fields)
    references = references_of(
        {
            (place, name): samples[place]
            for place, name in enumerate(plain)
            if not (has_customers and place in keys)
            and (kinds[place] == "string" or (kinds[place] == "integer" and KEY_NAME.search(name)))
            and not (types[place].codes or fields[place])
            and any(re.search(r"\d", value) for value in samples[place])
        },
        feeds,
        seeds,
    )
    types = [
        as_text(values) if place in references and place not in keys else found
        for place, (found, values) in enumerate(zip(types, counts, strict=True))
    ]
    classes = {
        f"{feed.name}.{column.name}": column.classification
        for feed in feeds
        for column in feed.own_columns
    }
    names = column_names(
        [(name, found.kind) for name, found in zip(table.columns, types, strict=True)], entity
    )
    columns = []
    for place, found in enumerate(types):
        is_key = place in keys
        is_reference = place in references
        values = [
            key for row in table.rows
            if (is_key or is_reference) and (key := key_of(row, (place,)))
        ]  # fmt: skip
        strings = [value for (value,) in values]
        columns.append(
            ProfiledColumn(
                source_name=table.columns[place],
                name=names[place],
                type=found,
                filled=filled[place],
                field=fields[place] if has_customers and not is_key else "",
                classification=(
                    classes[references[place]]
                    if is_reference
                    else ("pseudonymous" if has_customers else "none")
                    if is_key
                    else classification_of(
                        plain[place], fields[place], samples[place], found.kind == "string"
                    )
                ),
                key_position=keys.index(place) + 1 if is_key else 0,
                pattern=pattern_of_key(found, strings) if is_key or is_reference else "",
                casing=key_casing(strings) if is_key else "",
                is_source_time=place == time,
                reference=references.get(place, ""),
                example=Counter(strings).most_common(1)[0][0]
                if strings and not has_customers
                else "",
            )
        )
    return Profile(
        columns=tuple(columns),
        file_format=file_format,
        rows=len(table.rows),
        delivery=delivery_kind(
            tables,
            keys,
            plain,
            "" if time is None else plain[time],
            file_format.name == "jsonl",
        ),
        has_customers=has_customers,
        empty_words=empty,
        is_german=is_german(table.columns, types),
    )


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
