"""Salesforce opportunities, a change feed: a deal is sent whenever its stage changes."""

from collections.abc import Iterator
from dataclasses import dataclass

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.erp.products import CATEGORIES
from feeds.members import Member
from feeds.streams import Stream, running_totals, skewed
from feeds.times import DAY, FIRST_DELIVERY, HISTORY_START, LAST_CHANGE, day, zulu
from feeds.world import World

OPPORTUNITIES = Feed(
    "opportunities",
    "SALESFORCE.OPPORTUNITIES",
    (
        "DEAL_ID",
        "ACCOUNT_ID",
        "DEAL_NAME",
        "AMOUNT",
        "CURRENCY",
        "STAGE",
        "PROBABILITY",
        "LEAD_SOURCE",
        "SALES_REP_ID",
        "CREATED_AT",
        "EXPECTED_CLOSE_DATE",
        "CLOSED_AT",
        "PRODUCT_INTEREST",
        "COMPETITOR",
        "LOSS_REASON",
        "UPDATED_AT",
    ),
    ("DEAL_ID",),
    (
        *missing_keys(("DEAL_ID", "ACCOUNT_ID")),
        Flaw("UPDATED_AT", ("2025-13-45T10:11:12.000Z",), "invalid_timestamp"),
        Flaw("EXPECTED_CLOSE_DATE", ("2025-13-45", "00000000"), "invalid_date"),
        Flaw("AMOUNT", ("12,5O", "abc"), "invalid_number"),
        Flaw("STAGE", ("Limbo", "?"), "unknown_code"),
    ),
)
# Stage -> probability in Salesforce.
STAGES = {
    "Lead": 0.05,
    "MQL": 0.10,
    "SQL": 0.20,
    "Discovery": 0.35,
    "Proposal": 0.50,
    "Negotiation": 0.75,
    "Closed Won": 1.0,
    "Closed Lost": 0.0,
}
OPEN_STAGES = tuple(STAGES)[:6]
LOST_ON_THE_WAY, WON_AT_THE_END, REOPENED, REOPENED_LATELY = 0.10, 0.58, 0.10, 0.25
REVISED, MOVED, STALLED = 0.25, 0.025, 0.04
SOURCES = (
    "Website",
    "Referral",
    "Partner",
    "Trade Show",
    "Webinar",
    "Cold Call",
    "Newsletter",
    "Social Media",
)
REPS = tuple(f"REP-{number:02d}" for number in range(1, 26))
COMPETITORS = ("Northwind Systems", "Acme Cloud", "Vertex Data", "Orbit Soft")
REASONS = ("Price", "Price", "Timing", "Competition", "No Decision", "Feature Gap")
PURPOSES = ("New business", "Renewal", "Expansion", "Replacement")
JANUARY_SHARE = 0.05


@dataclass(slots=True)
class Deal:
    """The current state of a deal."""

    account: str
    amount: float
    stage: str
    closed: int = 0
    competitor: str = ""
    reason: str = ""


def steps_of(stream: Stream, created: int) -> list[tuple[int, str]]:
    """(moment, stage) from creation on: won at the end, lost on the way, or reopened."""
    place, now = (0 if stream.chance(0.7) else stream.integer(1, 2)), created
    steps = [(now, OPEN_STAGES[place])]
    while now <= LAST_CHANGE and not stream.chance(STALLED):
        now += int(DAY * (1 + stream.lognormal(2.2, 0.7)))
        last = place == len(OPEN_STAGES) - 1
        if stream.chance(1 - WON_AT_THE_END if last else LOST_ON_THE_WAY):
            steps.append((now, "Closed Lost"))
            recent = FIRST_DELIVERY - 60 * DAY < now < FIRST_DELIVERY
            if not stream.chance(REOPENED_LATELY if recent else REOPENED):
                break
            now = stream.integer(FIRST_DELIVERY, LAST_CHANGE) if recent else now + 20 * DAY
            place = stream.integer(3, 4)
        elif last:
            steps.append((now, "Closed Won"))
            break
        else:
            place += 1
        steps.append((now, OPEN_STAGES[place]))
    return [step for step in steps if step[0] <= LAST_CHANGE]


def enter(stream: Stream, deal: Deal, moment: int, stage: str) -> None:
    """Move the deal to a stage and update amount, competitor, closing time and reason."""
    deal.stage, deal.closed, deal.reason = stage, 0, ""
    if stage in ("Proposal", "Negotiation") and stream.chance(REVISED):
        deal.amount *= 0.7 + 0.6 * stream.random()
    if stage == "Discovery" and stream.chance(0.4):
        deal.competitor = stream.pick(COMPETITORS)
    if stage.startswith("Closed"):
        deal.closed = moment
    if stage == "Closed Lost":
        deal.reason = stream.pick(REASONS)
        if deal.reason == "Competition":
            deal.competitor = deal.competitor or stream.pick(COMPETITORS)


def created_at(stream: Stream, member: Member) -> int:
    """When a deal with an account is created: more deals recently."""
    start = max(member.created, HISTORY_START)
    if start >= FIRST_DELIVERY or stream.chance(JANUARY_SHARE):
        return stream.integer(max(start, FIRST_DELIVERY), LAST_CHANGE)
    return start + int(stream.random() ** 0.7 * (FIRST_DELIVERY - 1 - start))


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """All versions of all deals."""
    members = world.members["Salesforce"]
    totals = running_totals([member.party.weight for member in members])
    rep_totals, sources = skewed(REPS, 0.4), skewed(SOURCES, 0.5)
    for number in range(1, world.count(OPPORTUNITIES.name) + 1):
        member = stream.weighted(members, totals)
        created = created_at(stream, member)
        interest = stream.pick(tuple(CATEGORIES))
        key = f"DEAL-{number:05d}"
        name = f"{stream.pick(PURPOSES)}: {interest}"
        source, rep = stream.weighted(SOURCES, sources), stream.weighted(REPS, rep_totals)
        due = day(created + stream.integer(45, 150) * DAY)
        deal = Deal(member.key, stream.lognormal(9.6, 1.25), "")
        for moment, stage in steps_of(stream, created):
            enter(stream, deal, moment, stage)
            if moment > created and stream.chance(MOVED):
                heirs = [stream.pick(members) for _ in range(9)]
                known = (heir.key for heir in heirs if heir.created <= moment)
                deal.account = next((key for key in known if key != deal.account), deal.account)
            cells = (key, deal.account, name, f"{deal.amount:.2f}", "EUR", stage)
            cells += (f"{STAGES[stage]:.2f}", source, rep, zulu(created), due)
            cells += (zulu(deal.closed) if deal.closed else "", interest, deal.competitor)
            yield changed(key, moment, (*cells, deal.reason, zulu(moment)))


def build_opportunities(world: World) -> Delivered:
    """The opportunity feed."""
    stream = world.stream(OPPORTUNITIES.name)
    return deliver(stream, OPPORTUNITIES, changes(world, stream))
