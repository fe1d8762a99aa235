"""Households and company groups: their ids, and which company is the parent."""

from __future__ import annotations

import random

import duckdb
import pytest

# The oldest first. D, A and B are a chain, E and F a pair of equal age, Z is alone.
CUSTOMERS = [("C-Z", "2024-01-01"), ("C-B", "2025-01-01"), ("C-A", "2025-02-01"),
             ("C-D", "2025-02-02"), ("C-E", "2025-03-01"), ("C-F", "2025-03-01")]  # fmt: skip
PAIRS = [("C-D", "C-A"), ("C-A", "C-B"), ("C-F", "C-E")]


def groups(macros, pairs, customers) -> dict[str, tuple[str, int]]:
    """Customer -> the oldest customer of its group and the number of members."""
    with duckdb.connect() as connection:
        connection.execute("create table customers (customer_uid text, first_seen_at timestamp)")
        connection.executemany("insert into customers values ($1, $2)", map(list, customers))
        connection.execute("create table pairs (customer_uid text, related_customer_uid text)")
        both = [*pairs, *(pair[::-1] for pair in pairs)]
        connection.executemany("insert into pairs values ($1, $2)", map(list, both))
        found = connection.sql(macros().connected_customers("pairs", "customers")).fetchall()
    return {uid: (oldest, count) for uid, oldest, count in found}


def test_a_group_has_the_id_of_its_oldest_member_in_any_order(macros) -> None:
    expected = {
        **dict.fromkeys(("C-A", "C-B", "C-D"), ("C-B", 3)),
        **dict.fromkeys(("C-E", "C-F"), ("C-E", 2)),
    }
    assert groups(macros, PAIRS, CUSTOMERS) == expected
    shuffled = [(other, one) for one, other in random.Random(1).sample(PAIRS, len(PAIRS))]
    assert groups(macros, shuffled, CUSTOMERS[::-1]) == expected


def test_a_younger_member_does_not_change_the_id(macros) -> None:
    joined = groups(macros, [*PAIRS, ("C-0", "C-D")], [*CUSTOMERS, ("C-0", "2025-09-01")])
    assert joined["C-B"] == joined["C-0"] == ("C-B", 4)


@pytest.mark.parametrize("order", ["oldest first", "oldest last", "any"])
def test_a_long_chain_is_one_group(macros, order) -> None:
    ages = {"oldest first": 1, "oldest last": -1, "any": 377}[order]
    uids = [f"C-{place:04d}" for place in range(1_000)]
    customers = [
        (uid, f"2025-01-01 00:{place * ages % 1_000 // 60:02d}:{place * ages % 1_000 % 60:02d}")
        for place, uid in enumerate(uids)
    ]
    pairs = list(zip(uids, uids[1:], strict=False))
    assert {count for _, count in groups(macros, pairs, customers).values()} == {1_000}


@pytest.mark.parametrize(
    ("parent", "child", "expected"),
    [
        (("KUHN", "GMBH"), ("KUHN", "GMBH CO KG"), "GENERAL_PARTNER"),
        (("KUHN", "AG"), ("KUHN", "AG CO KG"), "GENERAL_PARTNER"),
        (("KUHN", "GMBH CO KG"), ("KUHN", "GMBH"), None),
        (("KUHN", "AG"), ("KUHN", "GMBH CO KG"), None),
        (("KUHN", "GMBH"), ("KUHN", "AG"), None),
        (("KUHN HOLDING", "AG"), ("KUHN BAU", "GMBH"), "HOLDING"),
        (("KUHN BAU", "GMBH"), ("KUHN HOLDING", "AG"), None),
        (("KUHN", "GMBH"), ("KUHN HOLDING", "AG"), None),
        (("KUHN", "GMBH"), ("KUHN LOGISTIK", "GMBH"), "NAME"),
        (("KUHN", "LTD"), ("KUHN P", "LTD"), None),
        (("KUHN BAU", "GMBH"), ("KUHN LOGISTIK", "GMBH"), None),
    ],
)
def test_the_parent_follows_from_names_and_legal_forms(macros, parent, child, expected) -> None:
    columns = "org_name_l, legal_form_l, org_name_r, legal_form_r"
    rows = f"(values {(*parent, *child)}) as companies ({columns})"
    with duckdb.connect() as connection:
        found = connection.sql(f"select {macros().parent_evidence('l', 'r')} from {rows}")
        assert found.fetchall() == [(expected,)]
