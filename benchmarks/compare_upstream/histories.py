"""Random histories of loads in order, without rows whose order upstream leaves to chance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random

FIRST_DAY = dt.datetime(2026, 1, 1)
END = dt.datetime(9999, 12, 31, 23, 59, 59, 999999)
STRINGS = (None, "", "x", "X ", " x", "y", "^^", "x||y", "null", "Ärger")
# Name of a landing table -> the rows of a load.
Load = Mapping[str, Sequence[tuple[object, ...]]]


def history(random: Random, loads: int) -> list[Load]:
    """Loads of one to three days each; a key has at most one state or set a day."""
    days, found = 0, list[Load]()
    owners: dict[str, str] = {}
    for _ in range(loads):
        customers: list[tuple[object, ...]] = []
        accounts: list[tuple[object, ...]] = []
        for _ in range(random.randint(1, 3)):
            days += 1
            customers += customers_of(random, moment(days))
        accounts += owners_of(random, moment(days), owners)
        dates = [(moment(day) + dt.timedelta(hours=12),) for day in range(days + 2)]
        found.append({"customer": customers, "owner": accounts, "as_of": dates})
    return found


def moment(day: int) -> dt.datetime:
    """The load time of a day."""
    return FIRST_DAY + dt.timedelta(days=day, hours=2)


def customers_of(random: Random, loaded_at: dt.datetime) -> list[tuple[object, ...]]:
    """Each customer with one to three phones, or none of them; some without a key."""
    rows: list[tuple[object, ...]] = []
    for key in random.sample(["c1", "c2", "C3 ", "c4", None], random.randint(0, 4)):
        name, town = random.choice(STRINGS), random.choice(STRINGS)
        changed_at = loaded_at - dt.timedelta(hours=random.randint(1, 3))
        rows += [
            (key, phone, name, town, changed_at, loaded_at, "CRM")
            for phone in random.sample(["p1", "p2", "p3"], random.randint(1, 3))
        ]
    return rows


def owners_of(
    random: Random, loaded_at: dt.datetime, owners: dict[str, str]
) -> list[tuple[object, ...]]:
    """Accounts with their owners: new, the same, changed, ended, or without one."""
    rows: list[tuple[object, ...]] = []
    for account in random.sample(["a1", "a2", "a3"], random.randint(0, 3)):
        owner = random.choice([owners.get(account), "c1", "c2", "c4", None])
        end = END if random.random() < 0.8 else loaded_at
        rows.append((account, owner, loaded_at, end, loaded_at, loaded_at, "BANK"))
        if owner:
            owners[account] = owner
    return rows
