"""Website visits: their start times, pages and events."""

from collections.abc import Iterator
from typing import NamedTuple

from feeds.seasons import BROWSING, clock, is_weekend
from feeds.streams import Stream, running_totals
from feeds.times import DAY, LAST_CHANGE

PAGES = {
    "/": 14,
    "/products": 10,
    "/products/cloud-platform": 7,
    "/products/security-suite": 6,
    "/products/data-analytics": 6,
    "/pricing": 10,
    "/customers": 4,
    "/blog": 8,
    "/docs": 8,
    "/support": 5,
    "/about": 3,
    "/contact": 3,
    "/events/webinar": 3,
    "/demo-request": 4,
    "/free-trial": 4,
    "/checkout": 3,
    "/login": 1,
    "/account": 1,
}
NAMES, PAGE_TOTALS = tuple(PAGES), running_totals(list(PAGES.values()))
FORMS = frozenset(("/contact", "/events/webinar", "/demo-request", "/free-trial", "/checkout"))
ACTIONS = ("click", "scroll", "click", "scroll", "search", "download", "video_play")
# Relative visits per hour of the day (UTC); the peak is the European working day.
HOURS = (2, 1, 1, 1, 1, 2, 4, 8, 14, 17, 17, 15, 12, 15, 17, 16, 14, 10, 7, 5, 5, 4, 3, 3)
HOUR_TOTALS = running_totals(HOURS)
# These hours are in UTC, so the country used for drawing must have no offset.
GREENWICH = "GB"
NOT_ON_WEEKENDS = 0.5


class Step(NamedTuple):
    """One event of a visit: seconds since its start, page, event type, load time if any."""

    seconds: int
    page: str
    event: str
    load_ms: str


def first_visit(stream: Stream) -> int:
    """A visit time: more likely recently, on working days, in business hours and campaigns."""
    return min(clock(stream, BROWSING.day(stream), HOUR_TOTALS, GREENWICH), LAST_CHANGE)


def next_visit(stream: Stream, last: int, gap: int) -> int:
    """A later visit after about `gap` seconds, mostly on a working day."""
    day = (last + gap) // DAY
    if is_weekend(day) and stream.chance(NOT_ON_WEEKENDS):
        day += 2
    return max(last + 3_600, clock(stream, day, HOUR_TOTALS, GREENWICH))


def _load(stream: Stream) -> str:
    return str(80 + int(stream.lognormal(6.3, 0.55)))


def walk(stream: Stream, size: int, mode: str) -> Iterator[Step]:
    """`size` events; in the mode `login` one of them is the login, and most started forms are
    submitted."""
    page, event, seconds = stream.weighted(NAMES, PAGE_TOTALS), "page_view", 0
    login = stream.integer(0, size - 1) if mode == "login" else -1
    known = mode == "remembered"
    for number in range(size):
        if number:
            seconds += 1 + int(stream.lognormal(3.2, 1.0))
            if event == "form_start" and stream.chance(0.6):
                event = "form_submit"
            elif page in FORMS and event == "page_view" and stream.chance(0.45):
                event = "form_start"
            elif event == "logout" or stream.chance(0.55):
                page, event = stream.weighted(NAMES, PAGE_TOTALS), "page_view"
                page = "/account" if known and stream.chance(0.15) else page
            else:
                event = stream.pick(ACTIONS)
        if number == login:
            page, event, known = "/login", "login", True
        elif known and number == size - 1 and number and stream.chance(0.12):
            page, event = "/account", "logout"
        yield Step(seconds, page, event, _load(stream) if event == "page_view" else "")
