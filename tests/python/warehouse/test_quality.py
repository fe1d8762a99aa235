"""Precision and recall count pairs of records, and equal those from listing the pairs."""

from __future__ import annotations

from itertools import combinations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.summary.quality import MASTER_SYSTEMS, MatchQuality, match_quality

RECORDS = st.lists(
    st.tuples(st.sampled_from(["SAP", "Oracle", "Support"]), st.integers(0, 4), st.integers(0, 4)),
    max_size=25,
)
Record = tuple[str, int, int]


def quality_of(records: list[Record], systems: tuple[str, ...] = ()) -> MatchQuality:
    """Quality of records (source system, uid, party) in a database of their own."""
    with duckdb.connect() as connection:
        connection.execute(
            """
            create table identity (source_system text, customer_id text, customer_uid text);
            create table truth (source_system text, customer_id text, party_id text);
            """
        )
        for number, (system, uid, party) in enumerate(records):
            connection.execute("insert into identity values (?, ?, ?)", [system, number, uid])
            connection.execute("insert into truth values (?, ?, ?)", [system, number, party])
        connection.execute("insert into truth values ('SAP', 'never delivered', '0')")
        return match_quality(connection, "identity", "truth", systems)


@pytest.mark.parametrize(
    ("records", "precision", "recall"),
    [
        ([("SAP", 1, 1), ("Oracle", 1, 1)], 1.0, 1.0),
        ([("SAP", 1, 1), ("Oracle", 2, 1)], 1.0, 0.0),
        ([("SAP", 1, 1), ("Oracle", 1, 2)], 0.0, 1.0),
        ([("SAP", 1, 1), ("SAP", 1, 1), ("SAP", 1, 2), ("SAP", 2, 1)], 1 / 3, 1 / 3),
        ([], 1.0, 1.0),
    ],
)
def test_precision_and_recall_of_known_cases(
    records: list[Record], precision: float, recall: float
) -> None:
    quality = quality_of(records)
    assert (quality.precision, quality.recall) == pytest.approx((precision, recall))


@settings(max_examples=25)
@given(RECORDS)
def test_counting_by_group_sizes_equals_listing_the_pairs(records: list[Record]) -> None:
    pairs = list(combinations(records, 2))
    found = {n for n, (one, other) in enumerate(pairs) if one[1] == other[1]}
    true = {n for n, (one, other) in enumerate(pairs) if one[2] == other[2]}
    expected = MatchQuality(len(found & true), len(found), len(true), len(records))
    assert quality_of(records) == expected


def test_masters_are_measured_without_the_other_records() -> None:
    records = [("SAP", 1, 1), ("Oracle", 1, 1), ("Support", 1, 2), ("Support", 2, 1)]
    assert quality_of(records, MASTER_SYSTEMS) == MatchQuality(both=1, found=1, true=1, records=2)
