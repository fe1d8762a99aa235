"""Accounts, transactions and ledger are consistent: owners, postings and balances."""

from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from feeds.prices import WHOLE


@pytest.fixture(scope="module")
def accounts(sample):
    return sample.versions("finance_accounts")


@pytest.fixture(scope="module")
def transactions(sample):
    return sample.versions("finance_transactions")


@pytest.fixture(scope="module")
def ledger(sample):
    """The lines of each transaction."""
    lines = defaultdict(dict)
    for row in sample.readable("finance_ledger_entries"):
        lines[row["TRANSACTION_ID"]][row["ENTRY_ID"]] = row
    return {key: list(found.values()) for key, found in lines.items()}


def states(life):
    return [row["STATUS"] for row in life]


def test_every_account_belongs_to_an_oracle_customer(sample, accounts):
    customers = {row["CUSTOMER_ID"] for row in sample.readable("oracle_customers")}
    assert {row["CUSTOMER_ID"] for life in accounts.values() for row in life} <= customers


def test_some_accounts_change_their_owner_in_history_and_in_later_batches(accounts):
    moved = []
    for life in accounts.values():
        for before, after in zip(life, life[1:], strict=False):
            if before["CUSTOMER_ID"] != after["CUSTOMER_ID"]:
                moved.append(after["_batch_id"])
    assert 0.015 < len(moved) / len(accounts) < 0.04
    assert moved.count("B001") >= 5
    assert len(set(moved) - {"B001"}) >= 5


def test_accounts_are_opened_on_the_day_of_their_first_version(sample, accounts):
    for key in accounts.keys() - sample.keys_with_malformed_rows("finance_accounts"):
        assert {row["OPENED_DATE"] for row in accounts[key]} == {
            accounts[key][0]["UPDATED_AT"][:10]
        }


def test_transactions_are_made_while_their_accounts_are_active(sample, accounts, transactions):
    checked, unsure = 0, sample.keys_with_malformed_rows("finance_accounts")
    for row in (life[0] for life in transactions.values()):
        for key in {row["ACCOUNT_ID"], row["COUNTER_ACCOUNT_ID"]} - {""} - unsure:
            then = [one for one in accounts[key] if one["UPDATED_AT"] <= row["TRANSACTION_TIME"]]
            assert then[-1]["ACCOUNT_STATUS"] == "ACTIVE", row
            checked += 1
    assert checked > 5_000


def test_pending_transactions_are_completed_or_fail_or_stay_pending(transactions):
    walks = Counter(tuple(states(life)) for life in transactions.values())
    assert set(walks) <= {
        ("PENDING",),
        ("COMPLETED",),
        ("FAILED",),
        ("PENDING", "COMPLETED"),
        ("PENDING", "FAILED"),
    }
    assert walks["PENDING", "COMPLETED"] > 1_000
    assert walks["PENDING", "FAILED"] > 20
    assert walks["PENDING",] > 20


def test_only_the_status_of_a_transaction_changes(transactions):
    moving = {"STATUS", "UPDATED_AT", "_loaded_at", "_batch_id"}
    for life in transactions.values():
        assert len({tuple(row[name] for name in row if name not in moving) for row in life}) == 1


def test_only_transfers_have_a_counter_account(transactions):
    for row in (life[0] for life in transactions.values()):
        assert (row["TRANSACTION_TYPE"] == "TRANSFER") == bool(row["COUNTER_ACCOUNT_ID"])
        assert row["COUNTER_ACCOUNT_ID"] != row["ACCOUNT_ID"]
        assert (row["TRANSACTION_TYPE"] == "PAYMENT") == bool(row["MERCHANT"])


def test_transactions_are_in_the_currency_of_their_account(accounts, transactions):
    for row in (life[0] for life in transactions.values()):
        assert row["CURRENCY"] == accounts[row["ACCOUNT_ID"]][0]["CURRENCY"]
        assert Decimal(row["AMOUNT"]) > 0


@pytest.fixture(scope="module")
def postings(transactions, ledger):
    """(posted at, signed amount) of each account's postings, with the transfers to it."""
    posted = defaultdict(list)
    for key, lines in ledger.items():
        one, time = transactions[key][0], lines[0]["BOOKED_AT"]
        amount = Decimal(one["AMOUNT"])
        sign = 1 if one["TRANSACTION_TYPE"] == "DEPOSIT" else -1
        posted[one["ACCOUNT_ID"]].append((time, sign * amount))
        if one["COUNTER_ACCOUNT_ID"]:
            posted[one["COUNTER_ACCOUNT_ID"]].append((time, amount))
    return posted


def test_every_balance_is_the_sum_of_the_postings_so_far(accounts, postings):
    compared = 0
    for key, life in accounts.items():
        for row in life:
            posted = [amount for time, amount in postings[key] if time <= row["UPDATED_AT"]]
            assert Decimal(row["BALANCE"]) == sum(posted), row
            compared += bool(posted)
    assert compared > 1_500


def test_the_last_balance_includes_all_postings(sample, accounts, postings):
    outdated = [
        key
        for key, life in accounts.items()
        if any(time > life[-1]["UPDATED_AT"] for time, _ in postings[key])
    ]
    # Their last row was malformed and never delivered again.
    bad = sample.cells("truth/truth_malformed_rows")
    assert len(outdated) <= sum(row["feed"] == "finance_accounts" for row in bad)


def test_few_accounts_receive_transfers(accounts, transactions):
    receivers = {life[0]["COUNTER_ACCOUNT_ID"] for life in transactions.values()} - {""}
    assert 10 < len(receivers) < 0.06 * len(accounts)


def test_credit_accounts_are_owed_and_no_other_account_is_overdrawn(accounts):
    owed = 0
    for row in (row for life in accounts.values() for row in life):
        sign = -1 if row["ACCOUNT_TYPE"] == "CREDIT" else 1
        assert sign * Decimal(row["BALANCE"]) >= 0, row
        owed += sign < 0 and Decimal(row["BALANCE"]) < 0
    assert owed > 100


def test_closed_accounts_are_empty_and_never_used_again(accounts, transactions, postings):
    closed = {
        key: row["UPDATED_AT"]
        for key, life in accounts.items()
        for row in life
        if row["ACCOUNT_STATUS"] == "CLOSED"
    }
    assert len(closed) > 50
    assert {Decimal(accounts[key][-1]["BALANCE"]) for key in closed} == {0}
    assert {accounts[key][-1]["ACCOUNT_STATUS"] for key in closed} == {"CLOSED"}
    for life in transactions.values():
        for row in life:
            for key in {row["ACCOUNT_ID"], row["COUNTER_ACCOUNT_ID"]} & set(closed):
                assert row["UPDATED_AT"] < closed[key], row
    assert sum(len(postings[key]) > 1 for key in closed) > 30


def test_the_ledger_owes_customers_their_balances(sample, accounts):
    """Apart from accounts with a malformed last row."""
    owed, balances = Counter(), Counter()
    for row in {row["ENTRY_ID"]: row for row in sample.readable("finance_ledger_entries")}.values():
        if row["LEDGER_ACCOUNT"].startswith("2100"):
            sign = 1 if row["SIDE"] == "CREDIT" else -1
            owed[row["CURRENCY"]] += sign * Decimal(row["AMOUNT"])
    for life in accounts.values():
        balances[life[-1]["CURRENCY"]] += Decimal(life[-1]["BALANCE"])
    for currency, amount in owed.items():
        assert abs(amount - balances[currency]) < Decimal("0.02") * amount


def test_ledger_lines_of_a_transaction_balance_to_the_cent(transactions, ledger):
    for key, lines in ledger.items():
        sums = Counter()
        for row in lines:
            sums[row["SIDE"]] += Decimal(row["AMOUNT"])
        assert sums["DEBIT"] == sums["CREDIT"] == Decimal(transactions[key][0]["AMOUNT"])
    assert 9_000 < sum(map(len, ledger.values())) < 11_000


def test_the_ledger_posts_transactions_when_they_are_completed(sample, transactions, ledger):
    completed = {
        key: life[-1] for key, life in transactions.items() if states(life)[-1] == "COMPLETED"
    }
    assert set(completed) <= set(ledger)
    # Their completed row was malformed and never delivered again.
    incomplete = set(ledger) - set(completed)
    bad = sample.cells("truth/truth_malformed_rows")
    assert len(incomplete) <= sum(row["feed"] == "finance_transactions" for row in bad)
    assert {states(transactions[key])[-1] for key in incomplete} <= {"PENDING"}
    for key, one in completed.items():
        posted = {(row["BOOKED_AT"], row["CURRENCY"]) for row in ledger[key]}
        assert posted == {(one["UPDATED_AT"], one["CURRENCY"])}


def test_some_accounts_are_used_often_and_others_never(accounts, transactions):
    uses = Counter(life[0]["ACCOUNT_ID"] for life in transactions.values())
    busiest = sum(count for _, count in uses.most_common(len(accounts) // 10))
    assert busiest > len(transactions) / 3
    assert len(uses) < 0.8 * len(accounts)


def test_yen_have_no_cents(sample):
    for feed, columns in (
        ("finance_transactions", ("AMOUNT",)),
        ("finance_accounts", ("BALANCE",)),
        ("finance_ledger_entries", ("AMOUNT",)),
        ("shipments", ("SHIPPING_COST",)),
    ):
        for row in sample.readable(feed):
            if row["CURRENCY"] in WHOLE:
                assert all(Decimal(row[column]) % 1 == 0 for column in columns), row
