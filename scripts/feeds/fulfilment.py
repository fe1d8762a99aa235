"""How an order is fulfilled: its statuses over time, the promised day, and why some are late."""

from typing import NamedTuple

from feeds.seasons import HOLIDAYS, OFFICE, at_work, clock, date_of, is_weekend, local
from feeds.streams import Stream
from feeds.times import DAY, LAST_CHANGE

STATES = ("PENDING", "PROCESSING", "SHIPPED", "DELIVERED", "CANCELLED")
# Working days in transit.
TRANSIT = {"DE": 1, "GB": 2, "FR": 2, "US": 3, "JP": 4, "IN": 5}
# Working days to prepare an order, and a day in reserve.
PROMISED_BESIDES = 3
CARRIERS = {
    "DE": ("DHL", "DHL", "DHL", "DPD", "DPD", "GLS"),
    "GB": ("DHL", "UPS", "UPS", "DPD", "DPD", "GLS"),
    "FR": ("DHL", "UPS", "DPD", "DPD", "GLS", "GLS"),
    "US": ("UPS", "UPS", "UPS", "FedEx", "FedEx", "DHL"),
    "IN": ("DHL", "DHL", "FedEx", "UPS"),
    "JP": ("DHL", "FedEx", "FedEx", "UPS"),
}
NAMES = ("", "DHL", "UPS", "FedEx", "DPD", "GLS")
# Share of parcels that a carrier delays by several days.
DELAYED = {"DHL": 0.03, "UPS": 0.04, "FedEx": 0.04, "DPD": 0.08, "GLS": 0.32}
HELD_AT_CUSTOMS = {"IN": 0.10, "JP": 0.04, "US": 0.03, "GB": 0.05}
OUT_OF_STOCK, CANCELLED, RETURNED, RETURNED_IF_LATE = 0.05, 0.07, 0.035, 0.12
# The warehouse and the carriers cannot keep up before Christmas.
RUSH, RUSH_FIRST, RUSH_LAST = 0.4, (11, 24), (12, 23)
RECEIVING = [0.0] * 8 + [2.0, 8.0, 15.0, 21.0, 25.0, 30.0, 36.0, 41.0, 45.0, 48.0, 50.0, 51.0]
RECEIVING += [51.0] * 4
History = tuple[tuple[int, str], ...]


class Course(NamedTuple):
    """The course of an order: (moment, status) until the last delivery, the time of its return, and
    the time from which it is overdue for its buyer (both 0 if never)."""

    history: History
    returned: int
    overdue: int


def working_days(day: int, count: int) -> int:
    """The day (since 1970) that many working days later."""
    while count:
        day += 1
        count -= not is_weekend(day)
    return day


def promised_day(moment: int, country: str) -> int:
    """The day (since 1970) by which a shipped order is promised."""
    return working_days(local(moment, country) // DAY, PROMISED_BESIDES + TRANSIT[country])


def is_rush(moment: int) -> bool:
    """Whether a time is in the weeks before Christmas."""
    today = date_of(moment // DAY)
    return RUSH_FIRST <= (today.month, today.day) <= RUSH_LAST


def draw_carrier(stream: Stream, country: str) -> str:
    """A carrier that serves the country."""
    return stream.pick(CARRIERS[country])


def _shipped(stream: Stream, processed: int, country: str) -> int:
    """When it is shipped: the next working day, or later if out of stock or before Christmas."""
    days = 1 if stream.chance(0.7) else 0
    if stream.chance(OUT_OF_STOCK):
        days += stream.integer(3, 9)
    if is_rush(processed) and stream.chance(RUSH):
        days += stream.integer(1, 3)
    start = working_days(local(processed, country) // DAY, days) * DAY
    return at_work(stream, processed + 3_600, start, country)


def _delivered(stream: Stream, shipped: int, carrier: str, country: str) -> int:
    """When it arrives: delayed by some carriers, at customs and before Christmas."""
    days = TRANSIT[country]
    if stream.chance(DELAYED[carrier]):
        days += stream.integer(2, 5)
    if stream.chance(HELD_AT_CUSTOMS.get(country, 0.0)):
        days += stream.integer(2, 6)
    if is_rush(shipped) and stream.chance(RUSH):
        days += stream.integer(1, 2)
    day = working_days(local(shipped, country) // DAY, days)
    today = date_of(day)
    if (today.month, today.day) in HOLIDAYS:
        day = working_days(day, 1)
    return clock(stream, day, RECEIVING, country)


def fulfil(stream: Stream, moment: int, carrier: str, country: str) -> Course:
    """PENDING, PROCESSING, then SHIPPED if there is a carrier, and DELIVERED; or CANCELLED."""
    processed = at_work(stream, moment + 1_800, moment, country)
    history = [(moment, "PENDING"), (processed, "PROCESSING")]
    returned = overdue = 0
    if stream.chance(CANCELLED):
        cancelled = at_work(stream, processed, processed, country)
        history = history[: stream.integer(1, 2)]
        history.append((cancelled, "CANCELLED"))
    elif not carrier:
        start = processed if stream.chance(0.6) else processed + DAY
        history.append((at_work(stream, processed, start, country), "DELIVERED"))
    else:
        shipped = _shipped(stream, processed, country)
        delivered = _delivered(stream, shipped, carrier, country)
        history += [(shipped, "SHIPPED"), (delivered, "DELIVERED")]
        promised = promised_day(moment, country)
        if delivered // DAY > promised:
            overdue = clock(stream, promised + 1, OFFICE, country)
        if stream.chance(RETURNED_IF_LATE if overdue else RETURNED):
            returned = clock(stream, delivered // DAY + stream.integer(2, 14), OFFICE, country)
    return Course(
        tuple(step for step in history if step[0] <= LAST_CHANGE),
        returned if returned <= LAST_CHANGE else 0,
        overdue if overdue <= LAST_CHANGE else 0,
    )
