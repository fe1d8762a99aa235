"""Snapshots that are split, retried, shrunken or ruled on: held-back ones delete no key."""

from __future__ import annotations

import pytest
from held_back_histories import count_held_back, differences_of_held_back
from load_histories import day
from memory_vault import MakeVault


@pytest.mark.parametrize("seed", range(3))
def test_split_retried_and_shrunken_snapshots_give_the_reference(
    replay_safe: MakeVault, seed: int
) -> None:
    assert differences_of_held_back(replay_safe, seed, days=14, keys=12, loads=6) == {}
    assert 1 < count_held_back(seed, days=14, keys=12, loads=6) < 12


@pytest.mark.parametrize(
    "seed", [*range(2), *(pytest.param(it, marks=pytest.mark.long) for it in range(2, 40))]
)
def test_250_histories_in_one_log_give_the_reference(replay_safe: MakeVault, seed: int) -> None:
    assert differences_of_held_back(replay_safe, seed, 8, 6, loads=4, histories=250) == {}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 400))
def test_three_hundred_more_histories_give_the_reference(replay_safe: MakeVault, seed: int) -> None:
    days, keys = 20 + seed % 20, 4 + seed % 15
    assert differences_of_held_back(replay_safe, seed, days, keys, 7) == {}


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
def test_a_snapshot_that_lost_more_than_the_share_of_keys_is_held_back(
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


@pytest.mark.parametrize("later", ["a first file", "the last file"])
def test_a_deletion_has_the_record_source_of_its_snapshot_in_any_order_of_files(
    replay_safe: MakeVault, later: str
) -> None:
    """The snapshot of day 1 arrives in two files; its record source is the smaller one."""
    vault = replay_safe("status_timeline_checked")
    for number, place, keys, source in [
        (1, 0, TEN, "feed"), (1, 1, "abcdefgh", "b file"), (2, 1, "i", later),
    ]:  # fmt: skip
        moment = day(place)
        vault.deliver(
            "snapshot", ((number, key, None, moment, moment, "a", "1", source) for key in keys)
        )
    vault.load()
    vault.load()
    query = "select record_source from status_timeline_checked where status = 'DELETED'"
    assert vault.rows(query) == [(min(later, "b file"),)]
