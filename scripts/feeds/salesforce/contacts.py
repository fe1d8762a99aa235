"""Salesforce contacts: the full contact set of an account at each change, or a marker."""

from collections.abc import Iterator

from feeds.contacts import draw_line, write_phone
from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.members import Member, salesforce_id
from feeds.names import first_names, surnames
from feeds.places import COUNTRIES
from feeds.streams import Stream
from feeds.times import HISTORY_START, later_moments, zulu
from feeds.world import World

CONTACTS = Feed(
    "salesforce_contacts",
    "SALESFORCE.CONTACT",
    (
        "AccountId",
        "ContactId",
        "FirstName",
        "LastName",
        "Title",
        "Email",
        "Phone",
        "SystemModstamp",
        "IsEmptySet",
    ),
    ("AccountId", "ContactId"),
    (
        *missing_keys(("AccountId", "ContactId")),
        Flaw("SystemModstamp", ("2025-13-45T10:11:12.000Z",), "invalid_timestamp"),
        Flaw("IsEmptySet", ("perhaps", "2"), "unknown_code"),
    ),
)
TITLES = (
    "CEO",
    "CFO",
    "Head of Purchasing",
    "IT Manager",
    "Buyer",
    "Accounts Payable",
    "Operations Manager",
    "Office Manager",
    "",
)


def contact_cells(stream: Stream, member: Member, contact: str) -> list[str]:
    """A contact of an account, without the change time."""
    party = member.party
    first, last = first_names(party.country).draw(stream), surnames(party.country).draw(stream)
    host = party.channels[0].email.partition("@")[2]
    area = party.channels[0].phone.area
    local = f"{first}.{last}".lower().replace(" ", "")
    email = f"{local}@{host}" if local.isascii() else f"contact{stream.digits(3)}@{host}"
    line = draw_line(stream, COUNTRIES[party.country].code, area)
    return [
        member.key,
        contact,
        first,
        last,
        stream.pick(TITLES),
        email if stream.chance(0.85) else "",
        write_phone(stream, line, stream.integer(0, 5)) if stream.chance(0.7) else "",
    ]


def contact_changes(world: World, stream: Stream) -> Iterator[Change]:
    """Every contact set of every account."""
    members = world.members["Salesforce"]
    owners = stream.sample(members, round(len(members) * 0.85))
    total = world.count(CONTACTS.name)
    numbers = {member.key: 1 for member in owners}
    for _ in range(total - len(owners)):
        numbers[stream.pick(owners).key] += 1
    serial = 0
    for member in owners:
        people = []
        for _ in range(numbers[member.key]):
            serial += 1
            people.append(contact_cells(stream, member, salesforce_id("003", serial)))
        start = max(member.created, HISTORY_START) + 600
        moments = [start, *later_moments(stream, start, 0.2, 0.08)]
        shown = people if len(people) == 1 or stream.chance(0.7) else people[:-1]
        if shown is not people and len(moments) == 1:
            shown = people
        for number, moment in enumerate(moments):
            if number == 1 and shown is not people:
                shown = people
            elif number:
                lot = stream.random()
                if lot < 0.1:
                    shown = []
                elif not shown or lot < 0.3:
                    shown = people if not shown else shown[: max(1, len(shown) - 1)]
                else:
                    stream.pick(shown)[4] = stream.pick(TITLES[:-1])
            time = zulu(moment)
            rows = tuple((*cells, time, "false") for cells in shown)
            if not shown:
                rows = ((member.key, "", "", "", "", "", "", time, "true"),)
            yield changed(member.key, moment, *rows)


def build_contacts(world: World) -> Delivered:
    """The contact feed: a change of one contact delivers all contacts of its account."""
    stream = world.stream(CONTACTS.name)
    return deliver(stream, CONTACTS, contact_changes(world, stream))
