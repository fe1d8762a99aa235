"""Compares names: first and last names of two persons, whole names of all other pairs."""

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..match_model import MatchModel
from ..tables import Rows
from .bounds import Numbers
from .columns import Column, Columns
from .companies import grade_joined_name, grade_organisation
from .levels import Levels, code, first_code, grade
from .measures import Measure, longer_lengths
from .texts import Codes, Texts
from .words import lack_each_other


def grade_names(
    columns: Columns, rows: Rows, model: MatchModel, measure: Measure
) -> dict[str, Levels]:
    """Grade first and last names of two persons, and whole names of all other pairs.

    The words of whole names are sorted, so a typing error in a first letter or a missing space
    changes their order. Therefore names of organisations are also compared as entered.
    """
    is_person = are_persons(columns["party_kind"], rows)
    people, others = _chosen(rows, is_person), _chosen(rows, ~is_person)

    def graded(field: str, column: str, chosen: Rows) -> Levels:
        return grade(NAME_GRADERS[field], columns[column], columns[column], chosen, model, measure)

    first, roots = graded("first_name", "first_name", people), columns["first_root"].codes
    root = roots[people[0]]
    first[(first > 1) & (root == roots[people[1]]) & (root >= 0)] = code("first_name", "root")
    named = graded("organisation", "full_name", others)
    unlike, joined = np.flatnonzero(named > code("organisation", "near")), columns["joined_name"]
    chosen = others[0][unlike], others[1][unlike]
    written = grade(grade_joined_name, joined, joined, chosen, model, measure)
    better = (written > 0) & (written < named[unlike])
    named[unlike[better]] = np.maximum(written[better], code("organisation", "near"))
    return {
        "first_name": _spread(first, is_person),
        "last_name": _spread(graded("last_name", "last_name", people), is_person),
        "organisation": _spread(named, ~is_person),
    }


def grade_swapped_names(
    columns: Columns, rows: Rows, model: MatchModel, measure: Measure
) -> dict[str, Levels]:
    """Grade the first name of each of two persons with the last name of the other.

    The names of either record may be swapped: the reading with the higher match weight counts, in
    either order of the records. A last name may be a nickname of the first name.
    """
    is_person = are_persons(columns["party_kind"], rows)
    people = _chosen(rows, is_person)

    def graded(sides: Rows) -> dict[str, Levels]:
        found = {
            field: grade(NAME_GRADERS[field], columns[field], columns[other], sides, model, measure)
            for field, other in (("first_name", "last_name"), ("last_name", "first_name"))
        }
        first, root = found["first_name"], columns["first_root"].codes[sides[0]]
        is_root = (first > 1) & (root == columns["last_root"].codes[sides[1]]) & (root >= 0)
        first[is_root] = code("first_name", "root")
        return found

    left, right = graded(people), graded(people[::-1])
    is_right = _worth(right, model) > _worth(left, model)
    is_equal = _worth(right, model) == _worth(left, model)
    is_right |= is_equal & (right["first_name"] < left["first_name"])
    return {
        field: _spread(np.where(is_right, right[field], left[field]), is_person) for field in left
    }


def _worth(levels: Mapping[str, Levels], model: MatchModel) -> NDArray[np.float64]:
    """Return the sum of the match weights of name levels."""
    weights = (np.asarray(model.match_weights(field))[levels[field]] for field in levels)
    return np.sum(list(weights), axis=0)


def lower_names(
    field: str, levels: Levels, columns: Columns, rows: Rows, model: MatchModel
) -> Levels:
    """Return the levels of first or last names, 'different' where each has a word the other lacks.

    levels: level codes of the pairs of row numbers `rows`. Only names of several words on both
    sides are lowered: a missing middle name, or an initial for it, is not a contradiction. Short
    names in a script other than Latin are also lowered: there one character makes a different name.
    """
    names = columns[field]
    left, right = (names.codes[side] for side in rows)
    is_several = np.append(names.texts.flags("several words", lambda text: " " in text), False)
    graded = (levels > 1) & (levels < code(field, "different"))
    places = np.flatnonzero(is_several[left] & is_several[right] & graded)
    most = int(model.similarities[field, "edits"])
    least = int(model.similarities[field, "edits_length"])

    @cache
    def contradict(one: int, other: int, is_root_shared: bool) -> bool:
        sides = (names.values[code].split()[int(is_root_shared) :] for code in (one, other))
        return lack_each_other(*sides, most, least)

    roots = np.zeros(len(places), dtype=np.bool_)
    if field == "first_name":
        roots = np.equal(*(columns["first_root"].codes[side[places]] for side in rows))
    pairs = zip(left[places].tolist(), right[places].tolist(), roots.tolist(), strict=True)
    apart = np.array([contradict(*pair) for pair in pairs], dtype=np.bool_)
    lowered = levels.copy()
    lowered[places[apart]] = code(field, "different")
    brief = names.texts.lengths <= model.similarities.get((field, "brief_length"), 0.0)
    if names.texts.is_plain is not None:
        brief = np.append(brief & ~names.texts.is_plain, False)
        lowered[graded & brief[left] & brief[right]] = code(field, "different")
    return lowered


def are_persons(kinds: Column, rows: Rows) -> NDArray[np.bool_]:
    """Return which pairs are two persons."""
    is_person = np.append(kinds.texts.flags("person", lambda kind: kind == "PERSON"), False)
    return is_person[kinds.codes[rows[0]]] & is_person[kinds.codes[rows[1]]]


def _chosen(rows: Rows, chosen: NDArray[np.bool_]) -> Rows:
    return rows[0][chosen], rows[1][chosen]


def _spread(levels: Levels, chosen: NDArray[np.bool_]) -> Levels:
    spread = np.zeros(len(chosen), dtype=np.int8)
    spread[chosen] = levels
    return spread


def grade_first_name(
    texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> Levels:
    """Typing errors, initials and beginnings; the caller handles nicknames of one root."""
    least = model.similarities
    typo, share, alike = _name_measures("first_name", texts, left, right, model, measure)
    begins = measure.begins(texts, left, right) | measure.shares_word(texts, left, right)
    sizes = texts.words.sizes
    several = np.flatnonzero((np.maximum(sizes[left], sizes[right]) > 1) & ~begins)
    begins[several] = measure.are_initials(texts, left[several], right[several])
    return first_code(
        "first_name",
        {
            "near": (alike >= least["first_name", "near"]) | typo,
            "initial": begins,
            "partial": (alike >= least["first_name", "partial"])
            | (share <= least["first_name", "partial_edits"]),
            "weak": share <= least["first_name", "weak_edits"],
        },
    )


def grade_last_name(
    texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> Levels:
    """Typing errors, and double names with one word missing."""
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


def _name_measures(
    field: str, texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> tuple[NDArray[np.bool_], Numbers, Numbers]:
    """Return for names: one typing error in a long enough one, edits per letter, Jaro-Winkler."""
    least = model.similarities
    most, weak = least[field, "edits"], least[field, "weak_edits"]
    longer = longer_lengths(texts, left, right)
    edits = measure.edits(texts, left, right, np.maximum(weak * longer, most))
    shorter = np.minimum(texts.lengths[left], texts.lengths[right])
    typo = (edits <= most) & (shorter >= least[field, "edits_length"])
    alike = measure.jaro_winkler(texts, left, right, least[field, "partial"])
    return typo, edits / longer, alike


NAME_GRADERS = {
    "first_name": grade_first_name,
    "last_name": grade_last_name,
    "organisation": grade_organisation,
}
