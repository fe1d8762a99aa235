"""Late and returned orders, about which buyers open tickets or complain."""

from collections import defaultdict

from feeds.orders import order_book
from feeds.world import World

LATE, SENT_BACK = "Delivery", "Return"
OrderIssues = dict[int, list[tuple[int, str]]]


def order_issues(world: World) -> OrderIssues:
    """(moment, issue) of every late or returned order by the number of its party, latest first."""
    found: OrderIssues = defaultdict(list)
    for order in reversed(order_book(world)):
        if order.returned:
            found[order.party.number].append((order.returned, SENT_BACK))
        if order.overdue:
            found[order.party.number].append((order.overdue, LATE))
    return dict(found)
