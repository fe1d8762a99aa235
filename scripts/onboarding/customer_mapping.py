"""The mapping of the columns of a customer source to customer attributes."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.personal_data import OF_FIELD
from onboarding.meaning import OTHER_ATTRIBUTES
from onboarding.plan import FeedPlan


def customer_attributes(plan: FeedPlan, satellite: str) -> dict[str, str]:
    """Customer attribute -> expression over the columns of a satellite, or the name of a column."""
    if not plan.is_customer:
        return {}
    columns = plan.satellites[satellite]
    fields: dict[str, list[str]] = {}
    for found in columns:
        for field in found.column.matching_fields:
            fields.setdefault(field, []).append(found.name)
        if found.source.attribute:
            fields.setdefault(found.source.attribute, []).append(found.name)
    first, last = fields.get("first_name", []), fields.get("last_name", [])
    mapped = {}
    for field in (*OF_FIELD, *OTHER_ATTRIBUTES):
        names = fields.get(field, [])
        if field == "full_name" and first and last:
            others = [name for name in names if name not in (*first, *last)]
            both = f"{first[0]} || ' ' || {last[0]}"
            mapped[field] = f"coalesce({', '.join([both, first[0], last[0], *others])})"
        elif field == "first_name" and first and last:
            mapped[field] = f"case when {last[0]} is not null then {first[0]} end"
        elif field == "last_name" and first and last:
            mapped[field] = f"case when {first[0]} is not null then {last[0]} end"
        elif field == "address" and names:
            mapped[field] = joined(names)
        elif names:
            mapped[field] = names[0] if len(names) == 1 else f"coalesce({', '.join(names)})"
    deleted = [
        f"coalesce({found.name} in ({codes}), false)"
        for found in columns
        if (
            codes := ", ".join(
                "'" + code.replace("'", "''") + "'" for code in found.source.deleted_if
            )
        )
    ]
    return mapped | ({"is_flagged_deleted": " or ".join(deleted)} if deleted else {})


def joined(names: Sequence[str]) -> str:
    """The values of columns, separated by spaces."""
    first, *others = names
    if not others:
        return first
    return f"coalesce({first}, '')" + "".join(f" || coalesce(' ' || {name}, '')" for name in others)
