"""Random load histories, and the reference: the rows that a reader must return for each.

A delivery is one row of a feed with its load time; a load is a set of deliveries that arrive
together. Deliveries may arrive in any order, split, merged and repeated.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from random import Random

FIRST_DAY = dt.datetime(2026, 1, 1, 2)
STRINGS = (None, "", "x", "X", " x", "^^", "x||", "null")
PAYLOADS = tuple((one, two) for one in STRINGS for two in (None, "1", "2"))


def unlike(
    table: str, found: Collection[object], expected: Set[object]
) -> Iterator[tuple[str, object]]:
    """A table whose rows differ from the expected ones or occur twice, with some that differ."""
    if set(found) != expected or len(found) != len(expected):
        yield table, sorted(set(found) ^ expected, key=str)[:3]


def day(number: int) -> dt.datetime:
    """The load time of a day."""
    return FIRST_DAY + dt.timedelta(days=number)


@dataclass(frozen=True, order=True)
class Delivery:
    """A delivered row of a key: `payload` at `loaded_at`; `member` if it belongs to a set."""

    key: str
    loaded_at: dt.datetime
    payload: tuple[str | None, ...]
    changed_at: dt.datetime
    member: str | None = None


@dataclass(frozen=True)
class Load:
    """A delivery with the number of the load in which it arrives."""

    number: int
    delivery: Delivery

    def row(self) -> tuple[object, ...]:
        """The row of the landing table."""
        it = self.delivery
        return (self.number, it.key, it.member, it.loaded_at, it.changed_at, *it.payload, "feed")


LANDING = {
    "load_number": "integer", "thing_id": "varchar", "member_id": "varchar",
    "loaded_at": "timestamp", "effective_from": "timestamp", "one": "varchar", "two": "varchar",
    "record_source": "varchar",
}  # fmt: skip
RULING = {
    "load_number": "integer", "loaded_at": "timestamp", "record_source": "varchar",
    "is_complete": "boolean", "ruling": "varchar", "is_snapshot": "boolean",
}  # fmt: skip


def changes(random: Random, keys: int, prefix: str = "k") -> list[Delivery]:
    """A change feed: 1 to 6 deliveries of each key, often with an earlier value.

    Some correct the delivery before them: they have its source time.
    """
    deliveries = []
    for number in range(keys):
        payloads = random.sample(PAYLOADS, 3)
        changed_at = None
        for place in sorted(random.sample(range(10), random.randint(1, 6))):
            if changed_at is None or random.random() < 0.8:
                changed_at = day(place)
            deliveries.append(
                Delivery(f"{prefix}{number}", day(place), random.choice(payloads), changed_at)
            )
    return deliveries


def states(random: Random, keys: int) -> list[Delivery]:
    """A change feed with several states of a key in one delivery, each with its source time."""
    deliveries = []
    for number in range(keys):
        payloads = random.sample(PAYLOADS, 3)
        for place in sorted(random.sample(range(10), random.randint(1, 5))):
            for hours in random.sample(range(24), random.choice((1, 1, 2, 3))):
                changed_at = day(place) - dt.timedelta(hours=hours)
                deliveries.append(
                    Delivery(f"t{number}", day(place), random.choice(payloads), changed_at)
                )
    return deliveries


def sets(random: Random, keys: int) -> list[Delivery]:
    """A multi-active feed: whole sets; an empty one is a row without a member."""
    deliveries = []
    for number in range(keys):
        changed_at = None
        for place in sorted(random.sample(range(10), random.randint(1, 5))):
            if changed_at is None or random.random() < 0.8:
                changed_at = day(place)
            members = random.sample("abc", random.randint(0, 3)) or [None]
            deliveries += [
                Delivery(
                    f"m{number}",
                    day(place),
                    (random.choice("xy"), "1") if member else (None, None),
                    changed_at,
                    member,
                )
                for member in members
            ]
    return deliveries


def snapshots(random: Random, keys: range, days: range) -> list[Delivery]:
    """Full snapshots: keys disappear and return; values, or only their times, change."""
    deliveries = []
    for number in keys:
        payload, changed_at, present = ("a", "1"), day(days[0]), random.random() < 0.8
        for place in days:
            if random.random() < 0.35:
                payload, changed_at = (random.choice("abc"), "1"), day(place)
            elif random.random() < 0.1:
                changed_at = day(place)
            if random.random() < 0.25:
                present = not present
            if present:
                deliveries.append(Delivery(f"s{number}", day(place), payload, changed_at))
    return deliveries


def in_any_order(random: Random, deliveries: Iterable[Delivery], loads: int) -> list[Load]:
    """Each delivery arrives in one or more random loads, whatever its load time."""
    return [
        Load(number, delivery)
        for delivery in deliveries
        for number in random.choices(range(1, loads + 1), k=random.choice((1, 1, 2, 3)))
    ]


def snapshots_by_plan(deliveries: Iterable[Delivery], plan: Sequence[Sequence[int]]) -> list[Load]:
    """Whole snapshots arrive according to a plan: for each load, the days of its snapshots."""
    return [
        Load(number, delivery)
        for delivery in deliveries
        for number, days in enumerate(plan, start=1)
        if delivery.loaded_at in map(day, days)
    ]


def by_key(deliveries: Iterable[Delivery]) -> dict[str, list[Delivery]]:
    """Distinct deliveries of each key by load time, then source time."""
    found = defaultdict(set)
    for delivery in deliveries:
        found[delivery.key].add(delivery)
    return {
        key: sorted(of_key, key=lambda it: (it.loaded_at, it.changed_at))
        for key, of_key in found.items()
    }


def timeline(deliveries: Iterable[Delivery]) -> set[Delivery]:
    """The reference of a satellite: deliveries of a key by load time, without repeated values."""
    kept = set()
    for of_key in by_key(deliveries).values():
        before = None
        for delivery in of_key:
            if delivery.payload != before:
                kept.add(delivery)
            before = delivery.payload
    return kept


def changes_of_state(deliveries: Iterable[Delivery]) -> set[Delivery]:
    """Like `timeline`, but a change of only the source's time also counts."""
    kept = set()
    for of_key in by_key(deliveries).values():
        before = None
        for delivery in of_key:
            if (delivery.payload, delivery.changed_at) != before:
                kept.add(delivery)
            before = (delivery.payload, delivery.changed_at)
    return kept


def set_timeline(deliveries: Iterable[Delivery]) -> set[Delivery]:
    """The reference of a multi-active satellite: whole sets, without repeated ones."""
    kept: set[Delivery] = set()
    for of_key in by_key(deliveries).values():
        before = None
        for _, group in groupby(of_key, key=lambda it: it.loaded_at):
            members = list(group)
            now = {(it.member, it.payload) for it in members}
            if now != before:
                kept.update(members)
            before = now
    return kept


def status_timeline(deliveries: Iterable[Delivery]) -> set[tuple[str, str, dt.datetime]]:
    """The reference of a status satellite: (key, status, load time) at each change."""
    known = list(deliveries)
    moments = sorted({delivery.loaded_at for delivery in known})
    kept = set()
    for key, of_key in by_key(known).items():
        present, before = {it.loaded_at for it in of_key}, "DELETED"
        for moment in moments:
            status = "ACTIVE" if moment in present else "DELETED"
            if status != before:
                kept.add((key, status, moment))
            before = status
    return kept


@dataclass(frozen=True)
class Ruling:
    """The ruling in a load on the completeness of a day's snapshot.

    is_snapshot: whether the snapshot exists even without a row, because a manifest states it.
    """

    number: int
    loaded_at: dt.datetime
    is_complete: bool
    is_snapshot: bool

    def row(self) -> tuple[object, ...]:
        """The row of the landing table."""
        return (self.number, self.loaded_at, "r", self.is_complete, "ruled", self.is_snapshot)


def shrinking(random: Random, keys: int, days: int) -> list[Delivery]:
    """Full snapshots whose keys change slowly; some lack up to all keys."""
    deliveries = []
    present = set(range(keys))
    for place in range(days):
        present ^= set(random.sample(range(keys), random.choice((0, 0, 1, 2))))
        lacks = random.choice((0, 0, 0, random.random(), random.random(), 1))
        deliveries += [
            Delivery(f"s{number}", day(place), (random.choice("aab"), "1"), day(place))
            for number in sorted(present)
            if random.random() >= lacks
        ]
    return deliveries


def in_parts(random: Random, deliveries: Iterable[Delivery], loads: int) -> list[Load]:
    """Each snapshot arrives in one to three parts, whole or half of it again in some other load."""
    deliveries = list(deliveries)
    arrived = []
    for moment in sorted({it.loaded_at for it in deliveries}):
        rows = [it for it in deliveries if it.loaded_at == moment]
        parts = [random.randint(1, loads) for _ in range(random.choice((1, 1, 2, 3)))]
        arrived += [Load(random.choice(parts), it) for it in rows]
        if random.random() < 0.5:
            retried, share = random.randint(1, loads), random.choice((0.5, 1))
            arrived += [Load(retried, it) for it in rows if random.random() < share]
    return arrived


def random_rulings(random: Random, days: int, loads: int) -> list[Ruling]:
    """Rulings about some days, also days without a snapshot; some are revised."""
    rulings = []
    for place in random.sample(range(days), days // 3):
        is_snapshot = random.random() < 0.5
        for number in random.sample(range(1, loads + 1), random.choice((1, 1, 2))):
            rulings.append(Ruling(number, day(place), random.random() < 0.6, is_snapshot))
    return rulings


@dataclass(frozen=True)
class Decision:
    """A row of a log of snapshots, without its load time and ruling."""

    record_source: str
    key_count: int
    compared_with: dt.datetime | None
    lost_keys: int
    is_held_back: bool


def decisions(
    deliveries: Iterable[Delivery], rulings: Iterable[Ruling], max_lost_share: float
) -> dict[dt.datetime, bool]:
    """The reference of a log of snapshots: load time -> whether the snapshot is held back."""
    log = snapshot_log(deliveries, rulings, max_lost_share)
    return {moment: it.is_held_back for moment, it in log.items()}


def snapshot_log(
    deliveries: Iterable[Delivery], rulings: Iterable[Ruling], max_lost_share: float
) -> dict[dt.datetime, Decision]:
    """The reference of a log of snapshots, by load time."""
    keys: dict[dt.datetime, set[str]] = defaultdict(set)
    for delivery in deliveries:
        keys[delivery.loaded_at].add(delivery.key)
    newest = {it.loaded_at: it for it in sorted(rulings, key=lambda it: it.number)}
    for it in newest.values():
        if it.is_snapshot:
            keys.setdefault(it.loaded_at, set())
    complete: set[str] = set()
    complete_at = None
    log = {}
    for moment, found in sorted(keys.items()):
        lost = len(complete - found)
        is_held_back = lost > max_lost_share * len(complete)
        if moment in newest:
            is_held_back = not newest[moment].is_complete
        # A snapshot without rows has the source of its ruling, which is greater than the feed's.
        source = "feed" if found else "r"
        log[moment] = Decision(source, len(found), complete_at, lost, is_held_back)
        if not is_held_back:
            complete, complete_at = found, moment
    return log


def checked_statuses(
    deliveries: Iterable[Delivery], held_back: Mapping[dt.datetime, bool]
) -> set[tuple[str, str, dt.datetime]]:
    """The reference of a status satellite if missing keys in some snapshots are not deletions."""
    kept = set()
    for key, of_key in by_key(deliveries).items():
        present, before = {it.loaded_at for it in of_key}, "DELETED"
        for moment, is_held_back in sorted(held_back.items()):
            status = "ACTIVE" if moment in present else before if is_held_back else "DELETED"
            if status != before:
                kept.add((key, status, moment))
            before = status
    return kept
