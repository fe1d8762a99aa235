"""Histories of snapshots that are split, retried, shrunken or ruled on, and their results."""

from __future__ import annotations

from random import Random

from feed_models import HELD_BACK
from load_histories import (
    Delivery,
    Load,
    Ruling,
    checked_statuses,
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
    """Tables that differ from the reference for the delivered rows."""
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


def random_history(seed: int, days: int, keys: int, loads: int) -> tuple[list[Load], list[Ruling]]:
    """Snapshots in the parts in which they arrive, and rulings on them."""
    random = Random(seed)
    arriving = in_parts(random, shrinking(random, keys, days), loads)
    return arriving, random_rulings(random, days, loads)


def count_held_back(seed: int, days: int, keys: int, loads: int) -> int:
    """How many snapshots of a random history are held back in the end."""
    arriving, rulings = random_history(seed, days, keys, loads)
    return sum(decisions([load.delivery for load in arriving], rulings, MAX_LOST).values())


def differences_of_held_back(
    make: MakeVault, seed: int, days: int, keys: int, loads: int
) -> dict[str, object]:
    """The differences after the first load of a random history that has any."""
    arriving, rulings = random_history(seed, days, keys, loads)
    vault = make(*MODELS)
    vault.deliver("snapshot", (load.row() for load in arriving))
    vault.deliver("ruling", (ruling.row() for ruling in rulings))
    for number in range(1, loads + 1):
        vault.load()
        so_far = [load.delivery for load in arriving if load.number <= number]
        known = [ruling for ruling in rulings if ruling.number <= number]
        found = differences(vault, so_far, known)
        if found:
            return {**found, "seed": seed, "load": number}
    return {}
