"""What stewards decide shows in the marts; what cannot hold stops the build before them."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from database_comparison import differences
from dbt_runs import ROOT, run_dbt_on, try_dbt_on

from mdm.report.queues import review_queue

DECISIONS = Path("seeds", "stewardship", "steward_decisions.csv")
SELECTED = ("--select", "steward_decisions", "+steward_pair_decisions", "steward_pair_decisions+")
# Decided in the sample: SD-0001 says that these two are SAME, SD-0004 that these are DIFFERENT.
SAME = ("Oracle", "CUST000340", "SAP", "KNA000421")
DIFFERENT = ("Salesforce", "0015g0000000E87AAE", "Oracle", "CUST000870")
REVERSED = ("Oracle", "CUST000389", "Oracle", "CUST000930")


def decide(project: Path, *rows: tuple[str, ...]) -> None:
    """Let a steward add decisions to the log: (T-<n>, system, key, system, key, decision)."""
    with (project / DECISIONS).open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in rows:
            told = (f"2026-01-10 11:00:0{row[0][-1]}", "t.est", "a test")
            writer.writerow([*row, *told, "2026-01-10 19:00:00", "B010", "STEWARD"])


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
        (DIFFERENT, "2026-01-02", True),
        (DIFFERENT, "2026-01-03", False),
        (REVERSED, "2026-01-04", False),
        (REVERSED, "2026-01-05", True),
        (REVERSED, "2026-01-07", True),
        (REVERSED, "2026-01-08", False),
    ],
)
def test_a_decision_holds_from_its_day_until_another_takes_its_place(
    built_at_once: Path, pair: tuple[str, ...], day: str, are_same: bool
) -> None:
    left, right = uids(built_at_once, pair, day)
    assert (left == right) is are_same


def test_decisions_that_contradict_each_other_stop_the_build_and_name_the_way(
    built_at_once: Path, copied_project: Callable[[str], Path], tmp_path: Path
) -> None:
    project = copied_project("contradictory")
    database = tmp_path / "c360.duckdb"
    shutil.copy(built_at_once, database)
    third = ("Oracle", "CUST000001")
    decide(
        project,
        ("T-1", *SAME[2:], *third, "SAME"),
        ("T-2", *third, *SAME[:2], "DIFFERENT"),
    )
    stopped = try_dbt_on(project, database, "build", *SELECTED)
    told = " ".join(stopped.stdout.split())
    assert stopped.returncode == 1
    assert "Decisions of stewards contradict each other: " in told
    assert "is DIFFERENT from" in told
    for part in ("Oracle CUST000340", "SAP KNA000421 (", "(SD-0001 by j.weber)", "(T-2 by t.est)"):
        assert part in told
    assert differences(database, built_at_once, ("marts",)) == {}

    decide(project, ("T-3", *third, *SAME[:2], "UNSURE"))
    run_dbt_on(project, database, "seed", "--quiet", "--select", "steward_decisions")
    run_dbt_on(project, database, "run", "--quiet", *SELECTED)
    three = {*uids(database, SAME, "2026-01-10"), *uids(database, third * 2, "2026-01-10")}
    assert len(three) == 1


def test_the_history_for_auditors_keeps_what_a_later_decision_replaced(
    copied_project: Callable[[str], Path], built_at_once: Path, tmp_path: Path
) -> None:
    database = tmp_path / "c360.duckdb"
    shutil.copy(built_at_once, database)
    project = copied_project("audited")
    snapshot = ("snapshot", "--quiet")
    run_dbt_on(ROOT, database, *snapshot)
    first = histories(database)
    run_dbt_on(ROOT, database, *snapshot)
    assert histories(database) == first
    decide(project, ("T-1", *SAME, "DIFFERENT"))
    run_dbt_on(project, database, "seed", "--quiet", "--select", "steward_decisions")
    run_dbt_on(project, database, "run", "--quiet", *SELECTED)
    run_dbt_on(project, database, *snapshot)
    added = histories(database) - first
    assert {row[:2] for row in added} == {("SD-0001", "SAME"), ("T-1", "DIFFERENT")}
    ends = {word: (valid_from, valid_to) for _, word, valid_from, valid_to in added}
    assert ends["SAME"][1] == ends["DIFFERENT"][0]


def histories(database: Path) -> set[tuple]:
    """The rows of the snapshot: number and word of a decision, valid from and to."""
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


def test_the_queue_has_the_order_that_the_rule_gives_a_file(built_at_once: Path) -> None:
    mart = frame(built_at_once, "from marts.steward_review_queue order by queue_position")
    clusters = """
        select lower(hex(customer_hk)) as record_id, customer_uid, count(event_hk) as events
        from business_vault.customer_identity
        left join business_vault.customer_events using (customer_hk)
        group by all
    """
    by_rule = review_queue(
        frame(built_at_once, "from business_vault.scored_pairs where year(known_to) = 9999"),
        frame(built_at_once, clusters),
        frame(built_at_once, "from business_vault.steward_pair_decisions"),
    )
    shared = ["record_id_l", "record_id_r", "change", "pairs_between", "is_held_apart"]
    assert len(mart) > 100
    assert mart[shared].values.tolist() == by_rule[shared].values.tolist()


def test_the_answer_same_does_what_the_queue_foretold(
    built_at_once: Path, copied_project: Callable[[str], Path], tmp_path: Path
) -> None:
    project = copied_project("answered")
    database = tmp_path / "c360.duckdb"
    shutil.copy(built_at_once, database)
    queue = frame(database, "from marts.steward_review_queue order by queue_position")
    first = queue.iloc[0]
    sides = ("source_system_l", "customer_id_l", "source_system_r", "customer_id_r")
    pair = tuple(first[name] for name in sides)
    decide(project, ("T-1", *pair, "SAME"))
    run_dbt_on(project, database, "seed", "--quiet", "--select", "steward_decisions")
    run_dbt_on(project, database, "run", "--quiet", *SELECTED)
    assert set(uids(database, pair, "2026-01-10")) == {first["surviving_uid"]}
    members = frame(
        database,
        "select count(*) as records from business_vault.customer_identity"
        f" where customer_uid = '{first['surviving_uid']}'",
    )
    assert members["records"].tolist() == [first["joined_records"]]
    after = frame(database, "from marts.steward_review_queue")
    assert len(queue) - len(after) == first["pairs_between"]
    assert first["merged_uid"] not in {*after["customer_uid_l"], *after["customer_uid_r"]}
