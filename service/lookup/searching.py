"""Customers by e-mail address, phone number and name, found as in the application."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from dashboard.search_keys import (
    MOST_RECORDS,
    fields_of,
    nearly_same,
    similar_values,
    wanted_key,
)
from lookup.snapshot import Snapshot

MOST_CUSTOMERS = 20
SEARCHED = ("full_name", "org_name", "email", "phone")
"""The fields of the records that `searched_records` returns."""
SHOWN = ("customer_uid", "full_name", "city", "country", "record_count", "source_systems")


def searched_records(parameters: Mapping[str, str]) -> list[tuple[str, dict[str, str]]]:
    """The parameters of a search as records to standardise, each with the name of its parameter."""
    given = [(name, fields_of(value)) for name, value in parameters.items() if name != "name"]
    if name := parameters.get("name"):
        given.append(("name", [{"full_name": name}, {"org_name": name}]))
    return [(parameter, record) for parameter, records in given for record in records]


def found_customers(
    searched: Sequence[tuple[str, Sequence[tuple[str, str]]]], snapshot: Snapshot
) -> list[dict[str, Any]]:
    """The customers that match a search; those found by more parameters come first.

    searched: the parameter and the block keys of each record of the search.
    """
    best: dict[str, dict[str, tuple[float, str]]] = {}
    for parameter, keys in searched:
        for uid, words, share in _similar(keys, snapshot, parameter == "email"):
            found = best.setdefault(uid, {})
            found[parameter] = max(found.get(parameter, (0.0, "")), (share, words))
    ranked = sorted(
        best.items(),
        key=lambda one: (-len(one[1]), -sum(share for share, _ in one[1].values()), one[0]),
    )
    return [
        {name: row[name] for name in SHOWN}
        | {
            "found_by": sorted(words for _, words in found.values()),
            "similarity": sum(share for share, _ in found.values()) / len(found),
        }
        for uid, found in ranked[:MOST_CUSTOMERS]
        for row in snapshot.summaries.find(uid)
    ]


def _similar(
    keys: Sequence[tuple[str, str]], snapshot: Snapshot, from_address: bool
) -> list[tuple[str, str, float]]:
    records: set[str] = set()
    for key_type, key in keys:
        if wanted := wanted_key(key_type, key):
            search_key, is_beginning = wanted
            rows = (
                snapshot.search_keys.starting(key_type, search_key, most=MOST_RECORDS)
                if is_beginning
                else snapshot.search_keys.found(key_type, search_key).slice(0, MOST_RECORDS)
            )
            records.update(rows["record_id"].to_pylist())
    found = _values(records, keys, snapshot, from_address)
    near: set[str] = set()
    accepted: set[str] = set()
    for key_type, search_keys, is_beginning in nearly_same(keys, found, from_address=from_address):
        rows = snapshot.search_keys.near(key_type, search_keys, is_beginning, MOST_RECORDS)
        near.update(rows["record_id"].to_pylist())
        accepted.update(() if is_beginning else search_keys)
    return found + _values(near, keys, snapshot, from_address, accepted)


def _values(
    records: set[str],
    keys: Sequence[tuple[str, str]],
    snapshot: Snapshot,
    from_address: bool,
    accepted: Collection[str] = (),
) -> list[tuple[str, str, float]]:
    values = [
        (row["customer_uid"], row["key_type"], row["search_key"])
        for record in sorted(records)
        for row in snapshot.searched_values.find(record)
    ]
    return similar_values(values, keys, from_address=from_address, accepted=accepted)
