"""The shop: orders of all systems and their order lines, both change feeds."""

from collections.abc import Collection, Iterator

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.entries import Habits, entry_of
from feeds.erp.products import catalogue
from feeds.orders import Order, order_book
from feeds.places import COUNTRIES
from feeds.streams import Stream, skewed
from feeds.times import LAST_CHANGE, at, batch_of, stamp
from feeds.world import World

BAD_TIMES = ("2025-13-45 00:00:00", "00000000")
ORDERS = Feed(
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
LINES = Feed(
    "order_lines",
    "SHOP.ORDER_LINES",
    ("ORDER_ID", "LINE_NUMBER", "PRODUCT_ID", "QUANTITY", "UNIT_PRICE", "DISCOUNT", "UPDATED_AT"),
    ("ORDER_ID", "LINE_NUMBER"),
    (
        *missing_keys(("ORDER_ID", "LINE_NUMBER")),
        Flaw("UPDATED_AT", BAD_TIMES, "invalid_timestamp"),
        Flaw("QUANTITY", ("0", "-3"), "out_of_range"),
        Flaw("QUANTITY", ("abc", "1O"), "invalid_number"),
        Flaw("DISCOUNT", ("1.50", "-0.10"), "out_of_range"),
        Flaw("UNIT_PRICE", ("12,5O", "abc"), "invalid_number"),
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
PAYMENTS = ("CREDIT_CARD", "INVOICE", "BANK_TRANSFER", "PAYPAL", "DIRECT_DEBIT")
PRIORITIES = ("NORMAL",) * 6 + ("LOW", "HIGH", "HIGH", "URGENT")
RATES = {"EUR": 1.0, "USD": 1.1, "GBP": 0.85, "INR": 92.0, "JPY": 160.0}
StatusHistory = tuple[tuple[int, str], ...]
OLD_HISTORY = at(2025, 11, 1)
ORDERS_STREAM = "orders/feed"
# Share of orders with a key that first name another customer, by whether all their rows
# arrive in one batch.
MISBOOKED = {True: 0.02, False: 0.12}


def buyer_cells(stream: Stream, order: Order, known: tuple[int, ...]) -> tuple[str, ...]:
    """E-mail, name, phone and postcode as typed by the buyer; empty for customers with a key."""
    if order.source != "E-Commerce":
        return ("", "", "", "")
    party = order.party
    channel = stream.pick(known) if stream.chance(0.97) else len(party.channels) - 1
    moved = party.old_address if order.moment < at(2025, 1, 1) else None
    entry = entry_of(stream, party, channel, stream.chance(0.10), moved or party.address, HABITS)
    return (entry.email, entry.full_name, entry.phone, entry.postcode)


def booked_on(world: World, stream: Stream, order: Order, history: StatusHistory) -> str:
    """The customer until the last row corrects it: mostly the right one."""
    if order.source == "E-Commerce" or len(history) < 2:
        return order.customer
    at_once = batch_of(history[0][0]) == batch_of(history[-1][0])
    if not stream.chance(MISBOOKED[at_once]):
        return order.customer
    other = stream.pick(world.members[order.source])
    return other.key if other.created <= order.moment else order.customer


def order_changes(world: World, stream: Stream) -> Iterator[Change]:
    """One row per status of each order; for old orders mostly only the last one. The last row may
    correct the customer."""
    corrections = world.stream("orders/corrections")
    for order in order_book(world):
        buyer = buyer_cells(stream, order, world.channels[order.party.number])
        head = (*buyer, stamp(order.moment))
        region = COUNTRIES[order.party.country].region
        tail = (
            stream.pick(PAYMENTS),
            stream.pick(PRIORITIES),
            region,
            order.currency,
            f"REP-{stream.integer(1, 25):02d}",
        )
        history = order.history
        if order.moment < OLD_HISTORY and not stream.chance(0.3):
            history = history[-1:]
        customer = booked_on(world, corrections, order, history)
        for moment, status in history:
            customer = order.customer if moment == history[-1][0] else customer
            cells = (order.key, order.source, customer, *head, status, *tail, stamp(moment))
            yield changed(order.key, moment, cells)


def build_orders(world: World) -> Delivered:
    """The order feed."""
    stream = world.stream(ORDERS_STREAM)
    return deliver(stream, ORDERS, order_changes(world, stream))


def line_count(stream: Stream) -> int:
    """1 to 6 lines, two on average."""
    count = 1
    while count < 6 and stream.chance(0.52):
        count += 1
    return count


def line_changes(world: World, stream: Stream) -> Iterator[Change]:
    """Every order line; some are corrected a day or two after the order.

    Prices are catalogue prices at order time, converted to the order's currency at a fixed list
    rate.
    """
    products = catalogue(world)
    totals = skewed(products, 0.5)
    for order in order_book(world):
        rate = RATES[order.currency]
        chosen: set[str] = set()
        for number in range(1, line_count(stream) + 1):
            product = stream.weighted(products, totals)
            if product.key in chosen:
                product = stream.pick(products)
            chosen.add(product.key)
            quantity = 1 + int(stream.lognormal(0.3, 0.8))
            discount = 0.0 if stream.chance(0.6) else stream.integer(1, 4) * 0.05
            price = f"{product.price_at(order.moment) * rate:.2f}"
            key, moment = f"{order.key}|{number}", order.moment
            while True:
                amounts = (str(quantity), price, f"{discount:.2f}")
                cells = (order.key, str(number), product.key, *amounts, stamp(moment))
                yield changed(key, moment, cells)
                moment += stream.integer(3_600, 140_000)
                if not stream.chance(0.05) or moment > LAST_CHANGE:
                    break
                quantity = max(1, quantity + stream.integer(-2, 2))
                discount = 0.0 if stream.chance(0.6) else stream.integer(1, 4) * 0.05


def order_totals(world: World, keys: Collection[str]) -> dict[str, float]:
    """Final totals of the given orders, each in the order's currency."""
    lines: dict[str, float] = {}
    for change in line_changes(world, world.stream(LINES.name)):
        order, _, _ = change.key.partition("|")
        if order in keys:
            quantity, price, discount = map(float, change.rows[0][3:6])
            lines[change.key] = quantity * price * (1 - discount)
    totals = dict.fromkeys(keys, 0.0)
    for key, amount in lines.items():
        totals[key.partition("|")[0]] += amount
    return totals


def build_lines(world: World) -> Delivered:
    """The order-line feed."""
    stream = world.stream(LINES.name)
    return deliver(stream, LINES, line_changes(world, stream))
