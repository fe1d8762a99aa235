"""Bounds are never stricter than the exact measure."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdm.compare.bounds import Bounds
from mdm.compare.fields import GRADERS
from mdm.compare.measures import Exact
from mdm.compare.similarity import choose_backend
from mdm.compare.texts import Texts

WRITTEN = "AABCEILMNORST 0123@.é"
TEXTS = st.lists(st.text(WRITTEN, min_size=1, max_size=24).map(str.strip), min_size=2, max_size=30)
EVERYTHING, NOTHING = float("inf"), 0.0


def all_pairs(values):
    """The texts of a column and the codes of every pair of them."""
    kept = [text for text in dict.fromkeys(" ".join(value.split()) for value in values) if text]
    texts = Texts(np.array([*kept, "A"] if "A" not in kept else kept, dtype=object))
    left, right = np.triu_indices(len(texts), 1)
    return texts, left.astype(np.int32), right.astype(np.int32)


def answers(measure, texts, left, right):
    """All answers of a measure."""
    return {
        "edits": measure.edits(texts, left, right, EVERYTHING),
        "alike": measure.jaro_winkler(texts, left, right, NOTHING),
        "common": measure.word_overlap(texts, left, right, NOTHING),
        "begins": measure.begins(texts, left, right),
        "shares": measure.shares_word(texts, left, right),
        "abbreviates": measure.abbreviates(texts, left, right),
    }


@settings(max_examples=150)
@given(TEXTS)
def test_a_bound_is_never_stricter_than_the_measure(values):
    pairs = all_pairs(values)
    for engine in ("jellyfish", "duckdb"):
        best, exact = answers(Bounds(), *pairs), answers(Exact(choose_backend(engine)), *pairs)
        assert (best["edits"] <= exact["edits"]).all()
        for name in ("alike", "common"):
            assert (best[name] >= exact[name] - 1e-12).all()
        for name in ("begins", "shares", "abbreviates"):
            assert (best[name] >= exact[name]).all()


@settings(max_examples=60)
@given(TEXTS)
def test_word_measures_equal_plain_python(values):
    texts, left, right = all_pairs(values)
    found = answers(Exact(choose_backend("jellyfish")), texts, left, right)
    for place, (one, other) in enumerate(zip(texts.values[left], texts.values[right], strict=True)):
        a, b = set(one.split()), set(other.split())
        fewer, more = sorted((len(a), len(b)))
        assert found["common"][place] == len(a & b) / (fewer if fewer > 1 else more)
        assert found["shares"][place] == (bool(a & b) and more > 1)
        assert found["begins"][place] == (one.startswith(other) or other.startswith(one))


@settings(max_examples=60)
@given(TEXTS)
def test_a_more_favourable_measure_never_gives_a_worse_level(model, values):
    pairs = all_pairs(values)
    exact = Exact(choose_backend("jellyfish"))
    for grader in GRADERS.values():
        assert (grader(*pairs, model, Bounds()) <= grader(*pairs, model, exact)).all()


def test_strings_of_many_words_are_compared_whole():
    many = [" ".join(f"W{n}" for n in range(start, start + 12)) for start in (0, 3, 20)]
    texts = Texts(np.array(many, dtype=object))
    left, right = np.array([0, 0], dtype=np.int32), np.array([1, 2], dtype=np.int32)
    found = Exact(choose_backend("jellyfish")).word_overlap(texts, left, right, 0.0)
    assert found == pytest.approx([9 / 12, 0])
