"""Waiting requests are answered together; an error or a full queue affects only its requests."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import pytest

from lookup.batches import MOST_TOGETHER, MOST_WAITING, Batches, BusyError


async def asked(batches: Batches[int, int], questions: Sequence[int]) -> list[object]:
    """The answers, or errors, of questions that are asked at the same time."""
    return await asyncio.gather(*map(batches.ask, questions), return_exceptions=True)


def test_questions_that_wait_are_answered_together() -> None:
    sizes: list[int] = []

    def doubled(questions: Sequence[int]) -> list[int]:
        sizes.append(len(questions))
        time.sleep(0.01)
        return [2 * question for question in questions]

    batches = Batches(doubled)
    numbers = range(MOST_TOGETHER + 10)
    with batches.running():
        assert asyncio.run(asked(batches, numbers)) == [2 * number for number in numbers]
    assert max(sizes) == MOST_TOGETHER
    assert len(sizes) <= 3


def test_an_error_fails_its_batch_and_no_other() -> None:
    def halved(questions: Sequence[int]) -> list[int]:
        return [10 // question for question in questions]

    batches = Batches(halved)
    with batches.running():
        (failed,) = asyncio.run(asked(batches, [0]))
        assert isinstance(failed, ZeroDivisionError)
        assert asyncio.run(asked(batches, [5])) == [2]


def test_a_question_is_refused_if_too_many_wait() -> None:
    batches: Batches[int, int] = Batches(list)

    async def ask_too_many() -> None:
        waiting = [asyncio.create_task(batches.ask(number)) for number in range(MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await batches.ask(0)
        with batches.running():
            assert await asyncio.gather(*waiting) == list(range(MOST_WAITING))

    asyncio.run(ask_too_many())
