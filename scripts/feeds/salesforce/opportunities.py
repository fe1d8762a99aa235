"""Salesforce opportunities, a change feed: a deal is sent whenever its stage changes."""

from collections.abc import Iterator
from dataclasses import dataclass

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.erp.products import CATEGORIES
from feeds.marketing import leads
from feeds.members import Member
from feeds.seasons import SELLING, at_work
from feeds.shop import sales_rep
from feeds.streams import Stream, skewed
from feeds.times import DAY, FIRST_DELIVERY, LAST_CHANGE, day, zulu
from feeds.world import Customers, World

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
COMPETITORS = ("Northwind Systems", "Acme Cloud", "Vertex Data", "Orbit Soft")
REASONS = ("Price", "Price", "Timing", "Competition", "No Decision", "Feature Gap")
PURPOSES = ("New business", "Renewal", "Expansion", "Replacement")
FROM_LEAD, NEW_FOR = 0.45, 120 * DAY


@dataclass(slots=True)
class Deal:
    """The current state of a deal."""

    account: str
    amount: float
    stage: str
    closed: int = 0
    competitor: str = ""
    reason: str = ""


def steps_of(stream: Stream, created: int, country: str) -> list[tuple[int, str]]:
    """(moment, stage) from creation on, at work: won at the end, lost on the way, or reopened."""
    place, now = (0 if stream.chance(0.7) else stream.integer(1, 2)), created
    steps = [(now, OPEN_STAGES[place])]
    while now <= LAST_CHANGE and not stream.chance(STALLED):
        now = at_work(stream, now, now + int(DAY * (1 + stream.lognormal(2.2, 0.7))), country)
        last = place == len(OPEN_STAGES) - 1
        if stream.chance(1 - WON_AT_THE_END if last else LOST_ON_THE_WAY):
            steps.append((now, "Closed Lost"))
            recent = FIRST_DELIVERY - 60 * DAY < now < FIRST_DELIVERY
            if not stream.chance(REOPENED_LATELY if recent else REOPENED):
                break
            again = stream.integer(FIRST_DELIVERY, LAST_CHANGE) if recent else now + 20 * DAY
            now = at_work(stream, now, again, country)
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


def drafts(world: World, stream: Stream) -> list[tuple[int, Member, str]]:
    """Creation time, account and lead source of every deal by time; many follow a lead."""
    members = world.members["Salesforce"]
    customers, known = Customers(members), {one.party.number: one for one in members}
    answered = [lead for lead in leads(world) if lead.party.number in known]
    sources = skewed(SOURCES, 0.5)
    result = []
    for _ in range(world.count(OPPORTUNITIES.name)):
        day, source = SELLING.day(stream), stream.weighted(SOURCES, sources)
        member = customers.draw(stream, (day - 1) * DAY)
        if answered and stream.chance(FROM_LEAD):
            lead = stream.pick(answered)
            since = lead.created + stream.integer(1, 21) * DAY
            if known[lead.party.number].created <= since < LAST_CHANGE - DAY:
                day, source, member = since // DAY, lead.source, known[lead.party.number]
        created = at_work(stream, 0, day * DAY, member.party.country)
        result.append((min(created, LAST_CHANGE), member, source))
    return sorted(result, key=lambda one: (one[0], one[1].key))


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """All versions of all deals."""
    members = world.members["Salesforce"]
    for number, (created, member, source) in enumerate(drafts(world, stream), 1):
        interest, party = stream.pick(tuple(CATEGORIES)), member.party
        key = f"DEAL-{number:05d}"
        purpose = stream.pick(PURPOSES if created > member.created + NEW_FOR else PURPOSES[:1])
        name, rep = f"{purpose}: {interest}", sales_rep(stream, party)
        due = day(created + stream.integer(45, 150) * DAY)
        size = (0.5 if party.is_person else 1.1) * min(3.0, max(0.5, party.weight)) ** 0.5
        deal = Deal(member.key, size * stream.lognormal(9.6, 1.15), "")
        for moment, stage in steps_of(stream, created, party.country):
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
