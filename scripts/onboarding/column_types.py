"""Detects the type and format of a column from its values.

A few values of a delivery may be malformed, so a type fits if nearly all values have it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from onboarding.column_type import ColumnType, Hints
from onboarding.json_values import is_list_or_object
from onboarding.number_formats import BOOLEANS
from onboarding.number_types import number_type
from onboarding.time_types import time_type

# Share of the values of a column that must fit.
FITS_BOOLEAN = 0.9
# Most distinct codes of a column; each occurs in this share of the rows, and at least three times.
MOST_CODES, RARE_CODE, OFTEN = 25, 0.005, 3
LONGEST_CODE = 40
LONGEST_MARK = 3
WORDS_FOR_EMPTY = ("NULL", "null", "N/A", "n/a", "NaN", "nan", "None", r"\N", "-", "#N/A")


def type_of(name: str, values: Mapping[str, int], hints: Hints) -> ColumnType:
    """The type of a column by its name in snake case and its values, each with its count."""
    total = sum(values.values())
    if not total:
        return ColumnType("string", longest=0)
    longest = max(map(len, values))
    return (
        time_type(name, values, total, hints)
        or boolean_type(name, values, total)
        or number_type(name, values, total, hints)
        or code_type(values, total, longest)
        or ColumnType("string", longest=longest)
    )


def boolean_type(name: str, values: Mapping[str, int], total: int) -> ColumnType | None:
    """The type of a boolean column, which has two words for true and false; None for others."""
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


def code_type(values: Mapping[str, int], total: int, longest: int) -> ColumnType | None:
    """The type of a column of few codes; None if it has free text, lists or objects: more
    combinations of the same items may follow."""
    least = max(OFTEN, RARE_CODE * total)
    often = [value for value, count in values.items() if count >= least]
    covered = sum(values[value] for value in often)
    if not often or len(often) > MOST_CODES or covered < 0.85 * total:
        return None
    # A single value in all rows is a constant, unless it is short: then it is a flag.
    if len(often) == 1 and len(often[0]) > LONGEST_MARK:
        return None
    if total < 20 or max(map(len, often)) > LONGEST_CODE or total / len(often) < 5:
        return None
    rare = tuple(sorted(set(values) - set(often)))
    if len(rare) > 2 * len(often) + 5 or any(map(is_list_or_object, values)):
        return None
    return ColumnType("string", codes=tuple(sorted(often)), rare=rare, longest=longest)
