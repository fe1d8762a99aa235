"""The columns of a feed with keys of customer records, which an erasure searches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contracts.feed import Column, Feed, RecordKey


def system_column(feed: Feed, column: Column, systems: frozenset[str]) -> str:
    """The column with the source system of a key; among several, the one with the same suffix."""
    named = [other.name for other in feed.columns if len(systems & set(other.codes)) > 1]
    suffix = column.name[-2:] if column.name[-2:] in ("_l", "_r") else ""
    return next((name for name in named if name.endswith(suffix)), "")


def own_key(feed: Feed) -> Column | None:
    """The column with the key of the customer record, in a feed of customers."""
    keys = (column for column in feed.columns if column.key_position == 1)
    return next(keys, None) if feed.customer_system else None


def record_keys(feed: Feed, feeds: Mapping[str, Feed]) -> Iterator[RecordKey]:
    """The columns of a feed with keys of customer records, or of contacts of one.

    feeds: all feeds by name.
    """
    customers = {name: other for name, other in feeds.items() if other.customer_system}
    systems = frozenset(other.customer_system.name for other in customers.values())
    referred = ""
    for column in feed.own_columns:
        targets = [target.split(".") for target in column.references]
        if column.casing == "ofSystem":
            if name := system_column(feed, column, systems):
                yield RecordKey(column.name, name, is_column=True, casing="ofSystem")
        elif own_key(feed) is column:
            yield RecordKey(column.name, feed.customer_system.name, False, column.casing)
        elif len(targets) == 1 and (target := customers.get(targets[0][0])):
            key = own_key(target)
            if key and key.name == targets[0][1]:
                referred = target.customer_system.name
                yield RecordKey(column.name, referred, False, key.casing)
        elif referred and column.key_position and feed.vault_key[0] == "customer_hk":
            # A contact is part of a customer but has its own key.
            yield RecordKey(column.name, referred, False, column.casing)
