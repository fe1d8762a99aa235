"""Logistics: shipments of dispatched orders, a change feed."""

from collections.abc import Iterator

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.orders import Order, order_book
from feeds.streams import Stream
from feeds.times import DAY, LAST_CHANGE, day, stamp
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
CARRIERS = ("DHL", "DHL", "DHL", "UPS", "UPS", "FedEx", "DPD", "GLS")
STATES = {"PROCESSING": "PREPARING", "SHIPPED": "IN_TRANSIT", "DELIVERED": "DELIVERED"}
RETURNED = 0.04


def steps_of(stream: Stream, order: Order) -> list[tuple[int, str]]:
    """The shipment's statuses, dated by those of its order, possibly ending with a return."""
    steps = [(moment, STATES[state]) for moment, state in order.history if state in STATES]
    if steps[-1][1] == "DELIVERED" and stream.chance(RETURNED):
        steps.append((steps[-1][0] + stream.integer(2 * DAY, 14 * DAY), "RETURNED"))
    return [step for step in steps if step[0] <= LAST_CHANGE]


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """All versions of all shipments of shipped orders."""
    book = order_book(world)
    sent = [
        place
        for place, order in enumerate(book)
        if any(state == "SHIPPED" for _, state in order.history)
    ]
    for number, place in enumerate(stream.sample(sent, world.count(FEED.name)), 1):
        order = book[place]
        key, carrier = f"SHIP{number:08d}", stream.pick(CARRIERS)
        cost = f"{stream.lognormal(2.3, 0.6):.2f}"
        shipped = delivered = ""
        due = day(order.moment + stream.integer(3, 8) * DAY)
        for moment, state in steps_of(stream, order):
            shipped = stamp(moment) if state == "IN_TRANSIT" else shipped
            delivered = stamp(moment) if state == "DELIVERED" else delivered
            cells = (key, order.key, carrier, shipped, due, delivered, state, cost)
            yield changed(key, moment, (*cells, order.currency, stamp(moment)))


def build(world: World) -> Delivered:
    """The shipment feed."""
    stream = world.stream(FEED.name)
    return deliver(stream, FEED, changes(world, stream))
