"""Customer master records: the parties that are customers in a system, with keys and dates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feeds.party import Party
from feeds.streams import Stream
from feeds.times import DAY, HISTORY_START, LAST_CHANGE, at, batch_start

COUNTS = {
    "sap_kna1": 500,
    "salesforce_accounts": 400,
    "salesforce_contacts": 800,
    "oracle_customers": 1_000,
    "products": 80,
    "orders": 3_500,
    "support_tickets": 1_500,
    "marketing_leads": 1_500,
    "clickstream": 25_000,
    "finance_accounts": 1_500,
    "finance_transactions": 5_000,
    "interactions": 6_000,
    "opportunities": 1_200,
    "fraud_alerts": 450,
}
SHARED_WITH_SAP = 0.60
ENTERED_TWICE = 0.04
NEW_IN_JANUARY = 0.05
KNOWN_CHANNEL, OTHER_FIRST, MIXED_CHANNELS = 0.20, 0.30, 0.03
SHOP_CHANNEL = 0.55


@dataclass(frozen=True, slots=True)
class Member:
    """A customer master record: a key in one system, its party, and how the party is entered there.

    `channel` is the party's channel in the record; `mixed` means that phone and e-mail come from
    different channels; `twin_of` is the key that this one duplicates.
    """

    system: str
    key: str
    party: Party
    channel: int
    mixed: bool
    created: int
    twin_of: str


def scaled(count: int, scale: float) -> int:
    """A count at scale 1, scaled; at least 8."""
    return max(8, round(count * scale))


def salesforce_id(prefix: str, number: int) -> str:
    """An 18-character id: 15 case-sensitive characters and 3 that make it unique regardless of
    case."""
    check_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    serial, value = "", number * 7_919 + 1_000_003
    for _ in range(6):
        value, rest = divmod(value, 62)
        serial = alphabet[rest] + serial
    body = f"{prefix}5g00000{serial}"[:15].ljust(15, "A")
    check = "".join(
        check_alphabet[sum(1 << place for place in range(5) if body[chunk + place].isupper())]
        for chunk in (0, 5, 10)
    )
    return body + check


KEYS = {
    "SAP": lambda number: f"KNA{number:06d}",
    "Salesforce": lambda number: salesforce_id("001", number),
    "Oracle": lambda number: f"CUST{number:06d}",
}


def _created(stream: Stream) -> int:
    """When a record was created: years ago, in the last two years, or during the deliveries."""
    lot = stream.random()
    if lot < NEW_IN_JANUARY:
        batch = stream.integer(2, 10)
        return batch_start(batch) - stream.integer(3_600, 80_000)
    if lot < 0.5:
        return stream.integer(at(2017, 1, 2) // DAY, HISTORY_START // DAY) * DAY + 36_000
    return stream.integer(HISTORY_START // DAY, batch_start(1) // DAY - 2) * DAY + stream.integer(
        46_800, 72_000
    )


def draw_members(
    stream: Stream, system: str, parties: list[Party], total: int, used: dict[int, list[int]]
) -> list[Member]:
    """Members of one system, numbered by creation date; some parties are entered twice.

    `used` lists the channels already used for each party and is extended: another system mostly
    gets another channel.
    """
    twins = stream.sample(parties, total - len(parties))
    entries = [(_created(stream), party, False) for party in parties]
    entries += [(_created(stream), party, True) for party in twins]
    entries.sort(key=lambda entry: (entry[0], entry[1].number, entry[2]))
    members: list[Member] = []
    first_key: dict[int, Member] = {}
    for number, (created, party, _) in enumerate(entries, 1):
        key = KEYS[system](number)
        earlier = first_key.get(party.number)
        known = used.setdefault(party.number, [])
        channel = len(known) % len(party.channels)
        if stream.chance(KNOWN_CHANNEL if known else OTHER_FIRST):
            channel = stream.integer(0, len(party.channels) - 1)
        mixed = stream.chance(MIXED_CHANNELS)
        twin_of = earlier.key if earlier and stream.chance(0.5) else ""
        if twin_of and earlier:
            channel, mixed = earlier.channel, earlier.mixed
        known.append(channel)
        member = Member(system, key, party, channel, mixed, min(created, LAST_CHANGE), twin_of)
        first_key.setdefault(party.number, member)
        members.append(member)
    return members


def choose_parties(
    stream: Stream, parties: Sequence[Party], scale: float
) -> Iterator[tuple[str, list[Party], int]]:
    """The parties and the number of keys of each master system."""
    mixed = stream.shuffled(parties)
    firms = [party for party in mixed if not party.is_person]
    people = [party for party in mixed if party.is_person]
    sap_total = scaled(COUNTS["sap_kna1"], scale)
    size = round(sap_total * (1 - ENTERED_TWICE))
    in_sap = firms[: round(size * 0.7)] + people[: size - round(size * 0.7)]
    yield "SAP", in_sap, sap_total

    account_total = scaled(COUNTS["salesforce_accounts"], scale)
    size = round(account_total * (1 - ENTERED_TWICE / 2))
    shared = stream.sample(in_sap, round(size * SHARED_WITH_SAP))
    other_firms = firms[round(sap_total * 0.96 * 0.7) :]
    other_people = people[len(in_sap) :]
    alone = size - len(shared)
    in_accounts = shared + other_firms[: round(alone * 0.7)]
    in_accounts += other_people[: size - len(in_accounts)]
    yield "Salesforce", in_accounts, account_total

    oracle_total = scaled(COUNTS["oracle_customers"], scale)
    size = round(oracle_total * (1 - ENTERED_TWICE))
    known = {party.number for party in in_sap} | {party.number for party in in_accounts}
    overlap = stream.sample([p for p in mixed if p.number in known], round(size * 0.45))
    unknown = [party for party in mixed if party.number not in known]
    yield "Oracle", overlap + unknown[: size - len(overlap)], oracle_total


def draw_shoppers(
    stream: Stream, parties: Sequence[Party], used: dict[int, list[int]], total: int
) -> tuple[Party, ...]:
    """Parties with a web shop account, where they use another of their channels."""
    people = [party for party in parties if party.is_person or stream.chance(0.1)]
    chosen = stream.sample(people, total)
    for party in chosen:
        known = used.setdefault(party.number, [])
        if known:
            new = len(known) > 1 or stream.chance(SHOP_CHANNEL)
            known.append(len(known) % len(party.channels) if new else known[0])
        else:
            known += [0, 0] if stream.chance(0.6) else [0, 0, 1 % len(party.channels)]
    return tuple(chosen)
