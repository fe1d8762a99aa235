"""Histories for loads in order with the extra vars off, and the rows that upstream documents."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from account_histories import END_OF_TIME
from load_histories import Delivery, Load, by_key, changes, day, sets, unlike
from memory_vault import MakeVault, MemoryVault

DAYS = 10
TABLES = ["hub_thing", "link_thing_member", "sat_thing", "ma_sat_member"]
Feeds = dict[str, list[Delivery]]
# A row of a default effectivity satellite: account, customer, start, end, load time.
Relationship = tuple[str, str, dt.datetime, dt.datetime, dt.datetime]


def upstream_text(delivery: Delivery) -> tuple[str, ...]:
    """The text that upstream hashes of a payload: trimmed, in upper case, null as `^^`."""
    return tuple((part or "").strip(" ").upper() or "^^" for part in delivery.payload)


def upstream_rows(deliveries: list[Delivery]) -> set[Delivery]:
    """A row per change of the text that upstream hashes."""
    kept = set()
    for of_key in by_key(deliveries).values():
        before = None
        for delivery in of_key:
            if upstream_text(delivery) != before:
                kept.add(delivery)
            before = upstream_text(delivery)
    return kept


def upstream_sets(deliveries: list[Delivery]) -> set[Delivery]:
    """The whole set at each load time that changed it; an empty set cannot be delivered."""
    found: dict[str, dict[object, set[Delivery]]] = defaultdict(lambda: defaultdict(set))
    for delivery in deliveries:
        if delivery.member:
            found[delivery.key][delivery.loaded_at].add(delivery)
    kept: set[Delivery] = set()
    for of_key in found.values():
        before: set[tuple[object, ...]] = set()
        for _, members in sorted(of_key.items()):
            now = {(it.member, upstream_text(it)) for it in members}
            if now != before:
                kept |= members
            before = now
    return kept


def read(vault: MemoryVault, table: str, member: str = "null") -> list[Delivery]:
    """The rows of a table of the vault as deliveries."""
    rows = vault.rows(
        f"select thing_id, loaded_at, one, two, effective_from, {member} from {table}"
    )
    return [Delivery(row[0], row[1], (row[2], row[3]), row[4], row[5]) for row in rows]


def loaded_in_order(
    make: MakeVault, seed: int, keys: int, days: int, tables: list[str] = TABLES
) -> tuple[MemoryVault, Feeds]:
    """A vault after loads in order, each of some days, and what was delivered."""
    random = Random(seed)
    feeds = {"change": changes(random, keys), "member": sets(random, keys // 2)}
    vault = make(*tables)
    for table, deliveries in feeds.items():
        first = min(it.loaded_at for it in deliveries)
        loads = [Load((it.loaded_at - first).days // days + 1, it) for it in deliveries]
        vault.deliver(table, (load.row() for load in loads))
    for _ in range(-(-DAYS // days)):
        vault.load()
    return vault, feeds


def first_seen(deliveries: list[Delivery]) -> dict[str, dt.datetime]:
    """The load time at which each key was first delivered."""
    found: dict[str, dt.datetime] = {}
    for it in deliveries:
        found[it.key] = min(found.get(it.key, it.loaded_at), it.loaded_at)
    return found


def differences_in_order(
    vault: MemoryVault, feeds: Feeds, days: int
) -> Iterator[tuple[str, object]]:
    """Tables whose rows differ from what upstream documents."""
    expected = {"sat_thing": upstream_rows(feeds["change"])}
    if days == 1:  # Upstream expects one set of a key per load.
        expected["ma_sat_member"] = upstream_sets(feeds["member"])
    for table, rows in expected.items():
        found = read(vault, table, "member_id" if table.startswith("ma_sat") else "null")
        yield from unlike(table, found, rows)
    keys = vault.rows("select thing_id, loaded_at from hub_thing")
    wanted = first_seen(feeds["change"] + feeds["member"])
    yield from unlike("hub_thing", keys, set(wanted.items()))
    links = first_seen([replace(it, key=it.key + it.member) for it in feeds["member"] if it.member])
    stored = vault.rows("select loaded_at from link_thing_member")
    if sorted(row[0] for row in stored) != sorted(links.values()):
        yield "link_thing_member", (len(stored), len(links))


def relationships(random: Random, accounts: int, is_auto: bool) -> list[Relationship]:
    """Each day some accounts are delivered: with all owners, or with owners that start or end."""
    rows = []
    for number in range(accounts):
        for place in sorted(random.sample(range(DAYS), random.randint(1, 6))):
            for customer in random.sample("123", random.choice((1, 1, 2))):
                ended_at = day(place) - dt.timedelta(hours=random.choice((0, 5)))
                ends = END_OF_TIME if is_auto or random.random() < 0.6 else ended_at
                start = day(max(0, place - random.choice((0, 0, 1))))
                rows.append((f"a{number}", customer, start, ends, day(place)))
    return rows


def expected_relationships(rows: list[Relationship], is_auto: bool) -> set[Relationship]:
    """A row when a relationship is new, ends or starts again; see eff_sat_in_order."""
    kept: set[Relationship] = set()
    newest: dict[tuple[str, str], Relationship] = {}
    first_day = min(row[4] for row in rows)
    days = sorted({row[4] for row in rows})
    for moment in days:
        of_day: dict[str, list[Relationship]] = defaultdict(list)
        for row in rows:
            if row[4] == moment:
                of_day[row[0]].append(row)
        for account, delivered in of_day.items():
            named = {row[1] for row in delivered}
            before = {key: row for key, row in newest.items() if key[0] == account}
            changed = []
            for row in delivered:
                known = before.get((account, row[1]))
                is_open = row[3] == END_OF_TIME
                # With auto end-dating new relationships start at their source time.
                start = moment if is_auto and moment != first_day else row[2]
                if known is None or (is_open and known[3] != END_OF_TIME):
                    changed.append((account, row[1], start, row[3], moment))
                elif not is_open and known[3] == END_OF_TIME:
                    changed.append(row)
            for (_, customer), row in before.items():
                if is_auto and customer not in named and row[3] == END_OF_TIME:
                    changed.append((account, customer, row[2], moment, moment))
            newest.update({(row[0], row[1]): row for row in changed})
            kept.update(changed)
    return kept


def differences_of_relationships(
    make: MakeVault, seed: int, accounts: int
) -> Iterator[tuple[str, object]]:
    """Effectivity satellites with and without auto end-dating that differ from the reference."""
    for model, is_auto, start in (
        ("eff_sat_account", False, "start_at"),
        ("eff_sat_auto_ended", True, "start_at"),
        ("eff_sat_starts_at_change", False, "changed_at"),
        ("eff_sat_auto_starts_at_change", True, "changed_at"),
    ):
        rows = relationships(Random(seed), accounts, is_auto)
        if start == "changed_at":
            rows = [(*row[:2], row[4], *row[3:]) for row in rows]
        vault = make(model)
        days = sorted({row[4] for row in rows})
        vault.deliver("account", [
            (days.index(row[4]) + 1, *row[:4], row[4], row[4], "bank") for row in rows
        ])  # fmt: skip
        for _ in days:
            vault.load()
        found = vault.rows(
            f"select account_id, customer_id, {start}, end_at, loaded_at from {model}"
        )
        expected = expected_relationships(rows, is_auto)
        yield from unlike(model, found, expected)
