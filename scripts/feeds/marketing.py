"""Marketing: leads with a name and a phone number, an append-only feed."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.entries import Habits, organisation_name, person_name, phone_text
from feeds.party import Party
from feeds.seasons import HOME, MARKETING, campaign_on, clock, local
from feeds.streams import running_totals
from feeds.times import LAST_CHANGE, stamp
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
SOURCE_TOTALS = running_totals([0.28, 0.05, 0.14, 0.08, 0.12, 0.15, 0.10, 0.08])
# Where the leads of a campaign come from; campaigns without an event of their own are answered
# by newsletter and on the website.
CAMPAIGN_TOTALS = {
    "Security Week": running_totals([0.12, 0.05, 0.03, 0.55, 0.02, 0.13, 0.08, 0.02]),
    "Data Days": running_totals([0.10, 0.58, 0.04, 0.08, 0.02, 0.08, 0.06, 0.04]),
}
OTHER_TOTALS = running_totals([0.34, 0.02, 0.05, 0.04, 0.05, 0.32, 0.14, 0.04])
# Days after the end of a campaign on which leads still answer it.
ECHO, ANSWERS_CAMPAIGN = 21, 0.85
LIMIT = 6


class Lead(NamedTuple):
    """A lead: key, party, creation time, and what it entered."""

    key: str
    party: Party
    created: int
    name: str
    phone: str
    campaign: str
    source: str


@lru_cache(maxsize=4)
def leads(world: World) -> tuple[Lead, ...]:
    """Every lead: parties from the stream `marketing_leads`, entries from one of their own."""
    stream, entries = world.stream(FEED.name), world.stream(f"{FEED.name}/feed")
    asked = [party for party in world.parties if party.is_person or party.number % 2]
    crowd = PartyPool(stream, asked, world.activity(asked), LIMIT)
    result = []
    for _ in range(world.count(FEED.name)):
        day = MARKETING.day(stream)
        created = clock(stream, day, HOME, "GB")
        key, party = stream.uuid(), crowd.draw()
        created = min(created - local(0, party.country), LAST_CHANGE)
        known = world.channels.get(party.number, (0,))
        channel = party.channels[entries.pick(known) if entries.chance(0.97) else 0]
        name = (
            " ".join(person_name(entries, party, channel, HABITS))
            if party.is_person
            else organisation_name(entries, party, channel, HABITS)
        )
        campaign = campaign_on(day, ECHO)
        if not entries.chance(ANSWERS_CAMPAIGN) or not campaign:
            campaign = f"Always On {stamp(created)[:4]}"
        phone = phone_text(entries, channel, HABITS)
        usual = SOURCE_TOTALS if campaign.startswith("Always") else OTHER_TOTALS
        totals = CAMPAIGN_TOTALS.get(campaign[:-5], usual)
        source = entries.weighted(SOURCES, totals)
        result.append(Lead(key, party, created, name, phone, campaign, source))
    return tuple(result)


def changes(world: World) -> Iterator[Change]:
    """Every lead, once."""
    for key, _, created, name, phone, campaign, source in leads(world):
        yield changed(key, created, (key, name, phone, campaign, source, stamp(created)))


def build(world: World) -> Delivered:
    """The lead feed."""
    return deliver(world.stream(f"{FEED.name}/delivery"), FEED, changes(world))
