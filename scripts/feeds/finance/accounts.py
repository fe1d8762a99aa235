"""Finance accounts, a change feed: balances follow the postings, some accounts change owner."""

from collections.abc import Iterator

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.finance.book import transactions_of, transfers_in
from feeds.finance.holdings import Account, accounts
from feeds.streams import Stream
from feeds.times import FIRST_DELIVERY, LAST_CHANGE, day, stamp
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
# Share of the postings before the first delivery day after which the balance is sent; it is always
# sent after the last of these and after all later postings.
STATED_BALANCE = 0.12


def postings_of(world: World, account: Account) -> list[tuple[int, int]]:
    """(posted at, signed cents) of all postings of an account by time, with transfers to it."""
    own = ((one.posted_at, one.signed_cents) for one in transactions_of(world, account))
    made = [(posted, cents) for posted, cents in own if posted]
    return sorted([*made, *transfers_in(world).get(account.key, [])])


def moments_of(stream: Stream, account: Account, postings: list[tuple[int, int]]) -> list[int]:
    """When an account is delivered: at each change of status or owner, and after some postings."""
    moments = {moment for moment, _ in (*account.statuses, *account.owners)}
    posted = [moment for moment, _ in postings]
    for moment, following in zip(posted, [*posted[1:], LAST_CHANGE], strict=False):
        if following >= FIRST_DELIVERY or stream.chance(STATED_BALANCE):
            moments.add(moment)
    return sorted(moment for moment in moments if moment <= LAST_CHANGE)


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """All versions of all accounts; the balance is the sum of all postings so far."""
    for account in accounts(world):
        postings = postings_of(world, account)
        for moment in moments_of(stream, account, postings):
            cents = sum(amount for posted, amount in postings if posted <= moment)
            cells = (
                account.key,
                account.number,
                account.kind,
                account.status_at(moment),
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
