"""One grader a field: level codes of distinct, unequal value pairs."""

import numpy as np

from .comparison import Grader, Levels, Texts, first_code
from .parameters import MatchModel
from .similarity import Backend
from .words import (
    abbreviates,
    begins,
    edit_share,
    first_characters,
    last_characters,
    lengths,
    part,
    shares_word,
    split,
    word_overlap,
)


def grade_first_name(left: Texts, right: Texts, model: MatchModel, backend: Backend) -> Levels:
    """Equal roots are found by the caller; here typing slips, initials and beginnings."""
    least = model.similarities
    alike = backend.jaro_winkler(left, right)
    edits = backend.edits(left, right)
    one_edit = edits <= least["first_name", "edits"]
    long_enough = np.minimum(lengths(left), lengths(right)) >= least["first_name", "edits_length"]
    return first_code(
        "first_name",
        {
            "near": (alike >= least["first_name", "near"]) | (one_edit & long_enough),
            "initial": begins(left, right) | shares_word(left, right),
            "partial": (alike >= least["first_name", "partial"])
            | (edit_share(left, right, edits) <= least["first_name", "partial_edits"]),
            "weak": edit_share(left, right, edits) <= least["first_name", "weak_edits"],
        },
    )


def grade_last_name(left: Texts, right: Texts, model: MatchModel, backend: Backend) -> Levels:
    """Typing slips, and double names of which one word is left out."""
    least = model.similarities
    alike = backend.jaro_winkler(left, right)
    edits = backend.edits(left, right)
    one_edit = edits <= least["last_name", "edits"]
    long_enough = np.minimum(lengths(left), lengths(right)) >= least["last_name", "edits_length"]
    return first_code(
        "last_name",
        {
            "near": (alike >= least["last_name", "near"]) | (one_edit & long_enough),
            "partial": (alike >= least["last_name", "partial"])
            | (edit_share(left, right, edits) <= least["last_name", "partial_edits"])
            | shares_word(left, right),
            "weak": edit_share(left, right, edits) <= least["last_name", "weak_edits"],
        },
    )


def grade_organisation(left: Texts, right: Texts, model: MatchModel, backend: Backend) -> Levels:
    """Whole names, without blanks, and the share of common words (sorted words come in)."""
    least = model.similarities
    alike = backend.jaro_winkler(left, right)
    edits = edit_share(left, right, backend.edits(left, right))
    common = word_overlap(left, right)
    return first_code(
        "organisation",
        {
            "near": (alike >= least["organisation", "near"])
            | (edits <= least["organisation", "near_edits"]),
            "abbreviated": abbreviates(left, right),
            "partial": (alike >= least["organisation", "partial"])
            | (edits <= least["organisation", "partial_edits"])
            | (common >= least["organisation", "partial_words"]),
            "weak": (alike >= least["organisation", "weak"])
            | (common >= least["organisation", "weak_words"]),
        },
    )


def grade_email(left: Texts, right: Texts, model: MatchModel, backend: Backend) -> Levels:
    """Same local part at another domain, slips, or only the same domain."""
    local_left, local_right = split(left, "@", 0), split(right, "@", 0)
    same_domain = split(left, "@", 1) == split(right, "@", 1)
    edits = backend.edits(left, right)
    return first_code(
        "email",
        {
            "local": local_left == local_right,
            "near": edits <= model.similarities["email", "edits"],
            "domain": same_domain,
        },
    )


def grade_phone(left: Texts, right: Texts, model: MatchModel, backend: Backend) -> Levels:
    """The last ten digits decide; near is a slip, no area code, or an extension written on."""
    last_ten = last_characters(left, 10) == last_characters(right, 10)
    same_end = (last_characters(left, 7) == last_characters(right, 7)) & (
        np.minimum(lengths(left), lengths(right)) == 7
    )
    slip = backend.edits(left, right) <= model.similarities["phone", "edits"]
    extended = begins(left, right) & (np.minimum(lengths(left), lengths(right)) >= 9)
    levels = first_code("phone", {"near": slip | same_end | extended})
    return np.where(last_ten & ~same_end, 1, levels).astype(np.int8)


def grade_address(left: Texts, right: Texts, model: MatchModel, backend: Backend) -> Levels:
    """Slips in the whole address, or most of its words in common."""
    least = model.similarities
    alike = backend.jaro_winkler(left, right)
    edits = edit_share(left, right, backend.edits(left, right))
    common = word_overlap(left, right)
    return first_code(
        "address",
        {
            "near": (
                (alike >= least["address", "near"]) & (edits <= least["address", "partial_edits"])
            )
            | (edits <= least["address", "near_edits"])
            | (common >= least["address", "near_words"]),
            "partial": (edits <= least["address", "partial_edits"])
            | (common >= least["address", "partial_words"]),
        },
    )


def grade_city(left: Texts, right: Texts, model: MatchModel, backend: Backend) -> Levels:
    """Slips and shortened names."""
    least = model.similarities
    alike = backend.jaro_winkler(left, right)
    edits = edit_share(left, right, backend.edits(left, right))
    return first_code(
        "city",
        {
            "near": alike >= least["city", "near"],
            "partial": edits <= least["city", "partial_edits"],
        },
    )


def grade_postcode(left: Texts, right: Texts, model: MatchModel, backend: Backend) -> Levels:
    """One slip, or the same delivery area."""
    slip = backend.edits(left, right) <= model.similarities["postcode", "edits"]
    size = int(model.similarities["postcode", "area"])
    return first_code(
        "postcode",
        {"near": slip, "area": first_characters(left, size) == first_characters(right, size)},
    )


def grade_dob(left: Texts, right: Texts, model: MatchModel, backend: Backend) -> Levels:
    """One slip or day and month swapped; else two of year, month and day equal."""
    year, month, day = (
        (part(left, at, size), part(right, at, size)) for at, size in ((0, 4), (4, 2), (6, 2))
    )
    same = [a == b for a, b in (year, month, day)]
    swapped = same[0] & (month[0] == day[1]) & (day[0] == month[1])
    slip = backend.edits(left, right) <= model.similarities["dob", "edits"]
    return first_code("dob", {"near": slip | swapped, "partial": sum(map(np.int8, same)) >= 2})


def grade_nat_id(left: Texts, right: Texts, model: MatchModel, backend: Backend) -> Levels:
    """Slips, or garbled; only what is neither is another identity."""
    edits = backend.edits(left, right)
    garbled = edit_share(left, right, edits) <= model.similarities["nat_id", "partial_edits"]
    slip = edits <= model.similarities["nat_id", "edits"]
    return first_code("nat_id", {"near": slip, "partial": garbled})


GRADERS: dict[str, Grader] = {
    "first_name": grade_first_name,
    "last_name": grade_last_name,
    "organisation": grade_organisation,
    "email": grade_email,
    "phone": grade_phone,
    "address": grade_address,
    "city": grade_city,
    "postcode": grade_postcode,
    "dob": grade_dob,
    "nat_id": grade_nat_id,
}
