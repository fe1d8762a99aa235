"""Contradictory decisions are reported with the shortest chain between the two records."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdm.identify.decisions import ContradictionError, consistent_decisions, contradictions

COLUMNS = [
    "decision_id",
    "record_id_l",
    "record_id_r",
    "decision",
    "decided_at",
    "steward",
    "source_system_l",
    "customer_id_l",
    "source_system_r",
    "customer_id_r",
]


def decided(*rows: str) -> pd.DataFrame:
    """Decisions of one day each, written `a SAME b`."""
    found = []
    for number, row in enumerate(rows, start=1):
        left, decision, right = row.split()
        left, right = sorted((left, right))
        at = pd.Timestamp(2026, 1, number)
        who = "ann" if number % 2 else "bob"
        names = ("SAP", left.upper(), "Oracle", right.upper())
        found.append((f"D{number}", left, right, decision, at, who, *names))
    return pd.DataFrame(found, columns=COLUMNS)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        ["a SAME b", "b SAME c"],
        ["a SAME b", "a DIFFERENT c", "b DIFFERENT d"],
        ["a SAME b", "b SAME c", "a UNSURE c"],
        # Withdrawn, or decided again.
        ["a SAME b", "b SAME c", "a DIFFERENT c", "b UNSURE c"],
        ["a SAME b", "b SAME c", "a DIFFERENT c", "a SAME c"],
        ["a SAME b", "b SAME c", "a DIFFERENT c", "b DIFFERENT a"],
    ],
)
def test_consistent_decisions_are_returned_unchanged(rows: list[str]) -> None:
    decisions = decided(*rows)
    assert consistent_decisions(decisions) is decisions


@pytest.mark.parametrize(
    ("rows", "path"),
    [
        (["a SAME b", "b SAME c", "a DIFFERENT c"], "a-b-c"),
        (["c DIFFERENT a", "c SAME b", "b SAME a"], "a-b-c"),
        (["a SAME b", "b SAME c", "c SAME d", "a DIFFERENT d"], "a-b-c-d"),
        # The shorter of two chains; of two equally short ones that through the smaller record.
        (["a SAME b", "b SAME c", "c SAME d", "a SAME e", "e SAME d", "a DIFFERENT d"], "a-e-d"),
        (["a SAME e", "e SAME d", "a SAME b", "b SAME d", "a DIFFERENT d"], "a-b-d"),
        # A withdrawn decision is not part of a chain.
        (["a SAME b", "b SAME d", "a SAME e", "e SAME d", "b UNSURE a", "a DIFFERENT d"], "a-e-d"),
    ],
)
def test_the_shortest_chain_is_found(rows: list[str], path: str) -> None:
    (found,) = contradictions(decided(*rows))
    assert "-".join([found.path[0].record, *(step.other for step in found.path)]) == path
    assert (found.different.record, found.different.other) == (path[0], path[-1])


def test_the_message_names_records_decisions_and_stewards() -> None:
    with pytest.raises(ContradictionError) as refused:
        consistent_decisions(decided("a SAME b", "b SAME c", "a DIFFERENT c"))
    assert str(refused.value) == (
        "Steward decisions contradict each other: SAP A is DIFFERENT from Oracle C"
        " (D3 by ann), but SAME as Oracle B (D1 by ann), which is SAME as Oracle C (D2 by bob)."
        " Withdraw one of them with UNSURE, or replace it."
    )


def test_many_contradictions_are_counted() -> None:
    names = "abcdefg"
    rows = [f"{left} SAME {right}" for left, right in zip(names, names[1:], strict=False)]
    rows += [f"a DIFFERENT {name}" for name in names[2:]] + ["b DIFFERENT d", "b DIFFERENT e"]
    with pytest.raises(ContradictionError, match="; and 2 more. Withdraw"):
        consistent_decisions(decided(*rows))


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcdef"),
            st.sampled_from(["SAME", "DIFFERENT", "UNSURE"]),
            st.sampled_from("abcdef"),
        ).filter(lambda row: row[0] != row[2]),
        max_size=20,
    ),
    st.randoms(),
)
def test_a_contradiction_is_found_exactly_where_same_decisions_connect_a_different_pair(
    rows, random
) -> None:
    decisions = decided(*(" ".join(row) for row in rows))
    latest = {(one, two): decision for one, decision, two in (sorted_row(row) for row in rows)}
    groups = {name: {name} for name in "abcdef"}
    for (left, right), decision in latest.items():
        if decision == "SAME" and groups[left] is not groups[right]:
            joined = groups[left] | groups[right]
            groups.update(dict.fromkeys(joined, joined))
    expected = {
        pair
        for pair, decision in latest.items()
        if decision == "DIFFERENT" and pair[1] in groups[pair[0]]
    }
    shuffled = decisions.sample(frac=1, random_state=random.randint(0, 999))
    found = contradictions(shuffled)
    assert {(one.different.record, one.different.other) for one in found} == expected
    for one in found:
        assert all(latest[tuple(sorted((step.record, step.other)))] == "SAME" for step in one.path)


def sorted_row(row: tuple[str, str, str]) -> tuple[str, str, str]:
    """A decision with the smaller record first."""
    left, right = sorted((row[0], row[2]))
    return left, row[1], right
