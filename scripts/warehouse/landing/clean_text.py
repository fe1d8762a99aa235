"""Cleans a value as landing does, for the checks that compare it before it is loaded."""

from __future__ import annotations

# As special_characters_text and without_high_invisible in macros/types/clean_text.sql.
WHITESPACE = (
    "\t-\r \x1c-\x1f \x85 \xa0 \u1680 \u2000-\u200a \u2028-\u2029 \u202f \u205f \u2800 \u3000"
)
WHITESPACE += " \u3164 \uffa0"
INVISIBLE = "\0-\b \x0e-\x1b \x7f-\x84 \x86-\x9f \xad \u034f \u061c \u115f-\u1160 \u17b4-\u17b5"
INVISIBLE += " \u180b-\u180f \u200b-\u200f \u202a-\u202e \u2060-\u206f \ufe00-\ufe0f \ufeff"
INVISIBLE += " \ufff0-\ufffc \U00013430-\U0001343f \U0001bca0-\U0001bca3 \U0001d173-\U0001d17a"
INVISIBLE += " \U000e0000-\U000e0fff"


def points(ranges: str) -> list[int]:
    """The code points of ranges such as `a-c x`."""
    ends = [(part[0], part[-1]) for part in ranges.split(" ") if part]
    return [point for first, last in ends for point in range(ord(first), ord(last) + 1)]


CLEAN = dict.fromkeys(points(WHITESPACE), " ") | dict.fromkeys(points(INVISIBLE))


def clean_text(text: str) -> str:
    """A value trimmed, without invisible characters, with plain spaces; may become empty."""
    if text.isascii() and text.isprintable():
        return text.strip(" ")
    return text.translate(CLEAN).strip(" ")
