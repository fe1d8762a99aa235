"""Logistics: shipments of dispatched orders, a change feed."""

from collections.abc import Iterator

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.fulfilment import TRANSIT, promised_day
from feeds.orders import Order, order_book
from feeds.prices import RATES, money
from feeds.streams import Stream
from feeds.times import DAY, day, stamp
from feeds.world import World

FEED = Feed(
    "shipments",
    "LOGISTICS.SHIPMENTS",
    (
        "SHIPMENT_ID",
        "ORDER_ID",
        "CARRIER",
        "SHIPPED_AT",
        "ESTIMATED_DELIVERY_DATE",
        "DELIVERED_AT",
        "STATUS",
        "SHIPPING_COST",
        "CURRENCY",
        "UPDATED_AT",
    ),
    ("SHIPMENT_ID",),
    (
        *missing_keys(("SHIPMENT_ID",)),
        Flaw("UPDATED_AT", ("2025-13-45 00:00:00", "00000000"), "invalid_timestamp"),
        Flaw("ESTIMATED_DELIVERY_DATE", ("2025-13-45", "00000000"), "invalid_date"),
        Flaw("SHIPPING_COST", ("12,5O", "abc"), "invalid_number"),
        Flaw("STATUS", ("LOST", "?"), "unknown_code"),
    ),
)
STATES = {"PROCESSING": "PREPARING", "SHIPPED": "IN_TRANSIT", "DELIVERED": "DELIVERED"}
# Euro for a parcel, by working days on the road.
BASE_COST, COST_PER_DAY = 4.0, 3.5


def is_dispatched(order: Order) -> bool:
    """Whether logistics knows an order: it is shipped, or will be."""
    states = [state for _, state in order.history]
    return bool(order.carrier) and ("SHIPPED" in states or states[-1] == "PROCESSING")


def steps_of(order: Order) -> list[tuple[int, str]]:
    """The shipment's statuses, dated by its order's statuses, possibly ending with a return."""
    steps = [(moment, STATES[state]) for moment, state in order.history if state in STATES]
    return [*steps, (order.returned, "RETURNED")] if order.returned else steps


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """All versions of all shipments; the costs depend on the distance."""
    number = 0
    for order in order_book(world):
        if not is_dispatched(order):
            continue
        number += 1
        key, country = f"SHIP{number:08d}", order.party.country
        euro = (BASE_COST + COST_PER_DAY * TRANSIT[country]) * stream.lognormal(0.0, 0.35)
        cost = money(euro * RATES[order.currency], order.currency)
        shipped = delivered = ""
        due = day(promised_day(order.moment, country) * DAY)
        for moment, state in steps_of(order):
            shipped = stamp(moment) if state == "IN_TRANSIT" else shipped
            delivered = stamp(moment) if state == "DELIVERED" else delivered
            cells = (key, order.key, order.carrier, shipped, due, delivered, state, cost)
            yield changed(key, moment, (*cells, order.currency, stamp(moment)))


def build(world: World) -> Delivered:
    """The shipment feed."""
    stream = world.stream(FEED.name)
    return deliver(stream, FEED, changes(world, stream))
