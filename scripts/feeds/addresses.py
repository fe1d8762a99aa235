"""E-mail addresses as the customers' records show them, for feeds that know nothing else."""

from collections.abc import Iterator

from feeds import oracle, sap, shop
from feeds.corruption import PLACEHOLDER_EMAILS
from feeds.orders import order_book
from feeds.salesforce import ACCOUNTS, account_changes
from feeds.world import World


def _of_masters(world: World) -> Iterator[tuple[str, str]]:
    """E-mail and key of each version of each master record."""
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
    """E-mail of each order that has one, and the country of the buyer."""
    place, book = shop.ORDERS.columns.index("BUYER_EMAIL"), order_book(world)
    for one in shop.order_changes(world, world.stream(shop.ORDERS_STREAM)):
        if one.rows[0][place]:
            yield one.rows[0][place], book.of(one.key).party.country


def shown(world: World) -> list[tuple[str, str]]:
    """Each address, lower case, that a master record or a shop order has had, with the country
    of its party (of several parties the first country by name)."""
    countries = {
        member.key: member.party.country for group in world.members.values() for member in group
    }
    known: dict[str, str] = {}

    def learn(email: str, country: str) -> None:
        email = email.strip().lower()
        if "@" in email and email not in PLACEHOLDER_EMAILS:
            known[email] = min(country, known.get(email, country))

    for email, key in _of_masters(world):
        if key in countries:
            learn(email, countries[key])
    for email, country in _of_shop(world):
        learn(email, country)
    return sorted(known.items())
