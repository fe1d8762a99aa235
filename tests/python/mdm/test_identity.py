"""Customer uids follow the oldest record, through merges and splits, day by day."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdm import assign_identities, customer_uid

OPEN = "9999-12-31"
RECORDS = ["record_id", "known_from", "known_to", "national_id", "birth_date"]
EDGES = ["record_id_l", "record_id_r", "known_from", "known_to", "match_score", "tier"]


def day(number: int) -> str:
    return f"2026-01-{number:02d}"


def record(name: str, first: int, national_id: str | None = None) -> tuple:
    return (name, day(first), OPEN, national_id, None)


def edge(left: str, right: str, first: int, until: str = OPEN, tier: str = "AUTO_MERGE") -> tuple:
    return (left, right, day(first), until, 0.97, tier)


@pytest.fixture(scope="session")
def assign(reference):
    """A function that returns {(record, day): master} for records and edges."""

    def run(records, edges, decisions=None):
        assigned = assign_identities(
            pd.DataFrame(edges, columns=EDGES),
            pd.DataFrame(records, columns=RECORDS),
            reference["match_model_parameters"],
            decisions=decisions,
            backend="jellyfish",
        )
        dates = assigned["assigned_from"].astype(str).str[-2:].astype(int)
        keys = zip(assigned["record_id"], dates, strict=True)
        return dict(zip(keys, assigned["master_record_id"], strict=True))

    return run


def test_a_record_alone_is_its_own_master(assign):
    assert assign([record("a", 1)], []) == {("a", 1): "a"}


def test_the_oldest_record_is_the_master(assign):
    records = [record("b", 1), record("a", 2), record("c", 2)]
    edges = [edge("a", "b", 2), edge("b", "c", 2)]
    expected = {("b", 1): "b", ("a", 2): "b", ("c", 2): "b"}
    assert assign(records, edges) == expected


def test_the_smaller_key_is_the_master_among_records_of_one_day(assign):
    assert assign([record("b", 1), record("a", 1)], [edge("a", "b", 1)])["b", 1] == "a"


def test_on_a_merge_the_older_master_survives(assign):
    records = [record("b", 1), record("a", 2)]
    found = assign(records, [edge("a", "b", 3)])
    assert found == {("b", 1): "b", ("a", 2): "a", ("a", 3): "b"}


def test_an_undone_merge_restores_the_masters(assign):
    records = [record("b", 1), record("a", 2)]
    found = assign(records, [edge("a", "b", 3, until=day(5))])
    assert found == {("b", 1): "b", ("a", 2): "a", ("a", 3): "b", ("a", 5): "a"}


def test_on_a_split_the_other_part_gets_its_own_master(assign):
    records = [record("a", 1), record("b", 1), record("c", 2)]
    edges = [edge("a", "b", 1, until=day(3)), edge("b", "c", 2)]
    found = assign(records, edges)
    assert found == {
        ("a", 1): "a", ("b", 1): "a", ("c", 2): "a", ("b", 3): "b", ("c", 3): "b",
    }  # fmt: skip


def test_review_pairs_are_never_edges(assign):
    records = [record("a", 1), record("b", 1)]
    assert assign(records, [edge("a", "b", 1, tier="REVIEW")])["b", 1] == "b"


def test_two_verified_ids_never_share_a_customer(assign):
    records = [record("a", 1, "DE811234567"), record("b", 1), record("c", 1, "DE294400178")]
    found = assign(records, [edge("a", "b", 1), edge("b", "c", 1)])
    assert (found["a", 1], found["b", 1], found["c", 1]) == ("a", "a", "c")


def test_a_typing_error_in_a_tax_id_is_not_a_contradiction(assign):
    records = [record("a", 1, "DE811234567"), record("b", 1, "DE811234576")]
    assert assign(records, [edge("a", "b", 1)])["b", 1] == "a"


def test_steward_decisions_count_from_their_day_on(assign):
    columns = ["record_id_l", "record_id_r", "decision", "decided_date"]
    rows = [
        ("a", "b", "DIFFERENT", day(2)),
        ("c", "a", "SAME", day(2)),
        ("a", "c", "UNSURE", day(3)),
    ]
    records = [record("a", 1), record("b", 1), record("c", 1)]
    found = assign(records, [edge("a", "b", 1)], pd.DataFrame(rows, columns=columns))
    assert found == {
        ("a", 1): "a", ("b", 1): "a", ("c", 1): "c",
        ("b", 2): "b", ("c", 2): "a", ("c", 3): "c",
    }  # fmt: skip


NAMES = "abcdefgh"
FIRST = st.lists(st.integers(1, 4), min_size=len(NAMES), max_size=len(NAMES))
LINKS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(1, 5), st.integers(1, 4)),
    max_size=14,
)


def history(first_days, links):
    records = [record(name, first) for name, first in zip(NAMES, first_days, strict=True)]
    known = dict(zip(NAMES, first_days, strict=True))
    edges = [
        edge(min(a, b), max(a, b), max(start, known[a], known[b]),
             day(max(start, known[a], known[b]) + length))
        for a, b, start, length in links
        if a != b
    ]  # fmt: skip
    return records, edges


@settings(max_examples=8)
@given(FIRST, LINKS)
def test_day_by_day_gives_the_same_history_as_one_load(assign, first_days, links):
    records, edges = history(first_days, links)
    whole = assign(records, edges)
    for last in (1, 3, 4, 6, 8):
        known = [row for row in records if row[1] <= day(last)]
        # What a build on that day knows: pairs so far, and no end in the future.
        seen = [
            (*row[:3], row[3] if row[3] <= day(last) else OPEN, *row[4:])
            for row in edges
            if row[2] <= day(last)
        ]
        expected = {key: master for key, master in whole.items() if key[1] <= last}
        assert assign(known, seen) == expected


@settings(max_examples=8)
@given(FIRST, LINKS, st.randoms(use_true_random=False))
def test_order_of_rows_in_the_tables_does_not_matter(assign, first_days, links, random):
    records, edges = history(first_days, links)
    expected = assign(records, edges)
    random.shuffle(records)
    random.shuffle(edges)
    assert assign(records, edges) == expected


def test_a_uid_is_the_first_80_bits_of_the_hub_key():
    key = hashlib.sha256(b"x").hexdigest()
    uid = customer_uid(key)
    assert len(uid) == 18
    assert uid == customer_uid(key[:20] + "0" * 44)
    assert uid != customer_uid("0" * 20 + key[20:])


def test_uids_of_other_ids_are_hashes_and_differ():
    generator = np.random.default_rng(1)
    names = [f"record {number}" for number in generator.integers(0, 10**9, 1000)]
    assert len({customer_uid(name) for name in names}) == len(set(names))


def test_two_masters_with_one_uid_are_refused(assign):
    key = "ab" * 10
    records = [record(key + "00", 1), record(key + "01", 1)]
    with pytest.raises(ValueError, match="share a customer_uid"):
        assign(records, [])
