"""What type and format a column has, by the values in it.

A few values of a delivery may be malformed, so a type fits if nearly all values have it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from onboarding.number_formats import BOOLEANS, NUMBERS, converted_number, number_pattern
from onboarding.time_types import ColumnType, time_type

# Share of the values of a column that must fit.
FITS_NUMBER, FITS_BOOLEAN = 0.8, 0.9
# At most so many different codes; each occurs in this share of the rows, and at least three times.
MOST_CODES, RARE_CODE, OFTEN = 25, 0.005, 3
LONGEST_CODE = 40
RARE_NEGATIVE = 0.03
LONGEST_MARK = 3
TOO_LARGE = 2**31
WORDS_FOR_EMPTY = ("NULL", "null", "N/A", "n/a", "NaN", "nan", "None", r"\N", "-", "#N/A")


def type_of(name: str, values: Mapping[str, int]) -> ColumnType:
    """The type of a column by its name in snake case and its values, each with its count."""
    total = sum(values.values())
    if not total:
        return ColumnType("string", longest=0)
    longest = max(map(len, values))
    return (
        time_type(name, values, total)
        or boolean_type(name, values, total)
        or number_type(name, values, total)
        or code_type(values, total, longest)
        or ColumnType("string", longest=longest)
    )


def boolean_type(name: str, values: Mapping[str, int], total: int) -> ColumnType | None:
    """The type of a column with two words for true and false; None for other columns."""
    folded = Counter[str]()
    for value, count in values.items():
        folded[value.lower()] += count
    for words in BOOLEANS:
        both = [folded[word] for word in words]
        is_digit = words == ("1", "0")
        if is_digit and not re.search(r"^(is|has|ist|hat)_|flag|active|aktiv|consent", name):
            continue
        if all(both) and sum(both) >= FITS_BOOLEAN * total:
            plain = words == ("true", "false") and all(v == v.lower() for v in values)
            return ColumnType("boolean", source_formats=() if plain else words)
    return None


def number_type(name: str, values: Mapping[str, int], total: int) -> ColumnType | None:
    """The type of a column of numbers; None for codes that look like numbers."""
    counts = {
        one: sum(count for value, count in values.items() if number_pattern(one).fullmatch(value))
        for one in NUMBERS
    }
    best = max(counts, key=lambda one: counts[one])
    # What has no thousands and no comma is the plain format.
    if counts["1234.56"] == counts[best]:
        best = "1234.56"
    fitting = [value for value in values if number_pattern(best).fullmatch(value)]
    others = {value: count for value, count in values.items() if value not in set(fitting)}
    if counts[best] < FITS_NUMBER * total:
        return None
    numbers = [Decimal(converted_number(value, [best])) for value in fitting]
    if any(re.fullmatch(r"[+-]?0\d+", value) for value in fitting):
        return None
    # A code with letters and digits, such as 12a, is not a malformed number.
    mixed = sum(
        count for value, count in others.items() if re.search(r"\d.*[A-Za-z]|[A-Za-z].*\d", value)
    )
    if mixed > 0.02 * total:
        return None
    scale = max(max(0, -int(number.as_tuple().exponent)) for number in numbers)
    whole = max(len(str(abs(int(number)))) for number in numbers)
    if scale > 12 or whole + scale > 30:
        return None
    plain = re.compile(r"[+-]?\d+([.]\d+)?")
    is_plain = best == "1234.56" and all(plain.fullmatch(value) for value in fitting)
    formats = () if is_plain else (best,)
    below_zero = sum(values[value] for value, one in zip(fitting, numbers, strict=True) if one < 0)
    is_negative = below_zero > 0
    longest = max(map(len, values))
    if scale == 0 and max(abs(number) for number in numbers) < TOO_LARGE:
        # Amounts may be negative now and then, counts may not.
        is_rare = 0 < below_zero < RARE_NEGATIVE * total
        return ColumnType(
            "integer",
            formats,
            is_negative=is_negative and not is_rare,
            rare=tuple(str(number) for number in numbers if number < 0) if is_rare else (),
            longest=longest,
        )
    scale = max(scale, 2) if scale else 0
    precision = 18 if whole + scale <= 15 else 38
    return ColumnType(
        "number", formats, precision=precision, scale=scale, is_negative=is_negative,
        longest=longest,
    )  # fmt: skip


def code_type(values: Mapping[str, int], total: int, longest: int) -> ColumnType | None:
    """The type of a column of few codes; None if it has free text."""
    least = max(OFTEN, RARE_CODE * total)
    often = [value for value, count in values.items() if count >= least]
    covered = sum(values[value] for value in often)
    if not often or len(often) > MOST_CODES or covered < 0.85 * total:
        return None
    # One value in all rows is a constant, one of few letters is a mark.
    if len(often) == 1 and len(often[0]) > LONGEST_MARK:
        return None
    if total < 20 or max(map(len, often)) > LONGEST_CODE or total / len(often) < 5:
        return None
    rare = tuple(sorted(set(values) - set(often)))
    if len(rare) > 2 * len(often) + 5:
        return None
    return ColumnType("string", codes=tuple(sorted(often)), rare=rare, longest=longest)
