"""Metamorphic tests: related histories give related rows; hypothesis draws and shrinks them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from account_histories import Accounts, differences_of_accounts, random_rows
from account_models import ACCOUNTS
from differences import differences_of_feeds, differences_of_snapshots
from feed_models import FEEDS, SNAPSHOTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from load_histories import (
    Delivery,
    Load,
    changes,
    day,
    in_any_order,
    sets,
    snapshots,
    snapshots_by_plan,
    states,
)
from loads_in_any_order import LOADS, History, loaded
from memory_vault import MakeVault
from vault_project import MakeProject

READERS = {
    "sat_thing_timeline": "null",
    "sat_thing_current": "null",
    "ma_sat_member_timeline": "member_id",
    "ma_sat_member_current": "member_id",
}
Loads = dict[str, list[Load]]
Rows = dict[str, set[Delivery]]


def read(make: MakeVault, loads: Loads) -> Rows:
    """What the readers return after these loads."""
    history = loaded(make(*FEEDS), loads)
    return {table: set(history.read(table, member)) for table, member in READERS.items()}


def with_each(loads: Loads, change: Callable[[Load], Load]) -> Loads:
    """The loads, each changed."""
    return {table: [change(load) for load in of_table] for table, of_table in loads.items()}


def rows_with(rows: Rows, change: Callable[[Delivery], Delivery]) -> Rows:
    """The rows, each changed."""
    return {table: {change(row) for row in of_table} for table, of_table in rows.items()}


def later(it: Delivery) -> Delivery:
    """The delivery 100 days later."""
    days = dt.timedelta(days=100)
    return replace(it, loaded_at=it.loaded_at + days, changed_at=it.changed_at + days)


@pytest.fixture(scope="module")
def loads() -> Loads:
    random = Random(20)
    return {
        "change": in_any_order(random, changes(random, 60), LOADS),
        "member": in_any_order(random, sets(random, 40), LOADS),
    }


@pytest.fixture(scope="module")
def rows(replay_safe: MakeVault, loads: Loads) -> Rows:
    return read(replay_safe, loads)


@pytest.mark.parametrize(
    "number",
    [
        lambda n: LOADS + 1 - n,
        lambda n: 1,
        pytest.param(lambda n: (n + 1) // 2, marks=pytest.mark.long),
    ],
    ids=["backwards", "in one load", "two by two"],
)
def test_rows_do_not_depend_on_when_deliveries_arrive(
    replay_safe: MakeVault, loads: Loads, rows: Rows, number: Callable[[int], int]
) -> None:
    arrived = with_each(loads, lambda load: replace(load, number=number(load.number)))
    assert read(replay_safe, arrived) == rows


@pytest.mark.long
def test_shifted_times_shift_the_times_of_the_rows(
    replay_safe: MakeVault, loads: Loads, rows: Rows
) -> None:
    shifted = with_each(loads, lambda load: replace(load, delivery=later(load.delivery)))
    assert read(replay_safe, shifted) == rows_with(rows, later)


@pytest.mark.long
def test_renamed_keys_give_the_same_rows(replay_safe: MakeVault, loads: Loads, rows: Rows) -> None:
    def renamed(it: Delivery) -> Delivery:
        return replace(it, key="Z" + it.key[::-1])

    found = read(
        replay_safe,
        with_each(loads, lambda load: replace(load, delivery=renamed(load.delivery))),
    )
    assert found == rows_with(rows, renamed)


def test_other_keys_do_not_change_the_rows_of_a_key(
    replay_safe: MakeVault, loads: Loads, rows: Rows
) -> None:
    half = {
        table: [load for load in of_table if load.delivery.key[-1] in "02468"]
        for table, of_table in loads.items()
    }
    expected = {
        table: {row for row in of_table if row.key[-1] in "02468"}
        for table, of_table in rows.items()
    }
    assert read(replay_safe, half) == expected


def test_the_past_does_not_depend_on_later_deliveries(
    replay_safe: MakeVault, loads: Loads, rows: Rows
) -> None:
    until = {
        table: [load for load in of_table if load.delivery.loaded_at <= day(4)]
        for table, of_table in loads.items()
    }
    found = read(replay_safe, until)
    for table in ("sat_thing_timeline", "ma_sat_member_timeline"):
        assert found[table] == {row for row in rows[table] if row.loaded_at <= day(4)}


VALUES = st.sampled_from([(None, "1"), ("", "1"), ("x", "1"), ("x", None)])
ARRIVALS = st.sets(st.integers(1, 3), min_size=1)
# Key and day -> payload and the loads in which it arrives.
HISTORIES = st.dictionaries(
    st.tuples(st.sampled_from("ab"), st.integers(0, 4)), st.tuples(VALUES, ARRIVALS), max_size=8
)


@pytest.mark.long
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=HISTORIES)
def test_drawn_histories_give_the_reference(replay_safe: MakeVault, drawn) -> None:
    feed = [
        Load(number, Delivery(f"k{key}", day(place), payload, day(place)))
        for (key, place), (payload, numbers) in drawn.items()
        for number in numbers
    ]
    history = loaded(replay_safe(*FEEDS), {"change": feed, "member": [], "other": []})
    assert dict(differences_of_feeds(history)) == {}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_histories_through_dbt_give_the_reference(new_project: MakeProject, seed: int) -> None:
    random = Random(seed)
    plan: list[list[int]] = [[], [], []]
    for number in [*range(5), random.randrange(5)]:
        random.choice(plan).append(number)
    loads = {
        "change": in_any_order(random, changes(random, 100), 3),
        "member": in_any_order(random, sets(random, 60), 3),
        "other": in_any_order(random, states(random, 40), 3),
        "snapshot": snapshots_by_plan(snapshots(random, range(60), range(5)), plan),
    }
    owners = [(random.randint(1, 3), row) for row in random_rows(random, 100)]
    project = new_project(f"dbt_{seed}")
    for table, of_table in loads.items():
        project.deliver(table, [load.row() for load in of_table])
    project.deliver("account", [(number, *row) for number, row in owners])
    for _ in plan:
        project.run("--select", "stg_other", *FEEDS, *SNAPSHOTS, *ACCOUNTS)
    history = History(project, loads)  # type: ignore[arg-type]
    assert dict(differences_of_feeds(history)) == {}
    assert dict(differences_of_snapshots(history)) == {}
    accounts = Accounts(project, owners)  # type: ignore[arg-type]
    assert dict(differences_of_accounts(accounts)) == {}
