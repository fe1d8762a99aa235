"""What the warehouse takes from a data contract: a feed and its columns."""

from __future__ import annotations

from dataclasses import dataclass

# Every feed ends with these; they describe the delivery of a row.
DELIVERY_COLUMNS = ("_loaded_at", "_batch_id", "_record_source")
KEY_PATTERN = "[A-Za-z0-9_.:-]+"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a feed.

    kind: string, boolean, integer, number, date or timestamp; every column lands as text.
    format: of a date or timestamp, in the notation of the contract.
    casing: of a key, sensitive, insensitive or ofSystem; empty for other columns.
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
    codes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    classification: str = "none"
    matching_fields: tuple[str, ...] = ()

    @property
    def is_key(self) -> bool:
        """Whether it identifies a row, or refers to another feed."""
        return bool(self.key_position or self.casing or self.references)


@dataclass(frozen=True, slots=True)
class CustomerSystem:
    """A source system with customer records; priority 1 is trusted most."""

    name: str
    is_master: bool
    priority: int


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its columns in order, delivery columns last."""

    name: str
    description: str
    delivery: str
    time_zone: str
    is_optional: bool
    customer_system: CustomerSystem | None
    stage: str
    vault_key: tuple[str, ...]
    vault_tables: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def own_columns(self) -> tuple[Column, ...]:
        """The columns without those of the delivery."""
        return self.columns[: -len(DELIVERY_COLUMNS)]
