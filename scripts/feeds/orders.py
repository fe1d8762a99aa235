"""All orders behind the shop feeds: their customers, times and status histories."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from feeds.fulfilment import NAMES, STATES, Course, History, draw_carrier, fulfil
from feeds.members import Member
from feeds.party import Party
from feeds.places import COUNTRIES
from feeds.seasons import HOME, OFFICE, ORDERING, clock, local
from feeds.streams import Stream, running_totals
from feeds.times import DAY, FIRST_DELIVERY, LAST_CHANGE, batch_of
from feeds.world import Customers, PartyPool, World

SOURCES = ("E-Commerce", "SAP", "Oracle", "Salesforce")
SOURCE_TOTALS = running_totals([0.17, 0.38, 0.29, 0.16])
# Orders of hardware, which is shipped; everything else is delivered by e-mail or in person.
GOODS_SHARE = 0.56
NEW_CUSTOMER_ORDERS, LATE_PARENT_SHARE = 0.35, 0.85
SHOP_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Order:
    """An order and its status history: (moment, status), the first at order time.

    `carrier` is empty if nothing is shipped. `returned` is when it is sent back and `overdue` when
    the promised day is over, each 0 if never.
    """

    key: str
    source: str
    customer: str
    party: Party
    moment: int
    currency: str
    carrier: str
    history: History
    returned: int
    overdue: int


class OrderBook(Sequence[Order]):
    """Orders by time, stored as columns; an order object is created on access."""

    def __init__(self) -> None:
        self._heads: list[tuple[str, str, Party]] = []
        self._currencies: list[str] = []
        self._carriers = array("b")
        self._moments, self._states, self._ends = array("q"), array("b"), array("i", (0,))
        self._returned, self._overdue = array("q"), array("q")

    def add(self, head: tuple[str, str, Party], currency: str, carrier: str, it: Course) -> None:
        """Add an order: (source, customer, party), currency, carrier and what happens to it."""
        self._heads.append(head)
        self._currencies.append(currency)
        self._carriers.append(NAMES.index(carrier))
        for moment, status in it.history:
            self._moments.append(moment)
            self._states.append(STATES.index(status))
        self._ends.append(len(self._moments))
        self._returned.append(it.returned)
        self._overdue.append(it.overdue)

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
        return Order(
            f"ORD-{place + 1:06d}",
            source,
            customer,
            party,
            history[0][0],
            self._currencies[place],
            NAMES[self._carriers[place]],
            history,
            self._returned[place],
            self._overdue[place],
        )


def _moment(stream: Stream, day: int, source: str, party: Party) -> int:
    """When a party orders on a day: private buyers in the evening, companies in office hours."""
    hours = HOME if source == SOURCES[0] or party.is_person else OFFICE
    return min(clock(stream, day, hours, party.country), LAST_CHANGE)


def _first_order(stream: Stream, member: Member) -> int:
    """When a customer orders that is new in January: often before the record arrives."""
    late = stream.chance(LATE_PARENT_SHARE)
    moved = stream.integer(1, 2) * DAY
    day = local(member.created - moved if late else member.created + 3_600, member.party.country)
    moment = _moment(stream, day // DAY, member.system, member.party)
    if late:
        return min(max(moment, FIRST_DELIVERY), member.created)
    return max(moment, member.created)


@lru_cache(maxsize=4)
def order_book(world: World) -> OrderBook:
    """All orders by time, from the stream `orders`."""
    stream = world.stream("orders")
    crowd = PartyPool(
        stream, world.shoppers, [party.weight for party in world.shoppers], SHOP_LIMIT
    )
    customers = {system: Customers(members) for system, members in world.members.items()}
    drafts: list[tuple[int, str, str, Party]] = []
    for system, members in world.members.items():
        for member in members:
            if batch_of(member.created) > 2 and stream.chance(NEW_CUSTOMER_ORDERS):
                moment = _first_order(stream, member)
                drafts.append((moment, system, member.key, member.party))
    for party in world.shoppers:
        moment = _moment(stream, ORDERING.day(stream), SOURCES[0], party)
        drafts.append((moment, SOURCES[0], "", party))
    while len(drafts) < world.count("orders"):
        source, day = stream.weighted(SOURCES, SOURCE_TOTALS), ORDERING.day(stream)
        if source == SOURCES[0]:
            key, party = "", crowd.draw()
        else:
            member = customers[source].draw(stream, (day - 1) * DAY)
            key, party = member.key, member.party
        drafts.append((_moment(stream, day, source, party), source, key, party))
    drafts.sort(key=lambda draft: (draft[0], draft[1], draft[2], draft[3].number))
    book = OrderBook()
    for moment, *head in drafts:
        country = COUNTRIES[head[2].country]
        currency = country.currency if stream.chance(0.93) else "EUR"
        carrier = draw_carrier(stream, country.code) if stream.chance(GOODS_SHARE) else ""
        book.add(tuple(head), currency, carrier, fulfil(stream, moment, carrier, country.code))
    return book
