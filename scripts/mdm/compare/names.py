"""Graders of names: first and last names of persons, whole names of organisations."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..match_model import MatchModel
from ..tables import Rows
from .bounds import Numbers
from .columns import Column, encode
from .levels import Levels, code, first_code
from .measures import Measure, edit_share, longer_lengths
from .texts import Codes, Texts


def grade_first_name(
    texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> Levels:
    """Typing errors, initials and beginnings; the caller handles nicknames of one root."""
    least = model.similarities
    typo, share, alike = _name_measures("first_name", texts, left, right, model, measure)
    return first_code(
        "first_name",
        {
            "near": (alike >= least["first_name", "near"]) | typo,
            "initial": measure.begins(texts, left, right) | measure.shares_word(texts, left, right),
            "partial": (alike >= least["first_name", "partial"])
            | (share <= least["first_name", "partial_edits"]),
            "weak": share <= least["first_name", "weak_edits"],
        },
    )


def grade_last_name(
    texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> Levels:
    """Typing errors, and double names with one word left out."""
    least = model.similarities
    typo, share, alike = _name_measures("last_name", texts, left, right, model, measure)
    return first_code(
        "last_name",
        {
            "near": (alike >= least["last_name", "near"]) | typo,
            "partial": (alike >= least["last_name", "partial"])
            | (share <= least["last_name", "partial_edits"])
            | measure.shares_word(texts, left, right),
            "weak": share <= least["last_name", "weak_edits"],
        },
    )


def grade_organisation(
    texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> Levels:
    """Whole names with sorted words: similarity, and the share of common words.

    A one-word name that is a word of the other name is remotely similar.
    """
    least = model.similarities
    is_one_word = np.minimum(texts.words.sizes[left], texts.words.sizes[right]) == 1
    alike = measure.jaro_winkler(texts, left, right, least["organisation", "weak"])
    share = edit_share(texts, left, right, least["organisation", "partial_edits"], measure)
    common = measure.word_overlap(texts, left, right, least["organisation", "weak_words"])
    return first_code(
        "organisation",
        {
            "near": (alike >= least["organisation", "near"])
            | (share <= least["organisation", "near_edits"]),
            "abbreviated": measure.abbreviates(texts, left, right),
            "partial": (alike >= least["organisation", "partial"])
            | (share <= least["organisation", "partial_edits"])
            | (common >= least["organisation", "partial_words"]),
            "weak": (alike >= least["organisation", "weak"])
            | (common >= least["organisation", "weak_words"])
            | (measure.shares_word(texts, left, right) & is_one_word),
        },
    )


def grade_joined_name(
    texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> Levels:
    """Names of organisations as written, without spaces: typing errors only."""
    least = model.similarities
    share = edit_share(texts, left, right, least["organisation", "partial_edits"], measure)
    return first_code(
        "organisation",
        {
            "near": share <= least["organisation", "near_edits"],
            "partial": share <= least["organisation", "partial_edits"],
        },
    )


def _name_measures(
    field: str, texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> tuple[NDArray[np.bool_], Numbers, Numbers]:
    """Whether it is one typing error in a long enough name, edits per letter, Jaro-Winkler."""
    least = model.similarities
    most, weak = least[field, "edits"], least[field, "weak_edits"]
    longer = longer_lengths(texts, left, right)
    edits = measure.edits(texts, left, right, np.maximum(weak * longer, most))
    shorter = np.minimum(texts.lengths[left], texts.lengths[right])
    typo = (edits <= most) & (shorter >= least[field, "edits_length"])
    alike = measure.jaro_winkler(texts, left, right, least[field, "partial"])
    return typo, edits / longer, alike


def settle_company_names(
    levels: Levels, columns: Mapping[str, Column], rows: Rows, model: MatchModel, measure: Measure
) -> Levels:
    """Return the levels of organisation, lowered from 'near' where names differ in a whole word.

    levels: level codes of the pairs of row numbers `rows`. In a long name a different word is only
    a few edits away. Without the shared words, what is left of both names must be alike too;
    otherwise the level is 'partial'. A word that only one name has does not count against it.
    """
    places = np.flatnonzero(levels == code("organisation", "near"))
    names = columns["full_name"]
    words = [[set(names.values[one].split()) for one in names.codes[side[places]]] for side in rows]
    rests = [
        pd.Series(
            ["".join(sorted(own - other)) if own & other else None for own, other in pairs],
            dtype="object",
        )
        for pairs in (list(zip(*words, strict=True)), list(zip(*words[::-1], strict=True)))
    ]
    left, right = encode(*rests)
    given = np.flatnonzero((left.codes >= 0) & (right.codes >= 0))
    one, other = left.codes[given], right.codes[given]
    most = model.similarities["organisation", "partial_edits"]
    apart = edit_share(left.texts, one, other, most, measure) > most
    settled = levels.copy()
    settled[places[given[apart]]] = code("organisation", "partial")
    return settled
