"""The named queries of the service: columns of published marts, read once per publication."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.event_types import EVENT_TYPES
from dashboard.statement import Condition, Measure, Statement, is_, is_not

ALL_ROWS = 10**12
Read = Callable[[str, Sequence[Any]], pa.Table]
"""Runs a statement with question marks for its values, and returns its rows."""


@dataclass(frozen=True)
class Query:
    """Columns and measures of a mart, and the condition for its rows."""

    model: str
    columns: tuple[str, ...]
    where: tuple[Condition, ...] = ()
    measures: Mapping[str, Measure] = field(default_factory=dict)

    def statement(self, schema: str) -> tuple[str, tuple[Any, ...]]:
        """The statement, which runs on DuckDB and Snowflake, and its values."""
        statement = Statement(self.model, schema)
        sql = statement.text(self.columns, self.measures, self.where, (), ALL_ROWS)
        return sql, tuple(statement.values)


QUERIES = {
    "summaries": Query(
        "customer_summary",
        (
            "customer_uid", "full_name", "city", "country", "created_date", "status",
            "lifecycle_stage", "churn_risk_tier", "lifetime_value_eur", "total_orders",
            "record_count", "source_systems", "health_score",
        ),
    ),
    "values": Query(
        "golden_value_lineage",
        (
            "customer_uid", "attribute", "golden_value", "source_system", "customer_id",
            "winning_rule",
        ),
        (is_not("golden_value", None),),
    ),
    "records": Query(
        "customer_records",
        (
            "customer_uid", "source_system", "customer_id", "is_birth_record", "member_from",
            "full_name", "email", "phone", "address", "postcode", "city",
        ),
        (is_("is_current"),),
    ),
    "redirects": Query(
        "customer_uid_redirects",
        ("customer_uid", "status", "status_since", "resolved_uid", "relation", "is_main"),
    ),
    "search_keys": Query(
        "customer_search_keys", ("record_id", "customer_uid", "key_type", "search_key")
    ),
    "match_records": Query(
        "customer_match_records",
        (
            "record_id", "customer_uid", "source_system", "customer_id", "party_kind",
            "first_name", "first_root", "last_name", "last_root", "generation", "salutation",
            "org_name", "legal_form", "full_name", "email", "phone", "address", "city", "postcode",
            "country", "birth_date", "national_id",
        ),
    ),
    "match_keys": Query("customer_match_keys", ("record_id", "key_type", "block_key")),
    "messages": Query(
        "customer_messages",
        (
            "customer_uid", "written_in", "document_id", "written_at", "channel", "occasion",
            "sentiment", "message", "embedding",
        ),
    ),
    "generic_values": Query("customer_generic_values", ("field", "generic_value")),
    "dates": Query(
        "mart_status",
        ("data_until", "built_at"),
        (is_("mart", "customer_summary"),),
    ),
}  # fmt: skip
EVENTS = {
    kind.name: Query(
        kind.model,
        (
            "customer_uid",
            kind.time,
            *(name for name in (*kind.words, kind.amount) if name and name not in kind.measures),
        ),
        (is_not("customer_uid", None),),
        kind.measures,
    )
    for kind in EVENT_TYPES
}


def read(query: Query, schema: str, run: Read) -> pa.Table:
    """The rows of a query as text, numbers and booleans; times and days are text in ISO 8601."""
    found = run(*query.statement(schema))
    names = [name.lower() for name in found.column_names]
    return pa.table([plain(column) for column in found.columns], names)


def plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column with values that JSON supports."""
    if pa.types.is_timestamp(column.type):
        return pc.strftime(column.cast(pa.timestamp("s"), safe=False), "%Y-%m-%dT%H:%M:%S")
    if pa.types.is_date(column.type):
        return column.cast(pa.string())
    if pa.types.is_decimal(column.type):
        return column.cast(pa.float64())
    return column
