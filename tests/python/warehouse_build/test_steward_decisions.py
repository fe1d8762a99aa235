"""Steward decisions take effect in the marts; contradictory ones stop the build before them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from database_comparison import differences
from dbt_in_process import Project
from mdm.report.queues import review_queue
from reference_build import Reference

SELECTED = ("landing_steward_decisions+,+steward_pair_decisions", "steward_pair_decisions+")
BUILD = ("build", "--exclude-resource-type", "seed", "--exclude-resource-type", "unit_test")
BUILD += ("--select", *SELECTED)
Replayed = Callable[..., None]
# Pairs of the sample: SAME by SD-0001; SAME by SD-0009 and DIFFERENT by SD-0012.
SAME = ("Oracle", "CUST000340", "SAP", "KNA000421")
REVERSED = ("Oracle", "CUST000389", "Oracle", "CUST000930")


def decide(database: Path, *rows: tuple[str, ...]) -> None:
    """Add decisions to the log: (T-<n>, system, key, system, key, decision)."""
    with duckdb.connect(str(database)) as connection:
        for row in rows:
            values = [*row, f"2026-01-10 11:00:0{row[0][-1]}", "t.est", "a test"]
            values += ["2026-01-10 19:00:00", "B010", "STEWARD"]
            places = ", ".join("?" * len(values))
            connection.execute(
                f"insert into stewardship.steward_decisions values ({places})", values
            )


def uids(database: Path, pair: tuple[str, ...], day: str) -> tuple[str, str]:
    """The golden customers of two records on a day."""
    query = """
        select customer_uid from business_vault.customer_memberships
        where source_system = ? and customer_id = ?
            and cast(? as timestamp) >= member_from and cast(? as timestamp) < member_to
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        (left,), (right,) = (
            connection.execute(query, [*record, day, day]).fetchone()
            for record in (pair[:2], pair[2:])
        )
    return left, right


@pytest.mark.parametrize(
    ("pair", "day", "are_same"),
    [
        (SAME, "2026-01-01", False),
        (SAME, "2026-01-02", True),
        (REVERSED, "2026-01-04", False),
        (REVERSED, "2026-01-05", True),
        (REVERSED, "2026-01-07", True),
        (REVERSED, "2026-01-08", False),
    ],
)
def test_decision_applies_from_its_day_until_another_replaces_it(
    reference: Reference, pair: tuple[str, ...], day: str, are_same: bool
) -> None:
    left, right = uids(reference.database, pair, day)
    assert (left == right) is are_same


def test_contradictory_decisions_stop_the_build_and_the_message_names_them(
    project: Project,
    replayed: Replayed,
    reference: Reference,
    copy_of_reference: Callable[[str], Path],
) -> None:
    database = copy_of_reference("contradictory")
    third = ("Oracle", "CUST000001")
    decide(
        database,
        ("T-1", *SAME[2:], *third, "SAME"),
        ("T-2", *third, *SAME[:2], "DIFFERENT"),
    )
    stopped = project.attempt(database, *BUILD)
    message = " ".join(stopped.errors.split())
    assert not stopped.success
    assert "Steward decisions contradict each other: " in message
    assert "is DIFFERENT from" in message
    for part in ("Oracle CUST000340", "SAP KNA000421 (", "(SD-0001 by j.weber)", "(T-2 by t.est)"):
        assert part in message
    assert differences(database, reference.database, ("marts",)) == {}

    decide(database, ("T-3", *third, *SAME[:2], "UNSURE"))
    replayed(database, *SELECTED)
    three = {*uids(database, SAME, "2026-01-10"), *uids(database, third * 2, "2026-01-10")}
    assert len(three) == 1


@dataclass(frozen=True)
class Decided:
    """A warehouse in which a steward replaced a decision and answered the first open pair."""

    database: Path
    queue: pd.DataFrame
    pair: tuple[str, ...]
    """The first pair of the queue, which was answered SAME."""
    histories: list[set[tuple]]
    """The audit history after the first snapshot, after the second, and at the end."""


@pytest.fixture(scope="module")
def decided(
    project: Project, replayed: Replayed, copy_of_reference: Callable[[str], Path]
) -> Decided:
    """The warehouse after both decisions."""
    database = copy_of_reference("decided")
    found = [histories(database)]
    project.run(database, "snapshot")
    found.append(histories(database))
    queue = frame(database, "from marts.steward_review_queue order by queue_position")
    sides = ("source_system_l", "customer_id_l", "source_system_r", "customer_id_r")
    pair = tuple(queue.iloc[0][name] for name in sides)
    assert not {pair[:2], pair[2:]} & {SAME[:2], SAME[2:]}
    decide(database, ("T-1", *SAME, "DIFFERENT"), ("T-2", *pair, "SAME"))
    replayed(database, *SELECTED)
    project.run(database, "snapshot")
    return Decided(database, queue, pair, [*found, histories(database)])


def test_the_audit_history_keeps_replaced_decisions(decided: Decided) -> None:
    first, second, last = decided.histories
    assert first
    assert second == first
    added = {row for row in last - second if row[0] != "T-2"}
    assert {row[:2] for row in added} == {("SD-0001", "SAME"), ("T-1", "DIFFERENT")}
    ends = {word: (valid_from, valid_to) for _, word, valid_from, valid_to in added}
    assert ends["SAME"][1] == ends["DIFFERENT"][0]


def histories(database: Path) -> set[tuple]:
    """The rows of the snapshot: id and value of a decision, valid from and to."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return set(
            connection.execute(
                "select decision_id, decision, valid_from, valid_to"
                " from snapshots.steward_decision_history"
            ).fetchall()
        )


def frame(database: Path, query: str) -> pd.DataFrame:
    """The rows of a query."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).df()


def test_the_mart_queue_has_the_same_order_as_the_queue_of_a_file(reference: Reference) -> None:
    mart = frame(reference.database, "from marts.steward_review_queue order by queue_position")
    clusters = """
        select
            lower(hex(customer_hk)) as record_id, customer_uid, count(event_hk) as events,
            any_value(national_id) as national_id
        from business_vault.customer_identity
        left join business_vault.customer_events using (customer_hk)
        left join business_vault.matchable_records
            on lower(hex(customer_hk)) = record_id and year(known_to) = 9999
        group by lower(hex(customer_hk)), customer_uid
    """
    by_rule = review_queue(
        frame(reference.database, "from business_vault.scored_pairs where year(known_to) = 9999"),
        frame(reference.database, clusters),
        frame(reference.database, "from business_vault.steward_pair_decisions"),
    )
    shared = ["record_id_l", "record_id_r", "impact", "pairs_between", "is_held_apart"]
    assert len(mart) > 100
    assert mart[shared].values.tolist() == by_rule[shared].values.tolist()


def test_answering_same_has_the_effect_that_the_queue_predicted(decided: Decided) -> None:
    database, queue = decided.database, decided.queue
    first = queue.iloc[0]
    assert set(uids(database, decided.pair, "2026-01-10")) == {first["surviving_uid"]}
    members = frame(
        database,
        "select count(*) as records from business_vault.customer_identity"
        f" where customer_uid = '{first['surviving_uid']}'",
    )
    assert members["records"].tolist() == [first["combined_record_count"]]
    after = frame(database, "from marts.steward_review_queue")
    assert first["merged_uid"] not in {*after["customer_uid_l"], *after["customer_uid_r"]}
    unchanged = queue[~has_record_of(queue, SAME)]
    assert len(unchanged) - len(after[~has_record_of(after, SAME)]) == first["pairs_between"]


def has_record_of(queue: pd.DataFrame, pair: tuple[str, ...]) -> pd.Series:
    """Whether each pair of the queue has one of two records."""
    found = pd.Series(False, index=queue.index)
    for side in ("l", "r"):
        for system, key in (pair[:2], pair[2:]):
            found |= (queue[f"source_system_{side}"] == system) & (
                queue[f"customer_id_{side}"] == key
            )
    return found
