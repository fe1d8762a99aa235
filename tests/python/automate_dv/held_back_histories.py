"""Histories of snapshots that are split, retried, shrunken or ruled on, and their results."""

from __future__ import annotations

import re
from dataclasses import astuple, replace
from datetime import timedelta
from random import Random

from feed_models import HELD_BACK
from load_histories import (
    Delivery,
    Load,
    Ruling,
    checked_statuses,
    day,
    decisions,
    in_parts,
    random_rulings,
    shrinking,
    snapshot_log,
    timeline,
)
from memory_vault import Compiled, MakeVault, MemoryVault

MAX_LOST, LARGER_MAX_LOST = 0.3, 0.6
LOG = """
    select loaded_at, record_source, key_count, compared_with, lost_keys, is_held_back
    from snapshot_log_checked
"""
STATUSES = """
    select distinct thing_id, status, loaded_at from status_timeline_checked
    join (select distinct thing_id, thing_hk from stg_snapshot) using (thing_hk)
"""
MODELS = (*HELD_BACK, "sat_snapshot_timeline")


def differences(
    vault: MemoryVault,
    deliveries: list[Delivery],
    rulings: list[Ruling],
    max_lost: float = MAX_LOST,
) -> dict[str, object]:
    """Tables that differ from the reference for the delivered rows."""
    log = snapshot_log(deliveries, rulings, max_lost)
    held_back = {moment: it.is_held_back for moment, it in log.items()}
    found = {
        "log": set(vault.rows(LOG)),
        "statuses": set(vault.rows(STATUSES)),
        "values": set(vault.rows("select thing_id, loaded_at, one from sat_snapshot_timeline")),
    }
    expected = {
        "log": {(moment, *astuple(it)) for moment, it in log.items()},
        "statuses": checked_statuses(deliveries, held_back),
        "values": {(it.key, it.loaded_at, it.payload[0]) for it in timeline(deliveries)},
    }
    return {
        name: sorted(rows ^ expected[name], key=str)[:3]
        for name, rows in found.items()
        if rows != expected[name]
    }


def random_history(
    seed: int, days: int, keys: int, loads: int, histories: int = 1
) -> tuple[list[Load], list[Ruling]]:
    """Snapshots in the parts in which they arrive, and rulings on them.

    Several histories follow each other in one log. Each begins with a snapshot that a ruling of the
    first load calls complete, so that the decisions about its snapshots depend on no other history.
    """
    random = Random(seed)
    arriving, rulings = [], []
    for number in range(histories):
        first = number * days
        loaded = in_parts(random, shrinking(random, keys, days), loads)
        arriving += [replace(it, delivery=moved(it.delivery, first)) for it in loaded]
        ruled = random_rulings(random, days, loads)
        rulings += [replace(it, loaded_at=it.loaded_at + timedelta(first)) for it in ruled]
        if number:
            rulings = [it for it in rulings if it.loaded_at != day(first)]
            rulings.append(Ruling(1, day(first), is_complete=True, is_snapshot=True))
    return arriving, rulings


def moved(delivery: Delivery, days: int) -> Delivery:
    """The delivery some days later."""
    later = timedelta(days)
    return replace(
        delivery, loaded_at=delivery.loaded_at + later, changed_at=delivery.changed_at + later
    )


def count_held_back(seed: int, days: int, keys: int, loads: int) -> int:
    """How many snapshots of a random history are held back in the end."""
    arriving, rulings = random_history(seed, days, keys, loads)
    return sum(decisions([load.delivery for load in arriving], rulings, MAX_LOST).values())


def differences_of_held_back(
    make: MakeVault, seed: int, days: int, keys: int, loads: int, histories: int = 1
) -> dict[str, object]:
    """The differences after the first load of random histories that has any.

    After the last load the share of keys that may be lost grows, and all is decided again.
    """
    arriving, rulings = random_history(seed, days, keys, loads, histories)
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
    vault.compiled = with_larger_share(vault.compiled)
    vault.load()
    delivered = [load.delivery for load in arriving]
    found = differences(vault, delivered, rulings, LARGER_MAX_LOST)
    return {**found, "seed": seed, "load": "larger share"} if found else {}


def with_larger_share(compiled: Compiled) -> Compiled:
    """The models after a change of the argument `max_lost_share` of the log."""
    log = compiled.later["snapshot_log_checked"]
    changed = re.sub(rf"\b{re.escape(str(MAX_LOST))}\b", str(LARGER_MAX_LOST), log)
    return replace(compiled, later={**compiled.later, "snapshot_log_checked": changed})
