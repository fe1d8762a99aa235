"""Loads in any order, split, merged and repeated: readers return the reference."""

from __future__ import annotations

from random import Random

import pytest
from differences import (
    KEYS_OF_FEEDS,
    KEYS_OF_SNAPSHOTS,
    differences_of_feeds,
    differences_of_snapshots,
    rows_if_in_order,
    stored_twice,
)
from feed_models import FEEDS, SNAPSHOTS
from load_histories import day, timeline
from loads_in_any_order import (
    ALL_IN_ONE_LOAD,
    FIXED_PLANS,
    IN_ORDER,
    LOADS,
    History,
    contradicting_snapshots,
    feeds_in_any_order,
    is_rejected,
    random_plan,
    snapshots_in_any_order,
)
from memory_vault import LoadedByDbt, MakeVault, MemoryVault
from vault_models import TABLES


@pytest.fixture(scope="module")
def feeds(replay_safe: MakeVault) -> History:
    return feeds_in_any_order(replay_safe, 20260101, 1500)


@pytest.fixture(scope="module")
def histories(replay_safe: MakeVault) -> dict[str, History]:
    """Snapshots in order, all in one load and repeated, and 30 histories in any order."""
    random = Random(7)
    in_any_order = [*FIXED_PLANS, *(random_plan(random) for _ in range(25))]
    return {
        "in order": snapshots_in_any_order(replay_safe, 1, 100, [IN_ORDER]),
        "at once": snapshots_in_any_order(replay_safe, 2, 100, [ALL_IN_ONE_LOAD]),
        "in any order": snapshots_in_any_order(replay_safe, 3, 20, in_any_order),
    }


def test_readers_of_changes_and_sets_return_the_reference(feeds: History) -> None:
    assert feeds.vault.count("sat_thing_timeline") < feeds.vault.count("sat_thing")
    assert dict(differences_of_feeds(feeds)) == {}


@pytest.mark.parametrize("name", ["in order", "at once", "in any order"])
def test_readers_of_snapshots_return_the_reference(histories, name: str) -> None:
    assert dict(differences_of_snapshots(histories[name])) == {}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_readers_of_fifty_more_histories_return_the_reference(
    replay_safe: MakeVault, seed: int
) -> None:
    assert dict(differences_of_feeds(feeds_in_any_order(replay_safe, seed, 4000))) == {}
    random = Random(seed)
    plans = [random_plan(random) for _ in range(50)]
    history = snapshots_in_any_order(replay_safe, seed, 40, plans)
    assert dict(differences_of_snapshots(history)) == {}, plans


@pytest.mark.parametrize("name", ["in order", "at once", "in any order"])
def test_rejected_rows_of_snapshots_are_not_restated(histories, name: str) -> None:
    """The key was in the snapshot but its row was rejected: the previous value remains valid."""
    history = histories[name]
    rows = history.vault.rows("select thing_id, loaded_at, one from sat_accepted_timeline")
    accepted = [it for it in history.delivered("snapshot") if not is_rejected(it)]
    expected = {(it.key, it.loaded_at, it.payload[0]) for it in timeline(accepted)}
    assert len(accepted) < len(history.delivered("snapshot"))
    assert sorted(rows) == sorted(expected)


def test_snapshots_that_change_nothing_are_not_stored(histories) -> None:
    """In order, one row is stored per change of value or of the source's time of change."""
    history = histories["in order"]
    delivered = set(history.delivered("snapshot"))
    expected = rows_if_in_order(delivered)
    assert history.vault.count("sat_snapshot") == expected
    assert expected < 0.7 * len(delivered)


def test_every_table_that_is_checked_for_repeated_keys_has_rows(feeds: History, histories) -> None:
    for table in KEYS_OF_FEEDS:
        assert feeds.vault.count(table) > 0
    for table in KEYS_OF_SNAPSHOTS:
        assert histories["in order"].vault.count(table) > 0


@pytest.mark.parametrize("keys", [500, pytest.param(10_000, marks=pytest.mark.long)])
def test_snapshots_that_contradict_each_other_are_stored_once(
    replay_safe: MakeVault, keys: int
) -> None:
    """A snapshot is delivered again with other values, also after a late one before it."""
    history = contradicting_snapshots(replay_safe, 10, keys)
    assert dict(stored_twice(history, KEYS_OF_SNAPSHOTS)) == {}


def test_a_value_that_a_late_snapshot_interrupts_is_restated(replay_safe: MakeVault) -> None:
    vault = replay_safe("sat_snapshot_timeline")
    for number, place, value in ((1, 1, "a"), (2, 3, "a"), (3, 2, "b")):
        vault.deliver("snapshot", [
            (number, "s1", None, day(place), day(place), value, "1", "feed")
        ])  # fmt: skip
        vault.load()
    rows = vault.rows("select loaded_at, one from sat_snapshot_timeline order by 1")
    assert rows == [(day(1), "a"), (day(2), "b"), (day(3), "a")]


def test_delivering_everything_again_adds_no_row(feeds: History, histories) -> None:
    for history in [feeds, *histories.values()]:
        vault = history.vault
        tables = [name for name in vault.models if vault.compiled.materialized[name] != "view"]
        before = {name: vault.count(name) for name in tables}
        vault.load()
        landing = "change" if history is feeds else "snapshot"
        in_load = f"select count(*) from stg_{landing} where load_number = {LOADS + 1}"
        assert vault.rows(in_load) == [(len(history.loads[landing]),)]
        assert {name: vault.count(name) for name in tables} == before


def test_dbt_and_sql_in_memory_load_the_same_rows(loaded_by_dbt: LoadedByDbt) -> None:
    """Therefore, proofs on compiled SQL also hold for dbt."""
    models = [*FEEDS, *SNAPSHOTS]
    vault = MemoryVault(loaded_by_dbt.replay_safe, models, TABLES)
    for table, rows in loaded_by_dbt.landing.items():
        vault.deliver(table, rows)
    vault.load()
    vault.load()
    for name in vault.models:
        by_dbt = loaded_by_dbt.project.rows(f"select * from {name}")
        assert sorted(by_dbt, key=repr) == sorted(vault.rows(f"select * from {name}"), key=repr)
        assert by_dbt, name
