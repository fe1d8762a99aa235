"""The benchmark of the search asks questions whose answers are known and often share no word."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import pytest

from dbt_in_process import ROOT


@pytest.fixture(scope="module")
def known() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "benchmarks")
        from search import answers

        yield answers


def test_the_questions_have_answers_in_other_words_and_languages(known: ModuleType) -> None:
    messages, questions = known.sample_messages(), known.read_questions()
    found = [
        [messages[place] for place in sorted(known.answers(question, messages))]
        for question in questions
    ]
    assert len(questions) >= 50
    assert len({question.text for question in questions}) == len(questions)
    assert [one.text for one, each in zip(questions, found, strict=True) if not each] == []
    pairs = list(zip(questions, found, strict=True))
    unlike = [one for one, each in pairs if not known.shares_a_word(one, each)]
    foreign = [one for one, each in pairs if one.language not in known.languages(one, each)]
    assert len(unlike) >= len(questions) / 2
    assert len(foreign) >= len(questions) / 4
    assert sum(one.part == "held back" for one in questions) >= 25
