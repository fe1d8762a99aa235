"""The review queue starts with the pair whose answer changes most."""

from __future__ import annotations

import pandas as pd
import pytest

from mdm.report.queues import QUEUE_COLUMNS, review_queue

SCORED = ["record_id_l", "record_id_r", "match_score", "tier", "guard_code"]
OTHER_BIRTH = "different id number; different birth date"
DECIDED = ["record_id_l", "record_id_r", "decision", "decided_at", "decision_id"]


def queued(
    pairs: list[tuple], customers: str, decisions=(), events=None, ids=None, reasons=OTHER_BIRTH
) -> pd.DataFrame:
    """The queue of pairs (left, right, score, tier, guard); customers as `ab c de`."""
    rows = [(record, group[0].upper()) for group in customers.split() for record in group]
    clusters = pd.DataFrame(rows, columns=["record_id", "customer_uid"])
    clusters["national_id"] = clusters["record_id"].map(ids or {})
    if events:
        clusters["events"] = clusters["record_id"].map(events).fillna(0).astype(int)
    decided = pd.DataFrame(
        [(*row, day, f"D{day}") for day, row in enumerate(decisions)], columns=DECIDED
    )
    scored = pd.DataFrame(pairs, columns=SCORED).assign(reasons=reasons)
    return review_queue(scored, clusters, decided)


def review(left: str, right: str, score: float = 0.8, guard: str | None = None) -> tuple:
    return (left, right, score, "REVIEW", guard)


def order(queue: pd.DataFrame) -> list[str]:
    return (queue["record_id_l"] + queue["record_id_r"]).tolist()


def test_the_pair_that_would_join_more_records_is_first():
    queue = queued([review("a", "d", 0.91), review("a", "e", 0.8)], "abc d efg")
    assert order(queue) == ["ae", "ad"]
    assert queue["impact"].tolist() == [3 * 3 + 3 * 3, 3 * 1 + 1 * 3]
    assert queue["expected_impact"].tolist() == pytest.approx([0.8 * 18, 0.91 * 6])


def test_events_count_for_their_customer():
    pairs = [review("a", "b"), review("c", "d")]
    assert order(queued(pairs, "a b c d", events={"d": 9})) == ["cd", "ab"]


def test_the_best_pair_between_two_customers_comes_before_second_pairs():
    pairs = [review("a", "d", 0.9), review("b", "d", 0.8), review("e", "f", 0.76)]
    queue = queued(pairs, "abc d e f")
    assert order(queue) == ["ad", "ef", "bd"]
    assert queue["is_settled_by_another"].tolist() == [False, False, True]
    assert queue["pairs_between"].tolist() == [2, 1, 2]


def test_without_impact_the_score_nearest_to_the_threshold_is_first():
    scores = {"ab": 0.8, "cd": 0.93, "ef": 0.99}
    pairs = [review(*pair, score, "CONFLICT") for pair, score in scores.items()]
    queue = queued(pairs, "a b c d e f")
    assert order(queue) == ["cd", "ef", "ab"]
    assert set(queue["expected_impact"]) == {0.0}


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([], ["ab"]),
        ([("a", "b", "UNSURE")], ["ab"]),
        ([("a", "b", "SAME")], []),
        ([("b", "a", "DIFFERENT")], []),
        ([("a", "b", "DIFFERENT"), ("b", "a", "UNSURE")], ["ab"]),
    ],
)
def test_a_pair_is_open_until_its_latest_decision_says_same_or_different(decisions, expected):
    assert order(queued([review("a", "b")], "a b", decisions)) == expected


def test_pairs_of_one_customer_and_no_match_pairs_are_not_open():
    pairs = [
        review("a", "b"),
        ("a", "c", 0.3, "NO_MATCH", None),
        ("b", "d", 0.99, "AUTO_MERGE", None),
    ]
    assert order(queued(pairs, "ab c d")) == ["bd"]


@pytest.mark.parametrize(
    ("pairs", "decisions"),
    [
        ([("b", "d", 0.2, "NO_MATCH", "CONFLICT")], []),
        ([], [("d", "b", "DIFFERENT")]),
    ],
)
def test_customers_that_cannot_merge_come_last(pairs, decisions):
    open_pairs = [review("a", "c", 0.91), review("e", "f", 0.76)]
    queue = queued([*open_pairs, *pairs], "ab cd e f", decisions)
    assert order(queue) == ["ef", "ac"]
    assert queue["is_held_apart"].tolist() == [False, True]
    assert queue["expected_impact"].tolist() == pytest.approx([0.76 * 2, 0.0])


@pytest.mark.parametrize(
    ("ids", "reasons", "impact"),
    [
        ({"a": "12345678901", "b": "98765432109"}, "different id number", 2),
        ({"a": "12345678901", "b": "98765432109"}, OTHER_BIRTH, 0),
        ({"a": "DE811234567", "b": "DE294400178"}, "different id number", 0),
        ({"a": "DE811234567", "b": "98765432109"}, "different id number", 2),
    ],
)
def test_a_conflict_that_same_overrules_has_an_impact(ids, reasons, impact):
    queue = queued([review("a", "b", 0.9, "CONFLICT")], "a b", ids=ids, reasons=reasons)
    assert queue["impact"].tolist() == [impact]
    assert queue["is_held_apart"].tolist() == [impact == 0]


def test_the_queue_does_not_depend_on_the_order_of_rows():
    pairs = [review("a", "b"), review("c", "d"), review("e", "f"), review("a", "d", 0.79)]
    ways = [order(queued(rows, "a b cg d e f")) for rows in (pairs, pairs[::-1])]
    assert ways[0] == ways[1] == ["cd", "ab", "ef", "ad"]


def test_without_open_pairs_the_queue_is_empty():
    assert list(queued([], "a b").columns) == QUEUE_COLUMNS
    assert len(queued([review("a", "b")], "ab")) == 0
