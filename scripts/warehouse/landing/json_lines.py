"""Reads a file of JSON lines and refuses what the load would change or leave out.

Each line is an object with declared keys, each once, and plain values. A blank line is not a row.
A line without a key has no value for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from warehouse.landing.clean_text import clean_text
from warehouse.landing.feed_shapes import FeedShape
from warehouse.landing.file_content import (
    LONGEST_LINE,
    TOO_LONG,
    Content,
    FeedError,
    check_header,
    check_mark,
    earlier,
    load_time_problem,
    misspelt,
)
from warehouse.problems import shortened, some, unknown

Pairs = tuple[tuple[str, Any], ...]
# What JSON allows between its parts. Python's own strip removes more, which the load cannot read.
WHITESPACE = " \t\r\n"
KEY = re.compile(rb'"(\w+)"\s*:')
# The range of whole numbers that the load keeps; it turns others into floats.
WHOLE = range(-(2**63), 2**64)
# The load writes smaller numbers with an exponent, which no check of a number accepts.
SMALLEST = 1e-4


class Respelled(str):
    """A number that the load would write in another way, such as 1.10 as 1.1."""


class InexactError(ValueError):
    """A number that the load cannot keep as it is written, or none at all."""


def too_long(text: str) -> InexactError:
    """The error for a number that the load would round."""
    return InexactError(
        f"has the number {shortened(text)}, which has too many digits; write it in quotes"
    )


def whole_number(text: str) -> int | Respelled:
    """A number without fraction. Raises InexactError if 64 bits cannot hold it."""
    if len(text) > len(str(WHOLE[0])) or int(text) not in WHOLE:
        raise too_long(text)
    return int(text) if text != "-0" else Respelled(text)


def number(text: str) -> float | Respelled:
    """A number with a fraction or exponent. Raises InexactError if the load cannot keep it."""
    value = float(text)
    if 0 < abs(value) < SMALLEST:
        raise InexactError(f"has the small number {shortened(text)}; write it in quotes")
    if repr(value) == text:
        return value
    try:
        if Decimal(repr(value)) == Decimal(text):
            return Respelled(text)
    except InvalidOperation:
        pass
    raise too_long(text)


def no_number(name: str) -> None:
    """Raises InexactError: NaN and Infinity are not valid JSON."""
    raise InexactError(f"has the value {name}, which is not JSON; write null")


DECODER = json.JSONDecoder(
    object_pairs_hook=tuple, parse_float=number, parse_int=whole_number, parse_constant=no_number
)


def key_before(line: bytes, end: int) -> str:
    """The key before a position in a line, as part of a sentence; empty if it is not known."""
    keys = KEY.findall(line[:end])
    return f" in {shortened(keys[-1].decode())}" if keys else ""


def read_pairs(line: bytes) -> Pairs:
    """The keys and values of a line. Raises FeedError with a string that follows `line N`."""
    try:
        pairs = DECODER.decode(line.decode("utf-8").strip(WHITESPACE))
    except UnicodeDecodeError as error:
        place = f"{key_before(line, error.start)} (position {error.start + 1})"
        raise FeedError(f"is not UTF-8{place}; save it as UTF-8") from error
    except json.JSONDecodeError as error:
        place = f"{error.msg.removesuffix(' at')} at position {error.colno}"
        raise FeedError(f"is not one JSON object ({place}); write one object per line") from error
    except RecursionError as error:
        raise FeedError("is nested too deeply; deliver plain values") from error
    except InexactError as error:
        raise FeedError(str(error)) from error
    if not isinstance(pairs, tuple):
        raise FeedError("is not a JSON object; write one object per line")
    return pairs


def check_keys(keys: Sequence[str], columns: Sequence[str]) -> None:
    """Raises FeedError if a key is unknown or occurs twice."""
    if respelled := misspelt(keys, columns):
        raise FeedError(f"has the keys {respelled}")
    if added := [key for key in keys if key not in columns]:
        raise FeedError(unknown(added, "key"))
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise FeedError(f"has duplicate keys: {some(twice)}")


def check_values(line: bytes, pairs: Pairs, shape: FeedShape) -> None:
    """Raises FeedError for a value that would not be loaded as it is written."""
    for key, value in pairs:
        if isinstance(value, (tuple, list)):
            raise FeedError(f"has a nested value in {key}; deliver it as columns or as text")
        if isinstance(value, (Respelled, float)) and key not in shape.numbers:
            number = shortened(str(value))
            raise FeedError(f"has the number {number} in {key}; write the text in quotes")
        if isinstance(value, str) and b"\\u" in line:
            if "\0" in value:
                raise FeedError(f"has a NUL character in {key}; deliver plain text")
            try:
                value.encode("utf-8")
            except UnicodeEncodeError as error:
                problem = f"has half a character in {key} (\\ud800 to \\udfff)"
                raise FeedError(f"{problem}; write the whole one") from error


def read_json_lines(file: Iterable[bytes], shape: FeedShape) -> Content:
    """The content of a file of JSON lines, given as lines of bytes. Raises FeedError."""
    rows, newest, first, place = 0, "", "", None
    known: list[str] = []
    columns: dict[str, None] = {}
    for count, line in enumerate(file, start=1):
        if count == 1:
            check_mark(line)
        if not line.strip(WHITESPACE.encode()):
            continue
        try:
            if len(line) > LONGEST_LINE:
                raise FeedError(TOO_LONG)
            pairs = read_pairs(line)
            keys = [key for key, _ in pairs]
            if keys != known:
                check_keys(keys, shape.columns)
                columns |= dict.fromkeys(keys)
                known = keys
                place = keys.index("_loaded_at") if "_loaded_at" in keys else None
            check_values(line, pairs, shape)
        except FeedError as error:
            raise FeedError(f"line {count} {error}") from error
        if place is not None and pairs[place][1] != newest:
            newest = pairs[place][1]
            time = clean_text(str(newest))
            if problem := load_time_problem(time, shape.future):
                raise FeedError(f"line {count} {problem}")
            first = earlier(time, first)
        rows += 1
    if not rows:
        raise FeedError("is empty; it must have one JSON object per line")
    check_header(list(columns), shape.columns, shape.required)
    return Content(tuple(columns), rows, first)
