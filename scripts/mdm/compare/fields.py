"""One grader per field: level codes of pairs of unequal values.

A grader takes the texts of a column and the codes of both sides, and calls a measure for their
similarity. Graders are monotone: a more favourable measure never gives a worse level.
"""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ..match_model import MatchModel
from .levels import Grader, Levels, code, first_code
from .mailboxes import grade_email
from .measures import Measure, edit_share, longer_lengths
from .names import NAME_GRADERS
from .texts import Codes, Cut, Texts, after, before


def grade_phone(
    texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> Levels:
    """Compare the last ten digits; near is a typing error, a missing area code, or added digits.

    Numbers of two countries are different. Two extensions of one number are near: they belong to
    two desks of one switchboard, or to one person who moved.
    """
    numbers, number_of = texts.derived("number", phone_number)
    one, other = number_of[left], number_of[right]
    last_ten = numbers.part("last ten", last_ten_digits)
    last_seven = numbers.part("last seven", lambda texts: pc.utf8_slice_codeunits(texts, -7))
    shorter = np.minimum(numbers.lengths[one], numbers.lengths[other])
    same_end = (last_seven[one] == last_seven[other]) & (shorter == 7)
    most = model.similarities["phone", "edits"]
    typo = measure.edits(numbers, one, other, most) <= most
    extended = measure.begins(numbers, one, other) & (shorter >= 9)
    levels = first_code("phone", {"near": typo | same_end | extended})
    levels[(last_ten[one] == last_ten[other]) & ~same_end | (one == other)] = 1
    other_desk = _differ(texts, left, right, "extension", phone_extension)
    levels[other_desk & (levels == 1)] = code("phone", "near")
    elsewhere = _differ(texts, left, right, "calling code", phone_code)
    levels[elsewhere] = code("phone", "different")
    return levels


def phone_number(phones: pa.StringArray) -> pa.StringArray:
    """Return the digits of standardised phone numbers without country, extension, first zeros."""
    words = pc.split_pattern(before(phones, "x"), " ")
    return pc.utf8_ltrim(words.values.take(pc.subtract(words.offsets[1:], 1)), "0")


def last_ten_digits(numbers: pa.StringArray) -> pa.StringArray:
    """Return the last ten digits of phone numbers."""
    return pc.utf8_slice_codeunits(numbers, -10)


def phone_code(phones: pa.StringArray) -> pa.StringArray:
    """Return the calling codes of standardised phone numbers, or empty texts."""
    return pc.if_else(pc.match_substring(phones, " "), before(phones, " "), "")


def phone_extension(phones: pa.StringArray) -> pa.StringArray:
    """Return the extensions of standardised phone numbers, or empty texts."""
    return after(phones, "x")


def _differ(texts: Texts, left: Codes, right: Codes, name: str, cut: Cut) -> NDArray[np.bool_]:
    """Return which pairs have two parts of a name that differ."""
    parts = texts.part(name, cut)
    one, other = parts[left], parts[right]
    return (one >= 0) & (other >= 0) & (one != other)


def grade_address(
    texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> Levels:
    """Typing errors in the whole address, or most of its words in common."""
    least = model.similarities
    alike = measure.jaro_winkler(texts, left, right, least["address", "near"])
    share = edit_share(texts, left, right, least["address", "partial_edits"], measure)
    common = measure.word_overlap(texts, left, right, least["address", "partial_words"])
    return first_code(
        "address",
        {
            "near": (
                (alike >= least["address", "near"]) & (share <= least["address", "partial_edits"])
            )
            | (share <= least["address", "near_edits"])
            | (common >= least["address", "near_words"]),
            "partial": (share <= least["address", "partial_edits"])
            | (common >= least["address", "partial_words"]),
        },
    )


def grade_city(
    texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> Levels:
    """Typing errors and shortened names."""
    near, partial = model.similarities["city", "near"], model.similarities["city", "partial_edits"]
    return first_code(
        "city",
        {
            "near": measure.jaro_winkler(texts, left, right, near) >= near,
            "partial": edit_share(texts, left, right, partial, measure) <= partial,
        },
    )


def grade_postcode(
    texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> Levels:
    """One typing error, or the same delivery area."""
    most = model.similarities["postcode", "edits"]
    size = int(model.similarities["postcode", "area"])
    area = texts.part(f"first {size}", lambda texts: pc.utf8_slice_codeunits(texts, 0, size))
    typo = measure.edits(texts, left, right, most) <= most
    return first_code("postcode", {"near": typo, "area": area[left] == area[right]})


def grade_birth_date(
    texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> Levels:
    """One typing error, day and month swapped, or both; otherwise two of year, month, day equal.

    A few more errors are partial agreement; even more are allowed if one date is not in the
    calendar, because then it certainly has an error.
    """
    ends = {"year": (0, 4), "month": (4, 6), "day": (6, 8)}
    parts = [
        texts.part(name, lambda texts, ends=ends: pc.utf8_slice_codeunits(texts, *ends))
        for name, ends in ends.items()
    ]
    same = [part[left] == part[right] for part in parts]
    limits = model.similarities
    most = limits["birth_date", "edits"]
    further = limits.get(("birth_date", "partial_edits"), 0.0)
    garbled = limits.get(("birth_date", "garbled_edits"), 0.0)
    asked = max(most, further, garbled)
    plain = measure.edits(texts, left, right, asked)
    both = texts.extended("day and month swapped", swap_day_and_month)
    turned = measure.edits(both, left, (right + len(texts)).astype(right.dtype), asked)
    swapped = turned <= (most if further else 0)
    edits = np.minimum(plain, turned)
    real = texts.flags("in the calendar", is_date)
    unreal = ~(real[left] & real[right])
    return first_code(
        "birth_date",
        {
            "near": (plain <= most) | swapped,
            "partial": (sum(map(np.int8, same)) >= 2)
            | (edits <= further)
            | (unreal & (edits <= garbled)),
        },
    )


def swap_day_and_month(text: str) -> str:
    """Return a date YYYYMMDD with day and month swapped."""
    return text[:4] + text[6:8] + text[4:6] + text[8:]


def is_date(text: str) -> bool:
    """Whether a string YYYYMMDD is a day of the calendar."""
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return len(text) == 8


def grade_national_id(
    texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> Levels:
    """Typing errors or a garbled id; anything else is a different identity."""
    most = model.similarities["national_id", "edits"]
    garbled = model.similarities["national_id", "partial_edits"]
    longer = longer_lengths(texts, left, right)
    edits = measure.edits(texts, left, right, np.maximum(garbled * longer, most))
    furthest = model.similarities.get(("national_id", "garbled_edits"), np.inf)
    partial = (edits / longer <= garbled) & (edits <= furthest)
    return first_code("national_id", {"near": edits <= most, "partial": partial})


GRADERS: dict[str, Grader] = {
    **NAME_GRADERS,
    "email": grade_email,
    "phone": grade_phone,
    "address": grade_address,
    "city": grade_city,
    "postcode": grade_postcode,
    "birth_date": grade_birth_date,
    "national_id": grade_national_id,
}
