"""CRM: interactions with Oracle customers, an append-only feed."""

from array import array
from collections.abc import Iterator

import numpy as np

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.streams import Stream, running_totals
from feeds.times import DAY, FIRST_DELIVERY, HISTORY_START, LAST_CHANGE, stamp
from feeds.world import World

FEED = Feed(
    "interactions",
    "CRM.INTERACTIONS",
    (
        "INTERACTION_ID",
        "CUSTOMER_ID",
        "CHANNEL",
        "INTERACTION_TYPE",
        "SENTIMENT",
        "RESOLUTION_HOURS",
        "CSAT_SCORE",
        "NPS_SCORE",
        "OUTCOME",
        "AGENT_ID",
        "INTERACTION_TIME",
    ),
    ("INTERACTION_ID",),
    (
        *missing_keys(("INTERACTION_ID",)),
        Flaw("INTERACTION_TIME", ("2025-13-45 00:00:00", "00000000"), "invalid_timestamp"),
        Flaw("CHANNEL", ("Fax", "?"), "unknown_code"),
        Flaw("RESOLUTION_HOURS", ("12,5O", "abc"), "invalid_number"),
    ),
)
CHANNELS = ("Email", "Phone", "Web Chat", "In-Person", "Social Media")
CHANNEL_TOTALS = running_totals([0.36, 0.30, 0.20, 0.05, 0.09])
TYPES = ("Inquiry", "Complaint", "Support", "Sales Call", "Feedback", "Onboarding", "Renewal")
OUTCOMES = ("Resolved",) * 6 + ("Escalated", "Follow-up", "Unresolved")
CLOSED_OUTCOMES = ("Resolved", "Escalated")
SENTIMENTS = ("Positive", "Neutral", "Negative")
SENTIMENT_TOTALS = running_totals([0.50, 0.35, 0.15])
CSAT = {"Positive": (4, 5), "Neutral": (3, 4), "Negative": (1, 3)}
NPS = {"Positive": (7, 10), "Neutral": (5, 8), "Negative": (0, 6)}
SILENT = 0.3
HOURS = tuple(range(24))
HOUR_TOTALS = running_totals([9.0 if 8 <= hour < 18 else 1.0 for hour in HOURS])


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """All interactions by time, with more during office hours and from active customers; some
    customers never get in touch."""
    members = world.members["Oracle"]
    totals = running_totals(
        [0.0 if stream.chance(SILENT) else member.party.weight for member in members]
    )
    moments, places = array("q"), array("i")
    for _ in range(world.count(FEED.name)):
        place = stream.weighted(range(len(members)), totals)
        member = members[place]
        start = max(member.created, HISTORY_START)
        if start < FIRST_DELIVERY and stream.chance(0.06):
            start = FIRST_DELIVERY
        date = stream.integer(start // DAY, LAST_CHANGE // DAY) * DAY
        clock = stream.weighted(HOURS, HOUR_TOTALS) * 3_600 + stream.integer(0, 3_599)
        moments.append(min(max(start, date + clock), LAST_CHANGE))
        places.append(place)
    for number, at in enumerate(np.lexsort((places, moments)).tolist(), 1):
        key, moment = f"INT-{number:06d}", moments[at]
        mood = stream.weighted(SENTIMENTS, SENTIMENT_TOTALS)
        hours, outcome = stream.lognormal(1.2, 1.1), stream.pick(OUTCOMES)
        cells = (
            key,
            members[places[at]].key,
            stream.weighted(CHANNELS, CHANNEL_TOTALS),
            stream.pick(TYPES),
            mood,
            f"{hours:.1f}" if outcome in CLOSED_OUTCOMES else "",
            str(stream.integer(*CSAT[mood])),
            str(stream.integer(*NPS[mood])) if stream.chance(0.35) else "",
            outcome,
            f"AGT-{stream.integer(1, 40):03d}",
            stamp(moment),
        )
        yield changed(key, moment, cells)


def build(world: World) -> Delivered:
    """The interaction feed."""
    stream = world.stream(FEED.name)
    return deliver(stream, FEED, changes(world, stream))
