"""A feed and its columns, as the warehouse reads them from a data contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.service_levels import ServiceLevels

# Every feed ends with these; they describe the delivery of a row.
DELIVERY_COLUMNS = ("_loaded_at", "_batch_id", "_record_source")
# The file name suffix of a contract.
SUFFIX = ".odcs.yaml"
# Logical type -> the formats that a contract may state, each with its name in the macros parse_date
# and parse_timestamp.
FORMATS = {
    "date": {"yyyy-MM-dd": "YYYY-MM-DD", "yyyyMMdd": "YYYYMMDD"},
    "timestamp": {
        "yyyy-MM-dd HH:mm:ss": "plain",
        "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'": "iso",
        "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'": "micros",
    },
}
# A full snapshot that lost more than this share of its keys is held back, unless its contract says
# otherwise.
MAX_LOST_SHARE = "0.2"
KEY_PATTERN = "[A-Za-z0-9_.:-]+"
# Limits of 32-bit integers: the standard's default, and the type in staging.
INTEGER_BOUNDS = ("-2147483648", "2147483647")
INTEGER_DIGITS = 10


def custom(element: Mapping[str, Any]) -> dict[str, Any]:
    """The custom properties of a table or column."""
    return {entry["property"]: entry["value"] for entry in element.get("customProperties", [])}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a feed.

    kind: string, boolean, integer, number, date or timestamp; every column lands as text.
    format: of a date or timestamp, in the notation of the contract.
    at_least, at_most: the bounds of a number, or the first and last day (YYYY-MM-DD) of a time.
    is_past: whether a time cannot be after the delivery.
    precision, scale: the digits of a number that staging stores, and those after the point.
    max_length: the most characters of a string.
    casing: of a key, sensitive, insensitive, upperCase, salesforceId or ofSystem; empty otherwise,
        and for a key that refers to one feed: it has the casing of that key.
    references: the columns that a key refers to, as `feed.column`.
    """

    name: str
    description: str
    kind: str
    is_required: bool = False
    key_position: int = 0
    casing: str = ""
    pattern: str = ""
    format: str = ""
    at_least: str = ""
    at_most: str = ""
    is_past: bool = False
    precision: int = 0
    scale: int = 0
    max_length: int = 0
    codes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    classification: str = "none"
    matching_fields: tuple[str, ...] = ()

    @property
    def is_key(self) -> bool:
        """Whether the column is part of the key, or refers to the key of another feed."""
        return bool(self.key_position or self.casing or self.references)


@dataclass(frozen=True, slots=True)
class RecordKey:
    """A column with keys of customer records, and the source system of these records.

    system: its name, or the column with its name if `is_column`. casing: as in Column.
    """

    column: str
    system: str
    is_column: bool
    casing: str


@dataclass(frozen=True, slots=True)
class CustomerSystem:
    """A source system with customer records; priority 1 is trusted most."""

    name: str
    is_master: bool
    priority: int


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its columns in order, delivery columns last.

    max_lost_share: the largest share of a full snapshot's keys that may be missing from the next
    one; a decimal as text, empty for other feeds. conflict_key: the key by which conflicts are
    found, if it is not vault_key.
    """

    name: str
    description: str
    delivery: str
    max_lost_share: str
    time_zone: str
    is_optional: bool
    customer_system: CustomerSystem | None
    stage: str
    vault_key: tuple[str, ...]
    vault_tables: tuple[str, ...]
    columns: tuple[Column, ...]
    service_levels: ServiceLevels
    conflict_key: tuple[str, ...] = ()
    is_decided_at_desk: bool = False

    @property
    def own_columns(self) -> tuple[Column, ...]:
        """The columns without the delivery columns."""
        return self.columns[: -len(DELIVERY_COLUMNS)]
