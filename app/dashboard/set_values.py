"""Golden values that stewards set, and how they are taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial

import pandas as pd

from dashboard.filters import data_until
from dashboard.query import query
from dashboard.steward_log import (
    MOST,
    VALUES,
    DecidedMeanwhileError,
    Row,
    delivery,
    moment,
    new_id,
    seconds,
    steward_log,
)

ATTRIBUTES = (
    "full_name", "email", "phone", "country", "city", "postcode", "segment", "industry",
)  # fmt: skip
VALUE_COLUMNS = [
    "override_id", "source_system", "customer_id", "customer_uid", "attribute", "attribute_value",
    "valid_from_date", "valid_to_date", "decided_at", "steward", "reason",
]  # fmt: skip

Record = tuple[str, str]


def set_values(rows: Sequence[Row] | None = None) -> pd.DataFrame:
    """The golden values that stewards set, in their latest version, with is_built and is_active;
    also those that were taken back. rows: of the log, if it has been read."""
    published = query("steward_set_values", VALUE_COLUMNS, limit=MOST, is_shown=False)
    found = {
        (row["override_id"], row["source_system"], row["customer_id"]): row
        | {"decided_at": seconds(row["decided_at"]), "is_built": True}
        for row in published.to_dict("records")
    }
    for row in steward_log().rows(VALUES) if rows is None else rows:
        key = (row["override_id"], row["source_system"], row["customer_id"])
        before = found.get(key)
        if before is None or row["decided_at"] > before["decided_at"]:
            dates = {"valid_from_date": row["valid_from"], "valid_to_date": row["valid_to"] or None}
            uid = before["customer_uid"] if before else None
            found[key] = {**row, **dates, "customer_uid": uid, "is_built": False}
    table = pd.DataFrame(list(found.values()), columns=[*VALUE_COLUMNS, "is_built"])
    ends = pd.to_datetime(table["valid_to_date"])
    starts = pd.to_datetime(table["valid_from_date"])
    has_ended = (ends <= starts) | (ends <= pd.Timestamp(data_until()))
    return table.assign(is_active=~has_ended)


def active_value(values: pd.DataFrame, records: Sequence[Record], attribute: str) -> Row | None:
    """The active value of an attribute that a steward set for one of some records."""
    active = values[values["is_active"] & (values["attribute"] == attribute)]
    keys = zip(active["source_system"], active["customer_id"], strict=True)
    found = active[[key in set(records) for key in keys]]
    return found.iloc[-1].to_dict() if len(found) else None


def set_value(
    records: Sequence[Record],
    attribute: str,
    value: str,
    reason: str,
    steward: str,
    valid_from: date,
    seen: str,
    now: datetime | None = None,
) -> Row:
    """Set a golden value for the customer of some records, and return the row of the log.

    The first record carries it. An active value of these records ends on the first day of the new
    one. seen: the time of the active value that the steward saw, empty if there was none. Raises
    DecidedMeanwhileError if another value is active now, ValueError without value or reason.
    """
    if not value.strip():
        raise ValueError("Write the value; to end one, take it back.")
    active = active_value(set_values(), records, attribute)
    at = moment(now, active["decided_at"] if active else "")
    row = {
        "override_id": new_id("SO", at),
        "source_system": records[0][0],
        "customer_id": records[0][1],
        "attribute": attribute,
        "attribute_value": value.strip(),
        "valid_from": f"{valid_from:%Y-%m-%d}",
        "valid_to": "",
    } | delivery(steward, reason, at)
    ended = [ended_value(active, valid_from) | delivery(steward, reason, at)] if active else []
    check = partial(check_value, records=records, attribute=attribute, seen=seen)
    steward_log().add(VALUES, [*ended, row], check)
    return row


def ended_value(value: Mapping[str, object], last: date | None = None) -> dict[str, str]:
    """The value with its end on a day, without delivery columns; without a day it never applied."""
    first = pd.Timestamp(str(value["valid_from_date"])).date()
    end = max(first, last) if last else first
    kept = ("override_id", "source_system", "customer_id", "attribute", "attribute_value")
    days = {"valid_from": f"{first:%Y-%m-%d}", "valid_to": f"{end:%Y-%m-%d}"}
    return {name: str(value[name]) for name in kept} | days


def check_value(rows: Sequence[Row], records: Sequence[Record], attribute: str, seen: str) -> None:
    """Raise DecidedMeanwhileError if the active value of an attribute is not the one seen."""
    active = active_value(set_values(rows), records, attribute)
    if active is not None and active["decided_at"] != seen:
        raise DecidedMeanwhileError(
            f"{active['steward']} has set {attribute} to {active['attribute_value']!r} in the"
            f" meantime: {active['reason']} Your value was not saved."
        )


def take_back_value(
    value: Mapping[str, object], reason: str, steward: str, now: datetime | None = None
) -> Row:
    """End a value that a steward set, from its first day on, and return the row of the log."""
    at = moment(now, str(value["decided_at"]))
    row = ended_value(value) | delivery(steward, reason, at)
    record = (row["source_system"], row["customer_id"])
    seen = str(value["decided_at"])
    check = partial(check_value, records=[record], attribute=row["attribute"], seen=seen)
    steward_log().add(VALUES, [row], check)
    return row
