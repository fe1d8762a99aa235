"""Which party is a customer where: the master records behind the feeds and their orders."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from feeds.population import Party, build_population
from feeds.streams import Stream, running_totals
from feeds.times import DAY, HISTORY_START, LAST_CHANGE, at, batch_start

SEED = 20260101
COUNTS = {
    "sap_kna1": 500, "salesforce_accounts": 400, "salesforce_contacts": 800,
    "oracle_customers": 1_000, "products": 80, "orders": 3_500, "support_tickets": 1_500,
    "marketing_leads": 1_500,
}
SHARED_WITH_SAP = 0.60
DUPLICATES = 0.04
NEW_IN_JANUARY = 0.05


@dataclass(frozen=True, slots=True)
class Member:
    """A master record: one key of one system, the party behind it and how it is entered there.

    `channel` says which of the party's channels the record carries, `mixed` that the telephone
    is of another channel than the e-mail; `twin_of` is the key of which this one is a copy.
    """

    system: str
    key: str
    party: Party
    channel: int
    mixed: bool
    created: int
    twin_of: str


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """The population and its master records; built once, read by every feed."""

    seed: int
    scale: float
    parties: tuple[Party, ...]
    members: dict[str, tuple[Member, ...]]
    channels: dict[int, tuple[int, ...]]

    def stream(self, name: str) -> Stream:
        """The random stream of a feed."""
        return Stream(self.seed, name)

    def count(self, feed: str) -> int:
        """Number of distinct keys of a feed at this scale."""
        return scaled(COUNTS[feed], self.scale)


def scaled(count: int, scale: float) -> int:
    """A count at scale 1 carried over to another scale, never below 8."""
    return max(8, round(count * scale))


def salesforce_id(prefix: str, number: int) -> str:
    """An 18-character id: 15 case-sensitive characters and the three that make them unique
    where case is ignored."""
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    serial, value = "", number * 7_919 + 1_000_003
    for _ in range(6):
        value, rest = divmod(value, 62)
        serial = alphabet[rest] + serial
    body = f"{prefix}5g00000{serial}"[:15].ljust(15, "A")
    check = "".join(
        signs[sum(1 << place for place in range(5) if body[chunk + place].isupper())]
        for chunk in (0, 5, 10)
    )
    return body + check


KEYS = {
    "SAP": lambda number: f"KNA{number:06d}",
    "Salesforce": lambda number: salesforce_id("001", number),
    "Oracle": lambda number: f"CUST{number:06d}",
}


def _created(stream: Stream) -> int:
    """When a record was entered: years ago, in the last two years, or during the deliveries."""
    lot = stream.random()
    if lot < NEW_IN_JANUARY:
        batch = stream.integer(2, 10)
        return batch_start(batch) - stream.integer(3_600, 80_000)
    if lot < 0.5:
        return stream.integer(at(2017, 1, 2) // DAY, HISTORY_START // DAY) * DAY + 36_000
    return stream.integer(HISTORY_START // DAY, batch_start(1) // DAY - 2) * DAY + stream.integer(
        46_800, 72_000
    )


def _members(stream: Stream, system: str, parties: list[Party], total: int) -> list[Member]:
    """Members of one system, numbered by date of entry; some parties are entered twice."""
    twins = stream.sample(parties, total - len(parties))
    entries = [(_created(stream), party, False) for party in parties]
    entries += [(_created(stream), party, True) for party in twins]
    entries.sort(key=lambda entry: (entry[0], entry[1].number, entry[2]))
    members: list[Member] = []
    first_key: dict[int, Member] = {}
    for number, (created, party, _) in enumerate(entries, 1):
        key = KEYS[system](number)
        earlier = first_key.get(party.number)
        channel = 0 if stream.chance(0.35) else stream.integer(0, len(party.channels) - 1)
        mixed = stream.chance(0.10)
        twin_of = earlier.key if earlier and stream.chance(0.5) else ""
        if twin_of and earlier:
            channel, mixed = earlier.channel, earlier.mixed
        member = Member(system, key, party, channel, mixed, min(created, LAST_CHANGE), twin_of)
        first_key.setdefault(party.number, member)
        members.append(member)
    return members


def _choose(stream: Stream, parties: tuple[Party, ...], scale: float) -> Iterator[tuple]:
    """For each master system the parties in it and its number of keys."""
    mixed = stream.shuffled(parties)
    firms = [party for party in mixed if not party.is_person]
    people = [party for party in mixed if party.is_person]
    sap_total = scaled(COUNTS["sap_kna1"], scale)
    size = round(sap_total * (1 - DUPLICATES))
    in_sap = firms[: round(size * 0.7)] + people[: size - round(size * 0.7)]
    yield "SAP", in_sap, sap_total

    account_total = scaled(COUNTS["salesforce_accounts"], scale)
    size = round(account_total * (1 - DUPLICATES / 2))
    shared = stream.sample(in_sap, round(size * SHARED_WITH_SAP))
    other_firms = firms[round(sap_total * 0.96 * 0.7) :]
    other_people = people[len(in_sap) :]
    alone = size - len(shared)
    in_accounts = shared + other_firms[: round(alone * 0.7)]
    in_accounts += other_people[: size - len(in_accounts)]
    yield "Salesforce", in_accounts, account_total

    oracle_total = scaled(COUNTS["oracle_customers"], scale)
    size = round(oracle_total * (1 - DUPLICATES))
    known = {party.number for party in in_sap} | {party.number for party in in_accounts}
    overlap = stream.sample([p for p in mixed if p.number in known], round(size * 0.45))
    unknown = [party for party in mixed if party.number not in known]
    yield "Oracle", overlap + unknown[: size - len(overlap)], oracle_total


@lru_cache(maxsize=4)
def build_world(seed: int, scale: float) -> World:
    """The hidden population and the master records, from the streams `population` and
    `members`."""
    parties = build_population(Stream(seed, "population"), scale)
    stream = Stream(seed, "members")
    members = {
        system: tuple(_members(stream, system, chosen, total))
        for system, chosen, total in _choose(stream, parties, scale)
    }
    channels: dict[int, tuple[int, ...]] = {}
    for entries in members.values():
        for member in entries:
            known = channels.get(member.party.number, ())
            channels[member.party.number] = (*known, member.channel)
    for party in parties:
        if party.number not in channels:
            channels[party.number] = (0, 0, 1 % len(party.channels))
    return World(seed, scale, parties, members, channels)


class Crowd:
    """Draws active parties, the eager ones more often but none beyond its limit."""

    def __init__(self, stream: Stream, parties: list[Party], limit: int) -> None:
        self._stream, self._parties, self._limit = stream, parties, limit
        self._totals = running_totals([party.weight for party in parties])
        self._drawn: dict[int, int] = {}

    def draw(self) -> Party:
        """The next party; after some attempts the limit gives way."""
        for _ in range(50):
            party = self._stream.weighted(self._parties, self._totals)
            if self._drawn.get(party.number, 0) < self._limit:
                break
        self._drawn[party.number] = self._drawn.get(party.number, 0) + 1
        return party
