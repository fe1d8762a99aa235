"""Customers by e-mail address, phone number and name, found as in the application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.search_keys import MOST_RECORDS, fields_of, find_similar
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
    def records_with(key_type: str, search_keys: Sequence[str], is_beginning: bool) -> list[str]:
        rows = snapshot.search_keys.near(key_type, search_keys, is_beginning, MOST_RECORDS)
        return rows["record_id"].to_pylist()

    def values_of(records: Sequence[str]) -> list[tuple[str, str, str]]:
        return [
            (row["customer_uid"], row["key_type"], row["search_key"])
            for record in records
            for row in snapshot.searched_values.find(record)
        ]

    return find_similar(keys, records_with, values_of, from_address=from_address)
