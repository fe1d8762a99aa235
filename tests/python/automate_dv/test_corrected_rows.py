"""Several states of a key in one load, and events that are corrected later."""

from __future__ import annotations

import pytest
from correction_histories import differences_of_corrections
from load_histories import Delivery, Load, day
from memory_vault import MakeVault

STATES = ("PENDING", "SHIPPED", "CANCELLED")


def states(key: str, loaded: int, numbers: tuple[int, ...]) -> list[Delivery]:
    """States of a key that arrive on a day, each with its source time."""
    return [Delivery(key, day(loaded), (STATES[it], None), day(it - 9)) for it in numbers]


@pytest.mark.parametrize("loads", [1, 3])
def test_all_states_of_a_load_are_kept_and_the_last_is_current(
    replay_safe: MakeVault, loads: int
) -> None:
    """In one load, or each in its own, the last one first."""
    vault = replay_safe("sat_thing_current", "pit_states", "conflicts")
    late, *others = reversed(states("k", 1, (0, 1, 2)))
    vault.deliver("change", [Load(1, late).row()])
    vault.deliver("change", [Load(min(n, loads), it).row() for n, it in enumerate(others, 2)])
    for _ in range(loads):
        vault.load()
    stored = vault.rows("select one, loaded_at from sat_thing order by effective_from")
    assert stored == [(state, day(1)) for state in STATES]
    assert vault.rows("select one from sat_thing_current") == [("CANCELLED",)]
    pointed = vault.rows("select distinct sat_thing_ldts, sat_thing_eff from pit_states")
    assert pointed == [(day(1), day(-7))]
    assert vault.count("conflicts") == 0


def test_a_state_delivered_after_a_newer_one_is_never_current(replay_safe: MakeVault) -> None:
    vault = replay_safe("sat_thing_current", "pit_states")
    delivered = [*states("k", 1, (2,)), *states("k", 2, (0, 1))]
    vault.deliver("change", [Load(1, it).row() for it in delivered])
    vault.load()
    assert vault.count("sat_thing") == 3
    assert vault.rows("select one from sat_thing_current") == [("CANCELLED",)]
    pointed = vault.rows("select distinct sat_thing_ldts, sat_thing_eff from pit_states")
    assert pointed == [(day(1), day(-7))]


def test_snapshots_keep_all_states_and_store_only_changes(replay_safe: MakeVault) -> None:
    vault = replay_safe("sat_snapshot")
    arrival = {1: [*states("s1", 0, (0, 2, 1))], 2: states("s1", 1, (2,))}
    for number, deliveries in arrival.items():
        vault.deliver("snapshot", [Load(number, it).row() for it in deliveries])
    vault.load()
    vault.load()
    stored = vault.rows("select one, loaded_at from sat_snapshot order by effective_from")
    assert stored == [(state, day(0)) for state in STATES]


def test_the_last_state_of_each_member_is_in_the_set(replay_safe: MakeVault) -> None:
    """A member that is older than the row that empties the set is not in it."""
    vault = replay_safe("ma_sat_member_states")
    rows = [
        Delivery("m", day(1), ("first", None), day(-3), "a"),
        Delivery("m", day(1), ("second", None), day(-1), "a"),
        Delivery("m", day(1), ("gone", None), day(-3), "b"),
        Delivery("m", day(1), (None, None), day(-2), None),
    ]
    vault.deliver("member", [Load(1, it).row() for it in rows])
    vault.load()
    assert vault.count("ma_sat_member") == 4
    assert vault.rows("select member_id, one from ma_sat_member_states") == [("a", "second")]


@pytest.mark.parametrize("events", [500, pytest.param(10_000, marks=pytest.mark.long)])
def test_corrected_events_have_a_row_per_change_in_any_order(
    replay_safe: MakeVault, events: int
) -> None:
    assert dict(differences_of_corrections(replay_safe, 5, events)) == {}
