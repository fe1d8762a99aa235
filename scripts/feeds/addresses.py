"""E-mail addresses as the customers' records show them, for feeds that know nothing else."""

from collections.abc import Callable

from feeds import oracle, sap, shop
from feeds.corruption import PLACEHOLDER_EMAILS
from feeds.delivery import Delivered
from feeds.orders import order_book
from feeds.salesforce import build_accounts
from feeds.world import World

COLUMNS: tuple[tuple[Callable[[World], Delivered], str], ...] = (
    (sap.build, "SMTP_ADDR"),
    (build_accounts, "Email"),
    (oracle.build, "EMAIL"),
    (shop.build_orders, "BUYER_EMAIL"),
)


def shown(world: World) -> list[tuple[str, str]]:
    """Each address, lower case, that a master record or a shop order has had, with the country
    of its party (of several parties the first country by name)."""
    countries = {
        member.key: member.party.country for group in world.members.values() for member in group
    }
    countries |= {order.key: order.party.country for order in order_book(world)}
    known: dict[str, str] = {}
    for build, column in COLUMNS:
        delivered = build(world)
        place = delivered.feed.columns.index(column)
        for row in delivered.rows:
            email, country = row[place].strip().lower(), countries.get(row[0])
            if country and "@" in email and email not in PLACEHOLDER_EMAILS:
                known[email] = min(country, known.get(email, country))
    return sorted(known.items())
