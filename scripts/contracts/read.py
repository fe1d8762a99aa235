"""Reads contracts/*.odcs.yaml and checks what datacontract-cli cannot know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from contracts.feed import DELIVERY_COLUMNS, KEY_PATTERN, Column, CustomerSystem, Feed

ENDING = ".odcs.yaml"
# Custom property -> the values that it may have.
CHOICES = {
    "deliveryKind": ("changeFeed", "fullSnapshot", "events"),
    "keyCasing": ("sensitive", "insensitive", "ofSystem"),
    "classification": ("none", "pseudonymous", "personal", "sensitive"),
}
REACTIONS = ("fail", "quarantine", "warn")
AGREEMENTS = {"completeness", "nullShare", "retention"}
# Logical type -> the formats that the macros can read.
FORMATS = {
    "date": ("yyyy-MM-dd", "yyyyMMdd"),
    "timestamp": ("yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"),
}
KINDS = ("string", "boolean", "integer", "number", *FORMATS)


class ContractError(Exception):
    """An error in a contract; the message names the file and the column."""


def number_text(value: float | None) -> str:
    """A bound as SQL writes it, without exponent; empty if there is none."""
    return "" if value is None else format(Decimal(str(value)), "f")


def custom(element: Mapping[str, Any]) -> dict[str, Any]:
    """The custom properties of a table or column."""
    return {entry["property"]: entry["value"] for entry in element.get("customProperties", [])}


def codes_of(element: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes that a column may have; empty if it may have any value."""
    if element["logicalType"] == "boolean":
        return ("true", "false")
    rules = (rule for rule in element.get("quality", []) if rule.get("metric") == "invalidValues")
    return tuple(str(code) for rule in rules for code in rule["arguments"]["validValues"])


def read_column(element: Mapping[str, Any]) -> Column:
    """A column from its entry under `properties`."""
    options, own = element.get("logicalTypeOptions", {}), custom(element)
    targets = [link["to"] for link in element.get("relationships", [])]
    return Column(
        name=element["name"],
        description=element["description"],
        kind=element["logicalType"],
        is_required=element.get("required", False),
        key_position=element.get("primaryKeyPosition", 0),
        casing=own.get("keyCasing", ""),
        pattern=options.get("pattern", "").removeprefix("^").removesuffix("$"),
        format=options.get("format", ""),
        at_least=number_text(options.get("minimum")),
        at_most=number_text(options.get("maximum")),
        codes=codes_of(element),
        references=tuple(
            f"{target.partition(ENDING)[0]}.{target.rpartition('/')[2]}" for target in targets
        ),
        classification=element["classification"],
        matching_fields=tuple(own.get("matchingFields", ())),
    )


def read_feed(contract: Mapping[str, Any]) -> Feed:
    """The feed of a contract that datacontract-cli accepts."""
    (table,) = contract["schema"]
    own = custom(table)
    system = own.get("customerSystem")
    return Feed(
        name=table["name"],
        description=table["description"],
        delivery=own["deliveryKind"],
        time_zone=own["timeZone"],
        is_optional=own.get("isOptional", False),
        customer_system=system
        and CustomerSystem(system["name"], system["isMaster"], system["priority"]),
        stage=own["stagingModel"],
        vault_key=tuple(own["vaultKey"]),
        vault_tables=tuple(own["vaultTables"]),
        columns=tuple(read_column(element) for element in table["properties"]),
    )


def problems_of_column(column: Column) -> Iterator[str]:
    """What is wrong with a column."""
    if column.kind not in KINDS:
        yield f"has the logicalType {column.kind}, must be one of {', '.join(KINDS)}"
    if column.kind in FORMATS and column.format not in FORMATS[column.kind]:
        yield f"needs a format, one of {', '.join(FORMATS[column.kind])}"
    if column.classification not in CHOICES["classification"]:
        yield f"has the classification {column.classification}"
    if column.casing and column.casing not in CHOICES["keyCasing"]:
        yield f"has the keyCasing {column.casing}"
    if column.is_key and not column.casing and len(column.references) != 1:
        yield "is a key and needs keyCasing"
    if column.is_key and column.kind == "string" and not column.codes and not column.pattern:
        yield f'is a key and needs a pattern, such as "^{KEY_PATTERN}$"'


def problems_of_contract(name: str, contract: Mapping[str, Any], feed: Feed) -> Iterator[str]:
    """What is wrong with a contract, apart from references to others."""
    own = custom(contract["schema"][0])
    if (contract["kind"], contract["apiVersion"]) != ("DataContract", "v3.1.0"):
        yield "must have the kind DataContract and the apiVersion v3.1.0"
    if not name == contract["id"] == feed.name:
        yield f"must have {name} as id and as name of its table"
    if feed.delivery not in CHOICES["deliveryKind"]:
        yield f"has the deliveryKind {feed.delivery}"
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
            yield f"{column.name} has another time zone than the feed"
        yield from (f"{column.name} {problem}" for problem in problems_of_column(column))


def unknown_references(feeds: Sequence[Feed]) -> Iterator[str]:
    """References to columns that no contract declares."""
    declared = {f"{feed.name}.{column.name}" for feed in feeds for column in feed.columns}
    for feed in feeds:
        for column in feed.columns:
            for target in column.references:
                if target not in declared:
                    yield f"{feed.name}{ENDING}: {column.name} refers to {target}, which is unknown"


def read_feeds(folder: Path) -> list[Feed]:
    """The feeds of all contracts in a folder, by name. Raises ContractError with all problems."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    feeds, problems = [], []
    for path in sorted(folder.glob(f"*{ENDING}"), key=lambda path: path.name.removesuffix(ENDING)):
        try:
            contract = yaml.load(path.read_text(encoding="utf-8"), loader)
            feed = read_feed(contract)
            found = list(problems_of_contract(path.name.removesuffix(ENDING), contract, feed))
        except (KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as error:
            problems.append(f"{path.name}: cannot be read ({type(error).__name__}: {error})")
            continue
        feeds.append(feed)
        problems += [f"{path.name}: {problem}" for problem in found]
    if problems := problems or list(unknown_references(feeds)):
        raise ContractError("\n".join(problems))
    return feeds
