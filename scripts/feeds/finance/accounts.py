"""Finance accounts, a change feed: balances follow the postings, some accounts change owner."""

from collections.abc import Iterator

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.finance.book import transactions_of
from feeds.finance.holdings import Account, accounts
from feeds.shop import RATES
from feeds.streams import Stream
from feeds.times import LAST_CHANGE, day, stamp
from feeds.world import World

ACCOUNTS = Feed(
    "finance_accounts",
    "FINANCE.ACCOUNTS",
    (
        "ACCOUNT_ID",
        "ACCOUNT_NUMBER",
        "ACCOUNT_TYPE",
        "ACCOUNT_STATUS",
        "BALANCE",
        "CURRENCY",
        "OPENED_DATE",
        "CUSTOMER_ID",
        "UPDATED_AT",
    ),
    ("ACCOUNT_ID",),
    (
        *missing_keys(("ACCOUNT_ID",)),
        Flaw("UPDATED_AT", ("2025-13-45 00:00:00", "00000000"), "invalid_timestamp"),
        Flaw("OPENED_DATE", ("2025-13-45", "00000000"), "invalid_date"),
        Flaw("BALANCE", ("12,5O", "abc"), "invalid_number"),
        Flaw("ACCOUNT_STATUS", ("LOST", "?"), "unknown_code"),
    ),
)
STATED_BALANCE = 0.2


def moments_of(stream: Stream, account: Account, bookings: list[tuple[int, int]]) -> list[int]:
    """When an account is delivered: at each change of status or owner, and after some postings."""
    moments = {moment for moment, _ in (*account.statuses, *account.owners)}
    moments |= {moment for moment, _ in bookings if stream.chance(STATED_BALANCE)}
    return sorted(moment for moment in moments if moment <= LAST_CHANGE)


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """All versions of all accounts."""
    for account in accounts(world):
        opening = round(100 * stream.lognormal(7.6, 1.3) * RATES[account.currency])
        bookings = sorted(
            (one.booked_at, one.signed_cents)
            for one in transactions_of(world, account)
            if one.booked_at
        )
        for moment in moments_of(stream, account, bookings):
            status = [value for start, value in account.statuses if start <= moment][-1]
            cents = opening + sum(amount for booked, amount in bookings if booked <= moment)
            cells = (
                account.key,
                account.number,
                account.kind,
                status,
                f"{cents / 100:.2f}",
                account.currency,
                day(account.opened),
                account.owner_at(moment),
                stamp(moment),
            )
            yield changed(account.key, moment, cells)


def build_accounts(world: World) -> Delivered:
    """The account feed."""
    stream = world.stream(f"{ACCOUNTS.name}/feed")
    return deliver(stream, ACCOUNTS, changes(world, stream))
