"""Support desk: tickets with only an e-mail address and a phone number."""

from collections.abc import Iterator
from functools import lru_cache

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.entries import Habits, email_text, phone_text
from feeds.party import Party
from feeds.streams import Stream
from feeds.times import FIRST_DELIVERY, HISTORY_START, LAST_CHANGE, stamp
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
ISSUES = ("Billing", "Delivery", "Technical", "Return", "Account", "Complaint", "Question")
PRIORITIES = ("NORMAL",) * 5 + ("LOW", "LOW", "HIGH", "HIGH", "URGENT")
LIMIT = 6


@lru_cache(maxsize=4)
def tickets(world: World) -> tuple[tuple[str, Party, int], ...]:
    """Key, party and opening time of every ticket, from the stream `support_tickets`."""
    stream = world.stream(FEED.name)
    crowd = PartyPool(stream, world.parties, world.activity(world.parties), LIMIT)
    result = []
    for _ in range(world.count(FEED.name)):
        if stream.chance(0.06):
            opened = stream.integer(FIRST_DELIVERY, LAST_CHANGE)
        else:
            opened = stream.integer(HISTORY_START, FIRST_DELIVERY - 1)
        result.append((stream.uuid(), crowd.draw(), opened))
    return tuple(result)


def status_history(stream: Stream, opened: int) -> list[tuple[int, str]]:
    """OPEN, sometimes PENDING, and CLOSED when solved."""
    history, now = [(opened, "OPEN")], opened
    if stream.chance(0.5):
        now += stream.integer(1_800, 100_000)
        history.append((now, "PENDING"))
    if stream.chance(0.95):
        now += stream.integer(1_800, 400_000)
        history.append((now, "CLOSED"))
    return [step for step in history if step[0] <= LAST_CHANGE]


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """All versions of all tickets; for old tickets mostly only the last."""
    for key, party, opened in tickets(world):
        known = world.channels.get(party.number, (0,))
        place = stream.pick(known) if stream.chance(0.97) else 0
        other = stream.pick(known) if stream.chance(0.04) else place
        head = (
            key,
            email_text(stream, party.channels[place].email, HABITS),
            phone_text(stream, party.channels[other], HABITS),
            stream.pick(ISSUES),
        )
        priority = stream.pick(PRIORITIES)
        history = status_history(stream, opened)
        if (
            history[-1][1] == "CLOSED"
            and history[-1][0] < FIRST_DELIVERY
            and not stream.chance(0.35)
        ):
            history = history[-1:]
        for moment, status in history:
            closed = stamp(moment) if status == "CLOSED" else ""
            yield changed(
                key, moment, (*head, priority, status, stamp(opened), closed, stamp(moment))
            )


def build(world: World) -> Delivered:
    """The ticket feed."""
    stream = world.stream(f"{FEED.name}/feed")
    return deliver(stream, FEED, changes(world, stream))
