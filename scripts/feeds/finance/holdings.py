"""Owners of finance accounts over time, and when accounts are frozen or closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from feeds.members import Member
from feeds.places import COUNTRIES
from feeds.seasons import BANKING, OFFICE, clock
from feeds.streams import Stream
from feeds.times import DAY, FIRST_DELIVERY, LAST_CHANGE
from feeds.world import Customers, World

TYPES = ("CHECKING",) * 5 + ("SAVINGS",) * 3 + ("INVESTMENT", "CREDIT")
TRANSFERRED, FROZEN, CLOSED = 0.03, 0.06, 0.08


@dataclass(frozen=True, slots=True)
class Account:
    """A finance account: (moment, status) and (moment, owner) since its opening."""

    place: int
    number: str
    kind: str
    country: str
    currency: str
    opened: int
    statuses: tuple[tuple[int, str], ...]
    owners: tuple[tuple[int, str], ...]

    @property
    def key(self) -> str:
        """ACC000001 for the first account opened."""
        return f"ACC{self.place + 1:06d}"

    @property
    def is_credit(self) -> bool:
        """Whether its owner owes what is spent."""
        return self.kind == "CREDIT"

    @property
    def is_closed(self) -> bool:
        """Whether it is closed at the end of the deliveries."""
        return self.statuses[-1][1] == "CLOSED"

    @property
    def usable_until(self) -> int:
        """When it is closed, else the end of the deliveries."""
        moment, status = self.statuses[-1]
        return moment if status == "CLOSED" else LAST_CHANGE

    def owner_at(self, moment: int) -> str:
        """The customer who owns it at a time after its opening."""
        return next(owner for start, owner in reversed(self.owners) if start <= moment)

    def status_at(self, moment: int) -> str:
        """Its status at a time: active, frozen or closed; empty before its opening."""
        started = (status for start, status in reversed(self.statuses) if start <= moment)
        return next(started, "")


def _statuses(stream: Stream, opened: int) -> tuple[tuple[int, str], ...]:
    history, room = [(opened, "ACTIVE")], LAST_CHANGE - opened
    if room > 60 * DAY and stream.chance(FROZEN):
        frozen = opened + stream.integer(20 * DAY, room - 20 * DAY)
        history += [(frozen, "FROZEN"), (frozen + stream.integer(DAY, 19 * DAY), "ACTIVE")]
    if history[-1][0] < LAST_CHANGE - DAY and stream.chance(CLOSED):
        history.append((stream.integer(history[-1][0] + DAY, LAST_CHANGE), "CLOSED"))
    return tuple(history)


def _owners(
    stream: Stream, members: Sequence[Member], owner: Member, opened: int
) -> tuple[tuple[int, str], ...]:
    """The first owner, and possibly another one who is a customer at the time of the change."""
    first = (opened, owner.key)
    if not stream.chance(TRANSFERRED):
        return (first,)
    start = FIRST_DELIVERY if stream.chance(0.5) else opened + 1
    moment = max(opened + 1, stream.integer(start, LAST_CHANGE))
    heirs = [stream.pick(members) for _ in range(9)]
    heir = next((one.key for one in heirs if one.key != owner.key and one.created <= moment), "")
    return (first, (moment, heir)) if heir else (first,)


@lru_cache(maxsize=4)
def accounts(world: World) -> tuple[Account, ...]:
    """All accounts by time of opening, from the stream `finance_accounts`."""
    stream = world.stream("finance_accounts")
    owners, customers = world.members["Oracle"], Customers(world.members["Oracle"])
    drafts = []
    for _ in range(world.count("finance_accounts")):
        day = BANKING.day(stream)
        owner = customers.draw(stream, (day - 1) * DAY)
        opened = clock(stream, day, OFFICE, owner.party.country)
        drafts.append((min(opened, LAST_CHANGE), owner))
    drafts.sort(key=lambda draft: (draft[0], draft[1].key))
    result = []
    for place, (opened, owner) in enumerate(drafts):
        owned = _owners(stream, owners, owner, opened)
        result.append(
            Account(
                place,
                stream.digits(10),
                stream.pick(TYPES),
                owner.party.country,
                COUNTRIES[owner.party.country].currency,
                opened,
                _statuses(stream, opened),
                owned,
            )
        )
    return tuple(result)
