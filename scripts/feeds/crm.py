"""CRM: interactions with Oracle customers, an append-only feed."""

from collections.abc import Iterator

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.members import Member
from feeds.messages import LATE_TOPICS, OCCASIONS, message
from feeds.order_issues import LATE, order_issues
from feeds.seasons import OFFICE, SERVICE, clock
from feeds.streams import Stream, running_totals
from feeds.times import DAY, LAST_CHANGE, stamp
from feeds.world import Customers, World

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
        "MESSAGE",
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
TYPE_TOTALS = running_totals([0.31, 0.08, 0.34, 0.12, 0.15, 0.0, 0.0])
OUTCOMES = ("Resolved", "Escalated", "Follow-up", "Unresolved")
CLOSED_OUTCOMES = ("Resolved", "Escalated")
OUTCOME_TOTALS = {
    "Positive": running_totals([0.80, 0.02, 0.14, 0.04]),
    "Neutral": running_totals([0.70, 0.06, 0.16, 0.08]),
    "Negative": running_totals([0.42, 0.28, 0.15, 0.15]),
}
SENTIMENTS = ("Positive", "Neutral", "Negative")
SENTIMENT_TOTALS = {
    "Inquiry": running_totals([0.50, 0.44, 0.06]),
    "Complaint": running_totals([0.05, 0.25, 0.70]),
    "Support": running_totals([0.47, 0.40, 0.13]),
    "Sales Call": running_totals([0.53, 0.38, 0.09]),
    "Feedback": running_totals([0.77, 0.19, 0.04]),
    "Onboarding": running_totals([0.68, 0.28, 0.04]),
    "Renewal": running_totals([0.60, 0.32, 0.08]),
}
CSAT = {"Positive": (4, 5), "Neutral": (3, 4), "Negative": (1, 3)}
CSAT_IF_OPEN = {"Positive": (4, 4), "Neutral": (2, 3), "Negative": (1, 2)}
NPS = {"Positive": (7, 10), "Neutral": (5, 8), "Negative": (0, 6)}
# Median hours to an outcome.
EFFORT = {"Complaint": 12.0, "Support": 5.0, "Onboarding": 8.0}
SILENT, COMPLAINS = 0.3, 0.8
# Channels in which customers write, with the share of interactions that have the message; phone
# calls are not recorded.
WRITTEN = {"Email": 0.85, "Web Chat": 0.75, "Social Media": 0.8}
NEW_DAYS, NEW_SHARE = 60, 0.6
RENEWAL_DAYS, RENEWAL_SHARE = 45, 0.45


def occasion_of(stream: Stream, member: Member, moment: int) -> str:
    """The type of an interaction: new customers are onboarded, contracts are renewed every year."""
    age = (moment - member.created) // DAY
    if age < NEW_DAYS and stream.chance(NEW_SHARE):
        return "Onboarding"
    if age >= NEW_DAYS and -age % 365 < RENEWAL_DAYS and stream.chance(RENEWAL_SHARE):
        return "Renewal"
    return stream.weighted(TYPES, TYPE_TOTALS)


def interactions(world: World, stream: Stream) -> list[tuple[int, Member, str, bool]]:
    """Time, customer and type of all interactions by time, and whether they are about a late order;
    some customers never get in touch, and many complain about a late order."""
    members = world.members["Oracle"]
    weights = [0.0 if stream.chance(SILENT) else one.party.weight for one in members]
    customers, waiting = Customers(members, weights), order_issues(world)
    result = []
    for _ in range(world.count(FEED.name)):
        day = SERVICE.day(stream)
        member = customers.draw(stream, (day - 1) * DAY)
        moment = min(clock(stream, day, OFFICE, member.party.country), LAST_CHANGE)
        occasion = occasion_of(stream, member, moment)
        is_late, own = False, waiting.get(member.party.number, [])
        if own and stream.chance(COMPLAINS):
            since, issue = own.pop()
            if issue == LATE and since > member.created:
                moment, occasion = min(since + stream.integer(600, DAY), LAST_CHANGE), "Complaint"
                is_late = True
        result.append((moment, member, occasion, is_late))
    return sorted(result, key=lambda one: (one[0], one[1].key))


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """All interactions by time."""
    writing = world.stream(f"{FEED.name}/messages")
    for number, (moment, member, occasion, is_late) in enumerate(interactions(world, stream), 1):
        key = f"INT-{number:06d}"
        mood = stream.weighted(SENTIMENTS, SENTIMENT_TOTALS[occasion])
        outcome = stream.weighted(OUTCOMES, OUTCOME_TOTALS[mood])
        hours = EFFORT.get(occasion, 2.0) * stream.lognormal(0.0, 0.9)
        channel = "Phone" if occasion == "Sales Call" and stream.chance(0.7) else ""
        channel = channel or stream.weighted(CHANNELS, CHANNEL_TOTALS)
        topics = LATE_TOPICS if is_late else OCCASIONS[occasion, mood]
        text = message(writing, member.party, topics, mood, letter=channel == "Email")
        is_kept = writing.chance(WRITTEN.get(channel, 0.0))
        csat = CSAT if outcome in CLOSED_OUTCOMES else CSAT_IF_OPEN
        cells = (
            key,
            member.key,
            channel,
            occasion,
            mood,
            f"{hours:.1f}" if outcome in CLOSED_OUTCOMES else "",
            str(stream.integer(*csat[mood])),
            str(stream.integer(*NPS[mood])) if stream.chance(0.35) else "",
            outcome,
            f"AGT-{stream.integer(1, 40):03d}",
            stamp(moment),
            text if is_kept else "",
        )
        yield changed(key, moment, cells)


def build(world: World) -> Delivered:
    """The interaction feed."""
    stream = world.stream(FEED.name)
    return deliver(stream, FEED, changes(world, stream))
