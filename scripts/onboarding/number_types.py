"""Detects whether a column has numbers, and their format.

`1,218` is 1218 in one country and 1.218 in another. The format is decided by values that fit only
one format, then by how the others are written, then by other columns of the file; otherwise a
person decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from onboarding.column_type import ColumnType, Hints
from onboarding.number_formats import ANY_UNIT, NUMBERS, as_plain, number_match, unit_of

# Share of the values of a column that must fit.
FITS_NUMBER = 0.8
# Fewest values whose common form is not chance; number and share of rows in another format that are
# worth a question.
MANY, OTHER_ROWS, OTHER_SHARE = 50, 2, 0.03
RARE_NEGATIVE = 0.03
# Share of numbers with decimals that may be mistakes.
FEW_DECIMALS = 0.001
# Staging stores integers of 32 bits, and later numbers may be larger.
TOO_LARGE = 10**8
MOST_SCALE, MOST_DIGITS = 18, 30
# Additional digits that staging allows before and after the point, beyond those in the files.
SPARE_WHOLE, SPARE_SCALE, LEAST_SCALE = 3, 2, 4
FIRST_VALUES = 200
VERSION = re.compile(
    r"(^|_)(version|versie|versao|ver|release|revision|rev|build|firmware|chapter|kapitel|section|"
    r"abschnitt|paragraph|clause|os)\d*(_|$)|version$"
)
AMOUNT = re.compile(
    "amount|betrag|price|preis|prix|precio|prijs|total|summe|sum|umsatz|revenue|cost|kosten|rate"
    "|weight|gewicht|value|wert|saldo|balance|montant|importe|bedrag|quantity|menge|lat|lon|lng"
)
Readings = Mapping[str, Mapping[str, str]]


def number_type(
    name: str, values: Mapping[str, int], total: int, hints: Hints
) -> ColumnType | None:
    """The type of a number column; None for codes and versions that look like numbers."""
    formats = ["1234.56"] if hints.is_typed else list(NUMBERS)
    some = list(values)[:FIRST_VALUES]
    formats = [one for one in formats if any(number_match(text, one, ANY_UNIT) for text in some)]
    readings: Readings = {
        one: {
            text: as_plain(found) for text in values if (found := number_match(text, one, ANY_UNIT))
        }
        for one in formats
    }
    counts = {one: sum(values[text] for text in found) for one, found in readings.items()}
    if not counts or max(counts.values()) < FITS_NUMBER * total:
        return None
    best = max(counts, key=lambda one: counts[one])
    if is_code(name, readings[best], values, hints):
        return None
    found = chosen(best, readings, values, hints)
    written = readings[found.source_formats[0]]
    if not hints.is_typed and is_version_like(name, written):
        return ColumnType(
            "string",
            longest=max(map(len, values)),
            question=f"are {' and '.join(unlike(written))} different values, such as versions? "
            "They are kept as text. If they are amounts, set logicalType to number",
        )
    if found.is_open:
        # The staging type fits both readings, so the answer changes only the format.
        written = {
            **{f"{text} ": number for one in readings for text, number in readings[one].items()},
            **written,
        }
    return measured(found, written, values, total)


def is_code(name: str, fitting: Mapping[str, str], values: Mapping[str, int], hints: Hints) -> bool:
    """Whether values are codes: with leading zeros, mixed with letters, or versions by name."""
    if any(re.fullmatch(r"[+-]?0\d+", text) for text in fitting):
        return True
    if not hints.is_typed and VERSION.search(name) and any("." in text for text in fitting):
        return True
    # A code with letters and digits, such as 12a, is not a malformed number.
    mixed = sum(
        count
        for text, count in values.items()
        if text not in fitting and re.search(r"\d.*[A-Za-z]|[A-Za-z].*\d", text)
        and not unit_of(text)
    )  # fmt: skip
    return mixed > 0.02 * sum(values.values())


def chosen(best: str, readings: Readings, values: Mapping[str, int], hints: Hints) -> ColumnType:
    """The format of a column with the reason, or with a question."""
    number = readings[best]
    unlike_best = {
        one: [text for text in number if text in found and found[text] != number[text]]
        for one, found in readings.items()
    }
    other = max(unlike_best, key=lambda one: len(unlike_best[one]))
    doubtful = unlike_best[other]
    if not doubtful:
        return ColumnType("number", (best,))
    only_best = [text for text in number if text not in readings[other]]
    others = {text for found in readings.values() for text in found if text not in number}
    rows = sum(values[text] for text in others)
    if rows >= OTHER_ROWS and rows > OTHER_SHARE * sum(values.values()):
        return asked(best, other, doubtful[0], readings, f", as {rows} rows have another format")
    if only_best:
        return decided(best, only_best)
    whole, fraction = (best, other) if "." not in number[doubtful[0]] else (other, best)
    plain = [text for text in number if re.fullmatch(r"[+-]?\d+", text)]
    # A source that separates thousands would do so here.
    long = [text for text in plain if len(text.lstrip("+-")) > 3]
    # A source that writes decimals writes them in all values, or without zeros at the end.
    rounded = [text for text in doubtful if text.endswith("0")]
    is_whole = bool(plain) and (bool(rounded) or len(doubtful) >= MANY)
    if is_whole != bool(long):
        return decided(whole, [*rounded, *plain]) if is_whole else decided(fraction, long)
    if hints.point and not is_whole:
        point, column = hints.point
        found = next(one for one in (best, other) if NUMBERS[one][1] == point)
        return ColumnType("number", (found,), reason=f"numbers are written {found}, as in {column}")
    first, second = (whole, fraction) if "," in doubtful[0] else (fraction, whole)
    return asked(first, second, doubtful[0], readings)


def decided(number_format: str, deciding: Sequence[str]) -> ColumnType:
    """A format that some values prove."""
    reason = f"numbers are written {number_format}"
    return ColumnType("number", (number_format,), reason=reason, deciding=tuple(deciding))


def asked(best: str, other: str, text: str, readings: Readings, more: str = "") -> ColumnType:
    """A format with a question whether it is right."""
    first, second = readings[best][text], readings[other][text]
    question = (
        f"is {text} the number {first} or {second}{more}? It is read as {first}; for {second}, "
        f"write {other} in sourceFormats"
    )
    return ColumnType("number", (best,), question=question, is_open=True)


def is_version_like(name: str, written: Mapping[str, str]) -> bool:
    """Whether some values end with zeros while others have fewer digits; no program writes amounts
    like this."""
    return not AMOUNT.search(name) and len(unlike(written)) == 2


def unlike(written: Mapping[str, str]) -> list[str]:
    """A value that ends with a zero, such as 1.10, and one with fewer digits, such as 1.9; empty
    unless the values have both."""
    decimals = {
        text: text.partition(".")[2] for text in written if re.fullmatch(r"\d{1,2}[.]\d{1,2}", text)
    }
    if len(decimals) < 0.8 * len(written):
        return []
    long = next((text for text, digits in decimals.items() if re.fullmatch(r"\d0", digits)), "")
    short = next((text for text, digits in decimals.items() if len(digits) == 1), "")
    return [long, short] if long and short else []


def measured(
    found: ColumnType, written: Mapping[str, str], values: Mapping[str, int], total: int
) -> ColumnType | None:
    """The type of numbers by their size, with the unit; None if they have too many digits. With
    several units, the type is text with a question."""
    units = Counter[str]()
    for text in written:
        if unit := unit_of(text):
            units[unit] += values[text]
    longest = max(map(len, values))
    unit = max(units, key=lambda one: units[one], default="")
    others = units.total() - units[unit]
    if others >= OTHER_ROWS and others > OTHER_SHARE * total:
        listed = " and ".join(sorted(units))
        return ColumnType(
            "string",
            longest=longest,
            question=f"amounts in {listed} cannot be added up, so they are kept as text. Can the "
            "source deliver the unit in its own column?",
        )
    numbers = {
        text: Decimal(number) for text, number in written.items() if unit_of(text) in ("", unit)
    }
    scales = {max(0, -int(number.as_tuple().exponent)) for number in numbers.values()}
    whole = max(len(str(abs(int(number)))) for number in numbers.values())
    scale = max(scales)
    if scale > MOST_SCALE or whole + scale > MOST_DIGITS:
        return None
    found = with_question_of_decimals(found, values, numbers)
    (one,) = found.source_formats
    if one == "1.234,56" and any(re.search(r"\d{4}", text) for text in written):
        one = "1234,56" if not any("." in text for text in written) else one
    is_plain = one == "1234.56" and all(
        re.fullmatch(r"[+-]?\d+([.]\d+)?", text) for text in written
    )
    formats = () if is_plain and not unit else (f"{one} {unit}".strip(),)
    below_zero = sum(values[text] for text, number in numbers.items() if number < 0)
    facts = {
        "source_formats": formats, "unit": unit, "longest": longest, "question": found.question,
        "is_open": found.is_open, "reason": found.reason, "deciding": found.deciding,
    }  # fmt: skip
    if scale == 0 and max(abs(number) for number in numbers.values()) < TOO_LARGE:
        # Amounts may sometimes be negative, counts may not.
        is_rare = 0 < below_zero < RARE_NEGATIVE * total
        rare = tuple(str(number) for number in numbers.values() if number < 0) if is_rare else ()
        return ColumnType("integer", is_negative=below_zero > 0 and not is_rare, rare=rare, **facts)
    if len(scales - {0}) > 1:
        scale = min(MOST_SCALE, max(LEAST_SCALE, scale + SPARE_SCALE))
    scale = max(scale, 2) if scale else 0
    precision = 18 if whole + SPARE_WHOLE + scale <= 18 else 38
    return ColumnType(
        "number", precision=precision, scale=scale, is_negative=below_zero > 0, **facts
    )


def with_question_of_decimals(
    found: ColumnType, values: Mapping[str, int], numbers: Mapping[str, Decimal]
) -> ColumnType:
    """The type with a question, if very few of many numbers have decimals."""
    with_decimals = [text for text, number in numbers.items() if number != int(number)]
    rows = sum(values.get(text, 0) for text in with_decimals)
    total = sum(values.values())
    if found.question or not 0 < rows <= FEW_DECIMALS * total:
        return found
    question = (
        f"is {with_decimals[0]} right? Of {total} values, only {rows} "
        f"{'has' if rows == 1 else 'have'} decimals. If all are whole, set logicalType to integer "
        "and delete stagingType"
    )
    return replace(found, question=question)
