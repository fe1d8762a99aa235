"""Loads in any order, split, merged and repeated, and the vault after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from feed_models import FEEDS, SNAPSHOTS
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
from memory_vault import MakeVault, MemoryVault

LOADS = 5
DAYS = 7
# For each load the days of its snapshots.
Plan = Sequence[Sequence[int]]
IN_ORDER: Plan = [[0, 1], [2], [3, 4], [5], [6]]
ALL_IN_ONE_LOAD: Plan = [[0, 1, 2, 3, 4, 5, 6], [], [2], [], [0, 6]]
FIXED_PLANS: list[Plan] = [
    IN_ORDER,
    ALL_IN_ONE_LOAD,
    [[6], [5, 4], [3], [2, 1], [0]],
    [[0, 6], [3], [1, 5], [2, 3], [4]],
    [[0, 3, 5], [6, 1], [1], [4], [2, 4]],
]
COLUMNS = "thing_id, loaded_at, one, two, effective_from"


@dataclass(frozen=True)
class History:
    """A vault after all loads except the last, which repeats everything, and its deliveries."""

    vault: MemoryVault
    loads: dict[str, list[Load]]

    def delivered(self, table: str) -> list[Delivery]:
        """The deliveries of a landing table, including repeated ones."""
        return [load.delivery for load in self.loads[table]]

    def read(self, table: str, member: str = "null") -> list[Delivery]:
        """The rows of a table of the vault as deliveries."""
        rows = self.vault.rows(f"select {COLUMNS}, {member} from {table}")
        return [Delivery(row[0], row[1], (row[2], row[3]), row[4], row[5]) for row in rows]


def loaded(vault: MemoryVault, loads: dict[str, list[Load]]) -> History:
    """The history after all loads except the last, which will deliver everything again."""
    for table, of_table in loads.items():
        repeated = [Load(LOADS + 1, load.delivery) for load in of_table]
        vault.deliver(table, (load.row() for load in [*of_table, *repeated]))
    for _ in range(LOADS):
        vault.load()
    return History(vault, loads)


def random_plan(random: Random) -> Plan:
    """Snapshots in any order, two of them twice."""
    plan: list[list[int]] = [[] for _ in range(LOADS)]
    for number in [*range(DAYS), *random.sample(range(DAYS), 2)]:
        random.choice(plan).append(number)
    return plan


def combined(plans: Sequence[Plan]) -> Plan:
    """One plan made of several: each has its own DAYS days; they share the loads."""
    shifted = [
        [[number * DAYS + day for day in days] for days in plan]
        for number, plan in enumerate(plans)
    ]
    return [[day for days in loads for day in days] for loads in zip(*shifted, strict=True)]


def is_rejected(delivery: Delivery) -> bool:
    """Whether staging rejects a row of a snapshot, like `stg_accepted`."""
    return (int(delivery.key[1:]) + delivery.loaded_at.day) % 7 == 0


def feeds_in_any_order(make: MakeVault, seed: int, keys: int) -> History:
    """A change feed and a feed of sets, some changes without a key."""
    random = Random(seed)
    nameless = [Delivery("", it.loaded_at, it.payload, it.changed_at) for it in changes(random, 5)]
    loads = {
        "change": in_any_order(random, changes(random, keys) + nameless, LOADS),
        "member": in_any_order(random, sets(random, keys // 2), LOADS),
        "other": in_any_order(random, states(random, keys // 2), LOADS),
    }
    return loaded(make(*FEEDS), loads)


def contradicting_snapshots(make: MakeVault, seed: int, keys: int) -> History:
    """Snapshots that are delivered up to three times, with other values each time."""
    random = Random(seed)
    arrival = [
        Load(number, Delivery(f"s{key}", day(place), (random.choice("abc"), "1"), day(place)))
        for key in range(keys)
        for place in range(4)
        for number in random.choices(range(1, LOADS + 1), k=random.randint(1, 3))
    ]
    return loaded(make("snapshot_log", "status_sat", "sat_snapshot", "sat_plain"), {
        "snapshot": arrival
    })  # fmt: skip


def snapshots_in_any_order(make: MakeVault, seed: int, keys: int, plans: Sequence[Plan]) -> History:
    """Histories of snapshots in one vault, each with its own plan, days and keys.

    The keys of one are missing from the snapshots of the next.
    """
    random = Random(seed)
    deliveries = []
    for number in range(len(plans)):
        of_plan = (
            range(number * keys, (number + 1) * keys),
            range(number * DAYS, (number + 1) * DAYS),
        )
        deliveries += snapshots(random, *of_plan)
    arrival = snapshots_by_plan(deliveries, combined(plans))
    return loaded(make(*SNAPSHOTS), {"snapshot": arrival})
