"""Progress of long work: a line on standard error every few seconds."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO, TypeVar

SECONDS = 5.0
"""Time between two lines; work that takes less time shows none."""
Item = TypeVar("Item")


class Progress:
    """Prints the progress of long work. out: the output. clock: returns the time in seconds."""

    def __init__(
        self, name: str, out: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._name, self._out, self._clock = name, out or sys.stderr, clock
        self._began = self._last = clock()

    def say(self, text: str) -> None:
        """Write a line if the last one, or the start, is at least SECONDS ago."""
        if self._clock() - self._last >= SECONDS:
            self._write(text)

    def step(self, text: str) -> None:
        """Write a line about a step that begins, if the work has taken SECONDS by now."""
        if self._clock() - self._began >= SECONDS:
            self._write(text)

    def _write(self, text: str) -> None:
        self._last = self._clock()
        passed = f"{self._last - self._began:.0f} s"
        print(f"mdm {self._name}: {passed}, {text}", file=self._out, flush=True)

    def count(self, items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
        """Yield the items, and print how many of `total` are done."""
        for done, item in enumerate(items):
            if done:
                self.say(f"{done:,} of {total:,} {what}")
            yield item
