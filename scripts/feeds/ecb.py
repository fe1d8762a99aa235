"""Central bank: units of each currency per euro and day, a slow random walk near `prices.RATES`."""

from collections.abc import Iterator

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.prices import RATES
from feeds.streams import Stream
from feeds.times import DAY, at, batch_start, day
from feeds.world import World

FEED = Feed(
    "exchange_rates",
    "ECB.RATES",
    ("CURRENCY", "RATE_DATE", "UNITS_PER_EURO"),
    ("CURRENCY", "RATE_DATE"),
    (
        *missing_keys(("CURRENCY", "RATE_DATE")),
        Flaw("RATE_DATE", ("2025-13-45", "00000000"), "invalid_date"),
        Flaw("UNITS_PER_EURO", ("12,5O", "abc"), "invalid_number"),
    ),
)
LEVELS = {**RATES, "CHF": 0.94}
FIRST_DAY, LAST_DAY = at(2023, 12, 10), at(2026, 1, 10)
STEP, PULL = 0.006, 0.02


def changes(stream: Stream) -> Iterator[Change]:
    """The rates of all currencies; a day's rate arrives with that day's delivery."""
    for currency, level in LEVELS.items():
        rate = level
        for moment in range(FIRST_DAY, LAST_DAY + DAY, DAY):
            if currency != "EUR":
                rate *= 1 + STEP * (stream.random() - 0.5) + PULL * (level / rate - 1)
            date = day(moment)
            change = changed(f"{currency}|{date}", moment, (currency, date, f"{rate:.6f}"))
            own = (moment - batch_start(1)) // DAY + 2
            yield change._replace(batch=max(1, min(10, own)))


def build(world: World) -> Delivered:
    """The rate feed, with the same days at every scale."""
    stream = world.stream(FEED.name)
    return deliver(stream, FEED, changes(stream))
