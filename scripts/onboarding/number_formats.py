"""The formats in which sources write numbers and booleans, and their conversion.

A format of a number is written as an example, such as `1.234,56`, with a unit if the values may
have one, such as `1.234,56 EUR`. A value in none of the declared formats is not converted, so the
checks of landing reject it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

# Format of a number -> its thousands separator and decimal separator.
NUMBERS = {
    "1234.56": ("", "."),
    "1.234,56": (".", ","),
    "1,234.56": (",", "."),
    "1 234,56": (" ", ","),
    "1 234.56": (" ", "."),
    "1'234.56": ("'", "."),
    "1'234,56": ("'", ","),
    "12,34,567.89": (",", "."),
    "1234,56": ("", ","),
}
INDIAN = "12,34,567.89"
# Thousands separator -> other characters that sources write for it.
SIMILAR = {" ": "[ \u00a0\u2009\u202f]", "'": "['\u2019]"}
MINUS = "-\u2212"
SIGN = r"[+\-\u2212]"
# Unit as a contract has it -> how sources write it.
UNITS = {
    "%": r"%",
    "EUR": r"€|EUR|Euro",
    "USD": r"US\$|\$|USD",
    "GBP": r"£|GBP",
    "CHF": r"CHF|Fr\.|SFr\.",
    "JPY": r"¥|円|JPY",
    "INR": r"₹|INR|Rs\.?",
    "PLN": r"zł|PLN",
    "CZK": r"Kč|CZK",
    "TRY": r"₺|TRY|TL",
    "BRL": r"R\$|BRL",
    **{code: code for code in ("SEK", "NOK", "DKK", "HUF", "CNY", "AUD", "CAD", "NZD", "MXN")},
    "kr": r"kr\.?",
}
ANY_UNIT = "|".join(UNITS.values())
BOOLEANS = (
    ("true", "false"),
    ("yes", "no"),
    ("ja", "nein"),
    ("y", "n"),
    ("j", "n"),
    ("t", "f"),
    ("wahr", "falsch"),
    ("oui", "non"),
    ("vrai", "faux"),
    ("o", "n"),
    ("ja", "nee"),
    ("sí", "no"),
    ("si", "no"),
    ("on", "off"),
    ("1", "0"),
)


def parts_of(number_format: str) -> tuple[str, str]:
    """The format without a unit, and the unit; KeyError if one of them is unknown."""
    for plain in sorted(NUMBERS, key=len, reverse=True):
        if number_format == plain:
            return plain, ""
        if number_format.startswith(f"{plain} ") and number_format[len(plain) + 1 :] in UNITS:
            return plain, number_format[len(plain) + 1 :]
    raise KeyError(number_format)


def is_number_format(text: str) -> bool:
    """Whether a string is a format of numbers."""
    try:
        return bool(parts_of(text))
    except KeyError:
        return False


@cache
def number_pattern(number_format: str, units: str = "") -> re.Pattern[str]:
    """The regular expression for numbers in a format. units: the regular expression for their
    units; if empty, only the unit of the format."""
    plain, unit = parts_of(number_format)
    thousands, point = NUMBERS[plain]
    whole = r"\d+"
    if thousands:
        separator = SIMILAR.get(thousands, re.escape(thousands))
        groups = rf"(?:{separator}\d{{3}})+"
        if plain == INDIAN:
            groups = rf"(?:{separator}\d{{2}})*{separator}\d{{3}}"
        whole = rf"(?:[1-9]\d{{0,2}}{groups}|\d+)"
    decimals = rf"(?:{re.escape(point)}\d+)?"
    number = rf"(?P<sign>{SIGN}?)(?P<whole>{whole})(?P<decimals>{decimals})(?P<after>-?)"
    allowed = units or UNITS.get(unit, "")
    if allowed:
        space = "[ \u00a0\u202f]?"
        return re.compile(
            rf"(?P<open>\()?(?:(?P<before>{allowed}){space})?{number}"
            rf"(?:{space}(?P<unit>{allowed}))?(?P<close>\))?"
        )
    return re.compile(rf"(?P<open>\()?{number}(?P<close>\))?")


def number_match(text: str, number_format: str, units: str = "") -> re.Match[str] | None:
    """A number in a format; None if it does not have exactly this format, or has a second sign or
    unit. Accountants write a negative number in parentheses."""
    found = number_pattern(number_format, units).fullmatch(text)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    marks = [found["sign"], found["after"], found["open"]]
    parts = found.groupdict()
    has_two_units = bool(parts.get("before")) and bool(parts.get("unit"))
    return None if sum(map(bool, marks)) > 1 or has_two_units else found


def unit_of(text: str) -> str:
    """The unit of a number as a contract has it; empty if it has none."""
    found = re.search(
        rf"^[(]?(?:{ANY_UNIT})(?=[ \u00a0\u202f(\d]|{SIGN})|(?:{ANY_UNIT})[)]?$", text
    )
    if not found:
        return ""
    written = found[0].strip("()")
    return next(unit for unit, spellings in UNITS.items() if re.fullmatch(spellings, written))


def as_plain(found: re.Match[str]) -> str:
    """A number with a decimal point, without separators and unit."""
    whole = re.sub(r"\D", "", found["whole"])
    decimals = f".{found['decimals'][1:]}" if found["decimals"] else ""
    is_negative = bool(found["open"]) or any(
        sign and sign in MINUS for sign in (found["sign"], found["after"])
    )
    return ("-" if is_negative else "") + whole + decimals


def converted_number(text: str, formats: Sequence[str]) -> str:
    """A plain number with a decimal point; the unchanged text if it has none of the formats."""
    for number_format in formats:
        if found := number_match(text, number_format):
            return as_plain(found)
    return text


def converted_boolean(text: str, words: Sequence[str]) -> str:
    """true or false; unchanged if it is neither word. words: those for true and for false."""
    places = {word.lower(): place for place, word in enumerate(words)}
    place = places.get(text.lower())
    return text if place is None else ("true", "false")[place]
