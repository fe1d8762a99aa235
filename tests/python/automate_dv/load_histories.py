"""Random load histories, and the reference: what a reader must return for each.

A delivery is one row of a feed with its load time; a load is a set of deliveries that arrive
together. Deliveries may arrive in any order, split, merged and repeated.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random

FIRST_DAY = dt.datetime(2026, 1, 1, 2)
TEXTS = (None, "", "x", "X", " x", "^^", "x||", "null")
PAYLOADS = tuple((one, two) for one in TEXTS for two in (None, "1", "2"))


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


def changes(random: Random, keys: int, prefix: str = "k") -> list[Delivery]:
    """A change feed: 1 to 6 deliveries of each key, often with an earlier value."""
    deliveries = []
    for number in range(keys):
        payloads = random.sample(PAYLOADS, 3)
        for place in sorted(random.sample(range(10), random.randint(1, 6))):
            deliveries.append(
                Delivery(f"{prefix}{number}", day(place), random.choice(payloads), day(place))
            )
    return deliveries


def sets(random: Random, keys: int) -> list[Delivery]:
    """A multi-active feed: whole sets; an empty one is a row without a member."""
    deliveries = []
    for number in range(keys):
        for place in sorted(random.sample(range(10), random.randint(1, 5))):
            members = random.sample("abc", random.randint(0, 3)) or [None]
            deliveries += [
                Delivery(
                    f"m{number}",
                    day(place),
                    (random.choice("xy"), "1") if member else (None, None),
                    day(place),
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
    """Distinct deliveries of each key by load time."""
    found = defaultdict(set)
    for delivery in deliveries:
        found[delivery.key].add(delivery)
    return {key: sorted(of_key, key=lambda it: it.loaded_at) for key, of_key in found.items()}


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
