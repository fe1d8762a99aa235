"""Salesforce: accounts (change feed) and their contacts (multi-active sets)."""

from feeds.contacts import draw_line, write_phone
from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.faces import Habits, face_of
from feeds.members import Member, salesforce_id
from feeds.names import first_names, surnames
from feeds.places import COUNTRIES, INDUSTRIES
from feeds.streams import Stream
from feeds.times import FIRST_DELIVERY, HISTORY_START, LAST_CHANGE, zulu
from feeds.world import World

ACCOUNTS = Feed(
    "salesforce_accounts",
    "SALESFORCE.ACCOUNT",
    (
        "Id",
        "Name",
        "Email",
        "Phone",
        "Website",
        "BillingStreet",
        "BillingCity",
        "BillingPostalCode",
        "BillingCountry",
        "Industry",
        "AnnualRevenue",
        "NumberOfEmployees",
        "CreatedDate",
        "SystemModstamp",
        "IsDeleted",
    ),
    ("Id",),
    (
        *missing_keys(("Id",)),
        Flaw("SystemModstamp", ("2025-13-45T10:11:12.000Z",), "invalid_timestamp"),
        Flaw("AnnualRevenue", ("abc", "12,5O"), "invalid_number"),
        Flaw("IsDeleted", ("maybe", "?"), "unknown_code"),
    ),
)
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
HABITS = Habits(marks_kept=0.7, phone_styles=(0, 1, 2, 5))
COUNTRY_NAMES = {
    "DE": "Germany",
    "US": "United States",
    "GB": "United Kingdom",
    "FR": "France",
    "IN": "India",
    "JP": "Japan",
}
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


def later_moments(stream: Stream, start: int, share: float, daily: float) -> list[int]:
    """When a record changes after its entry: in the years of history and in the nine days."""
    moments = []
    if start < FIRST_DELIVERY and stream.chance(share):
        moments = [
            stream.integer(start + 60, FIRST_DELIVERY - 60) for _ in range(stream.integer(1, 3))
        ]
    if stream.chance(daily):
        moments.append(stream.integer(max(start, FIRST_DELIVERY) + 60, LAST_CHANGE))
    return sorted(set(moments))


def account_cells(stream: Stream, member: Member) -> list[str]:
    """All cells of an account as first entered."""
    party = member.party
    old = party.old_address
    address = old if old and stream.chance(HABITS.old_address) else party.address
    face = face_of(stream, party, member.channel, member.mixed, address, HABITS)
    host = party.channels[0].email.partition("@")[2]
    site = f"https://www.{host}" if not party.is_person and stream.chance(0.7) else ""
    revenue = "" if party.is_person else f"{stream.lognormal(14.0, 1.5):.0f}"
    staff = "" if party.is_person else f"{1 + stream.lognormal(3.5, 1.3):.0f}"
    country = party.country if stream.chance(0.3) else COUNTRY_NAMES[party.country]
    industry = party.industry if stream.chance(0.85) else ""
    return [
        member.key,
        face.full_name,
        face.email,
        face.phone,
        site,
        face.street,
        face.city,
        face.postcode,
        country,
        industry,
        revenue,
        staff,
        zulu(member.created),
        "",
        "false",
    ]


def change(stream: Stream, member: Member, cells: list[str]) -> None:
    """One later change of an account."""
    party, lot = member.party, stream.random()
    if lot < 0.05:
        cells[14] = "true"
        return
    cells[14] = "false"
    face = face_of(stream, party, member.channel, False, party.address, HABITS)
    if lot < 0.35:
        cells[5], cells[6], cells[7] = face.street, face.city, face.postcode
    elif lot < 0.50:
        cells[2] = face.email or cells[2]
    elif lot < 0.65:
        cells[3] = face.phone or cells[3]
    elif lot < 0.75:
        cells[9] = stream.pick(INDUSTRIES)
    elif cells[10]:
        cells[10] = f"{float(cells[10]) * (0.8 + stream.random() * 0.6):.0f}"
    else:
        cells[1] = face.full_name


def build_accounts(world: World) -> Delivered:
    """The account feed."""
    stream = world.stream(ACCOUNTS.name)
    changes: list[Change] = []
    entered: dict[str, list[str]] = {}
    for member in world.members["Salesforce"]:
        if member.twin_of:
            cells = [member.key, *entered[member.twin_of][1:12], zulu(member.created), "", "false"]
        else:
            cells = account_cells(stream, member)
        entered[member.key] = list(cells)
        start = max(member.created, HISTORY_START)
        for number, moment in enumerate([start, *later_moments(stream, start, 0.35, 0.12)]):
            if number:
                change(stream, member, cells)
            cells[13] = zulu(moment)
            changes.append(changed(member.key, moment, tuple(cells)))
    return deliver(stream, ACCOUNTS, changes)


def contact_cells(stream: Stream, member: Member, contact: str) -> list[str]:
    """A person at an account, without the time of change."""
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


def build_contacts(world: World) -> Delivered:
    """The contact feed: any change of one contact delivers all contacts of its account."""
    stream = world.stream(CONTACTS.name)
    members = world.members["Salesforce"]
    owners = stream.sample(members, round(len(members) * 0.85))
    total = world.count(CONTACTS.name)
    numbers = {member.key: 1 for member in owners}
    for _ in range(total - len(owners)):
        numbers[stream.pick(owners).key] += 1
    changes: list[Change] = []
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
            changes.append(changed(member.key, moment, *rows))
    return deliver(stream, CONTACTS, changes)
