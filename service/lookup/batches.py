"""Answers requests in batches: those that arrive while others are computed wait for the next one.

Standardising one record costs nearly as much as standardising thirty, so the requests that wait are
computed in one run.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
MOST_TOGETHER, MOST_WAITING, MOST_LOOKS = 32, 256, 6
SECONDS_TO_GATHER, SECONDS_TO_ANSWER = 0.01, 30.0


class BusyError(Exception):
    """Too many requests wait."""


class Batches(Generic[Asked, Answer]):
    """A thread that answers questions in batches, in the order of arrival.

    compute: takes questions and returns their answers in the same order. If it raises an error,
    only the requests of that batch fail.
    """

    def __init__(self, compute: Callable[[Sequence[Asked]], Sequence[Answer]]) -> None:
        self.compute = compute
        self.lock, self.users = threading.Lock(), 0
        self.waiting: queue.Queue[tuple[Asked, asyncio.Future[Answer]] | None] = queue.Queue(
            MOST_WAITING
        )

    @contextmanager
    def running(self) -> Iterator[None]:
        """Answer in the background; before it ends, waiting questions are answered.

        Several users share one thread, which ends with the last of them.
        """
        with self.lock:
            self.users += 1
            if self.users == 1:
                self.thread = threading.Thread(target=self._run, name="batches", daemon=True)
                self.thread.start()
        try:
            yield
        finally:
            with self.lock:
                self.users -= 1
                if self.users == 0:
                    self.waiting.put(None)
                    self.thread.join()

    async def ask(self, question: Asked) -> Answer:
        """The answer to a question; raises BusyError if too many wait, or it takes too long."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        try:
            self.waiting.put_nowait((question, future))
        except queue.Full as error:
            raise BusyError from error
        try:
            return await asyncio.wait_for(future, SECONDS_TO_ANSWER)
        except TimeoutError as error:
            raise BusyError from error

    def _run(self) -> None:
        is_running = True
        while is_running:
            batch = [self.waiting.get()]
            self._gather()
            while batch[-1] is not None and len(batch) < MOST_TOGETHER and not self.waiting.empty():
                batch.append(self.waiting.get())
            is_running = batch[-1] is not None
            questions = [one for one in batch if one is not None]
            if questions:
                self._answer(questions)

    def _gather(self) -> None:
        """Wait for more requests: clients that got their answers together ask again together."""
        before = -1
        for _ in range(MOST_LOOKS):
            if self.waiting.qsize() == before:
                return
            before = self.waiting.qsize()
            time.sleep(SECONDS_TO_GATHER)

    def _answer(self, batch: Sequence[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        try:
            answers = self.compute([question for question, _ in batch])
        except Exception as error:
            for _, future in batch:
                _resolve(future, partial(future.set_exception, error))
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            _resolve(future, partial(future.set_result, answer))


def _resolve(future: asyncio.Future[Answer], resolve: Callable[[], None]) -> None:
    """Resolve a future in its own loop, unless the request has ended."""
    loop = future.get_loop()
    if not loop.is_closed():
        loop.call_soon_threadsafe(lambda: None if future.done() else resolve())
