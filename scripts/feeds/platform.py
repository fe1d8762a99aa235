"""Platform monitoring: one row per hour, appended when the hour is over."""

from collections.abc import Iterator
from math import cos, pi, sin

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.streams import Stream
from feeds.times import DAY, LAST_CHANGE, stamp
from feeds.world import World

FEED = Feed(
    "platform_metrics",
    "PLATFORM.METRICS",
    (
        "METRIC_HOUR",
        "ACTIVE_USERS",
        "PAGE_VIEWS",
        "API_CALLS",
        "RESPONSE_MS",
        "ERROR_RATE",
        "UPTIME_PCT",
        "OPEN_TICKETS",
        "ETL_JOBS_RUNNING",
    ),
    ("METRIC_HOUR",),
    (
        *missing_keys(("METRIC_HOUR",)),
        Flaw("METRIC_HOUR", ("2025-13-45 00:00:00", "00000000"), "invalid_timestamp"),
        Flaw("RESPONSE_MS", ("12,5O", "abc"), "invalid_number"),
    ),
)
HOURS = 240
BUSIEST_HOUR, WEEKEND, MONDAY = 13, 0.4, 4
USERS, PAGES_EACH, CALLS_EACH = 180, 6.5, 42
TICKETS, JOBS_AT_NIGHT = 35, 9
INCIDENT = 0.012


def load(hour: int) -> float:
    """Load of an hour (seconds / 3,600); 1 is the peak of a working day."""
    wave = 0.5 + 0.5 * cos((hour % 24 - BUSIEST_HOUR) / 24 * 2 * pi)
    weekend = (hour // 24 - MONDAY) % 7 > 4
    return (0.12 + 0.88 * wave**1.5) * (WEEKEND if weekend else 1.0)


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """240 hours at every scale, the last one ending at the last delivery; counts grow with the
    scale."""
    last = LAST_CHANGE // 3_600
    for hour in range(last - HOURS + 1, last + 1):
        busy = load(hour) * (0.9 + 0.2 * stream.random())
        users = max(1, round(USERS * world.scale * busy))
        incident = stream.chance(INCIDENT)
        slow = 1.0 + 0.5 * busy + (2.5 if incident else 0.0)
        errors = (0.002 + 0.004 * busy * stream.random()) * (12 if incident else 1)
        uptime = 100.0 - stream.random() * (8.0 if incident else 0.04)
        tickets = TICKETS * world.scale * (1 + 0.25 * sin(hour / DAY * 3_600 * pi / 3))
        nightly = JOBS_AT_NIGHT if hour % 24 in (1, 2, 3) else 1
        text = stamp(hour * 3_600)
        yield changed(
            text,
            hour * 3_600,
            (
                text,
                str(users),
                str(round(users * PAGES_EACH * (0.85 + 0.3 * stream.random()))),
                str(round(users * CALLS_EACH * (0.85 + 0.3 * stream.random()))),
                str(round(95 * slow * (0.9 + 0.2 * stream.random()))),
                f"{errors:.4f}",
                f"{uptime:.2f}",
                str(round(tickets * (0.9 + 0.2 * stream.random()))),
                str(stream.integer(0, 2) + nightly),
            ),
        )


def build(world: World) -> Delivered:
    """The monitoring feed."""
    stream = world.stream(FEED.name)
    return deliver(stream, FEED, changes(world, stream))
