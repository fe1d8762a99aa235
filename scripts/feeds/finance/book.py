"""The books behind the finance feeds: accounts with their owners, and what is booked on them."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from feeds.places import COUNTRIES
from feeds.shop import RATES
from feeds.streams import Stream, running_totals
from feeds.times import DAY, FIRST_DELIVERY, HISTORY_START, LAST_CHANGE
from feeds.world import World

TYPES = ("CHECKING",) * 5 + ("SAVINGS",) * 3 + ("INVESTMENT", "CREDIT")
TRANSFERRED, FROZEN, CLOSED, UNUSED = 0.03, 0.06, 0.08, 0.25
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
class Account:
    """A finance account: (moment, status) and (moment, owner) from its opening on."""

    place: int
    number: str
    kind: str
    currency: str
    opened: int
    statuses: tuple[tuple[int, str], ...]
    owners: tuple[tuple[int, str], ...]

    @property
    def key(self) -> str:
        """ACC000001 for the first account opened."""
        return f"ACC{self.place + 1:06d}"

    @property
    def usable_until(self) -> int:
        """When it is closed, or the end of the deliveries."""
        moment, status = self.statuses[-1]
        return moment if status == "CLOSED" else LAST_CHANGE

    def owner_at(self, moment: int) -> str:
        """The customer who owns it at a time, not before its opening."""
        return next(owner for start, owner in reversed(self.owners) if start <= moment)


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transaction with its states: (moment, status), PENDING first."""

    key: str
    account: Account
    counter: str
    kind: str
    cents: int
    moment: int
    merchant: str
    category: str
    life: tuple[tuple[int, str], ...]

    @property
    def booked_at(self) -> int | None:
        """When it was completed; None for one that failed or is pending."""
        moment, status = self.life[-1]
        return moment if status == "COMPLETED" else None

    @property
    def signed_cents(self) -> int:
        """What it does to the balance of its account."""
        return self.cents if self.kind == "DEPOSIT" else -self.cents


def _statuses(stream: Stream, opened: int) -> tuple[tuple[int, str], ...]:
    life, room = [(opened, "ACTIVE")], LAST_CHANGE - opened
    if room > 60 * DAY and stream.chance(FROZEN):
        frozen = opened + stream.integer(20 * DAY, room - 20 * DAY)
        life += [(frozen, "FROZEN"), (frozen + stream.integer(DAY, 19 * DAY), "ACTIVE")]
    if life[-1][0] < LAST_CHANGE - DAY and stream.chance(CLOSED):
        life.append((stream.integer(life[-1][0] + DAY, LAST_CHANGE), "CLOSED"))
    return tuple(life)


@lru_cache(maxsize=4)
def accounts(world: World) -> tuple[Account, ...]:
    """All accounts by time of opening, from the stream `finance_accounts`."""
    stream = world.stream("finance_accounts")
    owners = world.members["Oracle"]
    totals = running_totals([owner.party.weight for owner in owners])
    drafts = []
    for _ in range(world.count("finance_accounts")):
        owner = stream.weighted(owners, totals)
        start = max(owner.created, HISTORY_START)
        drafts.append((stream.integer(start, max(start, LAST_CHANGE)), owner))
    drafts.sort(key=lambda draft: (draft[0], draft[1].key))
    result = []
    for place, (opened, owner) in enumerate(drafts):
        owned = [(opened, owner.key)]
        if stream.chance(TRANSFERRED):
            start = FIRST_DELIVERY if stream.chance(0.5) else opened + 1
            owned.append((max(opened + 1, stream.integer(start, LAST_CHANGE)), ""))
            heirs = [other for other in (stream.pick(owners) for _ in range(9)) if other != owner]
            known = [heir for heir in heirs if heir.created <= owned[1][0]]
            owned[1:] = [(owned[1][0], known[0].key)] if known else []
        result.append(
            Account(
                place,
                stream.digits(10),
                stream.pick(TYPES),
                COUNTRIES[owner.party.country].currency,
                opened,
                _statuses(stream, opened),
                tuple(owned),
            )
        )
    return tuple(result)


@lru_cache(maxsize=4)
def _shares(world: World) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """How many transactions each account has, and the number of the first of them."""
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
    """The transactions of an account by time, from a stream of its own."""
    counts, firsts = _shares(world)
    count, first = counts[account.place], firsts[account.place]
    if not count:
        return
    stream = world.stream(f"finance_transactions/{account.key}")
    moments = sorted(_moment(stream, account) for _ in range(count))
    for number, moment in enumerate(moments, first):
        yield _transaction(stream, world, account, f"TXN{number:08d}", moment)


def transaction_by_number(world: World, number: int) -> Transaction:
    """One transaction, by its number from 1 to the number of all."""
    _, firsts = _shares(world)
    place = bisect_right(firsts, number) - 1
    found = list(transactions_of(world, accounts(world)[place]))
    return found[number - firsts[place]]


def _moment(stream: Stream, account: Account) -> int:
    end = account.usable_until
    if end > FIRST_DELIVERY and stream.chance(JANUARY_SHARE):
        return stream.integer(max(account.opened, FIRST_DELIVERY), end)
    return stream.integer(account.opened, end)


def _life(stream: Stream, moment: int) -> tuple[tuple[int, str], ...]:
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
    everyone = accounts(world)
    counter = ""
    if kind == "TRANSFER":
        open_by_then = bisect_right(everyone, moment, key=lambda other: other.opened)
        other = everyone[stream.integer(0, open_by_then - 1)]
        counter = other.key if other.key != account.key else ""
        kind = kind if counter else "DEPOSIT"
    category, merchant = CATEGORIES.get(kind, ""), ""
    if kind == "PAYMENT":
        category = stream.pick(tuple(MERCHANTS))
        merchant = stream.pick(MERCHANTS[category])
    euro = stream.lognormal(*SIZES[kind])
    cents = max(1, round(100 * euro * RATES[account.currency]))
    return Transaction(
        key, account, counter, kind, cents, moment, merchant, category, _life(stream, moment)
    )
