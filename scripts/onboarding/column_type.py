"""The type of a profiled column, and hints from the other columns of the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ColumnType:
    """The type of a column as a contract declares it.

    earliest, middle, latest: days of a time. source_formats: the formats that a delivery has, if
    landing does not read them as they are. target: the format of a time. codes, rare: the values of
    a column of codes, and those that occur too rarely to be among them, or rare negative numbers.
    unit: of a number. first_year: the first of the hundred years of two digits; 0 for the usual
    ones. question: what only a person can decide; is_open, if wrong values could be loaded before
    that. reason, deciding: why the values have this format and no other, and the values that show
    it.
    """

    kind: str
    source_formats: tuple[str, ...] = ()
    target: str = ""
    precision: int = 0
    scale: int = 0
    is_negative: bool = False
    earliest: str = ""
    latest: str = ""
    middle: str = ""
    codes: tuple[str, ...] = ()
    rare: tuple[str, ...] = ()
    longest: int = 0
    unit: str = ""
    first_year: int = 0
    question: str = ""
    is_open: bool = False
    reason: str = ""
    deciding: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hints:
    """What is known about a column besides its name and values.

    today: the day of the profile. is_typed: whether the file says that its values are numbers.
    point: the decimal separator in other columns, and its column; day_first: whether the day is
    before the month in other columns, and its column. Both are None if other columns do not show
    it.
    """

    today: date
    is_typed: bool = False
    point: tuple[str, str] | None = None
    day_first: tuple[bool, str] | None = None
