"""Whether a column has dates or times, and in which formats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from onboarding.time_formats import DATE, DATES, ISO, PLAIN, TIMESTAMPS, read_time

# Share of the values that must fit: dates look like nothing else.
FITS_TIME = 0.8
# A further format of the same column, by its share of the values.
FURTHER_FORMAT = 0.01
EPOCH_NAMES = re.compile(r"time|dat|stamp|zeit|datum|epoch|_at$|_ts$|^ts$|created|updated")


@dataclass(frozen=True)
class ColumnType:
    """The type of a column as a contract declares it.

    source_formats: the formats that a delivery has, if landing does not read them as they are.
    target: the format of a time. codes, rare: the values of a column of codes, and those that occur
    too rarely to be among them, or rare negative numbers. is_ambiguous: whether day and month could
    be exchanged.
    """

    kind: str
    source_formats: tuple[str, ...] = ()
    target: str = ""
    precision: int = 0
    scale: int = 0
    is_negative: bool = False
    earliest: str = ""
    latest: str = ""
    codes: tuple[str, ...] = ()
    rare: tuple[str, ...] = ()
    longest: int = 0
    is_ambiguous: bool = False


def shares(values: Mapping[str, int], formats: Iterable[str]) -> dict[str, int]:
    """Format of times -> number of rows that have it, for formats that occur."""
    found: Counter[str] = Counter()
    for value, count in values.items():
        for time_format in formats:
            if read_time(value, time_format):
                found[time_format] += count
    return found


def covering(values: Mapping[str, int], formats: Sequence[str], total: int) -> list[str]:
    """The fewest formats that nearly all values have, the most frequent first."""
    left, chosen = dict(values), []
    while left:
        found = shares(left, formats)
        best = max(formats, key=lambda one: found.get(one, 0))
        if found.get(best, 0) < max(1, FURTHER_FORMAT * total):
            break
        chosen.append(best)
        left = {value: count for value, count in left.items() if not read_time(value, best)}
    return chosen


def time_type(name: str, values: Mapping[str, int], total: int) -> ColumnType | None:
    """The type of a column of dates or times; None if it is neither."""
    if not any(re.search(r"\d", value) for value in values):
        return None
    is_named = bool(EPOCH_NAMES.search(name))
    formats = [one for one in (*DATES, *TIMESTAMPS) if is_named or one not in (
        "yyyyMMdd", "epochSeconds", "epochMilliseconds"
    )]  # fmt: skip
    # Few columns have times, and some values are enough to see that.
    some = dict(list(values.items())[:200])
    possible = [one for one in formats if shares(some, [one])]
    chosen = covering(values, possible, total) if possible else []
    read = {value: first_reading(value, chosen) for value in values}
    fitting = sum(values[value] for value, moment in read.items() if moment)
    if not chosen or fitting < FITS_TIME * total:
        return None
    moments = [moment for moment in read.values() if moment]
    days = sorted(
        moment.date().isoformat() for moment, value in ((read[v], v) for v in values) if moment
    )
    is_date = all(one in DATES for one in chosen)
    target = target_format(chosen, moments, is_date)
    return ColumnType(
        "date" if is_date else "timestamp",
        source_formats=() if chosen == [target] and is_read(values, read, target) else (*chosen,),
        target=target,
        earliest=days[0],
        latest=days[-1],
        longest=max(map(len, values)),
        is_ambiguous=is_exchangeable(chosen[0], values),
    )


def first_reading(value: str, formats: Sequence[str]) -> datetime | None:
    """A value read in the first format that it has."""
    return next((found for one in formats if (found := read_time(value, one))), None)


def target_format(chosen: Sequence[str], moments: Sequence[datetime], is_date: bool) -> str:
    """The format in which landing reads the values: UTC if they have offsets or milliseconds."""
    if is_date:
        return "yyyyMMdd" if list(chosen) == ["yyyyMMdd"] else DATE
    has_offset = any("XXX" in one or one.startswith("epoch") for one in chosen)
    return ISO if has_offset or any(moment.microsecond for moment in moments) else PLAIN


def is_read(values: Mapping[str, int], read: Mapping[str, datetime | None], target: str) -> bool:
    """Whether landing reads all values that have a format as they are."""
    exact = {DATE: r"\d{4}-\d\d-\d\d", "yyyyMMdd": r"\d{8}", PLAIN: r".{10} \d\d:\d\d:\d\d"}
    pattern = exact.get(target)
    return bool(pattern) and all(
        re.fullmatch(pattern, value) for value in values if read[value] is not None
    )


def is_exchangeable(chosen: str, values: Mapping[str, int]) -> bool:
    """Whether all values would also be dates with day and month exchanged."""
    pairs = {"dd/MM/yyyy": "MM/dd/yyyy", "d/M/yyyy": "M/d/yyyy", "dd-MM-yyyy": "MM-dd-yyyy",
             "dd/MM/yy": "MM/dd/yy"}  # fmt: skip
    pairs |= {other: one for one, other in pairs.items()}
    day = next((one for one in pairs if chosen.startswith(one)), None)
    if day is None:
        return False
    other = pairs[day] + chosen.removeprefix(day)
    return all(read_time(value, other) for value in values if read_time(value, chosen))
