"""The transactions behind the finance feeds, by account, with their status history."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from feeds.finance.holdings import Account, accounts
from feeds.shop import RATES
from feeds.streams import Stream, running_totals
from feeds.times import DAY, FIRST_DELIVERY, LAST_CHANGE
from feeds.world import World

UNUSED = 0.25
KINDS = ("PAYMENT", "DEPOSIT", "TRANSFER", "WITHDRAWAL", "FEE")
KIND_TOTALS = running_totals([0.45, 0.2, 0.15, 0.12, 0.08])
# Mean and sigma of the logarithm of the amount in euro.
SIZES = {
    "PAYMENT": (3.8, 1.0),
    "DEPOSIT": (6.4, 0.9),
    "TRANSFER": (5.6, 1.0),
    "WITHDRAWAL": (4.6, 0.8),
    "FEE": (1.6, 0.5),
}
MERCHANTS = {
    "Groceries": ("Fresh Corner", "Green Basket", "Market Hall"),
    "Travel": ("Skyline Air", "Rail Connect", "Harbour Hotels"),
    "Software": ("Cloud Hub", "Insight Studio", "Ledger Suite"),
    "Utilities": ("City Power", "Blue Water", "Fibre One"),
    "Office": ("Paper & Co", "Desk Depot", "Print House"),
    "Dining": ("Bistro Nord", "Noodle Bar", "Corner Cafe"),
}
CATEGORIES = {"DEPOSIT": "Income", "TRANSFER": "Transfer", "WITHDRAWAL": "Cash", "FEE": "Fees"}
FAILED, NEVER_SETTLED, JANUARY_SHARE = 0.04, 0.01, 0.07


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
    def booked_at(self) -> int | None:
        """When it was completed; None if it failed or is pending."""
        moment, status = self.history[-1]
        return moment if status == "COMPLETED" else None

    @property
    def signed_cents(self) -> int:
        """Its effect on the account balance, in cents."""
        return self.cents if self.kind == "DEPOSIT" else -self.cents


@lru_cache(maxsize=4)
def _shares(world: World) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The number of transactions of each account, and the number of its first one."""
    stream = world.stream("finance_transactions")
    everyone = accounts(world)
    totals = running_totals(
        [0.0 if stream.chance(UNUSED) else stream.lognormal(0.0, 1.1) for _ in everyone]
    )
    counts = [0] * len(everyone)
    for _ in range(world.count("finance_transactions")):
        counts[stream.weighted(range(len(everyone)), totals)] += 1
    firsts = (1, *(1 + int(total) for total in running_totals([float(n) for n in counts])))
    return tuple(counts), firsts[:-1]


def transactions_of(world: World, account: Account) -> Iterator[Transaction]:
    """The transactions of an account by time, from the account's own stream."""
    counts, firsts = _shares(world)
    count, first = counts[account.place], firsts[account.place]
    if not count:
        return
    stream = world.stream(f"finance_transactions/{account.key}")
    moments = sorted(_moment(stream, account) for _ in range(count))
    for number, moment in enumerate(moments, first):
        yield _transaction(stream, world, account, f"TXN{number:08d}", moment)


def transaction_by_number(world: World, number: int) -> Transaction:
    """The transaction with a number, counted from 1."""
    _, firsts = _shares(world)
    place = bisect_right(firsts, number) - 1
    found = list(transactions_of(world, accounts(world)[place]))
    return found[number - firsts[place]]


def _moment(stream: Stream, account: Account) -> int:
    """When a transaction is made: not while the account is frozen, and before it is closed."""
    end = account.usable_until
    lately = end > FIRST_DELIVERY and stream.chance(JANUARY_SHARE)
    start = max(account.opened, FIRST_DELIVERY) if lately else account.opened
    while True:
        moment = stream.integer(start, end)
        if account.status_at(moment) == "ACTIVE":
            return moment


def _counter(stream: Stream, world: World, account: Account, moment: int) -> str:
    """Another account that is active at that time; empty if none is found."""
    everyone = accounts(world)
    opened = bisect_right(everyone, moment, key=lambda other: other.opened)
    for _ in range(5):
        other = everyone[stream.integer(0, opened - 1)]
        if other.key != account.key and other.status_at(moment) == "ACTIVE":
            return other.key
    return ""


def _status_history(stream: Stream, moment: int) -> tuple[tuple[int, str], ...]:
    settled = moment + stream.integer(60, 2 * DAY)
    lot = stream.random()
    if lot < NEVER_SETTLED or settled > LAST_CHANGE:
        return ((moment, "PENDING"),)
    status = "FAILED" if lot < NEVER_SETTLED + FAILED else "COMPLETED"
    return ((moment, "PENDING"), (settled, status))


def _transaction(
    stream: Stream, world: World, account: Account, key: str, moment: int
) -> Transaction:
    kind = stream.weighted(KINDS, KIND_TOTALS)
    counter = _counter(stream, world, account, moment) if kind == "TRANSFER" else ""
    if kind == "TRANSFER" and not counter:
        kind = "WITHDRAWAL"
    category, merchant = CATEGORIES.get(kind, ""), ""
    if kind == "PAYMENT":
        category = stream.pick(tuple(MERCHANTS))
        merchant = stream.pick(MERCHANTS[category])
    euro = stream.lognormal(*SIZES[kind])
    cents = max(1, round(100 * euro * RATES[account.currency]))
    return Transaction(
        key,
        account,
        counter,
        kind,
        cents,
        moment,
        merchant,
        category,
        _status_history(stream, moment),
    )
