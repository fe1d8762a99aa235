"""Histories of point-in-time tables and a bridge, and the reference: to what each row points."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from load_histories import Delivery, Load, changes, day, in_any_order, unlike
from memory_vault import MakeVault, MemoryVault

LOADS = 3
GHOST = (bytes(32), dt.datetime(1900, 1, 1))
# The as-of dates, and the first and last load in which each applies.
AS_OF = [(1, 1, 9), (3, 1, 2), (5, 2, 9), (6, 1, 9), (20, 3, 9)]
# Each incremental table, and the same table built completely.
REFRESHED = {"pit": "pit_whole", "bridge": "bridge_whole", "bridge_by_key": "bridge_whole"}
Feeds = dict[str, list[Delivery]]


def owners(random: Random, things: int) -> list[Delivery]:
    """Each thing has one member at a time, which is itself a thing."""
    return [
        Delivery(f"k{number}", day(place), ("x", "1"), day(place), f"k{random.randrange(things)}")
        for number in range(things)
        for place in sorted(random.sample(range(8), random.randint(1, 4)))
    ]


def random_feeds(random: Random, things: int) -> Feeds:
    """The deliveries of each source; some things are known to only one of them."""
    return {
        "one_change": changes(random, things),
        "two_change": changes(random, things * 2 // 3),
        "member": owners(random, things * 5 // 6),
    }


def landed(random: Random, feeds: Feeds) -> dict[str, list[tuple[object, ...]]]:
    """The rows of the landing tables: deliveries in any order, and some of them again."""
    rows = {}
    for table, of_table in feeds.items():
        loads = in_any_order(random, of_table, LOADS)
        loads += [Load(LOADS + 1, it) for it in random.sample(of_table, len(of_table) // 20)]
        rows[table] = [load.row() for load in loads]
    return rows | {"wanted": [(day(number), first, last) for number, first, last in AS_OF]}


def expected_pit(feeds: Feeds, hashes: dict[str, bytes]) -> set[tuple[object, ...]]:
    """The reference of `pit` after the last load: the newest row of each satellite."""
    expected = set()
    for number, _, last in AS_OF:
        if last > LOADS:
            newest: dict[str, dict[str, dt.datetime]] = defaultdict(dict)
            for table in ("one_change", "two_change"):
                for it in sorted(feeds[table], key=lambda it: it.loaded_at):
                    if it.loaded_at <= day(number):
                        newest[table][it.key] = it.loaded_at
            for key, thing_hk in hashes.items():
                row: list[object] = [thing_hk, day(number)]
                for table in ("one_change", "two_change"):
                    at = newest[table].get(key)
                    row += [thing_hk, at] if at else GHOST
                expected.add(tuple(row))
    return expected


def expected_bridge(feeds: Feeds) -> set[tuple[object, ...]]:
    """The reference of `bridge` after the last load: each thing, its member, and that one's."""
    expected = set()
    for number, _, last in AS_OF:
        if last > LOADS:
            has: dict[str, str] = {}
            for it in sorted(feeds["member"], key=lambda it: it.loaded_at):
                if it.loaded_at <= day(number):
                    has[it.key] = str(it.member)
            expected |= {
                (one, day(number), two, has[two]) for one, two in has.items() if two in has
            }
    return expected


@dataclass(frozen=True)
class PointsInTime:
    """A vault after all loads, and what was delivered."""

    vault: MemoryVault
    feeds: Feeds

    def differences(self) -> Iterator[tuple[str, object]]:
        """Tables whose rows differ from the reference."""
        rows = self.vault.rows
        hashes = dict(rows("select thing_id, thing_hk from hub_known"))
        names = {thing_hk: key for key, thing_hk in hashes.items()}
        members = {
            pk: names[two]
            for pk, two in rows("select thing_member_hk, member_hk from link_thing_member")
        }
        bridge = [
            (names[hk], at, members[first], members[second])
            for hk, at, first, second in rows(
                "select thing_hk, as_of_date, link_pk, next_pk from bridge"
            )
        ]
        for table, found, expected in (
            ("pit", rows("select * from pit"), expected_pit(self.feeds, hashes)),
            ("bridge", bridge, expected_bridge(self.feeds)),
        ):
            yield from unlike(table, found, expected)


def not_refreshed(vault: MemoryVault) -> Iterator[tuple[str, object]]:
    """Incremental tables whose rows differ from those of a full build."""
    for name, whole in REFRESHED.items():
        kept, expected = f"select * from {name}", f"select * from {whole}"
        for one, other in ((kept, expected), (expected, kept)):
            found = vault.rows(f"({one} except all {other}) limit 3")
            if found:
                yield name, found


def differences_of_points_in_time(
    make: MakeVault, seed: int, things: int
) -> Iterator[tuple[str, object]]:
    """What differs after a load, from a full build or, after the last one, from the reference."""
    random = Random(seed)
    feeds = random_feeds(random, things)
    vault = make(*REFRESHED, *REFRESHED.values())
    for table, rows in landed(random, feeds).items():
        vault.deliver(table, rows)
    for number in range(1, LOADS + 2):
        vault.load()
        for name, found in not_refreshed(vault):
            yield f"{name} after load {number}", found
    yield from PointsInTime(vault, feeds).differences()
