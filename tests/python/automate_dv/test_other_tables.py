"""Effectivity, tracking, event and reference tables: loads in any order, split and repeated."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from random import Random

import pytest
from account_models import ACCOUNTS
from load_histories import day
from memory_vault import MakeVault, MemoryVault

END_OF_TIME = dt.datetime(9999, 12, 31, 23, 59, 59, 999999)
LOADS = 4
DAYS = range(16)
Row = tuple[str, str | None, dt.datetime, dt.datetime, dt.datetime, dt.datetime, str]


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


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """All deliveries, those with named cases first."""
    back_and_forth = [
        delivered("back", who, start, 9) for who, start in zip("121", (1, 2, 3), strict=True)
    ]
    return back_and_forth + random_rows(Random(5), 1200)


@pytest.fixture(scope="module")
def accounts_vault(replay_safe: MakeVault, rows: list[Row]) -> MemoryVault:
    """The vault after all deliveries in any order, some twice; one more load repeats them all."""
    random = Random(6)
    vault = replay_safe(*ACCOUNTS)
    loads = [(4, row) if row[0] == "back" else (random.randint(1, LOADS), row) for row in rows]
    loads += [(random.randint(1, LOADS), row) for row in random.sample(rows, len(rows) // 10)]
    loads += [(LOADS + 1, row) for row in rows]
    vault.deliver("account", [(number, *row) for number, row in loads])
    for _ in range(LOADS):
        vault.load()
    return vault


def intervals(vault: MemoryVault) -> dict[str, list[tuple[dt.datetime, dt.datetime, str]]]:
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
    begun = [row for start, row in last.items() if start <= moment and row[3] > start]
    newest = max(begun, key=lambda row: row[2], default=None)
    return newest[1] if newest and newest[3] > moment else None


def test_each_day_has_the_partner_delivered_last(
    accounts_vault: MemoryVault, rows: list[Row]
) -> None:
    deliveries = defaultdict(list)
    for row in rows:
        deliveries[row[0]].append(row)
    found = intervals(accounts_vault)
    for account, of_account in deliveries.items():
        for number in DAYS:
            holds = [who for start, end, who in found[account] if start <= day(number) < end]
            expected = owner(of_account, day(number))
            assert holds == ([expected] if expected else []), (account, number, of_account)


def test_intervals_are_ordered_disjoint_and_merged(accounts_vault: MemoryVault) -> None:
    for account, of_account in intervals(accounts_vault).items():
        assert all(start < end for start, end, _ in of_account), account
        for (_, end, who), (start, _, next_who) in zip(of_account, of_account[1:], strict=False):
            assert end < start or (end == start and who != next_who), account


def test_a_change_and_its_reversal_in_one_batch_give_three_intervals(
    accounts_vault: MemoryVault,
) -> None:
    assert intervals(accounts_vault)["back"] == [
        (day(1), day(2), "1"), (day(2), day(3), "2"), (day(3), END_OF_TIME, "1"),
    ]  # fmt: skip


def test_tracking_keeps_equal_hashdiffs_of_two_keys(accounts_vault: MemoryVault, rows) -> None:
    expected = {(row[0], "sat_a", row[1], row[5]) for row in rows}
    expected |= {(row[0], "sat_b", row[3], row[5]) for row in rows}
    assert accounts_vault.count("xts_account") == len(expected)
    twins = "select hashdiff from xts_account group by all having count(distinct account_hk) > 1"
    assert accounts_vault.rows(twins + " limit 1")


def test_an_event_is_kept_once_with_all_its_parts(accounts_vault: MemoryVault, rows) -> None:
    for table in ("nh_link_account", "t_link_account"):
        assert accounts_vault.count(table) == len({row[:2] for row in rows if row[1]})


def test_a_reference_table_has_one_row_per_code(accounts_vault: MemoryVault) -> None:
    codes = accounts_vault.rows("select customer_id from ref_customer order by 1")
    assert codes == [("1",), ("100",), ("2",), ("200",), ("300",)]


def test_delivering_everything_again_adds_no_row(accounts_vault: MemoryVault) -> None:
    tables = ["eff_sat_account", "xts_account", "nh_link_account", "ref_customer"]
    before = [accounts_vault.count(table) for table in tables]
    timeline = intervals(accounts_vault)
    accounts_vault.load()
    assert [accounts_vault.count(table) for table in tables] == before
    assert intervals(accounts_vault) == timeline


@pytest.mark.parametrize(
    ("is_auto", "loads", "expected"),
    [
        (
            False,
            [[("a", "1", 1, 1)], [("a", "1", 1, 5, 4)], [("a", "1", 6, 6)]],
            {("1", 1, None, 1), ("1", 1, 4, 5), ("1", 6, None, 6)},
        ),
        (
            True,
            [
                [("a", "1", 1, 1), ("b", "1", 1, 1)],
                [("a", "2", 3, 3)],
                [("a", "3", 5, 5)],
                [("a", "1", 7, 7), ("b", "1", 1, 7)],
            ],
            {
                ("1", 1, None, 1),
                ("1", 1, 3, 3),
                ("2", 3, None, 3),
                ("2", 3, 5, 5),
                ("3", 5, None, 5),
                ("3", 5, 7, 7),
                ("1", 7, None, 7),
            },
        ),
    ],
    ids=["ended by the source", "ended by the next partner"],
)
def test_loads_in_order_open_close_and_reopen_like_upstream(
    default: MakeVault, is_auto: bool, loads, expected
) -> None:
    model = "eff_sat_auto_ended" if is_auto else "eff_sat_account"
    vault = default(model)
    vault.deliver("account", [
        (number, *delivered(*row)) for number, of_load in enumerate(loads, 1) for row in of_load
    ])  # fmt: skip
    for _ in loads:
        vault.load()
    stored = vault.rows(
        f"select customer_id, start_at, end_at, loaded_at from {model} where account_id = 'a'"
    )
    rows = {(who, day(start), END_OF_TIME if end is None else day(end), day(at))
            for who, start, end, at in expected}  # fmt: skip
    assert set(stored) == rows
    assert len(stored) == len(rows)
