"""The formats in which sources write numbers and booleans, and their conversion.

A format of a number is written as an example, such as `1.234,56`. A value that has none of the
declared formats is not converted, so that the checks of landing reject it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

# Format of a number -> the separator of thousands, and the decimal separator.
NUMBERS = {
    "1234.56": ("", "."),
    "1.234,56": (".", ","),
    "1,234.56": (",", "."),
    "1 234,56": (" ", ","),
    "1'234.56": ("'", "."),
}


UNIT = r"(?:€|\$|£|%|EUR|USD|GBP|CHF)"
BOOLEANS = (
    ("true", "false"),
    ("yes", "no"),
    ("ja", "nein"),
    ("y", "n"),
    ("j", "n"),
    ("t", "f"),
    ("wahr", "falsch"),
    ("oui", "non"),
    ("1", "0"),
)


@cache
def number_pattern(number_format: str) -> re.Pattern[str]:
    """The regular expression of the numbers in a format."""
    thousands, point = NUMBERS[number_format]
    whole = r"\d+"
    if thousands:
        # A space in a number is often a protected one.
        separator = "[ \u00a0\u202f]" if thousands == " " else re.escape(thousands)
        if thousands == "'":
            separator = "['\u2019]"
        whole = rf"(?:\d{{1,3}}(?:{separator}\d{{3}})+|\d+)"
    decimals = rf"(?:{re.escape(point)}\d+)?"
    return re.compile(
        rf"(?:{UNIT} ?)?(?P<sign>[+-]?)(?P<whole>{whole})(?P<decimals>{decimals})(?P<after>-?)"
        rf"(?: ?{UNIT})?"
    )


def converted_number(text: str, formats: Sequence[str]) -> str:
    """A number with a decimal point and nothing else; unchanged if it has none of the formats."""
    for number_format in formats:
        found = number_pattern(number_format).fullmatch(text)
        if found and not (found["sign"] and found["after"]):
            whole = re.sub(r"\D", "", found["whole"])
            decimals = f".{found['decimals'][1:]}" if found["decimals"] else ""
            return ("-" if "-" in found["sign"] + found["after"] else "") + whole + decimals
    return text


def converted_boolean(text: str, words: Sequence[str]) -> str:
    """true or false; unchanged if it is neither of the two words, the first of which is true."""
    places = {word.lower(): place for place, word in enumerate(words)}
    place = places.get(text.lower())
    return text if place is None else ("true", "false")[place]
