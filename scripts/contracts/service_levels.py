"""The service levels in a feed's contract: limits of deliveries, freshness, retention, and the
contact for alerts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

HOURS = {"h": 1, "d": 24}
DAYS = {"d": 1, "w": 7, "m": 30, "y": 365.25}


@dataclass(frozen=True, slots=True)
class ServiceLevels:
    """The service levels of a feed.

    completeness: the smallest share of a delivery's rows that must pass all checks. null_share: the
    largest share that may lack a required value, by column. Both are decimals as text from 0 to 1.
    freshness: hours from one delivery to the next; None if the feed has no schedule.
    retention: how long rows are kept; None without a limit.
    is_late_fatal: whether `dbt source freshness` fails for a late feed, instead of warning.
    holds: whether a gate holds back a delivery beyond these limits. alert_address: the contact in
    alerts: the channel for issues, or else the owner.
    """

    completeness: str
    null_share: str
    freshness: int | None
    retention: timedelta | None
    is_late_fatal: bool
    holds: bool
    alert_address: str


def share(entry: Mapping[str, Any]) -> str:
    """A percentage as a decimal, without trailing zeros: 99.5 becomes 0.995."""
    if entry.get("unit") != "percent":
        raise ValueError(f"{entry['property']} must be in percent")
    return format((Decimal(str(entry["value"])) / 100).normalize(), "f")


def hours(entry: Mapping[str, Any]) -> int:
    """A duration in hours."""
    return int(entry["value"]) * HOURS[entry["unit"]]


def days(entry: Mapping[str, Any]) -> timedelta:
    """A duration in days; a year has 365.25, a month 30."""
    if entry["unit"] not in DAYS:
        raise ValueError(f"{entry['property']} must be in {', '.join(DAYS)}")
    return timedelta(days=float(entry["value"]) * DAYS[entry["unit"]])


def service_levels(contract: Mapping[str, Any], reactions: Mapping[str, str]) -> ServiceLevels:
    """The service levels of a contract."""
    agreed = {entry["property"]: entry for entry in contract["slaProperties"]}
    channels = [
        entry["channel"] for entry in contract.get("support", []) if entry.get("scope") == "issues"
    ]
    owners = [
        member["username"]
        for member in contract["team"]["members"]
        if member.get("role") == "owner"
    ]
    return ServiceLevels(
        completeness=share(agreed["completeness"]),
        null_share=share(agreed["nullShare"]),
        freshness=hours(agreed["freshness"]) if "freshness" in agreed else None,
        retention=days(agreed["retention"]) if "retention" in agreed else None,
        is_late_fatal=reactions.get("freshness") == "fail",
        holds=reactions.get("completeness") == "fail",
        alert_address=next(iter(channels + owners), ""),
    )
