"""The transactions behind the finance feeds, by account; they follow from its balance."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from feeds.finance.amounts import (
    draw_cents,
    draw_kind,
    draw_opening,
    draw_part,
    draw_purpose,
)
from feeds.finance.calendar import calendar
from feeds.finance.funds import Funds
from feeds.finance.holdings import Account, accounts
from feeds.prices import RATES, cents_of
from feeds.streams import Stream
from feeds.times import DAY, LAST_CHANGE
from feeds.world import World

# Balance in euro below which money is paid in.
LOW_FUNDS = 20
DECLINED, FAILED, NEVER_SETTLED = 0.4, 0.02, 0.01
# One account in this many receives transfers, like those of employers and landlords.
RECEIVERS = 20


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transaction with its status history: (moment, status), PENDING first."""

    key: str
    account: Account
    counter: str
    kind: str
    cents: int
    moment: int
    merchant: str
    category: str
    history: tuple[tuple[int, str], ...]

    @property
    def posted_at(self) -> int | None:
        """When it was completed; None if it failed or is pending."""
        moment, status = self.history[-1]
        return moment if status == "COMPLETED" else None

    @property
    def signed_cents(self) -> int:
        """Its effect on the account balance, in cents."""
        return self.cents if self.kind == "DEPOSIT" else -self.cents


class Draft(NamedTuple):
    """The purpose of a transaction, and whether it fails."""

    kind: str
    cents: int
    counter: str = ""
    fails: bool = False


def transactions_of(world: World, account: Account) -> Iterator[Transaction]:
    """The transactions of an account by time, from the account's own stream: first money is paid in
    (or spent on credit), and a closed account is emptied by the last one."""
    stream, funds = world.stream(f"finance_transactions/{account.key}"), Funds()
    made = calendar(world).of(account)
    for place, (number, moment) in enumerate(made):
        is_last = account.is_closed and place == len(made) - 1
        if is_last:
            one, latest = _payout(account, funds, moment), account.usable_until
        else:
            one = (
                _usual(stream, world, account, funds, moment)
                if place
                else _opening(stream, account)
            )
            latest = made[-1][1] if account.is_closed else None
        category, merchant = draw_purpose(stream, one.kind, one.cents, account.currency)
        history = _history(stream, moment, latest, one.fails)
        cells = (one.kind, one.cents, moment, merchant, category, history)
        transaction = Transaction(f"TXN{number:08d}", account, one.counter, *cells)
        funds.add(transaction.signed_cents, history[-1])
        yield transaction


def transaction_by_number(world: World, number: int) -> Transaction:
    """The transaction with a number, counted from 1 by time."""
    account = accounts(world)[calendar(world).account_of(number)]
    key = f"TXN{number:08d}"
    return next(one for one in transactions_of(world, account) if one.key == key)


@lru_cache(maxsize=4)
def transfers_in(world: World) -> dict[str, list[tuple[int, int]]]:
    """(posted at, cents) of the completed transfers to each account that receives any."""
    received: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for account in accounts(world):
        for one in transactions_of(world, account):
            if one.counter and one.posted_at:
                received[one.counter].append((one.posted_at, one.cents))
    return dict(received)


def _opening(stream: Stream, account: Account) -> Draft:
    kind = "PAYMENT" if account.is_credit else "DEPOSIT"
    return Draft(kind, draw_opening(stream, account.currency))


def _payout(account: Account, funds: Funds, moment: int) -> Draft:
    if account.is_credit:
        return Draft("DEPOSIT", funds.owed(moment))
    return Draft("WITHDRAWAL", funds.available(moment))


def _usual(stream: Stream, world: World, account: Account, funds: Funds, moment: int) -> Draft:
    """A transaction that the account allows: money is paid in if the balance is low, only debts are
    repaid, and some transactions fail for lack of funds."""
    kind, counter, currency = draw_kind(stream, account.kind), "", account.currency
    least = cents_of(LOW_FUNDS * RATES[currency], currency)
    if account.is_credit:
        owed = funds.owed(moment)
        if kind == "DEPOSIT" and owed >= least:
            return Draft(kind, draw_part(stream, owed, 0.3, 0.9, currency))
        kind = "PAYMENT" if kind == "DEPOSIT" else kind
        return Draft(kind, draw_cents(stream, kind, currency), "", stream.chance(FAILED))
    available = funds.available(moment)
    if kind == "DEPOSIT" or available < least:
        return Draft("DEPOSIT", draw_cents(stream, "DEPOSIT", currency), "", stream.chance(FAILED))
    if kind == "TRANSFER":
        counter = _counter(stream, world, account, moment)
        kind = kind if counter else "WITHDRAWAL"
    cents = draw_cents(stream, kind, currency)
    if cents < available:
        return Draft(kind, cents, counter, stream.chance(FAILED))
    if stream.chance(DECLINED):
        return Draft(kind, cents, counter, fails=True)
    return Draft(kind, draw_part(stream, available, 0.1, 0.6, currency), counter)


@lru_cache(maxsize=4)
def _receivers(world: World) -> dict[str, list[Account]]:
    """Accounts that receive transfers, by currency and time of opening; they are never closed."""
    found: dict[str, list[Account]] = defaultdict(list)
    for account in accounts(world)[::RECEIVERS]:
        if not account.is_closed and not account.is_credit:
            found[account.currency].append(account)
    return dict(found)


def _counter(stream: Stream, world: World, account: Account, moment: int) -> str:
    """The account that receives a transfer, active at that time; empty if none is found."""
    known = _receivers(world).get(account.currency, [])
    opened = bisect_right(known, moment, key=lambda other: other.opened)
    for _ in range(5 if opened else 0):
        other = known[stream.integer(0, opened - 1)]
        if other.key != account.key and other.status_at(moment) == "ACTIVE":
            return other.key
    return ""


def _history(
    stream: Stream, moment: int, latest: int | None, fails: bool
) -> tuple[tuple[int, str], ...]:
    """PENDING, then COMPLETED or FAILED: before `latest` if given, otherwise a few never."""
    settled = moment + stream.integer(60, 2 * DAY)
    if latest is not None:
        settled = min(settled, max(moment + 60, latest - 60))
    elif settled > LAST_CHANGE or stream.chance(NEVER_SETTLED):
        return ((moment, "PENDING"),)
    return ((moment, "PENDING"), (settled, "FAILED" if fails else "COMPLETED"))
