"""The meaning of delivered strings, without the project's macros and readers."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

# Whitespace that is control characters, letters or symbols to Unicode.
WHITESPACE = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2800\u3164"
TRUE = ("true", "X", "Y")
DAYS = ("%Y-%m-%d", "%Y%m%d")
TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%fZ", "%Y%m%d")


def clean(value: Any) -> str | None:
    """A delivered value as clean text: whitespace is spaces, invisible characters are removed."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    kept = []
    for character in str(value):
        category = unicodedata.category(character)
        if category in ("Zs", "Zl", "Zp") or character in WHITESPACE:
            kept.append(" ")
        elif category not in ("Cc", "Cf"):
            kept.append(character)
    return "".join(kept).strip(" ") or None


def means(value: Any, stored: Any, time_zone: str) -> bool:
    """Whether a stored value equals a delivered one; times without zone are local."""
    text = clean(value)
    if isinstance(stored, bool):
        return (text in TRUE) == stored
    if text is None or stored is None:
        return text is None and stored is None
    if isinstance(stored, int | float | Decimal):
        return number(text) == Decimal(str(stored))
    if isinstance(stored, datetime):
        return moment(text, time_zone) == stored
    if isinstance(stored, date):
        return day(text) == stored
    return text == stored


def number(text: str) -> Decimal | None:
    """A string as a number."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def day(text: str) -> date | None:
    """A string as a date."""
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def moment(text: str, time_zone: str) -> datetime | None:
    """A string as a time in UTC; one that ends in Z is in UTC whatever the time zone."""
    zone = UTC if text.endswith("Z") else ZoneInfo(time_zone)
    for form in TIMES:
        try:
            local = datetime.strptime(re.sub(r"[+]\d+$", "", text), form)
        except ValueError:
            continue
        return local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
    return None
