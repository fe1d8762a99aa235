"""What a contract must say before models can be generated: every problem with what to write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from contracts.feed import Column, Feed
from onboarding.column_types import is_list_or_object
from onboarding.contract import FeedContract

PERSONAL = ("personal", "sensitive")
CUSTOMER = "customer"
STAGING_MODEL = re.compile("stg_[a-z0-9]+(_[a-z0-9]+)*__[a-z0-9_]+")
# Of a list, matching reads the first value that is one (macro first_listed).
OF_LISTS = {"email", "phone"}


def entity_of_key(feed: Feed) -> str:
    """What one row is, by the hash key; empty if vaultKey is not one hash key."""
    (key, *others) = feed.vault_key or ("",)
    return key.removesuffix("_hk") if not others and key.endswith("_hk") else ""


def own_columns(contract: FeedContract) -> tuple[list[Column], list[Column]]:
    """The columns of the satellites besides the key: those that are not personal, and those that
    are. A required source time is not stored."""
    feed = contract.feed
    columns = [
        column
        for column in feed.own_columns
        if not column.key_position
        and not (column.name == contract.source_time and column.is_required)
    ]
    personal = [column for column in columns if column.classification in PERSONAL]
    return [column for column in columns if column not in personal], personal


def expected_tables(contract: FeedContract, entity: str) -> tuple[str, ...]:
    """The satellites of an entity; one has the personal data."""
    others, personal = own_columns(contract)
    names = [f"sat_{entity}__{contract.source}"] if others or not personal else []
    return (*names, *([f"sat_{entity}_pii__{contract.source}"] if personal else []))


def pasted(name: str, value: str) -> str:
    """A property of a contract, as it is written there."""
    return f"\n      - property: {name}\n        value: {value}"


def tables_to_write(contract: FeedContract, entity: str) -> str:
    """The property vaultTables for an entity."""
    return pasted("vaultTables", f"[{', '.join(expected_tables(contract, entity))}]")


def system_to_write(contract: FeedContract) -> str:
    """The property customerSystem for a feed that has none, trusted least."""
    priority = free_priorities(contract)[-1]
    named = f"{{name: {contract.source.capitalize()}, isMaster: false, priority: {priority}}}"
    return pasted("customerSystem", named)


def destination_problems(contract: FeedContract) -> Iterator[str]:
    """What is wrong with stagingModel, vaultKey, customerSystem and vaultTables."""
    feed = contract.feed
    if not STAGING_MODEL.fullmatch(feed.stage):
        yield (
            f"has the stagingModel {feed.stage}; write stg_<source>__<table>, such as"
            f"{pasted('stagingModel', f'stg_{feed.name}__{feed.name}')}"
        )
        return
    entity = entity_of_key(feed)
    if not entity:
        yield f"vaultKey must be one hash key, such as {pasted('vaultKey', '[customer_hk]')}"
        return
    is_customer = bool(feed.customer_system)
    if is_customer and entity != CUSTOMER:
        yield (
            "has customerSystem, so its rows are customers; write"
            f"{pasted('vaultKey', '[customer_hk]')}{tables_to_write(contract, CUSTOMER)}"
        )
        return
    if not is_customer and entity == CUSTOMER:
        yield (
            "has the vaultKey customer_hk, so its rows are customers; write"
            f"{system_to_write(contract)}\n"
            "or another vaultKey, such as [member_hk], with its satellites in vaultTables"
        )
    named_well = re.compile(rf"sat_{entity}(_pii)?__\w+")
    wrong = [name for name in feed.vault_tables if not named_well.fullmatch(name)]
    if wrong or not feed.vault_tables:
        named = f"has {', '.join(wrong)} in vaultTables" if wrong else "has no vaultTables"
        yield (
            f"{named}, which are satellites of {entity} named after stagingModel; write"
            f"{tables_to_write(contract, entity)}"
        )


def satellite_problems(contract: FeedContract) -> Iterator[str]:
    """Where vaultTables and the classification of the columns disagree."""
    feed, entity = contract.feed, entity_of_key(contract.feed)
    others, personal = own_columns(contract)
    pii = [name for name in feed.vault_tables if name.split("__")[0].endswith("_pii")]
    plain = [name for name in feed.vault_tables if name not in pii]
    if pii and not personal:
        yield (
            f"has {pii[0]} in vaultTables, but no column is classified as personal or sensitive; "
            f"write{tables_to_write(contract, entity)}"
        )
    elif personal and not pii:
        names = ", ".join(column.name for column in personal)
        yield (
            f"classifies {names} as personal, which must not be in a satellite with other columns; "
            f"write{tables_to_write(contract, entity)}"
        )
    elif plain and pii and not others and not has_key_of_several_columns(feed):
        yield (
            f"has {plain[0]} in vaultTables, but all columns are personal; write"
            f"{tables_to_write(contract, entity)}"
        )


def has_key_of_several_columns(feed: Feed) -> bool:
    """Whether the key has several columns, which satellites store."""
    return sum(bool(column.key_position) for column in feed.own_columns) > 1


def free_priorities(contract: FeedContract) -> list[int]:
    """The priorities that no other customer system has, up to the first after all of them."""
    taken = priorities_of_others(contract)
    return [one for one in range(1, max(taken, default=0) + 2) if one not in taken]


def priorities_of_others(contract: FeedContract) -> dict[int, str]:
    """Priority -> the customer system of another feed that has it."""
    return {
        feed.customer_system.priority: feed.customer_system.name
        for feed in contract.feeds
        if feed.customer_system and feed.name != contract.feed.name
    }


def system_problems(contract: FeedContract) -> Iterator[str]:
    """A name or a priority that the customer system of another feed has."""
    system = contract.feed.customer_system
    taken = priorities_of_others(contract)
    if system and system.name in taken.values():
        yield f"has the customerSystem {system.name}, which another feed has; choose another name"
    if system and system.priority in taken:
        free = ", ".join(map(str, free_priorities(contract)))
        yield (
            f"has the priority {system.priority} in customerSystem, which is that of "
            f"{taken[system.priority]}; the free ones are {free}"
        )


def column_problems(contract: FeedContract) -> Iterator[str]:
    """Properties of columns that would have no effect."""
    feed = contract.feed
    mapped = [column.name for column in feed.own_columns if column.matching_fields]
    if mapped and not feed.customer_system:
        yield (
            f"has matchingFields in {', '.join(mapped)}, but no customerSystem; delete "
            f"matchingFields or, if rows are customers, write{system_to_write(contract)}"
        )
    for column, source in zip(feed.own_columns, contract.columns, strict=True):
        if column.codes and (unknown := set(source.deleted_if) - set(column.codes)):
            yield (
                f"has {', '.join(sorted(unknown))} in deletedIf of {column.name}, which is not in "
                "its validValues; add it there"
            )


def contract_problems(contract: FeedContract) -> list[str]:
    """Everything that is wrong with a contract for which models are to be generated."""
    found = list(destination_problems(contract))
    if not found:
        found += satellite_problems(contract)
    return [*found, *system_problems(contract), *column_problems(contract)]


def list_problems(contract: FeedContract, rows: Sequence[Sequence[str | None]]) -> Iterator[str]:
    """The columns that matching would read wrongly, because values in the rows, which are in the
    order of the columns, are JSON lists or objects."""
    for place, column in enumerate(contract.feed.own_columns):
        fields = column.matching_fields
        values = (row[place] or "" for row in rows) if fields else ()
        is_read = OF_LISTS.issuperset(fields)
        if any(is_list_or_object(one) and not (is_read and one[0] == "[") for one in values):
            yield (
                f"has matchingFields: [{', '.join(fields)}] in {column.name}, which has lists or "
                "objects; delete matchingFields there. Only email and phone can be lists, of which "
                "the first value is compared"
            )
