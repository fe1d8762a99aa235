"""The values that Snowflake's parsers read from a string, as far as they are documented.

- Numbers: https://docs.snowflake.com/en/sql-reference/functions/to_decimal and
  https://docs.snowflake.com/en/sql-reference/data-types-numeric (numeric constants): a sign,
  digits, a point with digits, an exponent; spaces around them are ignored, and what the scale does
  not hold is rounded.
- Dates and times: https://docs.snowflake.com/en/sql-reference/date-time-input-output: a string
  in the format. Strings with fewer digits or more spaces are not documented.

A string has a value, an undocumented result (UNKNOWN), or no value (None).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any
from zoneinfo import ZoneInfo

UNKNOWN = object()
NUMBER = re.compile(r"[ \t\r\n]*[+-]?(\d+([.]\d*)?|[.]\d+)(e[+-]?\d+)?[ \t\r\n]*", re.I | re.ASCII)
# The format of to_timestamp or to_date, in Python's codes, and a looser form of it.
TIMES = {
    "YYYY-MM-DD": ("%Y-%m-%d", r"\d{1,4}-\d\d?-\d\d?"),
    "YYYYMMDD": ("%Y%m%d", r"\d{5,8}"),
    "plain": ("%Y-%m-%d %H:%M:%S", r"\d{1,4}-\d\d?-\d\d?\s*\d\d?:\d\d?:\d\d?"),
    "iso": ("%Y-%m-%dT%H:%M:%S.%fZ", r"\d{1,4}-\d\d?-\d\d?T\d\d?:\d\d?:\d\d?[.]\d{1,9}Z"),
}
# The length of a string that surely follows the format.
LENGTHS = {"YYYY-MM-DD": 10, "YYYYMMDD": 8, "plain": 19, "iso": 24}


def snowflake_number(text: str, column: Mapping[str, Any]) -> Decimal | None:
    """What `try_cast(text as decimal(precision, scale))` gives."""
    if not NUMBER.fullmatch(text):
        return None
    with localcontext(prec=500):
        number = Decimal(text.strip())
        scale = column.get("scale", 0)
        if number.adjusted() >= column["precision"] - scale:
            return None
        return number.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)


def snowflake_time(text: str, column: Mapping[str, Any], time_zone: str) -> Any:
    """What `try_to_date` or `try_to_timestamp_ntz` gives in the column's format, in UTC."""
    form, loose = TIMES[column["format"]]
    if not re.fullmatch(r"\s*" + loose + r"\s*", text, re.ASCII):
        return None
    if len(text) != LENGTHS[column["format"]] or text != text.strip():
        return UNKNOWN
    try:
        moment = datetime.strptime(text, form)
    except ValueError:
        # Python has no year 0 and no second 60.
        return UNKNOWN if text.startswith("0000") or ":60" in text else None
    if column["kind"] == "date":
        return moment.date()
    return utc_readings(moment, time_zone)[0]


def utc_readings(moment: datetime, time_zone: str) -> list[datetime]:
    """A local time in UTC: by the clock before a change, and by the clock after it."""
    zone = ZoneInfo(time_zone)
    return [
        moment.replace(tzinfo=zone, fold=fold).astimezone(UTC).replace(tzinfo=None)
        for fold in (0, 1)
    ]


def snowflake_value(text: str, column: Mapping[str, Any], time_zone: str) -> Any:
    """What Snowflake's parser gives for a string: a value, UNKNOWN or None."""
    if column["kind"] in ("number", "integer"):
        return snowflake_number(text, column)
    if column["kind"] in ("date", "timestamp"):
        zone = "UTC" if column["format"] == "iso" else time_zone
        return snowflake_time(text, column, zone)
    raise ValueError(f"Snowflake parses no {column['kind']}")
