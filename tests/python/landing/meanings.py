"""The meaning of delivered values without the macros, by Python's parsers and Unicode data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, localcontext
from typing import Any

FORMATS = {
    "YYYY-MM-DD": "%Y-%m-%d",
    "YYYYMMDD": "%Y%m%d",
    "plain": "%Y-%m-%d %H:%M:%S",
    "iso": "%Y-%m-%dT%H:%M:%S.%fZ",
}


def meaning_of_number(text: str, column: Mapping[str, Any]) -> Decimal | None:
    """The number that staging must store, or None where the row must be rejected."""
    if not text.isascii() or not re.fullmatch(r"[-+]?(\d+|\d*\.\d+)", text):
        return None
    with localcontext(prec=300):
        number = Decimal(text)
        is_exact = number == number.quantize(Decimal(1).scaleb(-column.get("scale", 0)))
    bounds = Decimal(column["at_least"]), Decimal(column["at_most"])
    return number if is_exact and bounds[0] <= number <= bounds[1] else None


def meaning_of_time(text: str, column: Mapping[str, Any]) -> date | datetime | None:
    """The date or UTC time that staging must store, or None where the row must be rejected."""
    try:
        moment = datetime.strptime(text, FORMATS[column["format"]])
    except ValueError:
        return None
    written = moment.strftime(FORMATS[column["format"]])
    if column["format"] == "iso":
        written = written[:-4] + "Z"
    if written != text or not (
        column["at_least"] <= moment.date().isoformat() <= column["at_most"]
    ):
        return None
    return moment.date() if column["kind"] == "date" else moment


MEANINGS: dict[str, Callable[[str, Mapping[str, Any]], Any]] = {
    "number": meaning_of_number,
    "integer": meaning_of_number,
    "date": meaning_of_time,
    "timestamp": meaning_of_time,
    "boolean": lambda text, _: {"true": True, "false": False}.get(text),
}
# Whitespace that Unicode classifies as letters or symbols; format characters that are visible,
# because they enclose the number after them (Prepended_Concatenation_Mark); the object replacement
# character.
WHITESPACE_LETTERS = "\u2800\u3164\uffa0"
VISIBLE_FORMATS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
VISIBLE_FORMATS += "\U000110bd\U000110cd"
WHITESPACE_CONTROLS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"
# Default_Ignorable_Code_Point of Unicode 16, DerivedCoreProperties.txt; not all are format
# characters, and some are not assigned.
DEFAULT_IGNORABLE = (
    *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5)),
    *((0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164)),
    *((0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8)),
    *((0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)
# Format characters of later versions of Unicode than Python's.
NEW_FORMATS = range(0x13430, 0x13440)


def is_invisible(character: str) -> bool:
    """Whether a character, other than a space, is never shown."""
    point = ord(character)
    return (
        (unicodedata.category(character) in ("Cc", "Cf") and character not in VISIBLE_FORMATS)
        or any(first <= point <= last for first, last in DEFAULT_IGNORABLE)
        or point in NEW_FORMATS
        or character == "\ufffc"
    )


def cleaned_text(text: str) -> str:
    """The clean text by the categories and properties of Unicode."""
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if category in ("Zs", "Zl", "Zp") or character in WHITESPACE_CONTROLS + WHITESPACE_LETTERS:
            kept.append(" ")
        elif not is_invisible(character):
            kept.append(character)
    return "".join(kept).strip(" ")
