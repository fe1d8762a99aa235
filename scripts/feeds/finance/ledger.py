"""General ledger: debit and credit lines of completed transactions, an append-only feed."""

from collections.abc import Iterator

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.finance.book import Transaction, transactions_of
from feeds.finance.holdings import accounts
from feeds.prices import cents_of
from feeds.streams import Stream
from feeds.times import stamp
from feeds.world import World

LEDGER = Feed(
    "finance_ledger_entries",
    "FINANCE.LEDGER",
    (
        "ENTRY_ID",
        "TRANSACTION_ID",
        "LEDGER_ACCOUNT",
        "SIDE",
        "AMOUNT",
        "CURRENCY",
        "BOOKED_AT",
    ),
    ("ENTRY_ID",),
    (
        *missing_keys(("ENTRY_ID", "TRANSACTION_ID")),
        Flaw("BOOKED_AT", ("2025-13-45 00:00:00", "00000000"), "invalid_timestamp"),
        Flaw("AMOUNT", ("12,5O", "abc"), "invalid_number"),
        Flaw("SIDE", ("LEFT", "?"), "unknown_code"),
    ),
)
DEPOSITS, CASH = "2100-CUSTOMER-DEPOSITS", "1000-CASH-CLEARING"
PAYABLES, INCOME = "2300-MERCHANT-PAYABLES", "4100-FEE-INCOME"
# The ledger accounts to debit and to credit.
ENTRIES = {
    "DEPOSIT": (CASH, DEPOSITS),
    "WITHDRAWAL": (DEPOSITS, CASH),
    "PAYMENT": (DEPOSITS, PAYABLES),
    "TRANSFER": (DEPOSITS, DEPOSITS),
    "FEE": (DEPOSITS, INCOME),
}
WITH_FEE, FEE_SHARE = 0.35, 0.02


def lines_of(stream: Stream, one: Transaction) -> list[tuple[str, str, int]]:
    """Ledger account, side and cents of each line; debits equal credits."""
    debited, credited = ENTRIES[one.kind]
    fee = 0
    if one.kind == "PAYMENT" and stream.chance(WITH_FEE):
        fee = cents_of(one.cents / 100 * FEE_SHARE, one.account.currency)
    lines = [(debited, "DEBIT", one.cents), (credited, "CREDIT", one.cents - fee)]
    return [*lines, (INCOME, "CREDIT", fee)] if fee else lines


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """The lines of all completed transactions."""
    for account in accounts(world):
        for one in transactions_of(world, account):
            if not one.posted_at:
                continue
            number = int(one.key.removeprefix("TXN"))
            for place, (ledger_account, side, cents) in enumerate(lines_of(stream, one), 1):
                key = f"LED{10 * number + place:08d}"
                amount = f"{cents / 100:.2f}"
                cells = (key, one.key, ledger_account, side, amount, account.currency)
                yield changed(key, one.posted_at, (*cells, stamp(one.posted_at)))


def build_ledger(world: World) -> Delivered:
    """The ledger feed."""
    stream = world.stream(LEDGER.name)
    return deliver(stream, LEDGER, changes(world, stream))
