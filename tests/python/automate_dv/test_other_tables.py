"""Effectivity, tracking, event and reference tables: loads in any order, split and repeated."""

from __future__ import annotations

import pytest
from account_histories import (
    END_OF_TIME,
    Accounts,
    accounts_in_any_order,
    delivered,
    differences_of_accounts,
    intervals,
)
from in_order_histories import differences_of_relationships
from load_histories import day
from memory_vault import MakeVault


@pytest.fixture(scope="module")
def accounts(replay_safe: MakeVault) -> Accounts:
    return accounts_in_any_order(replay_safe, 5, 1200)


def test_tables_about_accounts_return_the_reference(accounts: Accounts) -> None:
    """Each day has the owner delivered last, in disjoint intervals; hashdiffs, events and codes."""
    assert dict(differences_of_accounts(accounts)) == {}


@pytest.mark.long
def test_tables_about_10000_accounts_return_the_reference(replay_safe: MakeVault) -> None:
    assert dict(differences_of_accounts(accounts_in_any_order(replay_safe, 8, 10_000))) == {}


def test_a_change_and_its_reversal_in_one_batch_give_three_intervals(accounts: Accounts) -> None:
    assert intervals(accounts.vault)["back"] == [
        (day(1), day(2), "1"), (day(2), day(3), "2"), (day(3), END_OF_TIME, "1"),
    ]  # fmt: skip


def test_tracking_keeps_equal_hashdiffs_of_two_keys(accounts: Accounts) -> None:
    twins = "select hashdiff from xts_account group by all having count(distinct account_hk) > 1"
    assert accounts.vault.rows(twins + " limit 1")


def test_a_reference_table_has_one_row_per_code(accounts: Accounts) -> None:
    codes = accounts.vault.rows("select customer_id from ref_customer order by 1")
    assert codes == [("1",), ("100",), ("2",), ("200",), ("300",)]


def test_delivering_everything_again_adds_no_row(accounts: Accounts) -> None:
    vault = accounts.vault
    tables = ["eff_sat_account", "xts_account", "nh_link_account", "ref_customer"]
    before = [vault.count(table) for table in tables]
    timeline = intervals(vault)
    vault.load()
    assert [vault.count(table) for table in tables] == before
    assert intervals(vault) == timeline


@pytest.mark.parametrize("accounts", [500, pytest.param(10_000, marks=pytest.mark.long)])
def test_loads_in_order_give_the_rows_that_upstream_documents(
    default: MakeVault, accounts: int
) -> None:
    assert dict(differences_of_relationships(default, 9, accounts)) == {}


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
