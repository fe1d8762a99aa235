"""Marketing: leads with a name and a phone number, an append-only feed."""

from collections.abc import Iterator
from functools import lru_cache

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.entries import Habits, organisation_name, person_name, phone_text
from feeds.party import Party
from feeds.streams import Stream
from feeds.times import FIRST_DELIVERY, HISTORY_START, LAST_CHANGE, stamp
from feeds.world import PartyPool, World

FEED = Feed(
    "marketing_leads",
    "MARKETING.LEADS",
    ("LEAD_ID", "FULL_NAME", "PHONE", "CAMPAIGN", "LEAD_SOURCE", "CREATED_AT"),
    ("LEAD_ID",),
    (
        *missing_keys(("LEAD_ID",)),
        Flaw("CREATED_AT", ("2025-13-45 00:00:00", "00000000"), "invalid_timestamp"),
    ),
)
HABITS = Habits(
    phone_missing=0.01, phone_typo=0.015, placeholder=0.006, name_typo=0.04, swapped=0.03
)
SOURCES = (
    "Website",
    "Trade Show",
    "Referral",
    "Webinar",
    "Cold Call",
    "Newsletter",
    "Social Media",
    "Partner",
)
THEMES = ("Cloud Start", "Security Week", "Data Days", "Back to Business", "Year End Offer")
LIMIT = 6


@lru_cache(maxsize=4)
def leads(world: World) -> tuple[tuple[str, Party, int], ...]:
    """Key, party and creation time of every lead, from the stream `marketing_leads`."""
    stream = world.stream(FEED.name)
    asked = [party for party in world.parties if party.is_person or party.number % 2]
    crowd = PartyPool(stream, asked, world.activity(asked), LIMIT)
    result = []
    for _ in range(world.count(FEED.name)):
        if stream.chance(0.06):
            created = stream.integer(FIRST_DELIVERY, LAST_CHANGE)
        else:
            created = stream.integer(HISTORY_START, FIRST_DELIVERY - 1)
        result.append((stream.uuid(), crowd.draw(), created))
    return tuple(result)


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """Every lead, once."""
    for key, party, created in leads(world):
        known = world.channels.get(party.number, (0,))
        channel = party.channels[stream.pick(known) if stream.chance(0.97) else 0]
        name = (
            " ".join(person_name(stream, party, channel, HABITS))
            if party.is_person
            else organisation_name(stream, party, channel, HABITS)
        )
        text = stamp(created)
        campaign = f"{stream.pick(THEMES)} {text[:4]}"
        phone = phone_text(stream, channel, HABITS)
        cells = (key, name, phone, campaign, stream.pick(SOURCES), text)
        yield changed(key, created, cells)


def build(world: World) -> Delivered:
    """The lead feed."""
    stream = world.stream(f"{FEED.name}/feed")
    return deliver(stream, FEED, changes(world, stream))
