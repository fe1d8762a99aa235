"""Detects whether a column has dates or times, and their formats.

`03/04/2024` is in April or in March. The format is decided by values that fit only one format, then
by other columns of the file; otherwise a person decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from onboarding.column_type import ColumnType, Hints
from onboarding.time_formats import (
    DATE,
    DATES,
    DIGITS,
    EPOCH,
    ISO,
    MICROS,
    PLAIN,
    TIMESTAMPS,
    pattern_of,
    read_time,
)

# Share of the values that must fit; it can be low, since nothing else looks like a date.
FITS_TIME = 0.8
# A further format of the same column, by its share of the values.
FURTHER_FORMAT = 0.01
# Number and share of rows with day and month swapped from which this is not just a mistake.
OTHER_ROWS, OTHER_SHARE = 2, 0.03
# Formats of digits only. Such values are times if the column is named so, or if many are days.
DIGIT_FORMATS = ("yyyyMMdd", DIGITS, *EPOCH)
MANY = 20
TIME_NAMES = re.compile(
    r"(^|_)(time|date|dat|day|stamp|zeit|datum|tag|epoch|at|ts|dt|on|am|um|seit|ab|bis|dob|born|"
    r"created|updated|changed|modified|fecha|heure|jour|dia|tijd|uhrzeit|valid|geboren|created)\d*"
    r"(_|$)|(?<!candi)(?<!man)(?<!vali)date$|datum$|zeit$|time$|stamp$|punkt$|geburtstag$|^date"
)
KEY_NAMES = re.compile(r"(^|_)(id|nr|no|number|nummer|key|code|uuid|ref)$")
BIRTH = re.compile(
    r"birth|geburt|gebdat|(^|_)(dob|geb|born|geboren)(_|$)|naiss|nacim|geboorte|nascit|nascim|urodz"
    r"|narozen|foedsel|foedels|dogum"
)
EARLIEST, LATEST = 1900, 2100
# Highest and usual lowest age of a customer in years.
OLDEST_AGE, YOUNGEST_AGE = 110, 16
FIRST_VALUES = 200


def time_type(name: str, values: Mapping[str, int], total: int, hints: Hints) -> ColumnType | None:
    """The type of a column of dates or times; None if it is neither."""
    some = list(values)[:FIRST_VALUES]
    is_birth = bool(BIRTH.search(name))
    first_year = hints.today.year - 99 if is_birth else 0
    possible = [
        one for one in possible_formats(name, some, values) if shares(some, [one], first_year)
    ]
    chosen = covering(values, possible, total, first_year) if possible else []
    read = {value: first_reading(value, chosen, first_year) for value in values}
    if not chosen:
        return None
    alike = [one for one in possible if form_of(one) == form_of(chosen[0])]
    fitting = sum(
        values[value]
        for value, moment in read.items()
        if moment or first_reading(value, alike, first_year)
    )
    if fitting < FITS_TIME * total:
        return None
    moments = sorted((moment for moment in read.values() if moment), key=day_of)
    is_date = all(one in DATES for one in chosen)
    target = target_format(chosen, moments, is_date)
    found = ColumnType(
        "date" if is_date else "timestamp",
        source_formats=() if chosen == [target] and is_read(values, read, target) else (*chosen,),
        target=target,
        earliest=moments[0].date().isoformat(),
        middle=moments[len(moments) // 2].date().isoformat(),
        latest=moments[-1].date().isoformat(),
        longest=max(map(len, values)),
        first_year=first_year if any(has_short_year(one) for one in chosen) else 0,
    )
    found = with_order(found, chosen[0], possible, values, hints)
    if found.first_year and found.kind == "date" and not found.is_open:
        return with_century(found, values, read, hints)
    return found


def day_of(moment: datetime) -> datetime:
    """A time without its zone."""
    return moment.replace(tzinfo=None)


def has_short_year(time_format: str) -> bool:
    """Whether years have two digits."""
    return "yy" in time_format and "yyyy" not in time_format


def possible_formats(name: str, some: Sequence[str], values: Mapping[str, int]) -> list[str]:
    """The formats that have the same characters as some values."""
    shapes = {re.sub(r"\d", "0", value): value for value in some if re.search(r"\d", value)}
    shown = list(shapes.values())[:50]
    is_named = bool(TIME_NAMES.search(name)) or bool(BIRTH.search(name))
    is_named &= not KEY_NAMES.search(name) or bool(re.search("date|datum", name))
    digits = [one for one in DIGIT_FORMATS if is_named or is_full_of_days(one, name, values)]
    return [
        one
        for one in (*DATES, *TIMESTAMPS)
        if (one in digits if one in DIGIT_FORMATS else True)
        and (one in EPOCH or any(pattern_of(one).fullmatch(value) for value in shown))
    ]


def is_full_of_days(time_format: str, name: str, values: Mapping[str, int]) -> bool:
    """Whether numbers must be days or times, because so many of them are valid ones."""
    if time_format in EPOCH or KEY_NAMES.search(name) or len(values) < MANY:
        return False
    read = [read_time(value, time_format) for value in values]
    good = sum(bool(found) and EARLIEST <= found.year < LATEST for found in read)
    return good >= 0.95 * len(read)


def shares(
    values: Iterable[str] | Mapping[str, int], formats: Iterable[str], first_year: int = 0
) -> dict[str, int]:
    """Format of times -> number of rows that have it, for formats that occur."""
    found: Counter[str] = Counter()
    for value in values:
        count = values[value] if isinstance(values, Mapping) else 1
        for time_format in formats:
            moment = read_time(value, time_format, first_year)
            if moment and (time_format not in EPOCH or 1980 <= moment.year < LATEST):
                found[time_format] += count
    return found


def covering(
    values: Mapping[str, int], formats: Sequence[str], total: int, first_year: int
) -> list[str]:
    """The fewest formats that cover nearly all values, the most frequent first; never two that
    differ only in the order of day, month and year."""
    left, chosen, usable = dict(values), [], list(formats)
    while left and usable:
        found = shares(left, usable, first_year)
        best = max(usable, key=lambda one: found.get(one, 0))
        if found.get(best, 0) < max(1, FURTHER_FORMAT * total):
            break
        chosen.append(best)
        left = {value: count for value, count in left.items() if not read_time(value, best)}
        usable = [one for one in usable if form_of(one) != form_of(best)]
    return chosen


def form_of(time_format: str) -> str:
    """The common form of formats that differ only in the order of day, month and year."""
    words = re.split(r"(yyyy|yy|MMM|MM|M|dd|d)", time_format.partition(" ")[0])
    rest = time_format.partition(" ")[2]
    return " ".join([*sorted(re.sub("[Md]+", "d", word) for word in words if word != "MMM"), rest])


def with_order(
    found: ColumnType,
    best: str,
    possible: Sequence[str],
    values: Mapping[str, int],
    hints: Hints,
) -> ColumnType:
    """The type with the reason for the order of day and month, or with a question."""
    first = found.first_year
    read = {value: moment for value in values if (moment := read_time(value, best, first))}
    others = [
        one for one in possible if form_of(one) == form_of(best) and order_of(one) != order_of(best)
    ]
    if not others:
        return found
    fitting = {one: [value for value in read if read_time(value, one, first)] for one in others}
    other = max(others, key=lambda one: len(fitting[one]))
    unlike = [value for value in fitting[other] if read_time(value, other, first) != read[value]]
    doubtful = (unlike or fitting[other] or list(read))[0]
    only_other = [value for value in values if value not in read and read_time(value, other, first)]
    rows = sum(values[value] for value in only_other)
    if unlike and rows >= OTHER_ROWS and rows > OTHER_SHARE * sum(values.values()):
        return ColumnType(
            "string",
            longest=found.longest,
            question=f"some rows are {best} and others {other}, such as {only_other[0]}, so "
            f"{doubtful} has no certain date. They are kept as text. Can the source write one "
            "format?",
        )
    if only_best := [value for value in read if value not in set(fitting[other])]:
        reason = f"dates are {best}"
        if only_other:
            reason += f" ({rows} of them {other}, such as {only_other[0]}, and so rejected)"
        return replace(found, reason=reason, deciding=tuple(only_best))
    if hints.day_first and day_first(best) is not None:
        wanted, column = hints.day_first
        one = next((one for one in (best, other) if day_first(one) == wanted), best)
        formats = tuple(one if old == best else old for old in found.source_formats)
        return replace(found, source_formats=formats, reason=f"dates are {one}, as in {column}")
    question = (
        f"is {doubtful} {best} or {other}? It is read as {best}; for {other}, change sourceFormats"
    )
    return replace(found, question=question, is_open=True)


def order_of(time_format: str) -> str:
    """The order of day, month and year: `dMy`."""
    parts = re.findall(r"yyyy|yy|MMM|MM|M|dd|d", time_format.partition(" ")[0])
    return "".join(part[0] for part in parts)


def day_first(time_format: str) -> bool | None:
    """Whether the day is before the month; None if the year comes first or the month has a name."""
    if "MMM" in time_format or time_format.startswith("y"):
        return None
    return time_format.startswith("d")


def with_century(
    found: ColumnType,
    values: Mapping[str, int],
    read: Mapping[str, datetime | None],
    hints: Hints,
) -> ColumnType:
    """The type of dates of birth with years of two digits, with a question if some are of children
    or of people over a hundred."""
    oldest, youngest = hints.today.year - OLDEST_AGE, hints.today.year - YOUNGEST_AGE
    for value in values:
        moment = read.get(value)
        if moment and moment.year > youngest and moment.year - 100 >= oldest:
            return replace(
                found,
                question=f"is {value} in {moment.year} or in {moment.year - 100}? Years of two "
                f"digits are read as those from {found.first_year} on; change twoDigitYearsFrom",
                is_open=True,
            )
    return found


def first_reading(value: str, formats: Sequence[str], first_year: int = 0) -> datetime | None:
    """A value read in the first format that it has."""
    return next((found for one in formats if (found := read_time(value, one, first_year))), None)


def target_format(chosen: Sequence[str], moments: Sequence[datetime], is_date: bool) -> str:
    """The format in which landing reads the values: UTC if they have offsets or milliseconds."""
    if is_date:
        return "yyyyMMdd" if list(chosen) == ["yyyyMMdd"] else DATE
    if any(moment.microsecond % 1000 for moment in moments):
        return MICROS
    has_offset = any("XXX" in one or one.startswith("epoch") for one in chosen)
    return ISO if has_offset or any(moment.microsecond for moment in moments) else PLAIN


def is_read(values: Mapping[str, int], read: Mapping[str, datetime | None], target: str) -> bool:
    """Whether landing reads all values that have a format as they are."""
    exact = {DATE: r"\d{4}-\d\d-\d\d", "yyyyMMdd": r"\d{8}", PLAIN: r".{10} \d\d:\d\d:\d\d"}
    pattern = exact.get(target)
    return bool(pattern) and all(
        re.fullmatch(pattern, value) for value in values if read[value] is not None
    )
