"""Finance transactions, a change feed: a pending transaction is completed or fails."""

from collections.abc import Iterator

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.finance.book import transactions_of
from feeds.finance.holdings import accounts
from feeds.streams import Stream
from feeds.times import FIRST_DELIVERY, stamp
from feeds.world import World

TRANSACTIONS = Feed(
    "finance_transactions",
    "FINANCE.TRANSACTIONS",
    (
        "TRANSACTION_ID",
        "ACCOUNT_ID",
        "COUNTER_ACCOUNT_ID",
        "TRANSACTION_TYPE",
        "AMOUNT",
        "CURRENCY",
        "TRANSACTION_TIME",
        "MERCHANT",
        "CATEGORY",
        "STATUS",
        "UPDATED_AT",
    ),
    ("TRANSACTION_ID",),
    (
        *missing_keys(("TRANSACTION_ID", "ACCOUNT_ID")),
        Flaw("TRANSACTION_TIME", ("2025-13-45 00:00:00", "00000000"), "invalid_timestamp"),
        Flaw("AMOUNT", ("12,5O", "abc"), "invalid_number"),
        Flaw("TRANSACTION_TYPE", ("GIFT", "?"), "unknown_code"),
        Flaw("STATUS", ("LOST", "?"), "unknown_code"),
    ),
)
WHOLE_LIFE = 0.3


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """All versions of all transactions; for old transactions usually only the last."""
    for account in accounts(world):
        for one in transactions_of(world, account):
            head = (one.key, account.key, one.counter, one.kind, f"{one.cents / 100:.2f}")
            head += (account.currency, stamp(one.moment), one.merchant, one.category)
            settled = one.history[-1][0] < FIRST_DELIVERY
            history = one.history[-1:] if settled and not stream.chance(WHOLE_LIFE) else one.history
            for moment, status in history:
                yield changed(one.key, moment, (*head, status, stamp(moment)))


def build_transactions(world: World) -> Delivered:
    """The transaction feed."""
    stream = world.stream(f"{TRANSACTIONS.name}/feed")
    return deliver(stream, TRANSACTIONS, changes(world, stream))
