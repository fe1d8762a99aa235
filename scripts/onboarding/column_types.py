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
from onboarding.time_types import TIME_NAMES, time_type
from warehouse.problems import counted

# Share of the values of a column that must fit.
FITS_BOOLEAN, FITS_DATE = 0.9, 0.8
# A value that starts like a date, maybe with the sign of an era.
LIKE_DATE = re.compile(
    r"[A-Za-z]{0,3}[ .]?\d{1,4}[-./ ]{1,2}(\d{1,2}|[^\W\d_]{3,9})[-./ ]{1,2}\d{1,4}"
)
# Most distinct codes of a column; each occurs in this share of the rows, and at least three times.
MOST_CODES, RARE_CODE, OFTEN = 25, 0.005, 3
LONGEST_CODE = 40
# Fewest rows, and rows for each code; most values that occur too rarely to be codes, unless there
# are twice as many codes; share of the rows that have codes.
FEWEST, OFTEN_EACH, MOST_RARE, MOSTLY = 20, 5, 2, 0.85
# A single value that is a mark: rows without it are empty.
MARK = re.compile("[xX*+✓✔]")
# Number of spaces and digits that codes do not have, and other characters of text and of lists.
WORDS_OF_TEXT, DIGITS_OF_ID = 5, 8
PUNCTUATION = re.compile(r"[\"“”„«»;]|[,.:!?] |[,|]\w")
# Names of columns whose values people write.
TEXT = re.compile(
    r"(^|_)(descr\w*|beschreibung|descripcion|descrizione|descricao|opis|popis|beskriv\w*|aciklama"
    r"|text|texto|texte|testo|tekst|comments?|notes?|remarks?|memo|tags?|labels?|keywords?"
    r"|subject|summary|uwagi|bemerkung\w*)\d*(_|$)"
)
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
        or code_type(name, values, total, longest)
        or text_type(name, values, total, longest)
    )


def text_type(name: str, values: Mapping[str, int], total: int, longest: int) -> ColumnType:
    """The type of a text column, with a question if its name and values are like those of times."""
    like_dates = [value for value in values if LIKE_DATE.match(value)]
    rows = sum(values[value] for value in like_dates)
    if not TIME_NAMES.search(name) or rows < FITS_DATE * total:
        return ColumnType("string", longest=longest)
    return ColumnType(
        "string",
        longest=longest,
        question=f"is {like_dates[0]} a date or a time? Its format is not known, so it is kept as "
        "text. Can the source write another one, such as 2026-01-31?",
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


def code_type(name: str, values: Mapping[str, int], total: int, longest: int) -> ColumnType | None:
    """The type of a column of few codes; None unless the values show that no others will follow:
    nearly all occur often, and none looks like text, a list or an identifier."""
    least = max(OFTEN, RARE_CODE * total)
    often = [value for value, count in values.items() if count >= least]
    if not often or len(often) > MOST_CODES or TEXT.search(name):
        return None
    # Keys of other things, such as REP-01, get new values.
    if name.endswith("_id") and all(re.search(r"\d", value) for value in often):
        return None
    # Other values follow a single one, unless it marks rows and the others are empty.
    if len(often) == 1 and not MARK.fullmatch(often[0]):
        return None
    if total < FEWEST or max(map(len, often)) > LONGEST_CODE or total / len(often) < OFTEN_EACH:
        return None
    rare = tuple(sorted(set(values) - set(often)))
    if len(rare) > max(MOST_RARE, len(often) // 2) or any(map(is_not_code, values)):
        return None
    if sum(values[value] for value in often) < MOSTLY * total:
        return None
    fewest = min(often, key=lambda value: values[value])
    seen = counted(len(often), "value")
    reason = f"{seen} in {total} rows, the rarest is {fewest} in {values[fewest]}"
    codes = tuple(sorted(often))
    return ColumnType("string", codes=codes, rare=rare, longest=longest, reason=reason)


def is_not_code(value: str) -> bool:
    """Whether a value is text with punctuation or many words, a list, an object or an identifier of
    many digits."""
    return bool(
        value.count(" ") >= WORDS_OF_TEXT
        or PUNCTUATION.search(value)
        or len(re.sub(r"\D", "", value)) >= DIGITS_OF_ID
        or is_list_or_object(value)
    )
