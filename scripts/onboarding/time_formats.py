"""Recognises the formats in which sources write dates and times, and converts them to those that
landing reads.

A format is written as in a contract, such as `dd.MM.yyyy HH:mm`. A value in none of the declared
formats is not converted, so the checks of landing reject it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

DATE, PLAIN, ISO = "yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"
# The most precise time, used for keys, which must not lose a digit.
MICROS = "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'"
DIGITS = "yyyyMMddHHmmss"
# As web servers write it.
ACCESS_LOG = "dd/MMM/yyyy:HH:mm:ssXXX"
DATES = (
    "yyyy-MM-dd",
    "yyyyMMdd",
    "dd.MM.yyyy",
    "d.M.yyyy",
    "dd/MM/yyyy",
    "d/M/yyyy",
    "MM/dd/yyyy",
    "M/d/yyyy",
    "dd-MM-yyyy",
    "MM-dd-yyyy",
    "d-M-yyyy",
    "M-d-yyyy",
    "yyyy/MM/dd",
    "yyyy.MM.dd",
    "dd.MM.yy",
    "d.M.yy",
    "dd/MM/yy",
    "MM/dd/yy",
    "yy/MM/dd",
    "d/M/yy",
    "M/d/yy",
    "dd-MM-yy",
    "MM-dd-yy",
    "yy-MM-dd",
    "dd-MMM-yyyy",
    "dd-MMM-yy",
    "d MMM yyyy",
    "d. MMM yyyy",
    "MMM d, yyyy",
    "yyyy'年'M'月'd'日'",
)
TIMES = ("HH:mm:ss", "HH:mm", "HH:mm:ss.S", "HH:mm:ss,S", "hh:mm:ss a", "hh:mm a")
ZONES = ("", "XXX")
EPOCH = {
    "epochSeconds": (r"\d{9,10}", 1),
    "epochMilliseconds": (r"\d{12,13}", 1000),
    "epochMicroseconds": (r"\d{15,16}", 1_000_000),
}
TIMESTAMPS = tuple(
    f"{day}{separator}{time}{zone}"
    for day in DATES
    for separator in (" ", "'T'")
    for time in TIMES
    for zone in ZONES
    if not (separator == "'T'" and day not in ("yyyy-MM-dd", "yyyyMMdd"))
) + (DIGITS, ACCESS_LOG, *EPOCH)
# Format of a date or time in a key, which is text -> its pattern.
KEY_TIMES = {
    DATE: "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    MICROS: "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z",
}
# The first letters of the names of months, by language.
MONTHS = [
    names.split()
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "jan feb mär apr mai jun jul aug sep okt nov dez",
        "jan fév mar avr mai juin juil aoû sep oct nov déc",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "jan feb maa apr mei jun jul aug sep okt nov dec",
        "gen feb mar apr mag giu lug ago set ott nov dic",
    )
]
# Token of a format -> regular expression.
TOKENS = {
    "yyyy": r"(?P<year>\d{4})",
    "yy": r"(?P<short>\d{2})",
    "MMM": r"(?P<name>[^\W\d_]{3,})\.?",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "dd": r"(?P<day>\d{2})",
    "d": r"(?P<day>\d{1,2})",
    "HH": r"(?P<hour>\d{1,2})",
    "hh": r"(?P<hour>\d{1,2})",
    "mm": r"(?P<minute>\d{2})",
    "ss": r"(?P<second>\d{2})",
    "S": r"(?P<fraction>\d{1,9})",
    "a": r"(?P<half>[AaPp][Mm])",
    "XXX": r" ?(?P<zone>Z|z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})",
}
PARTS = re.compile(r"'([^']*)'|(yyyy|yy|MMM|MM|M|dd|d|HH|hh|mm|ss|S+|XXX|a)|(.)")
ZEROS = re.compile(r"[0 .,:/+TZ-]+")
# By default, a year of two digits is one of the hundred years from this one on.
FIRST_YEAR = 1969


@cache
def pattern_of(time_format: str) -> re.Pattern[str]:
    """The regular expression of the values in a format of a date or time."""
    text = ""
    for quoted, token, other in PARTS.findall(time_format):
        text += (
            TOKENS["S" if token.startswith("S") else token] if token else re.escape(quoted or other)
        )
    return re.compile(text)


def read_time(text: str, time_format: str, first_year: int = 0) -> datetime | None:
    """A value in a format, with its offset if it has one; None if it does not have the format.

    first_year: the first of the hundred years that two digits can mean; 0 for 1969.
    """
    if time_format in EPOCH:
        digits, unit = EPOCH[time_format]
        if not re.fullmatch(digits, text):
            return None
        micros = int(text) * 1_000_000 // unit
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
    found = pattern_of(time_format).fullmatch(text)
    if not found or (time_format == DIGITS and len(text) != len(DIGITS)):
        return None
    parts = found.groupdict()
    try:
        return datetime(
            year_of(parts, first_year or FIRST_YEAR),
            month_of(parts),
            int(parts["day"]),
            hour_of(parts),
            int(parts.get("minute") or 0),
            int(parts.get("second") or 0),
            int((parts.get("fraction") or "0").ljust(6, "0")[:6]),
            tzinfo=zone_of(parts.get("zone")),
        )
    except ValueError:
        return None


def is_zero_time(text: str) -> bool:
    """Whether a value is a date or time of zeros only, such as 00.00.0000: sources write it where
    there is none."""
    return bool(ZEROS.fullmatch(text)) and any(
        pattern_of(one).fullmatch(text) for one in (*DATES, *TIMESTAMPS) if one not in EPOCH
    )


def year_of(parts: dict[str, str], first_year: int) -> int:
    """The year; two digits mean one of the hundred years from first_year on."""
    if parts.get("year"):
        return int(parts["year"])
    return first_year + (int(parts["short"]) - first_year) % 100


def month_of(parts: dict[str, str]) -> int:
    """The month, by number or by the first letters of its name; 0 if there is none."""
    if parts.get("month"):
        return int(parts["month"])
    name = parts["name"].lower().replace("mrz", "mär").replace("maer", "mär")
    return next(
        (
            place
            for months in MONTHS
            for place, start in enumerate(months, 1)
            if name.startswith(start)
        ),
        0,
    )


def hour_of(parts: dict[str, str]) -> int:
    """The hour of the day."""
    hour, half = int(parts.get("hour") or 0), (parts.get("half") or "").lower()
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("no hour of a half day")
    return hour % 12 + (12 if half == "pm" else 0)


def zone_of(offset: str | None) -> timezone | None:
    """The time zone of an offset; None for local time."""
    if not offset:
        return None
    if offset.upper() in ("Z", "UTC"):
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def converted_time(
    text: str, formats: Sequence[str], target: str, time_zone: str, first_year: int = 0
) -> str:
    """A value in the target format of the contract; unchanged if it has none of the formats."""
    for time_format in formats:
        found = read_time(text, time_format, first_year)
        if found is None:
            continue
        if target in ("yyyy-MM-dd", "yyyyMMdd"):
            day = found.date().isoformat()
            return day if "-" in target else day.replace("-", "")
        if target in (ISO, MICROS):
            utc = found if found.tzinfo else in_zone(found, time_zone)
            if utc is None:
                return text
            digits = f"{utc.microsecond:06d}"[: 3 if target == ISO else 6]
            return f"{utc.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{digits}Z"
        if found.tzinfo:
            found = found.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)
        return f"{found:%Y-%m-%d %H:%M:%S}"
    return text


def key_target(formats: Sequence[str]) -> str:
    """The format to which a date or time in a key is converted."""
    return DATE if set(formats) <= set(DATES) else MICROS


def in_zone(local: datetime, time_zone: str) -> datetime | None:
    """A local time with its zone; None for an hour that the clock skips."""
    zoned = local.replace(tzinfo=ZoneInfo(time_zone))
    return zoned if zoned.astimezone(UTC).astimezone(zoned.tzinfo) == zoned else None
