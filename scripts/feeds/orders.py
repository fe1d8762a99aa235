"""The order book behind the shop feeds: who ordered when, and the status history of each order."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from feeds.members import Member
from feeds.party import Party
from feeds.places import COUNTRIES
from feeds.streams import Stream, running_totals
from feeds.times import DAY, FIRST_DELIVERY, HISTORY_START, LAST_CHANGE, batch_of
from feeds.world import PartyPool, World

SOURCES = ("E-Commerce", "SAP", "Oracle", "Salesforce")
SOURCE_TOTALS = running_totals([0.17, 0.38, 0.29, 0.16])
STATES = ("PENDING", "PROCESSING", "SHIPPED", "DELIVERED", "CANCELLED")
JANUARY_SHARE = 0.06
LATE_PARENT_SHARE = 0.6
SHOP_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Order:
    """An order and its status history: (moment, status), the first at order time."""

    key: str
    source: str
    customer: str
    party: Party
    moment: int
    currency: str
    history: tuple[tuple[int, str], ...]


class OrderBook(Sequence[Order]):
    """Orders by time, stored as columns; an order object is created on access."""

    def __init__(self) -> None:
        self._heads: list[tuple[str, str, Party]] = []
        self._currencies: list[str] = []
        self._moments, self._states, self._ends = array("q"), array("b"), array("i", (0,))

    def add(
        self, head: tuple[str, str, Party], currency: str, history: tuple[tuple[int, str], ...]
    ) -> None:
        """Add an order: (source, customer, party) and its status history."""
        self._heads.append(head)
        self._currencies.append(currency)
        for moment, status in history:
            self._moments.append(moment)
            self._states.append(STATES.index(status))
        self._ends.append(len(self._moments))

    def of(self, key: str) -> Order:
        """The order with a key."""
        return self[int(key.removeprefix("ORD-")) - 1]

    def __len__(self) -> int:
        return len(self._heads)

    def __getitem__(self, place: int) -> Order:
        if not 0 <= place < len(self):
            raise IndexError(place)
        history = tuple(
            (self._moments[at], STATES[self._states[at]])
            for at in range(self._ends[place], self._ends[place + 1])
        )
        source, customer, party = self._heads[place]
        currency = self._currencies[place]
        return Order(
            f"ORD-{place + 1:06d}", source, customer, party, history[0][0], currency, history
        )


def status_history(stream: Stream, moment: int) -> tuple[tuple[int, str], ...]:
    """PENDING, PROCESSING, SHIPPED, DELIVERED, or CANCELLED before shipping."""
    history, now = [(moment, "PENDING")], moment
    steps = (("PROCESSING", 1, 20), ("SHIPPED", 12, 60), ("DELIVERED", 24, 140))
    end = stream.integer(1, 2) if stream.chance(0.08) else 0
    for number, (status, least, most) in enumerate(steps, 1):
        now += stream.integer(least * 3_600, most * 3_600)
        if number == end:
            history.append((now, "CANCELLED"))
            break
        history.append((now, status))
    return tuple(step for step in history if step[0] <= LAST_CHANGE)


def _moment(stream: Stream, start: int) -> int:
    """An order time: more orders recently, some during the nine days of deliveries."""
    if start >= FIRST_DELIVERY or stream.chance(JANUARY_SHARE):
        return stream.integer(max(start, FIRST_DELIVERY), LAST_CHANGE)
    share = stream.random() ** 0.75
    return start + int(share * (FIRST_DELIVERY - 1 - start))


def _of_member(stream: Stream, member: Member) -> int:
    """When a member orders; new members often order some days before their record arrives."""
    batch = batch_of(member.created)
    if batch > 2 and stream.chance(LATE_PARENT_SHARE):
        return max(FIRST_DELIVERY, member.created - stream.integer(1, 2) * DAY)
    return _moment(stream, max(member.created, HISTORY_START))


@lru_cache(maxsize=4)
def order_book(world: World) -> OrderBook:
    """All orders by time, from the stream `orders`."""
    stream = world.stream("orders")
    crowd = PartyPool(
        stream, world.shoppers, [party.weight for party in world.shoppers], SHOP_LIMIT
    )
    members = {
        system: (entries, running_totals([member.party.weight for member in entries]))
        for system, entries in world.members.items()
    }
    drafts: list[tuple[int, str, str, Party]] = []
    for system, (entries, _) in members.items():
        for member in entries:
            if batch_of(member.created) > 2 and stream.chance(0.7):
                drafts.append((_of_member(stream, member), system, member.key, member.party))
    for party in world.shoppers:
        drafts.append((_moment(stream, HISTORY_START), SOURCES[0], "", party))
    while len(drafts) < world.count("orders"):
        source = stream.weighted(SOURCES, SOURCE_TOTALS)
        if source == "E-Commerce":
            drafts.append((_moment(stream, HISTORY_START), source, "", crowd.draw()))
        else:
            member = stream.weighted(*members[source])
            drafts.append((_of_member(stream, member), source, member.key, member.party))
    drafts.sort(key=lambda draft: (draft[0], draft[1], draft[2], draft[3].number))
    book = OrderBook()
    for moment, *head in drafts:
        country = COUNTRIES[head[2].country]
        currency = country.currency if stream.chance(0.93) else "EUR"
        book.add(tuple(head), currency, status_history(stream, moment))
    return book
