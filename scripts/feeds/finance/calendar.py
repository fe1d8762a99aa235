"""The times of all transactions of all accounts, and their numbers in time order."""

from array import array
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from feeds.finance.holdings import Account, accounts
from feeds.seasons import BANKING, HOME
from feeds.streams import Stream, running_totals
from feeds.times import DAY
from feeds.world import World

UNUSED = 0.12
# A closed account is paid out in its last hours.
PAID_OUT_BEFORE = DAY


@dataclass(frozen=True, slots=True)
class Calendar:
    """The times and numbers of all transactions, account by account; `starts` has the position of
    the first transaction of each account, and `order` the positions by time."""

    starts: np.ndarray
    moments: np.ndarray
    numbers: np.ndarray
    order: np.ndarray

    def of(self, account: Account) -> list[tuple[int, int]]:
        """Number (from 1) and time of each transaction of an account, by time."""
        places = slice(self.starts[account.place], self.starts[account.place + 1])
        return list(zip(self.numbers[places].tolist(), self.moments[places].tolist(), strict=True))

    def account_of(self, number: int) -> int:
        """The place of the account with a transaction."""
        return int(np.searchsorted(self.starts, self.order[number - 1], side="right")) - 1


def _counts(stream: Stream, everyone: tuple[Account, ...], total: int) -> list[int]:
    """The number of transactions of each account; a closed one is also emptied."""
    weights = [0.0 if stream.chance(UNUSED) else stream.lognormal(0.0, 1.1) for _ in everyone]
    totals = running_totals(weights)
    counts = [0] * len(everyone)
    drawn = 0
    while drawn < total:
        place = stream.weighted(range(len(everyone)), totals)
        # An account that is closed later and has a first transaction also needs a last one.
        more = 2 if everyone[place].is_closed and not counts[place] else 1
        if drawn + more <= total:
            counts[place] += more
            drawn += more
    return counts


def _moments(stream: Stream, account: Account, count: int) -> list[int]:
    """The times at which an account is used: first soon after its opening, never while it is
    frozen, and for the last time just before it is closed."""
    if not count:
        return []
    end = account.usable_until
    if account.is_closed:
        end -= PAID_OUT_BEFORE
    first = min(account.opened + stream.integer(600, DAY), max(account.opened + 1, end))
    moments = [first]
    while len(moments) < count - account.is_closed:
        moment = BANKING.moment(stream, HOME, account.country, first, end)
        if account.status_at(moment) == "ACTIVE":
            moments.append(moment)
    if account.is_closed:
        moments.append(stream.integer(end + PAID_OUT_BEFORE // 2, end + PAID_OUT_BEFORE - 7_200))
    return sorted(moments)


@lru_cache(maxsize=4)
def calendar(world: World) -> Calendar:
    """All transactions, from the stream `finance_transactions` and one stream per account."""
    stream = world.stream("finance_transactions")
    everyone = accounts(world)
    counts = _counts(stream, everyone, world.count("finance_transactions"))
    moments = array("q")
    for account, count in zip(everyone, counts, strict=True):
        own = world.stream(f"finance_transactions/{account.key}/times")
        moments.extend(_moments(own, account, count))
    times = np.array(moments, dtype=np.int64)
    order = np.argsort(times, kind="stable")
    numbers = np.empty(len(times), dtype=np.int64)
    numbers[order] = np.arange(1, len(times) + 1)
    return Calendar(np.cumsum([0, *counts]), times, numbers, order)
