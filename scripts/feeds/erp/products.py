"""ERP product master: a daily full snapshot, and prices over time for orders."""

from dataclasses import dataclass
from functools import lru_cache

from feeds.delivery import Delivered, Feed, Flaw, Row, missing_keys
from feeds.snapshot import deliver_snapshots, with_stale_rows
from feeds.streams import Stream
from feeds.times import BATCHES, DAY, FIRST_DELIVERY, HISTORY_START, at, batch_start, day, stamp
from feeds.world import World

FEED = Feed(
    "products",
    "ERP.PRODUCTS",
    (
        "PRODUCT_ID",
        "PRODUCT_NAME",
        "CATEGORY",
        "SUBCATEGORY",
        "UNIT_PRICE",
        "COST_PRICE",
        "CURRENCY",
        "LAUNCH_DATE",
        "ACTIVE_FLAG",
        "STOCK_QUANTITY",
        "REORDER_LEVEL",
        "UPDATED_AT",
    ),
    ("PRODUCT_ID",),
    (
        *missing_keys(("PRODUCT_ID",)),
        Flaw("UNIT_PRICE", ("12,5O", "abc"), "invalid_number"),
        Flaw("ACTIVE_FLAG", ("2", "?"), "unknown_code"),
        Flaw("LAUNCH_DATE", ("2025-13-45",), "invalid_date"),
    ),
)
CATEGORIES = {
    "Software License": ("Ledger Suite", 900.0),
    "Cloud Platform": ("Cloud Hub", 1_400.0),
    "Professional Services": ("Consulting Days", 1_100.0),
    "Support & Maintenance": ("Care Plan", 450.0),
    "Hardware": ("Edge Server", 2_200.0),
    "Training": ("Academy Course", 350.0),
    "Data Analytics": ("Insight Studio", 1_250.0),
    "Security Suite": ("Shield Gateway", 800.0),
}
# Categories that are kept in stock and shipped.
GOODS = frozenset(("Hardware",))
LEVELS = {"Basic": 0.3, "Pro": 0.7, "Enterprise": 1.8, "Ultimate": 3.5}
VERSIONS = ("", " 2", " Plus", " XL", " Go", " One", " Max", " Next")


@dataclass(frozen=True, slots=True)
class Product:
    """A product with its price history: (valid from, price in EUR), oldest first."""

    key: str
    name: str
    category: str
    level: str
    launched: int
    prices: tuple[tuple[int, float], ...]
    cost: float

    def price_at(self, moment: int) -> float:
        """The price at a time; the first price applies before its start."""
        price = self.prices[0][1]
        for start, amount in self.prices:
            if start <= moment:
                price = amount
        return price


def _prices(stream: Stream, base: float) -> tuple[tuple[int, float], ...]:
    moments = sorted(stream.sample(range(HISTORY_START, FIRST_DELIVERY, DAY), stream.integer(0, 3)))
    if stream.chance(0.2):
        moments.append(batch_start(stream.integer(2, BATCHES)) - stream.integer(7_200, 60_000))
    prices, price = [(HISTORY_START, round(base, 2))], base
    for moment in moments:
        price *= 0.92 + 0.2 * stream.random()
        prices.append((moment, round(price, 2)))
    return tuple(prices)


@lru_cache(maxsize=4)
def catalogue(world: World) -> tuple[Product, ...]:
    """All products, from the stream `products`."""
    stream = world.stream(FEED.name)
    products = []
    first, last = at(2019, 1, 7) // DAY, at(2023, 12, 20) // DAY
    launches = sorted(stream.integer(first, last) for _ in range(world.count(FEED.name)))
    for number, launched in enumerate(launches):
        category = tuple(CATEGORIES)[number % len(CATEGORIES)]
        line, base = CATEGORIES[category]
        level = tuple(LEVELS)[number // len(CATEGORIES) % len(LEVELS)]
        round_number = number // (len(CATEGORIES) * len(LEVELS))
        version = VERSIONS[round_number % len(VERSIONS)]
        if round_number >= len(VERSIONS):
            version += f" {round_number // len(VERSIONS) + 1}"
        amount = base * LEVELS[level] * (0.8 + 0.4 * stream.random())
        prices = _prices(stream, amount)
        products.append(
            Product(
                f"PROD-{number + 1:04d}",
                f"{line}{version} {level}",
                category,
                level,
                launched * DAY,
                prices,
                round(amount * (0.35 + 0.3 * stream.random()), 2),
            )
        )
    return tuple(products)


def build(world: World) -> Delivered:
    """The product feed; a few products leave the snapshot and some return."""
    stream = world.stream(f"{FEED.name}/delivery")
    days: list[list[Row]] = [[] for _ in range(BATCHES)]
    products = catalogue(world)
    leavers = {product.key for product in stream.sample(products, 3)}
    for product in products:
        active = "N" if stream.chance(0.08) else "Y"
        is_stocked = product.category in GOODS
        stock = stream.integer(60, 900) if is_stocked else 0
        level = stream.integer(1, 12) * 10 if is_stocked else 0
        leaves = stream.integer(3, 6) if product.key in leavers else BATCHES + 1
        back = leaves + stream.integer(1, 4)
        counted = FIRST_DELIVERY - stream.integer(7_200, 40 * DAY)
        for batch in range(1, BATCHES + 1):
            if batch > 1 and is_stocked and stream.chance(0.9):
                # Sales, until the product is ordered again.
                stock = max(0, stock - stream.integer(0, 30))
                stock += 200 if stock < level else 0
                counted = batch_start(batch) - stream.integer(7_200, 60_000)
            if batch > 1 and stream.chance(0.004):
                active = "Y" if active == "N" else "N"
                counted = batch_start(batch) - stream.integer(7_200, 60_000)
            if leaves <= batch < back:
                continue
            now = batch_start(batch)
            changed = max([counted, *(start for start, _ in product.prices if start < now)])
            days[batch - 1].append(
                (
                    product.key,
                    product.name,
                    product.category,
                    product.level,
                    f"{product.price_at(now):.2f}",
                    f"{product.cost:.2f}",
                    "EUR",
                    day(product.launched),
                    active,
                    str(stock),
                    str(level),
                    stamp(changed),
                )
            )
    with_stale_rows(stream, days, 0, 2)
    return deliver_snapshots(stream, FEED, days)
