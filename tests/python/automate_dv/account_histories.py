"""Random histories of accounts and their owners, and the reference: the rows of each table."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from account_models import ACCOUNTS
from load_histories import day, unlike
from memory_vault import MakeVault, MemoryVault

END_OF_TIME = dt.datetime(9999, 12, 31, 23, 59, 59, 999999)
LOADS = 4
DAYS = range(16)
XTS = "account_hk, satellite_name, hashdiff, loaded_at"
TRACKED = """(
    select distinct account_hk, name_of_a as satellite_name, customer_hashdiff as hashdiff,
        loaded_at
    from all_accounts
    union
    select distinct account_hk, name_of_b, end_hashdiff, loaded_at from all_accounts
) as tracked"""
Row = tuple[str, str | None, dt.datetime, dt.datetime, dt.datetime, dt.datetime, str]
Interval = tuple[dt.datetime, dt.datetime, str]


def delivered(
    account: str, customer: str | None, start: int, loaded: int, end: int | None = None
) -> Row:
    """A delivery: from day `start` on (until `end`) the account belongs to the customer."""
    until = END_OF_TIME if end is None else day(end)
    return (account, customer, day(start), until, day(start), day(loaded), "bank")


def random_rows(random: Random, accounts: int) -> list[Row]:
    """One to six deliveries of each account; some are corrections, ends or have no owner."""
    rows = []
    for number in range(accounts):
        for loaded in sorted(random.sample(DAYS, random.randint(1, 6))):
            start = random.randint(0, 9)
            end = random.choice([None, None, None, start + random.randint(0, 6)])
            customer = random.choice(["100", "200", "100", "200", "300", None])
            rows.append(delivered(f"a{number}", customer, start, loaded, end))
    return rows


@dataclass(frozen=True)
class Accounts:
    """A vault after all loads except the last, which repeats everything, and its deliveries."""

    vault: MemoryVault
    loads: list[tuple[int, Row]]

    @property
    def rows(self) -> list[Row]:
        """All deliveries."""
        return [row for _, row in self.loads]


def accounts_in_any_order(make: MakeVault, seed: int, accounts: int) -> Accounts:
    """Deliveries in any order, some twice, and an owner who leaves and returns in one load."""
    random = Random(seed)
    back = [delivered("back", who, start, 9) for who, start in zip("121", (1, 2, 3), strict=True)]
    rows = random_rows(random, accounts)
    loads = [(LOADS, row) for row in back]
    loads += [(random.randint(1, LOADS), row) for row in rows]
    loads += [(random.randint(1, LOADS), row) for row in random.sample(rows, len(rows) // 10)]
    vault = make(*ACCOUNTS)
    again = [(LOADS + 1, row) for row in [*back, *rows]]
    vault.deliver("account", [(number, *row) for number, row in loads + again])
    for _ in range(LOADS):
        vault.load()
    return Accounts(vault, loads)


def intervals(vault: MemoryVault) -> dict[str, list[Interval]]:
    """The intervals of each account, in order."""
    found = defaultdict(list)
    query = (
        "select distinct stored.account_id, timeline.start_at, timeline.end_at, stored.customer_id"
        " from eff_sat_account_timeline as timeline"
        " join eff_sat_account as stored using (account_customer_hk) order by 1, 2"
    )
    for account, *interval in vault.rows(query):
        found[account].append(tuple(interval))
    return found


def owner(deliveries: list[Row], moment: dt.datetime) -> str | None:
    """The reference: the owner of the account at a moment, by the last delivery of each start."""
    last = {row[2]: row for row in sorted(deliveries, key=lambda row: row[5])}
    started = [row for start, row in last.items() if start <= moment and row[3] > start]
    newest = max(started, key=lambda row: row[2], default=None)
    return newest[1] if newest and newest[3] > moment else None


def wrong_intervals(history: Accounts) -> Iterator[tuple[object, ...]]:
    """Accounts whose intervals give another owner on some day, overlap, or are not merged."""
    deliveries = defaultdict(list)
    for row in history.rows:
        deliveries[row[0]].append(row)
    found = intervals(history.vault)
    for account, of_account in deliveries.items():
        for number in DAYS:
            holds = [who for start, end, who in found[account] if start <= day(number) < end]
            expected = owner(of_account, day(number))
            if holds != ([expected] if expected else []):
                yield account, day(number), holds, expected
    for account, of_account in found.items():
        following = [*of_account[1:], (END_OF_TIME, END_OF_TIME, "")]
        for (start, end, who), (next_start, _, next_who) in zip(
            of_account, following, strict=False
        ):
            if start >= end or end > next_start or (end == next_start and who == next_who):
                yield account, start, end, who


def first_delivered(history: Accounts, columns: tuple[int, ...]) -> dict[object, object]:
    """The first load and, in it, the earliest load time of each value of these columns."""
    first: dict[object, tuple[int, dt.datetime]] = {}
    for number, row in history.loads:
        key = tuple(row[column] for column in columns)
        first[key] = min(first.get(key, (number, row[5])), (number, row[5]))
    return {key: loaded_at for key, (_, loaded_at) in first.items() if None not in key}


def differences_of_accounts(history: Accounts) -> Iterator[tuple[str, object]]:
    """Tables about accounts whose rows differ from the reference."""
    vault = history.vault
    wrong = list(wrong_intervals(history))
    if wrong:
        yield "eff_sat_account_timeline", wrong[:3]
    for kept, others in (("xts_account", TRACKED), (TRACKED, "xts_account")):
        missing = vault.rows(f"(select {XTS} from {kept}) except all (select {XTS} from {others})")
        if missing:
            yield "xts_account", missing[:3]
    for table in ("nh_link_account", "t_link_account"):
        query = f"select account_id, customer_id, loaded_at from {table} join (select distinct"
        query += " account_id, customer_id, account_customer_hk from all_accounts)"
        found = vault.rows(query + " using (account_customer_hk)")
        expected = {(*key, at) for key, at in first_delivered(history, (0, 1)).items()}
        yield from unlike(table, found, expected)
    codes = vault.rows("select account_id, loaded_at from ref_account")
    expected = {(*key, at) for key, at in first_delivered(history, (0,)).items()}
    yield from unlike("ref_account", codes, expected)
