"""Draws times of activity by growth, season, campaign, weekday and local hour of the day."""

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from feeds.streams import Stream, running_totals
from feeds.times import DAY, HISTORY_START, LAST_CHANGE

EPOCH = date(1970, 1, 1)
FIRST_DAY, LAST_DAY = HISTORY_START // DAY + 1, LAST_CHANGE // DAY - 1
# Activity per month, January first: quarters end strongly, the summer is quiet.
MONTHS = (0.97, 0.95, 1.10, 0.95, 0.97, 1.12, 0.84, 0.74, 1.10, 1.04, 1.12, 1.10)
HOLIDAYS, HOLIDAY_SHARE = frozenset(((1, 1), (12, 25), (12, 26))), 0.6
# Hours from UTC in each country; summer time is left out.
HOURS_FROM_UTC = {"DE": 1, "US": -6, "GB": 0, "FR": 1, "IN": 5, "JP": 9}
# Activity per hour of the day: at work, and at home.
OFFICE = running_totals(
    [0, 0, 0, 0, 0, 0.1, 0.5, 2, 6, 9, 10, 9, 6, 8, 9, 9, 7, 4, 1, 0.5, 0.2, 0.1, 0, 0]
)
HOME = running_totals(
    [1, 0.5, 0.2, 0.1, 0.1, 0.3, 1, 2, 3, 4, 5, 5, 6, 5, 5, 5, 6, 7, 8, 10, 10, 8, 5, 2]
)
MONDAY = 4


class Campaign(NamedTuple):
    """A yearly campaign: name, first and last (month, day)."""

    theme: str
    first: tuple[int, int]
    last: tuple[int, int]


CAMPAIGNS = (
    Campaign("Cloud Start", (1, 5), (2, 1)),
    Campaign("Security Week", (4, 7), (4, 25)),
    Campaign("Data Days", (6, 2), (6, 20)),
    Campaign("Back to Business", (9, 1), (9, 26)),
    Campaign("Year End Offer", (11, 17), (12, 31)),
)


def date_of(day: int) -> date:
    """The date of a day since 1970."""
    return EPOCH + timedelta(days=day)


@cache
def campaign_on(day: int, echo: int = 0) -> str:
    """The campaign of a day (since 1970) with its year, until `echo` days after its end; empty if
    there is none."""
    today = date_of(day)
    for year in (today.year, today.year - 1):
        for theme, first, last in CAMPAIGNS:
            if date(year, *first) <= today <= date(year, *last) + timedelta(days=echo):
                return f"{theme} {year}"
    return ""


def is_weekend(day: int) -> bool:
    """Whether a day (since 1970) is a Saturday or Sunday."""
    return (day - MONDAY) % 7 > 4


def local(moment: int, country: str) -> int:
    """A time as the clock shows it in a country."""
    return moment + HOURS_FROM_UTC[country] * 3_600


class Season:
    """The activity of each day of the history and the deliveries.

    weekend: a Saturday or Sunday as a share of a working day. growth: factor of the whole period.
    campaign: factor while a campaign runs.
    """

    def __init__(self, weekend: float, growth: float, campaign: float) -> None:
        days = range(FIRST_DAY, LAST_DAY + 1)
        weights = []
        for number, day in enumerate(days):
            today = date_of(day)
            weight = MONTHS[today.month - 1] * growth ** (number / len(days))
            weight *= HOLIDAY_SHARE if (today.month, today.day) in HOLIDAYS else 1.0
            weight *= weekend if is_weekend(day) else 1.0
            weights.append(weight * (campaign if campaign_on(day) else 1.0))
        self._totals = [0.0, *running_totals(weights)]

    def day(self, stream: Stream, first: int = FIRST_DAY, last: int = LAST_DAY) -> int:
        """One of the days from first to last (since 1970), by activity; one random number."""
        first = min(max(first, FIRST_DAY), LAST_DAY)
        last = min(max(last, first), LAST_DAY)
        low, high = self._totals[first - FIRST_DAY], self._totals[last - FIRST_DAY + 1]
        place = bisect_right(self._totals, low + stream.random() * (high - low)) - 1
        return min(last, FIRST_DAY + place)

    def moment(self, stream: Stream, hours: list[float], country: str, start: int, end: int) -> int:
        """A time from start to end, by day and by hour of the country; two random numbers."""
        day = self.day(stream, local(start, country) // DAY, local(end, country) // DAY)
        moment = clock(stream, day, hours, country)
        if not start <= moment <= end:
            moment = start + moment % max(1, min(DAY, end - start + 1))
        return moment


def clock(stream: Stream, day: int, hours: list[float], country: str) -> int:
    """A time of a country's day (since 1970), by activity per hour; one random number."""
    position = stream.random() * hours[-1]
    hour = min(23, bisect_right(hours, position))
    before = hours[hour - 1] if hour else 0.0
    second = int(3_600 * (position - before) / (hours[hour] - before))
    return day * DAY + (hour - HOURS_FROM_UTC[country]) * 3_600 + min(3_599, second)


def at_work(stream: Stream, after: int, moment: int, country: str) -> int:
    """A time in office hours on the working day of `moment` or the next one; later than `after`."""
    day = local(moment, country) // DAY
    while True:
        if not is_weekend(day):
            found = clock(stream, day, OFFICE, country)
            if found > after:
                return found
        day += 1


ORDERING = Season(weekend=0.45, growth=7.0, campaign=1.3)
SERVICE = Season(weekend=0.4, growth=4.0, campaign=1.1)
MARKETING = Season(weekend=0.3, growth=3.0, campaign=1.7)
SELLING = Season(weekend=0.05, growth=5.0, campaign=1.15)
BANKING = Season(weekend=0.6, growth=4.0, campaign=1.0)
BROWSING = Season(weekend=0.4, growth=6.0, campaign=1.4)
