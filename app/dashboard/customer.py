"""The data on the page of a customer, as of a day."""

from __future__ import annotations

from datetime import date

import pandas as pd

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
FIGURES = [
    "lifetime_value_eur", "total_orders", "lifecycle_stage", "churn_risk_tier", "health_score",
]  # fmt: skip
WRITTEN = ["full_name", "email", "phone", "address", "postcode", "city"]
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
    """The current figures of a customer and its date of creation; None for a retired one."""
    found = query("customer_summary", [*FIGURES, "created_date"], where=[is_("customer_uid", uid)])
    return None if found.empty else found.iloc[0]


def figures_before(uid: str, day: date) -> pd.Series | None:
    """The figures at the last month end up to a day, with as_of_date and time_axis.

    As they were known at that time, or as they were if nothing had been delivered; None if no month
    ended before, or if the customer is now part of another one.
    """
    found = query(
        "fact_customer_monthly",
        ["as_of_date", "time_axis", *FIGURES],
        where=[is_("customer_uid", uid), Condition("as_of_date", "<=", day)],
        order=["-as_of_date", "time_axis"],  # load_time, then source_time
        limit=1,
    )
    return None if found.empty else found.iloc[0]


def name_in(values: pd.DataFrame) -> str | None:
    """The name among the golden values of a customer, if it has one."""
    names = values.loc[values["attribute"] == "full_name", "value"].tolist()
    return names[0] if names else None


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
    """The records that belonged to the customer on a day, the birth record first.

    What the source wrote is only kept as it was at the end of the membership, or is now. It is
    empty if it has changed since the day.
    """
    found = query(
        "customer_records",
        [
            "record_id", "source_system", "customer_id", "is_birth_record", "member_from",
            *WRITTEN, "known_from",
        ],
        where=[is_("customer_uid", uid), *on_day(day, "member_from", "member_to")],
        order=["-is_birth_record", "member_from", "source_system", "customer_id"],
    )  # fmt: skip
    has_changed = pd.to_datetime(found.pop("known_from")).dt.date > day
    return found.assign(**{name: found[name].mask(has_changed) for name in WRITTEN})


def status_on(uid: str, day: date) -> pd.Series | None:
    """Status of the uid on a day: ACTIVE, SPLIT, MERGED or RETIRED; None before it existed."""
    found = query(
        "customer_id_lifecycle",
        ["status", "successor_uid", "valid_from"],
        where=[is_("customer_uid", uid), *on_day(day, "valid_from", "valid_to")],
    )
    return None if found.empty else found.iloc[0]


def reviews_of(uid: str, day: date) -> pd.DataFrame:
    """The pairs under review since a day or longer with a record of the customer.

    Other customer, score, reasons, since when, effect. Pairs that were decided are not among them.
    """
    columns = ["match_score", "reasons", "open_since_date", "effect_of_same"]
    parts = [
        query(
            "steward_review_queue",
            [f"customer_uid_{other}", *columns],
            where=[is_(f"customer_uid_{own}", uid), Condition("open_since_date", "<=", day)],
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
