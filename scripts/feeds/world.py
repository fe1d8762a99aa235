"""The population and its customer master records, shared by all feeds."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from feeds.members import (
    COUNTS,
    Member,
    choose_parties,
    draw_members,
    draw_shoppers,
    scaled,
)
from feeds.party import Party
from feeds.population import build_population
from feeds.streams import Stream, running_totals

SEED = 20260101
SHOPPERS = 0.11
ACTIVITY = (0.03, 0.3, 1.5, 1.8)


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """The population and its customer master records; built once and read by every feed."""

    seed: int
    scale: float
    parties: tuple[Party, ...]
    members: dict[str, tuple[Member, ...]]
    shoppers: tuple[Party, ...]
    channels: dict[int, tuple[int, ...]]

    def activity(self, parties: Sequence[Party]) -> list[float]:
        """Activity weights of parties; those in several systems are the most active."""
        return [
            party.weight * ACTIVITY[min(3, len(set(self.channels.get(party.number, ()))))]
            for party in parties
        ]

    def stream(self, name: str) -> Stream:
        """The random stream of a feed."""
        return Stream(self.seed, name)

    def count(self, feed: str) -> int:
        """Number of distinct keys of a feed at this scale."""
        return scaled(COUNTS[feed], self.scale)


@lru_cache(maxsize=4)
def build_world(seed: int, scale: float) -> World:
    """The hidden population and its records, from the streams `population` and `members`."""
    parties = build_population(Stream(seed, "population"), scale)
    stream = Stream(seed, "members")
    used: dict[int, list[int]] = {}
    members = {
        system: tuple(draw_members(stream, system, chosen, total, used))
        for system, chosen, total in choose_parties(stream, parties, scale)
    }
    shoppers = draw_shoppers(stream, parties, used, scaled(COUNTS["orders"], scale * SHOPPERS))
    channels = {number: tuple(known) for number, known in used.items()}
    return World(seed, scale, parties, members, shoppers, channels)


class PartyPool:
    """Draws parties by activity, none more often than its limit."""

    def __init__(
        self, stream: Stream, parties: Sequence[Party], weights: Sequence[float], limit: int
    ) -> None:
        self._stream, self._parties, self._limit = stream, parties, limit
        self._totals = running_totals(weights)
        self._drawn: dict[int, int] = {}

    def draw(self) -> Party:
        """The next party; the limit is dropped after several attempts."""
        for _ in range(50):
            party = self._stream.weighted(self._parties, self._totals)
            if self._drawn.get(party.number, 0) < self._limit:
                break
        self._drawn[party.number] = self._drawn.get(party.number, 0) + 1
        return party


class Customers:
    """Draws customers of a system by activity, from those that exist at a time."""

    def __init__(self, members: Sequence[Member], weights: Sequence[float] | None = None) -> None:
        self._members = members
        self._created = [member.created for member in members]
        self._totals = running_totals(weights or [member.party.weight for member in members])

    def draw(self, stream: Stream, moment: int) -> Member:
        """A customer whose record was created by that time, otherwise the first one."""
        last = max(0, bisect_right(self._created, moment) - 1)
        position = stream.random() * self._totals[last]
        return self._members[bisect_right(self._totals, position, 0, last)]
