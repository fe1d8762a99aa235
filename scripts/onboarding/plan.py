"""The models of a feed: their names, their columns, and the hubs that the feed refers to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from contracts.feed import SUFFIX, Column, Feed
from onboarding.contract import FeedContract, SourceColumn
from onboarding.contract_checks import PERSONAL, destination_problems, entity_of_key
from onboarding.naming import STAGED


@dataclass(frozen=True)
class StagedColumn:
    """A column in staging and vault."""

    column: Column
    source: SourceColumn
    name: str
    data_type: str

    @property
    def is_time(self) -> bool:
        """Whether the hash must format it."""
        return self.data_type in ("date", "timestamp")

    @property
    def is_personal(self) -> bool:
        """Whether it goes to the satellite with personal data."""
        return self.column.classification in PERSONAL


@dataclass(frozen=True)
class Reference:
    """A reference to the key of another feed, which becomes a link.

    entity: that of its hub. system: the customer system, if it refers to a customer. name: the
    column with its key in staging; a second column if it is also the key of the feed.
    """

    column: StagedColumn
    entity: str
    key: str
    system: str
    is_required: bool

    @property
    def name(self) -> str:
        """The column with the key of the hub in staging."""
        return f"{self.entity}_id"


@dataclass(frozen=True)
class FeedPlan:
    """The models to generate for a feed."""

    contract: FeedContract
    entity: str
    columns: tuple[StagedColumn, ...]
    references: tuple[Reference, ...]

    @property
    def feed(self) -> Feed:
        """The feed of the contract."""
        return self.contract.feed

    @property
    def system(self) -> str:
        """The name of the customer system, if its rows are customers."""
        return self.feed.customer_system.name if self.is_customer else ""

    @property
    def is_customer(self) -> bool:
        """Whether its rows are customer records."""
        return self.feed.vault_key == ("customer_hk",)

    @property
    def is_snapshot(self) -> bool:
        """Whether it delivers full snapshots."""
        return self.feed.delivery == "fullSnapshot"

    @property
    def stage(self) -> str:
        """The staging model."""
        return self.feed.stage

    @property
    def label(self) -> str:
        """One row in words: `Loyalty customer`, `shipment`."""
        words = self.entity.replace("_", " ")
        return f"customer of {self.system}" if self.is_customer else words

    @property
    def keys(self) -> tuple[StagedColumn, ...]:
        """The columns of the key, in order."""
        found = [column for column in self.columns if column.column.key_position]
        return tuple(sorted(found, key=lambda column: column.column.key_position))

    @property
    def id_name(self) -> str:
        """The column with the key in staging and hub."""
        return f"{self.entity}_id"

    @property
    def staged(self) -> tuple[StagedColumn, ...]:
        """The columns that staging has under their own name; a required source time is not among
        them, unless it is an attribute of a customer."""
        time = self.contract.source_time
        return tuple(
            column for column in self.columns
            if column.column.name != time
            or not column.column.is_required
            or column.source.attribute
            or column.column.matching_fields
        )  # fmt: skip

    @property
    def staged_names(self) -> tuple[str, ...]:
        """The names that staging gives to columns, keys and references."""
        return (
            *([self.id_name] if len(self.keys) > 1 else []),
            *(column.name for column in self.staged),
            *(one.name for one in self.references if one.name != one.column.name),
        )

    @property
    def satellites(self) -> Mapping[str, tuple[StagedColumn, ...]]:
        """Name of a satellite -> its columns, in the order of the contract."""
        own = [
            column for column in self.staged if not column.column.key_position or len(self.keys) > 1
        ]
        # A feed may have only its key.
        own = own or list(self.keys)
        found: dict[str, tuple[StagedColumn, ...]] = {}
        for name in self.feed.vault_tables:
            is_personal = name.split("__")[0].endswith("_pii")
            chosen = [column for column in own if column.is_personal == is_personal]
            # A single satellite has all columns.
            found[name] = tuple(chosen if len(self.feed.vault_tables) > 1 else own)
        return found

    def hashdiff(self, satellite: str) -> str:
        """The hashdiff of a satellite: customer_pii_hashdiff of sat_customer_pii__shop."""
        return satellite.removeprefix("sat_").split("__")[0] + "_hashdiff"

    def link(self, reference: Reference) -> str:
        """The link of a reference."""
        return f"link_{reference.entity}_{self.entity}"

    def link_key(self, reference: Reference) -> str:
        """The hash key of a link."""
        return f"{reference.entity}_{self.entity}_hk"


class PlanError(Exception):
    """No models can be generated from a contract; the message says what to change."""


def data_type(column: Column) -> str:
    """The type of a column in staging and vault."""
    if column.kind == "number":
        return f"decimal({column.precision},{column.scale})"
    return "varchar" if column.kind == "string" else column.kind


def plan_of(contract: FeedContract, root: Path) -> FeedPlan:
    """The plan for a contract. Raises PlanError if the contract does not allow one."""
    feed = contract.feed
    if problems := list(destination_problems(contract)):
        raise PlanError("\n".join(f"{feed.name}: {problem}" for problem in problems))
    entity = entity_of_key(feed)
    source = {column.name: column for column in contract.columns}
    keys = [column for column in feed.own_columns if column.key_position]
    references = {}
    columns = []
    for column in feed.own_columns:
        name = column.name.lower()
        found = reference_of(column, feed, contract.feeds, root)
        if found and found[1] not in references:
            name = f"{found[1]}_id"
            references[found[1]] = (column, *found)
        if column.key_position and len(keys) == 1:
            name = f"{entity}_id"
        columns.append(StagedColumn(column, source[column.name], name, data_type(column)))
    by_name = {column.column.name: column for column in columns}
    return FeedPlan(
        contract=contract,
        entity=entity,
        columns=tuple(columns),
        references=tuple(
            Reference(by_name[column.name], target, key, system, column.is_required)
            for target, (column, key, _, system) in references.items()
        ),
    )


def check_names(plan: FeedPlan) -> None:
    """Raises PlanError if two columns of the staging model would have the same name."""
    names = {plan.id_name, *plan.staged_names}
    if added := sorted(names & (STAGED - {"customer_hk"})):
        raise PlanError(
            f"{added[0]} is a column that staging adds; rename the column, or the entity in "
            f"vaultKey and vaultTables, in contracts/{plan.feed.name}{SUFFIX}"
        )
    if twice := [name for name, count in Counter(plan.staged_names).items() if count > 1]:
        raise PlanError(
            f"{twice[0]} would be in the staging model twice; rename the column in "
            f"contracts/{plan.feed.name}{SUFFIX} and keep its physicalName"
        )


def reference_of(
    column: Column, feed: Feed, feeds: Sequence[Feed], root: Path
) -> tuple[str, str, str] | None:
    """(key as `feed.COLUMN`, entity of the hub, customer system) of a reference that can become a
    link: to one other feed with a hub and a key of one column."""
    if len(column.references) != 1:
        return None
    name = column.references[0].partition(".")[0]
    target = next(other for other in feeds if other.name == name)
    if target.name == feed.name or len(target.vault_key) != 1:
        return None
    if sum(bool(key.key_position) for key in target.own_columns) != 1:
        raise PlanError(
            f"{feed.name}: {column.name} refers to a part of the key of {target.name}; delete its"
            " relationships"
        )
    entity = target.vault_key[0].removesuffix("_hk")
    hub = root / "models" / "raw_vault" / "hubs" / f"hub_{entity}.sql"
    if not target.vault_key[0].endswith("_hk") or not hub.is_file():
        return None
    if entity == "customer" and feed.customer_system:
        return None
    system = target.customer_system.name if target.vault_key == ("customer_hk",) else ""
    return column.references[0], entity, system
