"""The shop: lines of the orders, a change feed."""

from collections.abc import Collection, Iterator

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.erp.products import GOODS, Product, catalogue
from feeds.orders import Order, order_book
from feeds.party import Party
from feeds.prices import RATES, money
from feeds.seasons import campaign_on
from feeds.shop import BAD_TIMES
from feeds.streams import Stream, running_totals
from feeds.times import DAY, LAST_CHANGE, stamp
from feeds.world import World

FEED = Feed(
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
# How often products of each level are bought, by people and by organisations.
LEVELS = {
    True: {"Basic": 5.0, "Pro": 3.0, "Enterprise": 0.5, "Ultimate": 0.1},
    False: {"Basic": 1.5, "Pro": 3.0, "Enterprise": 2.0, "Ultimate": 0.8},
}
MORE_GOODS = 0.3
# Mean and sigma of the logarithm of the quantity, by whether a person orders.
QUANTITIES = {True: (-0.4, 0.6), False: (0.55, 0.85)}
FULL_PRICE, FULL_PRICE_IN_CAMPAIGN, FULL_PRICE_OF_MANY, MANY = 0.78, 0.5, 0.42, 5


def line_count(stream: Stream) -> int:
    """1 to 6 lines, two on average."""
    count = 1
    while count < 6 and stream.chance(0.52):
        count += 1
    return count


class Assortment:
    """Draws products: goods or others, at the levels that people or organisations buy."""

    def __init__(self, world: World) -> None:
        self._choices: dict[tuple[bool, bool], tuple[list[Product], list[float]]] = {}
        for are_goods in (True, False):
            some = [one for one in catalogue(world) if (one.category in GOODS) == are_goods]
            for is_person, levels in LEVELS.items():
                weights = [levels[one.level] / (rank + 1) ** 0.4 for rank, one in enumerate(some)]
                self._choices[are_goods, is_person] = some, running_totals(weights)

    def draw(self, stream: Stream, party: Party, are_goods: bool, chosen: set[str]) -> Product:
        """A product that is not chosen yet, after several attempts any."""
        choices = self._choices[are_goods, party.is_person]
        for _ in range(20):
            product = stream.weighted(*choices)
            if product.key not in chosen:
                break
        return product


def quantity_of(stream: Stream, party: Party) -> int:
    """Units in a line; large customers order more."""
    mean, sigma = QUANTITIES[party.is_person]
    size = 1.0 if party.is_person else min(3.0, max(0.6, party.weight)) ** 0.6
    return 1 + int(size * stream.lognormal(mean, sigma))


def discount_of(stream: Stream, order: Order, quantity: int) -> float:
    """A discount, more often for many units and during a campaign."""
    if quantity >= MANY:
        share = FULL_PRICE_OF_MANY
    elif campaign_on(order.moment // DAY):
        share = FULL_PRICE_IN_CAMPAIGN
    else:
        share = FULL_PRICE
    return 0.0 if stream.chance(share) else stream.integer(1, 4) * 0.05


def line_changes(world: World, stream: Stream) -> Iterator[Change]:
    """Every order line; some are corrected a day or two after the order.

    Prices are catalogue prices at order time, converted to the order's currency at a fixed list
    rate.
    """
    assortment = Assortment(world)
    for order in order_book(world):
        rate, shipped = RATES[order.currency], bool(order.carrier)
        chosen: set[str] = set()
        for number in range(1, line_count(stream) + 1):
            are_goods = shipped and (number == 1 or stream.chance(MORE_GOODS))
            product = assortment.draw(stream, order.party, are_goods, chosen)
            if product.key in chosen:
                break
            chosen.add(product.key)
            quantity = quantity_of(stream, order.party)
            discount = discount_of(stream, order, quantity)
            price = money(product.price_at(order.moment) * rate, order.currency)
            key, moment = f"{order.key}|{number}", order.moment
            while True:
                amounts = (str(quantity), price, f"{discount:.2f}")
                cells = (order.key, str(number), product.key, *amounts, stamp(moment))
                yield changed(key, moment, cells)
                moment += stream.integer(3_600, 140_000)
                if not stream.chance(0.05) or moment > LAST_CHANGE:
                    break
                quantity = max(1, quantity + stream.integer(-2, 2))
                discount = discount_of(stream, order, quantity)


def order_totals(world: World, keys: Collection[str]) -> dict[str, float]:
    """Final totals of the given orders, each in the order's currency."""
    lines: dict[str, float] = {}
    for change in line_changes(world, world.stream(FEED.name)):
        order, _, _ = change.key.partition("|")
        if order in keys:
            quantity, price, discount = map(float, change.rows[0][3:6])
            lines[change.key] = quantity * price * (1 - discount)
    totals = dict.fromkeys(keys, 0.0)
    for key, amount in lines.items():
        totals[key.partition("|")[0]] += amount
    return totals


def build(world: World) -> Delivered:
    """The order-line feed."""
    stream = world.stream(FEED.name)
    return deliver(stream, FEED, line_changes(world, stream))
