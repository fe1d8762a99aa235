"""Reads contracts/*.odcs.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from contracts.feed import (
    INTEGER_BOUNDS,
    INTEGER_DIGITS,
    MAX_LOST_SHARE,
    SUFFIX,
    Column,
    CustomerSystem,
    Feed,
    custom,
)
from contracts.problems import problems_of_contract, unknown_references
from contracts.service_levels import service_levels

DECIMAL = re.compile(r"decimal\((\d+),(\d+)\)")
# Placeholder for the names of the customer systems until all contracts are read.
CUSTOMER_SYSTEMS = ("customerSystems",)

UNREADABLE = (
    OSError,
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    yaml.YAMLError,
)


class ContractError(Exception):
    """An error in a contract; the message names the file and the column."""


def unreadable_text(error: Exception) -> str:
    """The reason why a contract cannot be read, and the remedy."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        mark = error.problem_mark
        return f"line {mark.line + 1}, column {mark.column + 1} is not YAML; correct it"
    if isinstance(error, KeyError):
        return f"lacks {error.args[0]}; add it as contracts/README.md says"
    if isinstance(error, OSError):
        return f"cannot be read ({error.strerror}); change its permissions"
    if isinstance(error, UnicodeDecodeError):
        return f"is not UTF-8 (position {error.start + 1}); save it as UTF-8"
    return "has a field whose type differs from the standard; see `make lint`"


def bound_text(value: float | str | None) -> str:
    """A bound as SQL writes it: a number without exponent, or a day; empty if there is none."""
    if value is None or isinstance(value, str):
        return value or ""
    return format(Decimal(str(value)), "f")


def digits_of(kind: str, staging_type: str) -> tuple[int, int]:
    """Precision and scale in staging; (0, 0) if it is not a number."""
    if kind == "integer":
        return INTEGER_DIGITS, 0
    found = DECIMAL.fullmatch(staging_type)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def codes_of(element: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes that a column may have; empty if it may have any value."""
    if element["logicalType"] == "boolean":
        return ("true", "false")
    if custom(element).get("codesFrom") == "customerSystems":
        return CUSTOMER_SYSTEMS
    rules = (rule for rule in element.get("quality", []) if rule.get("metric") == "invalidValues")
    return tuple(str(code) for rule in rules for code in rule["arguments"]["validValues"])


def listed(value: str | Sequence[str]) -> tuple[str, ...]:
    """The values of a property that is a list, or one value without brackets."""
    return (value,) if isinstance(value, str) else tuple(value)


def read_column(element: Mapping[str, Any]) -> Column:
    """A column from its entry under `properties`."""
    options, own = element.get("logicalTypeOptions", {}), custom(element)
    targets = [link["to"] for link in element.get("relationships", [])]
    kind = element["logicalType"]
    precision, scale = digits_of(kind, own.get("stagingType", ""))
    lowest, highest = INTEGER_BOUNDS if kind == "integer" else ("", "")
    return Column(
        name=element["name"],
        description=element["description"],
        kind=kind,
        is_required=element.get("required", False),
        key_position=element.get("primaryKeyPosition", 0),
        casing=own.get("keyCasing", ""),
        pattern=options.get("pattern", "").removeprefix("^").removesuffix("$"),
        format=options.get("format", ""),
        at_least=bound_text(options.get("minimum")) or lowest,
        at_most=bound_text(options.get("maximum")) or highest,
        is_past=own.get("notAfterDelivery", False),
        precision=precision,
        scale=scale,
        max_length=options.get("maxLength", 0),
        codes=codes_of(element),
        references=tuple(
            f"{target.partition(SUFFIX)[0]}.{target.rpartition('/')[2]}" for target in targets
        ),
        classification=element["classification"],
        matching_fields=listed(own.get("matchingFields", ())),
    )


def column_of(element: Mapping[str, Any]) -> Column:
    """A column from its entry under `properties`; a KeyError names column and missing key."""
    name = element["name"]
    try:
        return read_column(element)
    except KeyError as error:
        raise KeyError(f"{error.args[0]} of {name}") from error


def with_customer_systems(feeds: Sequence[Feed]) -> list[Feed]:
    """The feeds, with the names of all customer systems as codes of columns that take these."""
    systems = sorted(
        (feed.customer_system for feed in feeds if feed.customer_system),
        key=lambda system: system.priority,
    )
    names = tuple(system.name for system in systems)
    return [
        replace(
            feed,
            columns=tuple(
                replace(column, codes=names) if column.codes == CUSTOMER_SYSTEMS else column
                for column in feed.columns
            ),
        )
        for feed in feeds
    ]


def read_feed(contract: Mapping[str, Any]) -> Feed:
    """The feed of a contract that datacontract-cli accepts."""
    (table,) = contract["schema"]
    own = custom(table)
    system = own.get("customerSystem")
    columns = [column_of(element) for element in table["properties"]]
    return Feed(
        name=table["name"],
        description=table["description"],
        delivery=own["deliveryKind"],
        max_lost_share=bound_text(own.get("maxLostShare"))
        or (MAX_LOST_SHARE if own["deliveryKind"] == "fullSnapshot" else ""),
        time_zone=own["timeZone"],
        is_optional=own.get("isOptional", False),
        customer_system=system
        and CustomerSystem(system["name"], system["isMaster"], system["priority"]),
        stage=own["stagingModel"],
        vault_key=listed(own["vaultKey"]),
        vault_tables=listed(own["vaultTables"]),
        conflict_key=listed(own.get("conflictKey", ())),
        is_decided_at_desk=own.get("decidedAtDesk", False),
        columns=tuple(columns),
        service_levels=service_levels(contract, own.get("reactions", {})),
    )


def feeds_by_name(folder: Path) -> dict[str, Feed]:
    """The feeds of all contracts in a folder by their names. Raises ContractError."""
    return {feed.name: feed for feed in read_feeds(folder)}


def landing_model(root: Path, feed: str) -> Path:
    """The file of the landing model of a feed. root: the project."""
    return root / "models" / "staging" / "landing" / f"landing_{feed}.sql"


def is_proposed(contract: Mapping[str, Any], landing: Path) -> bool:
    """Whether `make new-feed` wrote a contract, and `make feed` not yet its landing model."""
    (table,) = contract["schema"]
    return "profiled" in custom(table).get("sourceFiles", {}) and not landing.is_file()


def read_feeds(folder: Path, *, with_proposed: bool = False) -> list[Feed]:
    """The feeds of all contracts in a folder, by name. Raises ContractError with all problems.

    A proposed contract has no effect on builds: a person may need days to answer its questions.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    feeds, problems = [], []
    for path in sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.name.removesuffix(SUFFIX)):
        try:
            contract = yaml.load(path.read_text(encoding="utf-8"), loader)
            name = path.name.removesuffix(SUFFIX)
            if not with_proposed and is_proposed(contract, landing_model(folder.parent, name)):
                continue
            feed = read_feed(contract)
            found = list(problems_of_contract(name, contract, feed))
        except UNREADABLE as error:
            problems.append(f"{path.name}: {unreadable_text(error)}")
            continue
        feeds.append(feed)
        problems += [f"{path.name}: {problem}" for problem in found]
    if problems := problems or list(unknown_references(feeds)):
        raise ContractError("\n".join(problems))
    return with_customer_systems(feeds)
