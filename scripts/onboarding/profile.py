"""Profiles the files of a feed: the columns with their types and meaning, the key, the delivery."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from contracts.feed import DELIVERY_COLUMNS, KEY_PATTERN, Feed
from mdm.files.content import open_file
from mdm.files.text import is_encoded
from onboarding.column_type import ColumnType, Hints
from onboarding.file_format import FileFormat, RawFileError, detect_format
from onboarding.file_questions import file_questions
from onboarding.json_values import is_list_or_object
from onboarding.keys import (
    CHANGED,
    HAPPENED,
    KEY_NAME,
    OCCURRED,
    UUID,
    Candidate,
    delivery_kind,
    find_key,
    is_time_of_change,
    key_casing,
    key_pattern,
    time_column,
    unusual_keys,
    with_and_without_braces,
)
from onboarding.meaning import (
    classification_of,
    is_customer_source,
    may_be_customers,
    one_per_field,
)
from onboarding.naming import column_names, has_other_letters, snake_case
from onboarding.personal_data import share
from onboarding.raw_files import RawTable, read_raw
from onboarding.references import ASKED, references_of
from onboarding.row_keys import key_of
from onboarding.seen_columns import SeenColumn, empty_words, seen_columns
from onboarding.time_formats import KEY_TIMES, key_target

# Number of rows of a file that are profiled.
SAMPLE_ROWS = 100_000
# Share of rows with a source time from which it is required.
NEARLY_ALL = 0.95
# Column names that show that the rows are events.
EVENTFUL = re.compile(
    "(^|_)(event|session|click|log|transaction|payment|purchase|visit|message|measurement)"
)
# Dates of birth: the earliest is at least 40 years ago, and half of them at least 18 years.
EARLIEST_BIRTH, BIRTHS, ADULT = "1900", 40, 18
FOUNDED = re.compile("found|gruend|creat|build|bau|establish")
# Share of the rows of a feed of events that have their own time.
MANY_TIMES = 0.5
PERSONAL = ("personal", "sensitive")
TIMES = ("date", "timestamp")
NEVER_KEYS = {
    "email", "phone", "first_name", "last_name", "full_name", "address", "city", "postcode",
    "country", "birth_date", "national_id", "house_number",
}  # fmt: skip


@dataclass(frozen=True)
class ProfiledColumn:
    """A column: its name in the source and in the contract, its type and what it means.

    field: the customer field, see `meaning`; possible_field: the one that it has if the rows are
    customers, which a person must say. example: a frequent value of a key. reference: the
    column of another feed's key that it refers to, as `feed.COLUMN`. empty_words: words for an
    empty value in this column; None if they are those of the file. question: for a person; is_open
    if it must be answered before rows are loaded. notes: comments on what the values show.
    """

    source_name: str
    name: str
    type: ColumnType
    filled: float
    field: str = ""
    possible_field: str = ""
    classification: str = "none"
    key_position: int = 0
    pattern: str = ""
    casing: str = ""
    is_source_time: bool = False
    example: str = ""
    reference: str = ""
    empty_words: tuple[str, ...] | None = None
    question: str = ""
    is_open: bool = False
    notes: tuple[str, ...] = ()

    @property
    def is_required(self) -> bool:
        """Whether a row without it is rejected."""
        return bool(self.key_position) or (self.is_source_time and self.filled >= NEARLY_ALL)


@dataclass(frozen=True)
class Profile:
    """The structure of a feed's files. key_question: the question to a person about the key.
    file_questions: those about the files. unreadable: the lines that are not rows, each with its
    file and the reason."""

    columns: tuple[ProfiledColumn, ...]
    file_format: FileFormat
    rows: int
    delivery: str
    has_customers: bool
    empty_words: tuple[str, ...]
    is_german: bool
    key_question: str = ""
    file_questions: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def unnamed(self) -> list[ProfiledColumn]:
        """The columns whose names in the source have no letters that a contract keeps."""
        return [one for one in self.columns if has_other_letters(one.source_name)]

    @property
    def may_have_customers(self) -> bool:
        """Whether a person must say if the rows are customers."""
        return may_be_customers(column.possible_field for column in self.columns)


def common_format(paths: Sequence[Path]) -> FileFormat:
    """The common format of all files. Raises RawFileError if they differ; an ASCII file is valid in
    any encoding."""
    formats = [detect_format(path) for path in paths]
    found = next((one for one in formats if not one.encoding.startswith("utf-8")), formats[0])
    for path, one in zip(paths, formats, strict=True):
        if one.encoding == "utf-8" and is_encoded(open_file(path), "ascii"):
            one = replace(one, encoding=found.encoding)
        if one != found:
            raise RawFileError(
                f"{path}: is {one.name} {one.encoding} with {one.delimiter!r}, other files are "
                f"{found.name} {found.encoding} with {found.delimiter!r}; profile them separately"
            )
    return found


def read_files(paths: Sequence[Path], file_format: FileFormat) -> list[RawTable]:
    """The content of each file."""
    tables = [read_raw(path, file_format, is_strict=False) for path in paths]
    for path, table in zip(paths, tables, strict=True):
        if not table.rows:
            reasons = (line.reason for line in table.unreadable)
            raise RawFileError(f"{path}: {next(reasons, 'has no rows to profile')}")
    return tables


def aligned(tables: Sequence[RawTable]) -> list[RawTable]:
    """The first rows of the tables, each with the columns of all tables. Delivery columns of files
    in the layout of the landing are left out."""
    columns = tuple(dict.fromkeys(name for table in tables for name in table.columns))
    if set(DELIVERY_COLUMNS) < set(columns):
        columns = tuple(name for name in columns if name not in DELIVERY_COLUMNS)
    found = []
    for table in tables:
        places = {name: place for place, name in enumerate(table.columns)}
        rows = [
            [row[places[name]] if name in places else None for name in columns]
            for row in table.rows[:SAMPLE_ROWS]
        ]
        found.append(RawTable(columns, rows, table.numbers))
    return found


def profile(
    paths: Sequence[Path],
    entity: str,
    folders: Sequence[Path],
    feeds: Sequence[Feed],
    today: date,
) -> Profile:
    """The profile of the files of a feed. Raises RawFileError if one cannot be read.

    folders: those with the files of the other feeds, among whose keys references are looked for.
    """
    file_format = common_format(paths)
    found_in_files = read_files(paths, file_format)
    tables = aligned(found_in_files)
    names = tables[0].columns
    numbers = frozenset.intersection(*(one.numbers for one in tables))
    table = RawTable(names, [row for one in tables for row in one.rows], numbers)
    empty = empty_words(table)
    seen = seen_columns(table, empty, Hints(today))
    has_customers = is_customer_source([column.field for column in seen])
    fields = one_per_field([(column.words, column.field) for column in seen])
    classes = [class_of(column, column.field, today) for column in seen]
    words, kinds = [column.words for column in seen], [column.type.kind for column in seen]
    filled = [column.filled for column in seen]
    changed = time_column(words, kinds, filled, CHANGED)
    candidates = [
        Candidate(column.words, column.type.kind, is_never_key(column, one))
        for column, one in zip(seen, classes, strict=True)
    ]
    key = find_key(tables, candidates, changed, entity)
    if changed is not None and not is_time_of_change(tables, key.places, changed):
        changed = None
    happened = time_column(words, kinds, filled, HAPPENED)
    is_eventful = (
        file_format.name == "jsonl"
        or any(map(EVENTFUL.search, words))
        or (happened is not None and occurs(seen[happened]))
    )
    delivery = delivery_kind(
        tables,
        key.places,
        may_be_events=happened is not None
        and changed is None
        and is_eventful
        and not has_customers,
    )
    # A customer created last year may change today, so only events have the time they happened at.
    time = happened if delivery == "events" else changed
    time = None if time in key.places else time
    references = references_of(
        {
            (place, column.words): column.sample
            for place, column in enumerate(seen)
            if column.may_refer(place in key.places) and not (has_customers and place in key.places)
        },
        feeds,
        folders,
    )
    types = [
        column.in_contract(place in key.places, place in references)
        for place, column in enumerate(seen)
    ]
    class_of_key = {
        f"{feed.name}.{column.name}": column.classification
        for feed in feeds
        for column in feed.own_columns
    }
    contract_names = column_names(
        [(name, found.kind) for name, found in zip(names, types, strict=True)], entity
    )
    columns = []
    for place, column in enumerate(seen):
        found, reference = types[place], references.get(place, "")
        classification = classes[place]
        if reference:
            classification = class_of_key[reference]
        elif place in key.places:
            classification = "pseudonymous" if has_customers else "none"
        is_field = has_customers and place not in key.places
        field = "" if place in key.places or reference else fields[place]
        field = field_in_contract(field, found)
        profiled = ProfiledColumn(
            source_name=names[place],
            name=contract_names[place],
            type=found,
            filled=column.filled,
            field=field if has_customers else "",
            possible_field="" if has_customers else field,
            classification=classification,
            is_source_time=place == time,
            reference=reference,
            empty_words=None if column.empty == empty else column.empty,
            question=found.question or (column.question if not reference else ""),
            is_open=found.is_open,
            notes=notes_of(column, found, fields[place] if is_field else column.field),
        )
        if classification == "pseudonymous" and not reference and place not in key.places:
            profiled = replace(profiled, question=ASKED, is_open=True)
        if place in key.places or reference:
            profiled = with_key(profiled, table, place, has_example=not has_customers)
        if place in key.places:
            casing = key_casing([key_values(one, place) for one in tables])
            position = key.places.index(place) + 1
            profiled = replace(profiled, key_position=position, casing=casing)
        columns.append(profiled)
    return Profile(
        columns=tuple(columns),
        file_format=file_format,
        rows=len(table.rows),
        delivery=delivery,
        has_customers=has_customers,
        empty_words=empty,
        is_german=is_german(names, types),
        key_question=key.question,
        file_questions=(
            file_questions(paths, file_format, found_in_files) if file_format.name == "csv" else ()
        ),
        unreadable=tuple(
            f"{path.name} {line.reason}"
            for path, one in zip(paths, found_in_files, strict=True)
            for line in one.unreadable
        ),
    )


def occurs(column: SeenColumn) -> bool:
    """Whether a column has the times of events: nearly every row has a different one."""
    is_named = column.type.kind == "timestamp" and OCCURRED.search(column.words)
    return bool(is_named) and len(column.counts) > MANY_TIMES * column.counts.total()


def class_of(column: SeenColumn, field: str, today: date) -> str:
    """The class of personal data of a column that is not a key."""
    found = column.type
    is_birth = (
        found.kind == "date"
        and EARLIEST_BIRTH <= found.earliest <= f"{today.year - BIRTHS}"
        and found.latest <= f"{today.isoformat()}"
        and found.middle <= f"{today.year - ADULT}"
        and not FOUNDED.search(column.words)
    )
    return classification_of(column.words, field, column.sample, found.kind == "string", is_birth)


def is_never_key(column: SeenColumn, classification: str) -> bool:
    """Whether a column describes a person without identifying one. A UUID is a key, whatever the
    name of its column."""
    is_named = bool(KEY_NAME.search(column.words)) or share(column.sample, UUID) > NEARLY_ALL
    return column.field in NEVER_KEYS or (classification in PERSONAL and not is_named)


def field_in_contract(field: str, found: ColumnType) -> str:
    """The customer field of a column; a date of birth must be a date."""
    return "" if field in ("birth_date", "created_date") and found.kind not in TIMES else field


def notes_of(column: SeenColumn, found: ColumnType, field: str) -> tuple[str, ...]:
    """Notes about a column: why it has this format, and whether another column has its field."""
    notes = []
    if found.reason and found.deciding:
        row, value = column.first_of(found.deciding)
        more = f" and {len(found.deciding) - 1} other values" if len(found.deciding) > 1 else ""
        notes.append(f"{found.reason}: row {row} ({value}){more} can only be that")
    elif found.reason:
        notes.append(found.reason)
    if column.field != field:
        notes.append(f"Another column is the {column.field.replace('_', ' ')} of a record")
    if any(map(is_list_or_object, column.sample)):
        notes.append(
            "Values are lists or objects: matching can only compare the first e-mail address or"
            " phone number of a list"
        )
    return tuple(note[0].upper() + note[1:] for note in notes)


def key_values(table: RawTable, place: int) -> list[str]:
    """The values of a column of a key or reference, one per row that has one."""
    return [key[0] for row in table.rows if (key := key_of(row, (place,)))]


def with_key(
    column: ProfiledColumn, table: RawTable, place: int, *, has_example: bool
) -> ProfiledColumn:
    """A column of a key or reference with its pattern, and an example unless it is personal."""
    values = key_values(table, place)
    unusual = unusual_keys(values)
    usual = Counter(value for value in values if value not in unusual)
    example = usual.most_common(1)[0][0] if usual and has_example else ""
    found = replace(column, pattern=pattern_of_key(column.type, values), example=example)
    if bare := with_and_without_braces(values):
        question = (
            f"some keys are in braces and others, such as {bare}, are not: are they the same keys? "
            "They are two in the warehouse. If they are the same, have the source write one form"
        )
        return replace(found, question=question, is_open=True)
    if unusual and not found.question:
        question = (
            f"is {min(unusual)} a total or a remark instead of a key, unlike all others? Its row "
            f"is rejected; if it is a key, write {KEY_PATTERN} in pattern"
        )
        return replace(found, question=question)
    return found


def pattern_of_key(found: ColumnType, strings: Sequence[str]) -> str:
    """The pattern of a key or a reference."""
    if found.source_formats:
        return f"^{KEY_TIMES[key_target(found.source_formats)]}$"
    return key_pattern(strings)


def is_german(names: Sequence[str], types: Sequence[ColumnType]) -> bool:
    """Whether times without a zone are probably in the Central European time zone."""
    formats = [one for found in types for one in found.source_formats]
    return any(one.startswith(("dd.MM", "d.M", "1.234,56")) for one in formats) or any(
        word in snake_case(name) for name in names for word in ("strasse", "datum", "kunde", "plz")
    )
