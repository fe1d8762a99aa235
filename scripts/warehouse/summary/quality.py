"""Pairwise precision and recall of customer identities against the truth.

A pair of records is found if both have the same customer_uid, and true if both are the same party.
Pairs are counted from group sizes, n * (n - 1) / 2 each, and never listed.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

MASTER_SYSTEMS = ("SAP", "Salesforce", "Oracle")

PAIR_COUNTS = """
with labelled as (
    select
        identity.customer_uid,
        truth.party_id
    from {identity} as identity
    inner join {truth} as truth
        on identity.source_system = truth.source_system
        and identity.customer_id = truth.customer_id
    where len($systems) = 0 or list_contains($systems, identity.source_system)
),

sizes as (
    select
        case
            when grouping(party_id) = 1 then 'found'
            when grouping(customer_uid) = 1 then 'true'
            else 'both'
        end as kind,
        count(*) as records
    from labelled
    group by grouping sets ((customer_uid), (party_id), (customer_uid, party_id))
)

select
    coalesce(sum(records * (records - 1) // 2) filter (where kind = 'both'), 0)::bigint,
    coalesce(sum(records * (records - 1) // 2) filter (where kind = 'found'), 0)::bigint,
    coalesce(sum(records * (records - 1) // 2) filter (where kind = 'true'), 0)::bigint,
    coalesce(sum(records) filter (where kind = 'found'), 0)::bigint
from sizes
"""


@dataclass(frozen=True, slots=True)
class MatchQuality:
    """Counts of pairs (found and true, found, true) and of records that the truth covers."""

    both: int
    found: int
    true: int
    records: int

    @property
    def precision(self) -> float:
        """Share of found pairs that are true; 1.0 if none was found."""
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of true pairs that were found; 1.0 if there are none."""
        return self.both / self.true if self.true else 1.0


def match_quality(
    connection: duckdb.DuckDBPyConnection,
    identity: str,
    truth: str,
    systems: tuple[str, ...] = (),
) -> MatchQuality:
    """Quality of the relation `identity` (source_system, customer_id, customer_uid; one row per
    record) against the relation `truth` (source_system, customer_id, party_id), over the records
    of the given source systems (none given: all). Raises duckdb.Error if a relation or column
    is missing.
    """
    query = PAIR_COUNTS.format(identity=identity, truth=truth)
    row = connection.execute(query, {"systems": list(systems)}).fetchone()
    assert row is not None  # an aggregate without group by returns one row
    return MatchQuality(*row)
