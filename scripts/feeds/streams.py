"""Random streams: one per feed, so that adding or omitting a feed changes no other."""

from bisect import bisect_right
from collections.abc import Sequence
from hashlib import sha256
from math import cos, exp, log, pi, sqrt
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")


class Stream:
    """Random numbers that depend only on the seed and the name of the stream.

    Everything is derived from `Random.random()`, the only method whose sequence Python guarantees
    across versions.
    """

    __slots__ = ("random",)

    def __init__(self, seed: int, name: str) -> None:
        digest = sha256(f"{seed}/{name}".encode()).digest()
        self.random = Random(int.from_bytes(digest, "big")).random

    def chance(self, probability: float) -> bool:
        """True with the given probability."""
        return self.random() < probability

    def pick(self, values: Sequence[T]) -> T:
        """One of the values, uniformly."""
        return values[int(self.random() * len(values))]

    def integer(self, low: int, high: int) -> int:
        """An integer from low to high, inclusive."""
        return low + int(self.random() * (high - low + 1))

    def weighted(self, values: Sequence[T], cumulative: Sequence[float]) -> T:
        """One of the values, by cumulative weights."""
        return values[bisect_right(cumulative, self.random() * cumulative[-1], 0, len(values) - 1)]

    def digits(self, count: int) -> str:
        """A string of `count` digits."""
        return f"{int(self.random() * 10**count):0{count}d}"

    def lognormal(self, mean: float, sigma: float) -> float:
        """A log-normal number (mean and sigma of the logarithm)."""
        radius = sqrt(-2.0 * log(1.0 - self.random()))
        return exp(mean + sigma * radius * cos(2.0 * pi * self.random()))

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """The values in random order."""
        mixed = list(values)
        for last in range(len(mixed) - 1, 0, -1):
            other = int(self.random() * (last + 1))
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def sample(self, values: Sequence[T], count: int) -> list[T]:
        """`count` distinct positions of the values, in their order."""
        count = min(count, len(values))
        chosen: set[int] = set()
        while len(chosen) < count:
            chosen.add(int(self.random() * len(values)))
        return [values[at] for at in sorted(chosen)]

    def uuid(self) -> str:
        """A random UUID (version 4) as text."""
        bits = int(self.random() * 2**52) << 76 | int(self.random() * 2**52) << 24
        bits |= int(self.random() * 2**24)
        text = f"{bits:032x}"
        variant = "89ab"[int(text[16], 16) & 3]
        return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{variant}{text[17:20]}-{text[20:]}"


def running_totals(weights: Sequence[float]) -> list[float]:
    """Cumulative weights, as `Stream.weighted` expects them."""
    totals: list[float] = []
    total = 0.0
    for weight in weights:
        total += weight
        totals.append(total)
    return totals


def skewed(values: Sequence[Any], slope: float = 1.0) -> list[float]:
    """Cumulative Zipf weights 1 / rank**slope for values, most frequent first."""
    return running_totals([1.0 / (rank + 1) ** slope for rank in range(len(values))])
