"""The entries of the columns in the contract of a profiled feed."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Sequence

from contracts.personal_data import OF_FIELD
from onboarding.meaning import OTHER_ATTRIBUTES
from onboarding.naming import plain_text
from onboarding.profile import ProfiledColumn
from onboarding.questions import Questions

# Customer field -> attributes for which its column has values.
ATTRIBUTES = {
    "first_name": ["full_name", "first_name"],
    "last_name": ["full_name", "last_name"],
    "house_number": ["address"],
}
SHORT, LONG = 1000, 4000
OLDEST, OLDEST_BIRTH, NEWEST = "1950-01-01", "1900-01-01", "2099-12-31"
# Sources write days such as 31.12.9999 for an unknown end.
ENDLESS = "9999-12-31"
END = re.compile(
    r"(^|_)(to|until|bis|end|ende|expir\w*|ablauf\w*|due|fin|hasta|tot|einde|valid_to)(_|$)|expir"
)
# Names of numbers that are never negative.
POSITIVE = re.compile(
    "price|preis|cost|kosten|quantity|menge|size|groesse|weight|gewicht|percent|width|height"
    "|length|duration|count|anzahl|(^|_)(age|alter)(_|$)"
)
QUESTION_WIDTH = 84


def text(value: str) -> str:
    """A string in YAML, without sequences that dbt would render as Jinja."""
    return json.dumps(re.sub(r"[{}]", "", value), ensure_ascii=False)


def listed(values: Sequence[str], indent: int) -> list[str]:
    """A list of strings in YAML: in brackets, or an item per line if that is too long."""
    quoted = [json.dumps(value, ensure_ascii=False) for value in values]
    line = f"[{', '.join(quoted)}]"
    if indent + len(line) < 80:
        return [f" {line}"]
    return ["", *(" " * (indent + 2) + f"- {value}" for value in quoted)]


def custom(name: str, value: str, indent: int) -> list[str]:
    """A custom property."""
    start = " " * indent
    return [f"{start}- property: {name}", f"{start}  value: {value}"]


def one_line(value: str) -> str:
    """A string as a comment in one line."""
    return " ".join(re.sub(r"[{}]", "", value).split())


def wrapped_question(questions: Questions, question: str, *more: str, indent: int) -> list[str]:
    """A question as a comment of several lines. more: its last lines."""
    first, *lines = textwrap.wrap(one_line(question), QUESTION_WIDTH)
    return questions.ask(first, *lines, *more, indent=indent)


def question_lines(column: ProfiledColumn, questions: Questions, indent: int) -> list[str]:
    """The open question about a column."""
    more = ["Then delete openQuestion."] if column.is_open else []
    return wrapped_question(questions, f"{column.name}: {column.question}", *more, indent=indent)


def column_lines(column: ProfiledColumn, feed: str, questions: Questions) -> Iterator[str]:
    """The entry of a column."""
    found, start = column.type, " " * 8
    yield f"      - name: {column.name}"
    if column.key_position:
        yield f"{start}id: {column.name}"
    if column.source_name != column.name:
        is_plain = column.source_name.isprintable()
        name = json.dumps(column.source_name, ensure_ascii=not is_plain)
        yield f"{start}physicalName: {name}"
    yield f"{start}description: {text(column_description(column, feed))}"
    yield f"{start}logicalType: {found.kind}"
    yield f"{start}physicalType: varchar"
    if column.key_position:
        yield f"{start}primaryKey: true"
        yield f"{start}primaryKeyPosition: {column.key_position}"
    if column.is_required:
        yield f"{start}required: true"
    yield f"{start}classification: {column.classification}"
    if not any(properties_of(column)):
        yield from commented_fields(column, 8)
    if found.kind == "integer" and found.rare:
        yield f"{start}# Rare, so rejected unless minimum is lower: {', '.join(found.rare[:5])}"
    for note in column.notes:
        yield f"{start}# {one_line(note)}"
    if column.question:
        yield from question_lines(column, questions, 8)
    if options := list(options_of(column)):
        yield f"{start}logicalTypeOptions:"
        yield from (f"{start}  {option}" for option in options)
    if column.reference:
        feed_of_key, name = column.reference.split(".")
        yield f"{start}relationships:"
        yield f"{start}  - to: {feed_of_key}.odcs.yaml#/schema/{feed_of_key}/properties/{name}"
    if column.example:
        yield f"{start}examples: [{json.dumps(column.example, ensure_ascii=False)}]"
    if found.codes:
        if found.rare:
            shown = ", ".join(json.dumps(one, ensure_ascii=False) for one in found.rare[:5])
            yield f"{start}# Rare, so rejected unless it is listed: {shown}"
        yield f"{start}quality:"
        yield f"{start}  - type: library"
        yield f"{start}    metric: invalidValues"
        yield f"{start}    arguments:"
        first, *more = listed(found.codes, 14)
        yield f"{start}      validValues:{first}"
        yield from more
        yield f"{start}    mustBe: 0"
    properties = list(properties_of(column))
    if properties:
        yield f"{start}customProperties:"
        yield from commented_fields(column, 10)
    for name, value in properties:
        yield from custom(name, value, 10)


def commented_fields(column: ProfiledColumn, indent: int) -> list[str]:
    """The matching fields of a column, as a comment, if a person must say whether the rows are
    customers. indent: 8 if the column has no custom properties, 10 among them."""
    fields = fields_of(column.possible_field)
    if not fields:
        return []
    head = ["customProperties:"] if indent == 8 else []
    lines = custom("matchingFields", f"[{', '.join(fields)}]", 2 if head else 0)
    return [f"{' ' * indent}# {line}" for line in [*head, *lines]]


def column_description(column: ProfiledColumn, feed: str) -> str:
    """A description of a column's values, derived from its name."""
    name = " ".join(plain_text(column.source_name).split()) or column.name
    unit = f", in {column.type.unit}" if column.type.unit else ""
    return f"Column {name} of the feed {feed}{unit}."


def options_of(column: ProfiledColumn) -> Iterator[str]:
    """The options of a column's type."""
    found = column.type
    if column.key_position or column.reference:
        yield f"pattern: {json.dumps(column.pattern)}"
        yield f"maxLength: {max(128, found.longest)}"
    elif found.kind in ("date", "timestamp"):
        yield f"format: {json.dumps(found.target)}"
        is_old = column.field == "birth_date" or found.earliest < OLDEST
        yield f'minimum: "{OLDEST_BIRTH if is_old else OLDEST}"'
        is_endless = found.latest > NEWEST or END.search(column.name.lower())
        yield f'maximum: "{ENDLESS if is_endless else NEWEST}"'
    elif found.kind == "integer":
        if found.rare or (not found.is_negative and POSITIVE.search(column.name.lower())):
            yield "minimum: 0"
    elif found.kind == "number":
        digits = found.precision - found.scale
        limit = "9" * digits
        is_positive = not found.is_negative and POSITIVE.search(column.name.lower())
        yield f"minimum: {'0' if is_positive else '-' + limit}"
        yield f"maximum: {limit}"
    elif found.kind == "string" and not found.codes:
        yield f"maxLength: {SHORT if found.longest <= SHORT // 2 else max(LONG, 2 * found.longest)}"


def properties_of(column: ProfiledColumn) -> Iterator[tuple[str, str]]:
    """The custom properties of a column."""
    found = column.type
    if column.key_position:
        yield "keyCasing", column.casing
    if column.is_open:
        yield "openQuestion", json.dumps(one_line(column.question), ensure_ascii=False)
    if column.empty_words is not None:
        yield "emptyValues", json.dumps(list(column.empty_words), ensure_ascii=False)
    if found.first_year:
        yield "twoDigitYearsFrom", str(found.first_year)
    if found.kind == "number":
        yield "stagingType", f"decimal({found.precision},{found.scale})"
    if found.kind in ("date", "timestamp") and (
        column.is_source_time or column.field in ("birth_date", "created_date")
    ):
        yield "notAfterDelivery", "true"
    if found.source_formats:
        yield "sourceFormats", json.dumps(list(found.source_formats), ensure_ascii=False)
    if attributes := matching_fields(column):
        yield "matchingFields", f"[{', '.join(attributes)}]"
    if column.field in OTHER_ATTRIBUTES:
        yield "customerAttribute", column.field


def matching_fields(column: ProfiledColumn) -> list[str]:
    """The customer attributes that matching compares and that a column provides."""
    return fields_of(column.field)


def fields_of(field: str) -> list[str]:
    """The customer attributes that matching compares, of a customer field."""
    return ATTRIBUTES.get(field, [field] if field in OF_FIELD else [])
