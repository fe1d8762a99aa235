"""Answers about one customer: its values and records, its timeline, and redirects of a uid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dashboard.event_types import EVENT_TYPES, EventType
from dashboard.search_keys import UID
from lookup.masking import shown
from lookup.snapshot import Snapshot, in_lower_case

MOST_VALUES, MOST_RECORDS = 1_000, 10_000


def uids_of(identifier: str, snapshot: Snapshot) -> list[str]:
    """The customers with this uid, or with a record of this id: KNA000001 or SAP:KNA000001.

    Upper and lower case count only if a record has exactly this id.
    """
    if UID.fullmatch(identifier.upper()):
        return [identifier.upper()] if snapshot.summaries.find(identifier.upper()) else []
    source, _, key = identifier.rpartition(":")
    with_source = [
        (f"{row['source_system']}:{row['customer_id']}", row["customer_uid"])
        for row in (snapshot.records_by_id.find(in_lower_case(key)) if source else ())
    ]
    # A key itself may contain a colon.
    whole = [
        (row["customer_id"], row["customer_uid"])
        for row in snapshot.records_by_id.find(in_lower_case(identifier))
    ]
    for form in (str, in_lower_case):
        for records in (with_source, whole):
            found = {uid for name, uid in records if form(name) == form(identifier)}
            if found:
                return sorted(found)
    return []


def customer(uid: str, snapshot: Snapshot, is_masked: bool) -> dict[str, Any]:
    """The current values of a customer, each with source and rule, and its records."""
    (summary,) = snapshot.summaries.find(uid)
    parts = {
        "golden_values": snapshot.values.starting(uid, "", most=MOST_VALUES),
        "records": snapshot.records.starting(uid, "", most=MOST_RECORDS),
    }
    return shown(summary, is_masked) | {
        name: [shown(row, is_masked) for row in rows.drop_columns(["customer_uid"]).to_pylist()]
        for name, rows in parts.items()
    }


def timeline(
    uid: str, snapshot: Snapshot, until: str | None, most: int, is_masked: bool
) -> list[dict[str, Any]]:
    """The events of a customer up to a day, the newest first."""
    events = [event for kind in EVENT_TYPES for event in _events(kind, uid, snapshot, is_masked)]
    if until:
        events = [event for event in events if (event["event_at"] or "")[:10] <= until]
    events.sort(key=lambda event: event["event_at"] or "", reverse=True)
    return events[:most]


def _events(
    kind: EventType, uid: str, snapshot: Snapshot, is_masked: bool
) -> Iterator[dict[str, Any]]:
    for row in snapshot.events[kind.name].find(uid):
        event = shown(row, is_masked)
        amount = event.get(kind.amount) if kind.amount else None
        yield {
            "event_at": event[kind.time],
            "type": kind.name,
            "details": {name: event[name] for name in kind.words},
            "amount_eur": None if amount is None else float(amount),
        }


def redirects(uid: str, snapshot: Snapshot) -> dict[str, Any] | None:
    """The customers that now have the records of a uid; None for an unknown uid."""
    found = snapshot.redirects.find(uid.upper())
    if not found:
        return None
    return {
        "customer_uid": uid.upper(),
        "status": found[0]["status"],
        "status_since": found[0]["status_since"],
        "resolved": [
            {name: row[name] for name in ("resolved_uid", "relation", "is_main")}
            for row in sorted(found, key=lambda row: (not row["is_main"], row["resolved_uid"]))
        ],
    }
