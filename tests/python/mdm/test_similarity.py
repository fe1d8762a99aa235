"""The engines agree on folded text, so a score does not depend on the engine."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdm.compare.similarity import choose_backend
from mdm.compare.words import is_abbreviation

FOLDED = "ABCEILMNORST 0123"
LIBRARIES = ["duckdb", "rapidfuzz"]


def adversarial_pairs(count: int) -> tuple[list[str], list[str]]:
    """Texts and near copies of them: repeats, swaps, deletions, shared beginnings, empties."""
    generator = np.random.default_rng(3)
    lefts, rights = [], []
    for _ in range(count):
        left = "".join(generator.choice(list("ABCAAB 12"), generator.integers(0, 14)))
        right = list(left)
        for _ in range(generator.integers(0, 4)):
            at = int(generator.integers(0, len(right) + 1))
            change = generator.integers(0, 3)
            if change == 0:
                right.insert(at, str(generator.choice(list("ABC1"))))
            elif change == 1 and at < len(right):
                del right[at]
            elif at + 1 < len(right):
                right[at], right[at + 1] = right[at + 1], right[at]
        lefts.append(left)
        rights.append("".join(right))
    return lefts, rights


@pytest.mark.parametrize("library", LIBRARIES)
def test_engines_give_the_same_similarity(library):
    reference, other = choose_backend("jellyfish"), choose_backend(library)
    pairs = adversarial_pairs(20_000)
    np.testing.assert_allclose(
        other.jaro_winkler(*pairs), reference.jaro_winkler(*pairs), atol=1e-12
    )
    np.testing.assert_array_equal(other.edits(*pairs), reference.edits(*pairs))


@settings(max_examples=100)
@given(st.lists(st.tuples(st.text(FOLDED, max_size=20), st.text(FOLDED, max_size=20)), min_size=1))
def test_engines_agree_on_any_folded_string(pairs):
    lefts, rights = (list(side) for side in zip(*pairs, strict=True))
    results = [
        choose_backend(name).jaro_winkler(lefts, rights) for name in ("jellyfish", *LIBRARIES)
    ]
    for result in results[1:]:
        np.testing.assert_allclose(result, results[0], atol=1e-12)


@pytest.mark.parametrize("library", ["jellyfish", *LIBRARIES])
def test_two_empty_strings_do_not_agree(library):
    assert choose_backend(library).jaro_winkler([""], [""])[0] == 0


def test_an_unknown_engine_is_reported():
    with pytest.raises(ValueError, match="'levenshtein'"):
        choose_backend("levenshtein")


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("NL", "LOGISTICS NATIONAL", True),
        ("NATLOG", "LOGISTICS NATIONAL", True),
        ("NATIONALLOG", "NATIONAL LOGISTICS", True),
        ("NAT", "NATIONAL LOGISTICS", True),
        ("NX", "NATIONAL LOGISTICS", False),
        ("NATIONAL LOGISTICS", "NATIONAL LOGISTICS", False),
        ("N", "NATIONAL LOGISTICS", False),
    ],
)
def test_an_abbreviation_consists_of_word_beginnings(short, long, expected):
    assert is_abbreviation(short, long) is expected
