"""Reads the summary of a built warehouse from its DuckDB file and dbt's artifacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from warehouse.build.run_results import RunOutcome
from warehouse.summary.failed_gates import FailedGate, read_failed_gates
from warehouse.summary.held_back import HeldBack, read_held_back
from warehouse.summary.quality import MASTER_SYSTEMS, MatchQuality, match_quality

MARTS = (
    "dim_customer",
    "dim_product",
    "dim_date",
    "fact_sales",
    "mdm_match_pairs",
    "load_audit",
)


@dataclass(frozen=True, slots=True)
class Golden:
    """Number of golden customers, of their records, of records merged away, and of records of the
    largest one."""

    customers: int
    records: int
    merged: int
    largest: int


@dataclass(frozen=True, slots=True)
class FeedLoad:
    """Row counts of a feed over all its batches.

    conflicts: those of the quarantined rows that contradict another row.
    """

    feed: str
    landed: int
    loaded: int
    already_known: int
    quarantined: int
    held: int
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures of the summary; None or an empty table for what was not built."""

    rows: Mapping[str, int | None]
    tiers: Mapping[str, int]
    review_queue: int | None
    golden: Golden | None
    quality: MatchQuality | None
    master_quality: MatchQuality | None
    loads: tuple[FeedLoad, ...]
    outcome: RunOutcome | None
    held_back: tuple[HeldBack, ...] = ()
    failed_gates: tuple[FailedGate, ...] = ()


class _Warehouse:
    """Queries relations by dbt name; returns None for a relation that was not built."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, relations: Mapping[str, str]) -> None:
        self.connection = connection
        self.relations = relations

    def has(self, *names: str) -> bool:
        """Whether all relations are known to dbt and exist in the database."""
        for name in names:
            if name not in self.relations:
                return False
            try:
                self.connection.execute(f"select 1 from {self.relations[name]} limit 0")
            except duckdb.CatalogException:
                return False
        return True

    def rows(self, query: str, name: str) -> list[tuple] | None:
        """Rows of a query with the relation `name` in place of `{table}`."""
        if not self.has(name):
            return None
        return self.connection.execute(query.format(table=self.relations[name])).fetchall()

    def quality(self, systems: tuple[str, ...] = ()) -> MatchQuality | None:
        """Match quality against the sample's truth; None if the truth has none of the records."""
        if not self.has("customer_identity", "truth_customer_records"):
            return None
        quality = match_quality(
            self.connection,
            self.relations["customer_identity"],
            self.relations["truth_customer_records"],
            systems,
        )
        return quality if quality.records else None


def read_summary(
    connection: duckdb.DuckDBPyConnection,
    relations: Mapping[str, str],
    outcome: RunOutcome | None,
) -> Summary:
    """The summary of the warehouse at `connection`.

    `relations` maps the names of models and seeds to relations (see run_results.relation_names).
    Raises duckdb.Error if a table lacks a column that the summary reads.
    """
    warehouse = _Warehouse(connection, relations)
    counts = {name: warehouse.rows("select count(*) from {table}", name) for name in MARTS}
    tiers = warehouse.rows("select tier, count(*) from {table} group by all", "mdm_match_pairs")
    queue = warehouse.rows(
        "select count(*) from {table} where decision = 'OPEN'", "mdm_match_pairs"
    )
    golden = warehouse.rows(
        """
        with sizes as (select count(*) as records from {table} group by customer_uid)

        select count(*), sum(records), sum(records - 1), max(records) from sizes
        """,
        "customer_identity",
    )
    loads = warehouse.rows(
        """
        select
            feed, sum(landed), sum(loaded), sum(already_known), sum(quarantined), sum(held)
        from {table}
        group by feed
        order by feed
        """,
        "load_audit",
    )
    conflicts = warehouse.rows(
        "select feed, count(*) from {table} group by feed", "delivery_conflicts"
    )
    conflicts_of = dict(conflicts or [])
    return Summary(
        rows={name: rows[0][0] if rows else None for name, rows in counts.items()},
        tiers=dict(tiers or []),
        review_queue=queue[0][0] if queue else None,
        golden=Golden(*map(int, golden[0])) if golden and golden[0][0] else None,
        quality=warehouse.quality(),
        master_quality=warehouse.quality(MASTER_SYSTEMS),
        loads=tuple(
            FeedLoad(feed, *map(int, counts), conflicts_of.get(feed, 0))
            for feed, *counts in loads or []
        ),
        outcome=outcome,
        held_back=read_held_back(connection, relations, outcome.dbt_vars if outcome else {}),
        failed_gates=tuple(read_failed_gates(connection)),
    )
