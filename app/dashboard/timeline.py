"""The timeline of a customer: what happened up to a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import pandas as pd

from dashboard.event_types import EVENT_TYPES, EventType
from dashboard.query import MOST_ROWS, query
from dashboard.statement import Condition, among, is_

EVENT_COLUMNS = ["event_at", "type", "what", "amount_eur"]
MOST_EVENTS = 500
RECORD = "customer_hk"


def timeline_of(uid: str, day: date) -> pd.DataFrame:
    """Orders, service contacts, tickets, deals, web sessions, alerts and payments up to a day."""
    return _timeline([_events(kind, [uid], day) for kind in EVENT_TYPES])


def timeline_of_records(record_ids: Collection[str], day: date) -> pd.DataFrame:
    """The same for the records that belonged to a customer on a past day.

    Without states, of which only the current ones are known. The records may belong to several
    customers now.
    """
    uids = query(
        "customer_records",
        ["customer_uid"],
        where=[among("record_id", sorted(record_ids)), is_("is_current")],
    )["customer_uid"].unique()
    records = frozenset(record_ids)
    return _timeline([_events(kind, sorted(uids), day, records) for kind in EVENT_TYPES])


def _timeline(parts: list[pd.DataFrame]) -> pd.DataFrame:
    events = pd.concat(parts, ignore_index=True)
    return events.sort_values("event_at", ascending=False, ignore_index=True)


def _events(
    kind: EventType, uids: list[str], day: date, record_ids: frozenset[str] = frozenset()
) -> pd.DataFrame:
    """The newest events of a type; with record ids, only those of the records, without states."""
    words = [name for name in kind.words if not (record_ids and name == kind.state)]
    columns = [name for name in (*words, kind.amount) if name and name not in kind.measures]
    end = Condition(kind.until or kind.time, "<", day + timedelta(days=1))
    found = query(
        kind.model,
        [kind.time, *columns, *([RECORD] if record_ids else [])],
        kind.measures,
        [among("customer_uid", uids), end],
        [f"-{kind.time}"],
        MOST_ROWS if record_ids else MOST_EVENTS,
    )
    if record_ids:
        is_of_records = found[RECORD].map(lambda key: bytes(key).hex() in record_ids).astype(bool)
        found = found[is_of_records].head(MOST_EVENTS)
    if "clicks" in kind.measures:
        found["clicks"] = found["clicks"].astype(str) + " events"
    parts = found[words].itertuples(index=False)
    return pd.DataFrame(
        {
            "event_at": pd.to_datetime(found[kind.time]),
            "type": [kind.name] * len(found),
            "what": [", ".join(filter(None, row)) for row in parts],
            "amount_eur": (
                found[kind.amount].astype(float) if kind.amount else pd.Series(dtype=float)
            ),
        },
        columns=EVENT_COLUMNS,
    )
