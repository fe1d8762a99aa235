"""Checks the rules of this project for contracts, which datacontract-cli does not know."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from contracts.feed import DELIVERY_COLUMNS, FORMATS, KEY_PATTERN, SUFFIX, Column, Feed, custom
from contracts.names import problems_of_names, problems_of_strings, zone_problem
from contracts.personal_data import OF_FIELD

# Custom property -> the values that it may have.
CHOICES = {
    "deliveryKind": ("changeFeed", "fullSnapshot", "events"),
    "keyCasing": ("sensitive", "insensitive", "upperCase", "salesforceId", "ofSystem"),
    "classification": ("none", "pseudonymous", "personal", "sensitive"),
}
# The custom properties of a table and of a column.
OF_TABLE = frozenset(
    "deliveryKind timeZone maxLostShare isOptional decidedAtDesk reactions customerSystem"
    " stagingModel vaultKey vaultTables conflictKey sourceTime sourceFiles openQuestion".split()
)
OF_COLUMN = frozenset(
    "sourceFormats emptyValues twoDigitYearsFrom openQuestion customerAttribute deletedIf"
    " stagingType notAfterDelivery keyCasing codesFrom matchingFields".split()
)
REACTIONS = ("fail", "quarantine", "warn")
AGREEMENTS = {"completeness", "nullShare", "retention"}
KINDS = ("string", "boolean", "integer", "number", *FORMATS)


def wrong_choice(name: str, value: str) -> str:
    """The problem of a property of CHOICES that has another value."""
    return f"has the {name} {value}; write one of {', '.join(CHOICES[name])}"


def unknown_properties(element: Mapping[str, Any], known: Collection[str]) -> Iterator[str]:
    """The custom properties of a table or column that have no effect, because their names are not
    those of contracts/README.md."""
    for name in custom(element):
        if name not in known:
            similar = {one.casefold(): one for one in known}
            close = get_close_matches(str(name).casefold(), similar, 1)
            remedy = f"write {similar[close[0]]}" if close else "contracts/README.md lists them"
            yield f"has the property {name}, which is unknown; {remedy}"


def problems_of_column(column: Column) -> Iterator[str]:
    """The problems of a column."""
    if column.kind not in KINDS:
        yield f"has the logicalType {column.kind}, must be one of {', '.join(KINDS)}"
    if column.kind in FORMATS and column.format not in FORMATS[column.kind]:
        yield f"needs a format, one of {', '.join(FORMATS[column.kind])}"
    if strings := list(problems_of_strings(column)):
        yield from strings
    else:
        yield from problems_of_bounds(column)
    if column.classification not in CHOICES["classification"]:
        yield wrong_choice("classification", column.classification)
    if unknown := [field for field in column.matching_fields if field not in OF_FIELD]:
        yield (
            f"has the matchingFields {', '.join(map(str, unknown))}; write a list of any of "
            f"{', '.join(OF_FIELD)}"
        )
    if column.casing and column.casing not in CHOICES["keyCasing"]:
        yield wrong_choice("keyCasing", column.casing)
    if column.is_key and not column.casing and len(column.references) != 1:
        yield "is a key and needs keyCasing"
    if column.is_key and column.kind == "string" and not column.codes and not column.pattern:
        yield f'is a key and needs a pattern, such as "^{KEY_PATTERN}$"'


def is_day(text: str) -> bool:
    """Whether a bound is a day, as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def problems_of_bounds(column: Column) -> Iterator[str]:
    """The problems of the bounds and the size of a column; delivery columns need neither."""
    if column.name in DELIVERY_COLUMNS:
        return
    if column.kind == "number" and not 0 <= column.scale < column.precision <= 38:
        yield "is a number and needs a stagingType, such as decimal(18,2)"
    if column.kind in ("number", "integer"):
        if not (column.at_least and column.at_most):
            yield "is a number and needs minimum and maximum"
        elif max(Decimal(bound).copy_abs() for bound in (column.at_least, column.at_most)) >= (
            10 ** (column.precision - column.scale)
        ):
            yield "has bounds beyond its stagingType"
    if column.kind in FORMATS and not (is_day(column.at_least) and is_day(column.at_most)):
        yield "needs minimum and maximum, days such as 1970-01-01"
    if column.kind == "string" and not column.codes and column.max_length < 1:
        yield "is a string and needs maxLength"


def problems_of_lost_share(feed: Feed) -> Iterator[str]:
    """The problems of the share of keys that a snapshot may lose."""
    if not feed.max_lost_share:
        return
    if feed.delivery != "fullSnapshot":
        yield "has a maxLostShare but no full snapshots"
    try:
        is_share = 0 <= Decimal(feed.max_lost_share) <= 1
    except ArithmeticError:
        is_share = False
    if not is_share:
        yield f"has the maxLostShare {feed.max_lost_share}, must be a number from 0 to 1"


def problems_of_contract(name: str, contract: Mapping[str, Any], feed: Feed) -> Iterator[str]:
    """The problems of a contract, apart from references to others."""
    own = custom(contract["schema"][0])
    if (contract["kind"], contract["apiVersion"]) != ("DataContract", "v3.1.0"):
        yield "must have the kind DataContract and the apiVersion v3.1.0"
    if not name == contract["id"] == feed.name:
        yield f"must have {name} as id and as name of its table"
    if feed.delivery not in CHOICES["deliveryKind"]:
        yield wrong_choice("deliveryKind", feed.delivery)
    if problem := zone_problem(feed.time_zone):
        yield problem
    yield from unknown_properties(contract["schema"][0], OF_TABLE)
    yield from problems_of_names(feed)
    yield from problems_of_lost_share(feed)
    reactions = own.get("reactions", {})
    if reactions.keys() != {"file", "row", "freshness", "completeness"} or not (
        set(reactions.values()) <= set(REACTIONS)
    ):
        yield f"needs reactions for file, row, freshness and completeness: {', '.join(REACTIONS)}"
    agreed = {entry["property"] for entry in contract["slaProperties"]}
    wanted = AGREEMENTS if feed.is_optional else AGREEMENTS | {"freshness"}
    if missing := wanted - agreed:
        yield f"lacks slaProperties: {', '.join(sorted(missing))}"
    if tuple(column.name for column in feed.columns[-3:]) != DELIVERY_COLUMNS:
        yield f"must end with the columns {', '.join(DELIVERY_COLUMNS)}"
    positions = sorted(column.key_position for column in feed.columns if column.key_position)
    if not positions or positions != list(range(1, len(positions) + 1)):
        yield "needs a primary key with positions from 1"
    for element, column in zip(contract["schema"][0]["properties"], feed.columns, strict=True):
        zone = element.get("logicalTypeOptions", {}).get("defaultTimezone", feed.time_zone)
        if zone != feed.time_zone:
            yield f"{column.name} has a different time zone from the feed"
        found = [*unknown_properties(element, OF_COLUMN), *problems_of_column(column)]
        yield from (f"{column.name} {problem}" for problem in found)


def unknown_references(feeds: Sequence[Feed]) -> Iterator[str]:
    """References to columns that no contract declares."""
    declared = {f"{feed.name}.{column.name}" for feed in feeds for column in feed.columns}
    for feed in feeds:
        for column in feed.columns:
            for target in column.references:
                if target not in declared:
                    yield f"{feed.name}{SUFFIX}: {column.name} refers to {target}, which is unknown"
