"""Snapshots that are split, retried, shrunken or ruled on: held-back ones delete no key."""

from __future__ import annotations

from random import Random

import pytest
from feed_models import HELD_BACK
from load_histories import (
    Delivery,
    Ruling,
    checked_statuses,
    day,
    decisions,
    in_parts,
    random_rulings,
    shrinking,
    timeline,
)
from memory_vault import MakeVault, MemoryVault

MAX_LOST = 0.3
STATUSES = """
    select distinct thing_id, status, loaded_at from status_timeline_checked
    join (select distinct thing_id, thing_hk from stg_snapshot) using (thing_hk)
"""
MODELS = (*HELD_BACK, "sat_snapshot_timeline")


def differences(
    vault: MemoryVault, deliveries: list[Delivery], rulings: list[Ruling]
) -> dict[str, object]:
    """Tables that differ from the reference for what has been delivered."""
    held_back = decisions(deliveries, rulings, MAX_LOST)
    found = {
        "log": set(vault.rows("select loaded_at, is_held_back from snapshot_log_checked")),
        "statuses": set(vault.rows(STATUSES)),
        "values": set(vault.rows("select thing_id, loaded_at, one from sat_snapshot_timeline")),
    }
    expected = {
        "log": set(held_back.items()),
        "statuses": checked_statuses(deliveries, held_back),
        "values": {(it.key, it.loaded_at, it.payload[0]) for it in timeline(deliveries)},
    }
    return {
        name: sorted(rows ^ expected[name], key=str)[:3]
        for name, rows in found.items()
        if rows != expected[name]
    }


def check_history(make: MakeVault, seed: int, days: int, keys: int, loads: int) -> int:
    """Compare a random history with the reference after each load; count the held-back ones."""
    random = Random(seed)
    arriving = in_parts(random, shrinking(random, keys, days), loads)
    rulings = random_rulings(random, days, loads)
    vault = make(*MODELS)
    vault.deliver("snapshot", (load.row() for load in arriving))
    vault.deliver("ruling", (ruling.row() for ruling in rulings))
    for number in range(1, loads + 1):
        vault.load()
        so_far = [load.delivery for load in arriving if load.number <= number]
        known = [ruling for ruling in rulings if ruling.number <= number]
        assert differences(vault, so_far, known) == {}, (seed, number)
    return vault.rows("select count(*) from snapshot_log_checked where is_held_back")[0][0]


@pytest.mark.parametrize("seed", range(3))
def test_split_retried_and_shrunken_snapshots_give_the_reference(
    replay_safe: MakeVault, seed: int
) -> None:
    assert 1 < check_history(replay_safe, seed, days=14, keys=12, loads=6) < 12


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 400))
def test_three_hundred_more_histories_give_the_reference(replay_safe: MakeVault, seed: int) -> None:
    check_history(replay_safe, seed, days=20 + seed % 20, keys=4 + seed % 15, loads=7)


# Name -> keys of each day's snapshot, and the days that are held back (3 of 10 keys may be lost).
TEN, SEVEN, SIX = "abcdefghij", "abcdefg", "abcdef"
CASES = {
    "nothing is lost": ([TEN, TEN], []),
    "exactly the share is lost": ([TEN, SEVEN], []),
    "more than the share is lost": ([TEN, SIX], [1]),
    "others take the place of the lost keys": ([TEN, SIX + "klmnop"], [1]),
    "a good one follows": ([TEN, SIX, TEN], [1]),
    "two in a row are compared with the last good one": ([TEN, SIX, SIX], [1, 2]),
    "the loss goes on slowly": ([TEN, "abcdefgh", SIX, "abcde"], []),
    "what a held-back one had does not count": ([TEN, "uvwxyz", "abcdefgh"], [1]),
    "the first has none before it": ([SIX, TEN], []),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("is_backwards", [False, True])
def test_the_share_of_lost_keys_decides(
    replay_safe: MakeVault, name: str, is_backwards: bool
) -> None:
    """All in one load, or one by one with the last first."""
    snapshots, expected = CASES[name]
    vault = replay_safe("snapshot_log_checked")
    for place, keys in enumerate(snapshots):
        number = len(snapshots) - place if is_backwards else 1
        vault.deliver(
            "snapshot",
            ((number, key, None, day(place), day(place), "a", "1", "feed") for key in keys),
        )
    for _ in snapshots if is_backwards else [snapshots]:
        vault.load()
    held_back = vault.rows(
        "select loaded_at from snapshot_log_checked where is_held_back order by loaded_at"
    )
    assert held_back == [(day(place),) for place in expected]


def test_a_key_absent_again_is_deleted_by_the_next_complete_snapshot(
    replay_safe: MakeVault,
) -> None:
    """The held-back snapshot of day 1 lacks it first; the deletion is dated day 2."""
    vault = replay_safe("status_timeline_checked")
    for number, keys in enumerate([TEN, SIX, "abcdefghi"], start=1):
        moment = day(number - 1)
        vault.deliver(
            "snapshot", ((number, key, None, moment, moment, "a", "1", "feed") for key in keys)
        )
    for _ in range(3):
        vault.load()
    deleted = vault.rows("select loaded_at from status_timeline_checked where status = 'DELETED'")
    assert deleted == [(day(2),)]
