"""The shop: orders of all systems, a change feed."""

from collections.abc import Iterator

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.entries import Habits, entry_of
from feeds.orders import Order, order_book
from feeds.party import Party
from feeds.places import COUNTRIES
from feeds.streams import Stream
from feeds.times import at, batch_of, stamp
from feeds.world import World

BAD_TIMES = ("2025-13-45 00:00:00", "00000000")
FEED = Feed(
    "orders",
    "SHOP.ORDERS",
    (
        "ORDER_ID",
        "ORDER_SOURCE",
        "CUSTOMER_ID",
        "BUYER_EMAIL",
        "BUYER_NAME",
        "BUYER_PHONE",
        "BUYER_ZIP",
        "ORDER_TIME",
        "STATUS",
        "PAYMENT_METHOD",
        "PRIORITY",
        "REGION",
        "CURRENCY",
        "SALES_REP_ID",
        "UPDATED_AT",
    ),
    ("ORDER_ID",),
    (
        *missing_keys(("ORDER_ID",)),
        Flaw("ORDER_TIME", BAD_TIMES, "invalid_timestamp"),
        Flaw("UPDATED_AT", BAD_TIMES, "invalid_timestamp"),
        Flaw("STATUS", ("LOST", "?"), "unknown_code"),
        Flaw("ORDER_SOURCE", ("Fax", "?"), "unknown_code"),
    ),
)
HABITS = Habits(
    marks_kept=0.7,
    email_missing=0.02,
    email_variant=0.4,
    email_typo=0.03,
    phone_missing=0.04,
    swapped=0.02,
)
PRIVATE_PAYMENTS = ("CREDIT_CARD",) * 4 + ("PAYPAL",) * 3 + ("DIRECT_DEBIT",)
PAYMENTS = ("INVOICE",) * 5 + ("BANK_TRANSFER",) * 2 + ("DIRECT_DEBIT", "CREDIT_CARD")
PRIORITIES = ("NORMAL",) * 6 + ("LOW", "HIGH", "HIGH", "URGENT")
# Sales reps of each region; a customer usually has the same one.
TERRITORIES = {"EMEA": range(1, 13), "AMER": range(13, 20), "APAC": range(20, 26)}
DEPUTY = 0.08
StatusHistory = tuple[tuple[int, str], ...]
OLD_HISTORY = at(2025, 11, 1)
STREAM = "orders/feed"
# Share of orders with a key that first name another customer, by whether all their rows
# arrive in one batch.
WRONG_CUSTOMER_SHARE = {True: 0.02, False: 0.2}


def sales_rep(stream: Stream, party: Party) -> str:
    """The sales rep of a customer, at times a colleague from the same territory."""
    territory = TERRITORIES[COUNTRIES[party.country].region]
    own = territory[party.number % len(territory)]
    return f"REP-{stream.pick(territory) if stream.chance(DEPUTY) else own:02d}"


def buyer_cells(stream: Stream, order: Order, known: tuple[int, ...]) -> tuple[str, ...]:
    """E-mail, name, phone and postcode as typed by the buyer; empty for customers with a key."""
    if order.source != "E-Commerce":
        return ("", "", "", "")
    party = order.party
    channel = stream.pick(known) if stream.chance(0.97) else len(party.channels) - 1
    moved = party.old_address if order.moment < at(2025, 1, 1) else None
    entry = entry_of(stream, party, channel, stream.chance(0.10), moved or party.address, HABITS)
    return (entry.email, entry.full_name, entry.phone, entry.postcode)


def customer_before_correction(
    world: World, stream: Stream, order: Order, history: StatusHistory
) -> str:
    """The customer until the last row corrects it: usually the right one."""
    if order.source == "E-Commerce" or len(history) < 2:
        return order.customer
    at_once = batch_of(history[0][0]) == batch_of(history[-1][0])
    if not stream.chance(WRONG_CUSTOMER_SHARE[at_once]):
        return order.customer
    other = stream.pick(world.members[order.source])
    return other.key if other.created <= order.moment else order.customer


def order_changes(world: World, stream: Stream) -> Iterator[Change]:
    """One row per status of each order; for old orders usually only the last one. The last row may
    correct the customer."""
    corrections, buyers = world.stream("orders/corrections"), world.stream("orders/buyers")
    for order in order_book(world):
        buyer = buyer_cells(buyers, order, world.channels[order.party.number])
        head = (*buyer, stamp(order.moment))
        tail = (
            stream.pick(PRIVATE_PAYMENTS if order.source == "E-Commerce" else PAYMENTS),
            stream.pick(PRIORITIES),
            COUNTRIES[order.party.country].region,
            order.currency,
            sales_rep(stream, order.party),
        )
        history = order.history
        if order.moment < OLD_HISTORY and not stream.chance(0.3):
            history = history[-1:]
        customer = customer_before_correction(world, corrections, order, history)
        for moment, status in history:
            customer = order.customer if moment == history[-1][0] else customer
            cells = (order.key, order.source, customer, *head, status, *tail, stamp(moment))
            yield changed(order.key, moment, cells)


def build(world: World) -> Delivered:
    """The order feed."""
    stream = world.stream(STREAM)
    return deliver(stream, FEED, order_changes(world, stream))
