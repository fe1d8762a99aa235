"""Dates and times in the names of files, in the forms in which people write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from onboarding.time_formats import MONTHS, month_of

FULL_NAMES = (
    "january february march april may june july august september october november december sept"
    " januar februar märz maerz mrz mai juni juli oktober dezember"
    " janvier février mars avril juin juillet août septembre octobre novembre décembre"
    " enero febrero marzo mayo junio julio agosto septiembre octubre noviembre diciembre"
    " januari februari maart mei augustus"
    " gennaio febbraio aprile maggio giugno luglio settembre ottobre novembre dicembre"
).split()
NAMES = "|".join(sorted({*FULL_NAMES, *sum(MONTHS, [])}, key=len, reverse=True))
GAP = "[-_., ]"


def month(number: int) -> str:
    """A pattern for the name of a month, as the group `name<number>`."""
    return rf"(?<![^\W\d_])(?P<name{number}>{NAMES})(?![^\W\d_])[.]?"


# Each alternative has its own groups, because a pattern can have a name only once. The first ones
# are 2026-11-26 and 20261126, then 26.11.2026, 26 Nov 2026, Nov 26 2026 and 2026 Nov 26.
DATE_IN_NAME = re.compile(
    r"(?<!\d)(?P<year>20\d{2})[-_. ]?(?P<month>[01]\d)[-_. ]?(?P<day>[0-3]\d)"
    r"(?:(?!\d)|(?=[0-2]\d[0-5]\d(?:[0-5]\d)?(?!\d)))"
    r"|(?<!\d)(?P<first>[0-3]?\d)(?P<mark>[-_. ])(?P<second>[0-3]?\d)(?P=mark)(?P<last>20\d{2})"
    r"(?!\d)"
    rf"|(?<!\d)(?P<day1>[0-3]?\d)(?:st|nd|rd|th)?{GAP}{{0,2}}{month(1)}{GAP}{{0,2}}"
    r"(?P<year1>20\d{2})(?!\d)"
    rf"|{month(2)}{GAP}{{0,2}}(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?{GAP}{{1,2}}(?P<year2>20\d{{2}})"
    r"(?!\d)"
    rf"|(?<!\d)(?P<year3>20\d{{2}}){GAP}{{0,2}}{month(3)}{GAP}{{0,2}}(?P<day3>[0-3]?\d)(?!\d)",
    re.I,
)
TIME_IN_NAME = re.compile(r"[T_ -]?([0-2]\d)[-.:h]?([0-5]\d)(?:[-.:m]?([0-5]\d))?(?!\d)")
# What may be a day in another form, such as 26.11.26, 26112026 and 26 Nov 26.
OTHER_DATE = re.compile(
    r"(?<!\d)\d{1,4}(?P<gap>[-_. ])\d{1,2}(?P=gap)\d{1,4}(?!\d)|(?<!\d)[0-3]\d{3}20\d{2}(?!\d)"
    rf"|(?<!\d)\d{{1,2}}{GAP}{{0,2}}{month(1)}{GAP}{{0,2}}\d{{2,4}}(?!\d)"
    r"|(?<!\d)\d{1,2} [^\W\d_]{3,} 20\d{2}(?!\d)",
    re.I,
)
LAST_MONTH = 12


def time_in_name(stem: str) -> datetime | None:
    """The time in the name of a file, or the end of the day in it, because a row may have changed
    on that day; None if it has no day that is certain."""
    found = DATE_IN_NAME.search(stem)
    day = day_in_name(found) if found else None
    if not found or not day:
        return None
    end = day + timedelta(days=1, seconds=-1)
    time = TIME_IN_NAME.match(stem, found.end())
    if not time:
        return end
    hour, minute, second = (int(part or 0) for part in time.groups())
    start = day + timedelta(hours=hour, minutes=minute, seconds=second)
    # 24:00 is the end of the day; digits that cannot be a time mean something else.
    return min(start, end) if start <= day + timedelta(days=1) else end


def day_in_name(found: re.Match[str]) -> datetime | None:
    """The day in the name of a file; None if there is no such day, or if day and month are
    ambiguous. In a date with points, the day comes first."""
    parts = found.groupdict()
    if parts["year"]:
        return day_of(parts["year"], int(parts["month"]), parts["day"])
    for number in (1, 2, 3):
        if name := parts[f"name{number}"]:
            named = month_of({"name": name})
            return day_of(parts[f"year{number}"], named, parts[f"day{number}"])
    day, other = parts["first"], parts["second"]
    if parts["mark"] != ".":
        if is_ambiguous(found):
            return None
        if int(other) > LAST_MONTH:
            other, day = day, other
    return day_of(parts["last"], int(other), day)


def day_of(year: str, month_number: int, day: str) -> datetime | None:
    """A day; None if there is no such day."""
    try:
        return datetime(int(year), month_number, int(day), tzinfo=UTC)
    except ValueError:
        return None


def is_ambiguous(found: re.Match[str]) -> bool:
    """Whether day and month of a date could be exchanged: 03-04-2026."""
    first, second = found["first"], found["second"]
    if not first or found["mark"] == "." or int(first) == int(second):
        return False
    return int(first) <= LAST_MONTH and int(second) <= LAST_MONTH


def unclear_date(stem: str) -> str:
    """What may be a date in the name of a file, but is not read as one, or whose day and month
    could be exchanged; empty if there is none."""
    found = None if time_in_name(stem) else DATE_IN_NAME.search(stem) or OTHER_DATE.search(stem)
    return found[0] if found else ""
