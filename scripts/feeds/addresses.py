"""E-mail addresses as they appear in customer records, for feeds that have no other key."""

from collections.abc import Iterator

from feeds import oracle, sap, shop
from feeds.corruption import PLACEHOLDER_EMAILS
from feeds.orders import order_book
from feeds.salesforce import ACCOUNTS, account_changes
from feeds.world import World


def _of_customer_masters(world: World) -> Iterator[tuple[str, str]]:
    """E-mail address and key of every version of every customer master record."""
    place = sap.FEED.columns.index("SMTP_ADDR")
    yield from ((row[place], row[0]) for row in sap.build(world).rows)
    for feed, column, changes in (
        (ACCOUNTS, "Email", account_changes),
        (oracle.FEED, "EMAIL", oracle.changes),
    ):
        place = feed.columns.index(column)
        for one in changes(world, world.stream(feed.name)):
            yield one.rows[0][place], one.key


def _of_shop(world: World) -> Iterator[tuple[str, str]]:
    """E-mail address of every order that has one, and the buyer's country."""
    place, book = shop.FEED.columns.index("BUYER_EMAIL"), order_book(world)
    for one in shop.order_changes(world, world.stream(shop.STREAM)):
        if one.rows[0][place]:
            yield one.rows[0][place], book.of(one.key).party.country


def shown(world: World) -> list[tuple[str, str]]:
    """Every lower-case address in a customer master record or shop order, with the country of its
    party (the alphabetically first one if several parties share it)."""
    countries = {
        member.key: member.party.country for group in world.members.values() for member in group
    }
    known: dict[str, str] = {}

    def add(email: str, country: str) -> None:
        email = email.strip().lower()
        if "@" in email and email not in PLACEHOLDER_EMAILS:
            known[email] = min(country, known.get(email, country))

    for email, key in _of_customer_masters(world):
        if key in countries:
            add(email, countries[key])
    for email, country in _of_shop(world):
        add(email, country)
    return sorted(known.items())
