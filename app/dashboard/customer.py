"""The data on the page of a customer, as of a day."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from dashboard.event_types import EVENT_TYPES, EventType
from dashboard.query import query
from dashboard.statement import Condition, among, is_, is_not, on_day

# Rule of golden_value_lineage -> words.
RULES = {
    "steward_override": "set by a steward",
    "only_value": "all records agree",
    "all_live": "all live records",
    "not_understood": "no delivered value is understood",
    "most_complete": "record with the most complete place",
    "contradicting": "left empty: belongs to another place",
    "source_priority": "source with the highest priority",
    "most_recent": "most recent value",
    "most_frequent": "most frequent value",
    "longest": "longest value",
}
# Identity event -> words.
IDENTITY_EVENTS = {
    "BORN": "created",
    "JOIN": "records added",
    "MERGE": "merged",
    "SPLIT": "split",
    "MOVE": "records moved",
    "RETIRE": "retired",
    "REACTIVATE": "reactivated",
}
EVENT_COLUMNS = ["event_at", "type", "what", "amount_eur"]
MOST_EVENTS = 500
# A decision of a steward may be newer than the newest delivery.
NOW = date(9999, 12, 30)


def found_customers(uids: list[str]) -> pd.DataFrame:
    """Name, place and size of customers."""
    return query(
        "customer_summary",
        ["customer_uid", "full_name", "city", "country", "record_count", "source_systems"],
        where=[among("customer_uid", uids)],
    )


def summary_of(uid: str) -> pd.Series | None:
    """The current row of customer_summary; None for a retired customer."""
    found = query(
        "customer_summary",
        [
            "customer_uid", "full_name", "created_date", "status", "lifecycle_stage",
            "churn_risk_tier", "lifetime_value_eur", "total_orders", "record_count",
            "source_systems", "health_score",
        ],
        where=[is_("customer_uid", uid)],
    )  # fmt: skip
    return None if found.empty else found.iloc[0]


def values_on(uid: str, day: date, until: date) -> pd.DataFrame:
    """Each golden value with its source and rule: as it is now, or as it was known on a past day.

    attribute, value, delivered_value (now only), source_system, customer_id, rule.
    """
    if day >= until:
        found = query(
            "golden_value_lineage",
            [
                "attribute", "golden_value", "delivered_value", "source_system", "customer_id",
                "winning_rule",
            ],
            where=[is_("customer_uid", uid), is_not("golden_value", None)],
            order=["attribute"],
        ).rename(columns={"golden_value": "value"})  # fmt: skip
    else:
        changes = query(
            "customer_change_events",
            [
                "attribute", "event_date", "event_type", "new_value", "source_system",
                "customer_id", "winning_rule",
            ],
            where=[
                is_("customer_uid", uid), is_not("attribute", "customer_uid"),
                Condition("event_date", "<=", day),
            ],
            order=["event_date"],
        )  # fmt: skip
        newest = changes.drop_duplicates("attribute", keep="last")
        newest = newest[newest["new_value"].notna()].sort_values("attribute", ignore_index=True)
        found = newest.drop(columns=["event_date", "event_type"])
        found = found.rename(columns={"new_value": "value"})
    return found.assign(rule=found.pop("winning_rule").map(lambda rule: RULES.get(rule, rule)))


def records_on(uid: str, day: date) -> pd.DataFrame:
    """The records that belonged to the customer on a day, the birth record first."""
    return query(
        "customer_records",
        [
            "record_id", "source_system", "customer_id", "is_birth_record", "member_from",
            "full_name", "email", "phone", "address", "postcode", "city",
        ],
        where=[is_("customer_uid", uid), *on_day(day, "member_from", "member_to")],
        order=["-is_birth_record", "member_from", "source_system", "customer_id"],
    )  # fmt: skip


def status_on(uid: str, day: date) -> pd.Series | None:
    """Status of the uid on a day: ACTIVE, SPLIT, MERGED or RETIRED; None before it existed."""
    found = query(
        "customer_id_lifecycle",
        ["status", "successor_uid", "valid_from"],
        where=[is_("customer_uid", uid), *on_day(day, "valid_from", "valid_to")],
    )
    return None if found.empty else found.iloc[0]


def reviews_of(uid: str) -> pd.DataFrame:
    """The pairs under review with a record of the customer: other customer, reasons, effect."""
    parts = [
        query(
            "steward_review_queue",
            [
                f"customer_uid_{other}",
                "match_score",
                "reasons",
                "open_since_date",
                "effect_of_same",
            ],
            where=[is_(f"customer_uid_{own}", uid)],
            order=["-match_score"],
            limit=50,
        ).rename(columns={f"customer_uid_{other}": "other_customer_uid"})
        for own, other in (("l", "r"), ("r", "l"))
    ]
    return pd.concat(parts, ignore_index=True)


def identity_events(uid: str, day: date) -> pd.DataFrame:
    """The events of the uid up to a day, in words: created, records added, merged, split."""
    columns = ["event_number", "event_date", "event_type", "from_uid", "to_uid", "record_count"]
    known = Condition("event_date", "<=", day)
    parts = [
        query("customer_id_changes", columns, where=[is_(side, uid), known], order=["event_number"])
        for side in ("from_uid", "to_uid")
    ]
    found = pd.concat(parts, ignore_index=True).drop_duplicates("event_number")
    found = found.sort_values("event_number", ignore_index=True).drop(columns="event_number")
    return found.assign(event_type=found["event_type"].map(IDENTITY_EVENTS))


def timeline_of(uid: str, day: date) -> pd.DataFrame:
    """Orders, service contacts, tickets, deals, web sessions, alerts and payments up to a day."""
    events = pd.concat([_events(kind, uid, day) for kind in EVENT_TYPES], ignore_index=True)
    return events.sort_values("event_at", ascending=False, ignore_index=True)


def _events(kind: EventType, uid: str, day: date) -> pd.DataFrame:
    columns = [name for name in (*kind.words, kind.amount) if name and name not in kind.measures]
    end = Condition(kind.until or kind.time, "<", day + timedelta(days=1))
    found = query(
        kind.model,
        [kind.time, *columns],
        kind.measures,
        [is_("customer_uid", uid), end],
        [f"-{kind.time}"],
        MOST_EVENTS,
    )
    if "clicks" in kind.measures:
        found["clicks"] = found["clicks"].astype(str) + " events"
    words = found[list(kind.words)].itertuples(index=False)
    return pd.DataFrame(
        {
            "event_at": pd.to_datetime(found[kind.time]),
            "type": [kind.name] * len(found),
            "what": [", ".join(filter(None, row)) for row in words],
            "amount_eur": (
                found[kind.amount].astype(float) if kind.amount else pd.Series(dtype=float)
            ),
        },
        columns=EVENT_COLUMNS,
    )
