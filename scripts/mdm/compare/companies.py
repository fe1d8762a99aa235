"""Graders of the names of organisations."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ..match_model import MatchModel
from ..tables import Rows
from .columns import Column, encode
from .levels import Levels, code, first_code
from .measures import Measure, edit_share
from .texts import Codes, Texts


def grade_organisation(
    texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> Levels:
    """Whole names with sorted words: similarity, and the share of common words.

    A one-word name that is a word of the other name is weakly similar.
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
    """Names of organisations as entered, without spaces: typing errors only."""
    least = model.similarities
    share = edit_share(texts, left, right, least["organisation", "partial_edits"], measure)
    return first_code(
        "organisation",
        {
            "near": share <= least["organisation", "near_edits"],
            "partial": share <= least["organisation", "partial_edits"],
        },
    )


def lower_company_names(
    levels: Levels, columns: Mapping[str, Column], rows: Rows, model: MatchModel, measure: Measure
) -> Levels:
    """Return the levels of organisation, lowered from 'near' if names differ in a whole word.

    levels: level codes of the pairs of row numbers `rows`. In a long name, a different word changes
    only a few characters. So the names without their shared words must also be similar; otherwise
    the level is 'partial'. An additional word in only one of the names does not lower the level.
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
    lowered = levels.copy()
    lowered[places[given[apart]]] = code("organisation", "partial")
    return lowered
