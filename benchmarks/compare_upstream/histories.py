"""Random histories of loads in order, without rows whose order upstream leaves to chance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random

FIRST_DAY = dt.datetime(2026, 1, 1)
END = dt.datetime(9999, 12, 31, 23, 59, 59, 999999)
STRINGS = (None, "", "x", "X ", " x", "y", "^^", "x||y", "null", "Ärger")
# Name of a landing table -> the rows of a load.
Row = tuple[object, ...]
Load = Mapping[str, Sequence[Row]]


def history(random: Random, loads: int, name: str) -> list[Load]:
    """Loads of one to three days each; a key has at most one state or set a day.

    All keys end with the name, so that several histories can be loaded together.
    """
    days, found = 0, list[Load]()
    owners: dict[str, str] = {}
    for _ in range(loads):
        customers: list[Row] = []
        accounts: list[Row] = []
        for _ in range(random.randint(1, 3)):
            days += 1
            customers += customers_of(random, moment(days), name)
        accounts += owners_of(random, moment(days), owners, name)
        dates: list[Row] = [(moment(day) + dt.timedelta(hours=12),) for day in range(days + 2)]
        found.append({"customer": customers, "owner": accounts, "as_of": dates})
    return found


def together(histories: Sequence[Sequence[Load]]) -> list[Load]:
    """One history with all keys of several that have as many loads."""
    return [
        {
            table: list(dict.fromkeys(row for load in of_load for row in load[table]))
            for table in of_load[0]
        }
        for of_load in zip(*histories, strict=True)
    ]


def moment(day: int) -> dt.datetime:
    """The load time of a day."""
    return FIRST_DAY + dt.timedelta(days=day, hours=2)


def customers_of(random: Random, loaded_at: dt.datetime, history: str) -> list[Row]:
    """Each customer with one to three phones, or none of them; some without a key."""
    rows: list[Row] = []
    keys = [f"c1{history}", f"c2{history}", f"C3{history} ", f"c4{history}", None]
    for key in random.sample(keys, random.randint(0, 4)):
        name, town = random.choice(STRINGS), random.choice(STRINGS)
        changed_at = loaded_at - dt.timedelta(hours=random.randint(1, 3))
        rows += [
            (key, phone, name, town, changed_at, loaded_at, "CRM")
            for phone in random.sample(["p1", "p2", "p3"], random.randint(1, 3))
        ]
    return rows


def owners_of(
    random: Random, loaded_at: dt.datetime, owners: dict[str, str], history: str
) -> list[Row]:
    """Accounts with their owners: new, the same, changed, ended, or without one."""
    rows: list[Row] = []
    customers = [f"c{number}{history}" for number in (1, 2, 4)]
    for number in random.sample([1, 2, 3], random.randint(0, 3)):
        account = f"a{number}{history}"
        owner = random.choice([owners.get(account), *customers, None])
        end = END if random.random() < 0.8 else loaded_at
        rows.append((account, owner, loaded_at, end, loaded_at, loaded_at, "BANK"))
        if owner:
            owners[account] = owner
    return rows
