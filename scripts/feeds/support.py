"""Support desk: tickets with only an e-mail address and a phone number."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.entries import Habits, email_text, phone_text
from feeds.messages import LATE_TOPICS, TOPICS, message
from feeds.order_issues import LATE, order_issues
from feeds.party import Party
from feeds.seasons import HOME, SERVICE, at_work, clock, local
from feeds.streams import Stream, running_totals
from feeds.times import DAY, FIRST_DELIVERY, LAST_CHANGE, stamp
from feeds.world import PartyPool, World

FEED = Feed(
    "support_tickets",
    "SUPPORT.TICKETS",
    (
        "TICKET_ID",
        "CONTACT_EMAIL",
        "CONTACT_PHONE",
        "ISSUE_TYPE",
        "PRIORITY",
        "STATUS",
        "OPENED_AT",
        "CLOSED_AT",
        "UPDATED_AT",
        "MESSAGE",
    ),
    ("TICKET_ID",),
    (
        *missing_keys(("TICKET_ID",)),
        Flaw("OPENED_AT", ("2025-13-45 00:00:00", "00000000"), "invalid_timestamp"),
        Flaw("STATUS", ("GONE", "?"), "unknown_code"),
        Flaw("PRIORITY", ("9", "asap"), "unknown_code"),
    ),
)
HABITS = Habits(
    email_missing=0.01,
    email_variant=0.4,
    email_typo=0.015,
    phone_missing=0.012,
    phone_typo=0.015,
    placeholder=0.006,
)
# Share of each issue among tickets that are not about a late or returned order.
ISSUES = {
    "Technical": 0.36,
    "Billing": 0.20,
    "Question": 0.20,
    "Account": 0.14,
    "Complaint": 0.06,
    "Delivery": 0.02,
    "Return": 0.02,
}
ISSUE_TOTALS = running_totals(list(ISSUES.values()))
ABOUT_ORDER = 0.6
# Issues that annoy the customer.
ANNOYING = {"Complaint": 0.95, "Delivery": 0.6, "Return": 0.5, "Technical": 0.35, "Billing": 0.4}
NO_MESSAGE = 0.03
PRIORITIES = ("NORMAL",) * 5 + ("LOW", "LOW", "HIGH", "HIGH", "URGENT")
PRIORITIES_OF = {"Complaint": ("NORMAL", "HIGH", "HIGH", "URGENT"), "Question": ("NORMAL", "LOW")}
# Hours until a ticket is closed, at most.
PATIENCE = {"URGENT": 12, "HIGH": 40, "NORMAL": 100, "LOW": 160}
LIMIT = 6


class Ticket(NamedTuple):
    """A ticket: key, party, opening time, issue, and whether it is about a late order."""

    key: str
    party: Party
    opened: int
    issue: str
    is_late: bool


@lru_cache(maxsize=4)
def tickets(world: World) -> tuple[Ticket, ...]:
    """Every ticket: parties from the stream `support_tickets`, some about a late or returned
    order."""
    stream, reasons = world.stream(FEED.name), world.stream(f"{FEED.name}/reasons")
    crowd = PartyPool(stream, world.parties, world.activity(world.parties), LIMIT)
    waiting = order_issues(world)
    result = []
    for _ in range(world.count(FEED.name)):
        opened = clock(stream, SERVICE.day(stream), HOME, "GB")
        key, party = stream.uuid(), crowd.draw()
        opened = min(opened - local(0, party.country), LAST_CHANGE)
        issue, is_late = reasons.weighted(tuple(ISSUES), ISSUE_TOTALS), False
        if waiting.get(party.number) and reasons.chance(ABOUT_ORDER):
            opened, issue = waiting[party.number].pop()
            opened = min(opened + reasons.integer(0, DAY // 2), LAST_CHANGE)
            is_late = issue == LATE
        result.append(Ticket(key, party, opened, issue, is_late))
    return tuple(result)


def status_history(stream: Stream, ticket: Ticket, priority: str) -> list[tuple[int, str]]:
    """OPEN, sometimes PENDING, and CLOSED when solved, at work; the urgent ones first."""
    history, now, country = [(ticket.opened, "OPEN")], ticket.opened, ticket.party.country
    most = PATIENCE[priority] * 3_600
    if stream.chance(0.5):
        now = at_work(stream, now + 600, now + stream.integer(1_800, most // 3), country)
        history.append((now, "PENDING"))
    if stream.chance(0.95):
        now = at_work(stream, now + 900, now + stream.integer(1_800, most), country)
        history.append((now, "CLOSED"))
    return [step for step in history if step[0] <= LAST_CHANGE]


def contact_cells(world: World, stream: Stream, party: Party) -> tuple[str, str]:
    """E-mail address and phone number, mostly of one channel of the party."""
    known = world.channels.get(party.number, (0,))
    place = stream.pick(known) if stream.chance(0.97) else 0
    other = stream.pick(known) if stream.chance(0.04) else place
    return (
        email_text(stream, party.channels[place].email, HABITS),
        phone_text(stream, party.channels[other], HABITS),
    )


def message_of(stream: Stream, ticket: Ticket) -> str:
    """The customer's message; a few tickets have none."""
    mood = "Negative" if stream.chance(ANNOYING.get(ticket.issue, 0.0)) else "Neutral"
    topics = LATE_TOPICS if ticket.is_late else TOPICS[ticket.issue]
    text = message(stream, ticket.party, topics, mood, letter=True)
    return "" if stream.chance(NO_MESSAGE) else text


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """All versions of all tickets; for old tickets usually only the last."""
    contacts = world.stream(f"{FEED.name}/contacts")
    writing = world.stream(f"{FEED.name}/messages")
    for ticket in tickets(world):
        priority = stream.pick(PRIORITIES_OF.get(ticket.issue, PRIORITIES))
        head = (ticket.key, *contact_cells(world, contacts, ticket.party), ticket.issue, priority)
        text = message_of(writing, ticket)
        history = status_history(stream, ticket, priority)
        moment, status = history[-1]
        if status == "CLOSED" and moment < FIRST_DELIVERY and not stream.chance(0.35):
            history = history[-1:]
        for moment, status in history:
            closed = stamp(moment) if status == "CLOSED" else ""
            cells = (*head, status, stamp(ticket.opened), closed, stamp(moment), text)
            yield changed(ticket.key, moment, cells)


def build(world: World) -> Delivered:
    """The ticket feed."""
    stream = world.stream(f"{FEED.name}/feed")
    return deliver(stream, FEED, changes(world, stream))
