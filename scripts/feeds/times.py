"""Times as seconds since 1970 in UTC, and the times of the ten deliveries."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from feeds.streams import Stream

DAY = 86_400
BATCHES = 10


def at(year: int, month: int, day: int, hour: int = 0) -> int:
    """Seconds of a UTC date and hour."""
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp())


HISTORY_START = at(2024, 1, 1, 12)
FIRST_DELIVERY = at(2026, 1, 1, 2)
LAST_CHANGE = FIRST_DELIVERY + (BATCHES - 1) * DAY - 1
NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")


def batch_start(number: int) -> int:
    """Start of delivery number 1..10."""
    return FIRST_DELIVERY + (number - 1) * DAY


def batch_of(moment: int) -> int:
    """The first delivery that can contain a change made at this time."""
    return 1 if moment < FIRST_DELIVERY else (moment - FIRST_DELIVERY) // DAY + 2


SECONDS = [f"{second:02d}" for second in range(60)]
MINUTES = [f"{hour:02d}:{minute:02d}:" for hour in range(24) for minute in range(60)]


@cache
def _day(number: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=number)).isoformat()


def day(moment: int) -> str:
    """YYYY-MM-DD in UTC."""
    return _day(moment // DAY)


def stamp(moment: int) -> str:
    """YYYY-MM-DD HH:MM:SS in UTC."""
    number, second = divmod(moment, DAY)
    return f"{_day(number)} {MINUTES[second // 60]}{SECONDS[second % 60]}"


def zulu(moment: int) -> str:
    """YYYY-MM-DDTHH:MM:SS.000Z, as Salesforce writes it."""
    text = stamp(moment)
    return f"{text[:10]}T{text[11:]}.000Z"


@cache
def _offset(hours: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(hours * 3600, zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def new_york(moment: int) -> str:
    """YYYY-MM-DD HH:MM:SS in New York local time."""
    return stamp(moment + _offset(moment // 3600, NEW_YORK))


def berlin_day(moment: int) -> str:
    """YYYYMMDD in Berlin local time."""
    return day(moment + _offset(moment // 3600, BERLIN)).replace("-", "")


def later_moments(stream: Stream, start: int, share: float, daily: float) -> list[int]:
    """The times at which a record changes after its creation, before and during the deliveries."""
    moments = []
    if start < FIRST_DELIVERY and stream.chance(share):
        moments = [
            stream.integer(start + 60, FIRST_DELIVERY - 60) for _ in range(stream.integer(1, 3))
        ]
    if stream.chance(daily):
        moments.append(stream.integer(max(start, FIRST_DELIVERY) + 60, LAST_CHANGE))
    return sorted(set(moments))
