"""Oracle CRM customers: a change feed with New York local times."""

from collections.abc import Iterator

from feeds.corruption import swap_digits
from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.entries import Habits, entry_of
from feeds.members import Member
from feeds.streams import Stream
from feeds.times import HISTORY_START, day, later_moments, new_york
from feeds.trades import INDUSTRIES
from feeds.world import World

FEED = Feed(
    "oracle_customers",
    "ORACLE.CUSTOMERS",
    (
        "CUSTOMER_ID",
        "FIRST_NAME",
        "LAST_NAME",
        "EMAIL",
        "PHONE",
        "DATE_OF_BIRTH",
        "NATIONAL_ID",
        "CUSTOMER_TYPE",
        "CUSTOMER_SEGMENT",
        "INDUSTRY",
        "ADDRESS",
        "CITY",
        "STATE",
        "ZIP_CODE",
        "COUNTRY",
        "REGISTRATION_DATE",
        "CUSTOMER_STATUS",
        "LIFETIME_VALUE",
        "UPDATED_AT",
    ),
    ("CUSTOMER_ID",),
    (
        *missing_keys(("CUSTOMER_ID",)),
        Flaw("UPDATED_AT", ("2025-13-45 10:00:00", "yesterday"), "invalid_timestamp"),
        Flaw("DATE_OF_BIRTH", ("1985-02-30", "00000000"), "invalid_date"),
        Flaw("CUSTOMER_TYPE", ("ALIEN", "?"), "unknown_code"),
        Flaw("LIFETIME_VALUE", ("12,5O", "abc"), "invalid_number"),
    ),
)
HABITS = Habits(marks_kept=0.4, phone_styles=(1, 2, 3, 4, 5))
TYPES = {"person": "INDIVIDUAL", "company": "BUSINESS", "institution": "INSTITUTIONAL"}
SEGMENTS = {
    "person": ("Retail",),
    "company": ("Enterprise", "Mid-Market", "SMB", "SMB", "Startup"),
    "institution": ("Enterprise", "Mid-Market"),
}
STATUSES = ("ACTIVE",) * 6 + ("INACTIVE", "INACTIVE", "SUSPENDED", "CLOSED")


def birth_date(stream: Stream, born: str) -> str:
    """A date of birth as entered: missing, a default, day and month swapped, or correct."""
    lot = stream.random()
    if not born or lot < 0.22:
        return ""
    if lot < 0.24:
        return "1900-01-01"
    year, month, date = born.split("-")
    if lot < 0.26 and int(date) <= 12:
        return f"{year}-{date}-{month}"
    return f"{int(year) + 1}{born[4:]}" if lot < 0.27 else born


def first_cells(stream: Stream, member: Member) -> list[str]:
    """All cells of a customer as first entered."""
    party = member.party
    old = party.old_address
    address = old if old and stream.chance(HABITS.old_address) else party.address
    entry = entry_of(stream, party, member.channel, member.mixed, address, HABITS)
    national = party.tax_id if stream.chance(0.3 if party.is_person else 0.5) else ""
    if stream.chance(0.03):
        national = swap_digits(stream, national)
    return [
        member.key,
        entry.first,
        entry.last,
        entry.email,
        entry.phone,
        birth_date(stream, party.born),
        national,
        TYPES[party.kind],
        stream.pick(SEGMENTS[party.kind]),
        "" if party.is_person else party.industry,
        entry.street,
        entry.city,
        entry.region,
        entry.postcode,
        party.country,
        day(member.created),
        "ACTIVE",
        f"{party.weight * stream.lognormal(7.2, 0.8):.2f}",
        "",
    ]


def change(stream: Stream, member: Member, cells: list[str]) -> None:
    """One later change of a customer."""
    party, lot = member.party, stream.random()
    entry = entry_of(stream, party, member.channel, False, party.address, HABITS)
    if lot < 0.3:
        cells[10], cells[11], cells[12], cells[13] = (
            entry.street,
            entry.city,
            entry.region,
            entry.postcode,
        )
    elif lot < 0.45:
        cells[3] = entry.email or cells[3]
    elif lot < 0.6:
        cells[4] = entry.phone or cells[4]
    elif lot < 0.75:
        cells[16] = stream.pick(STATUSES)
    elif lot < 0.8:
        cells[1], cells[2] = entry.first, entry.last
    elif lot < 0.85 and not party.is_person:
        cells[9] = stream.pick(INDUSTRIES)
    else:
        cells[17] = f"{float(cells[17]) * (1 + stream.random()):.2f}"


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """Every version of every customer."""
    members = world.members["Oracle"]
    copied = {member.twin_of for member in members}
    entered: dict[str, list[str]] = {}
    for member in members:
        if member.twin_of:
            cells = [member.key, *entered[member.twin_of][1:]]
            cells[15] = day(member.created)
        else:
            cells = first_cells(stream, member)
        if member.key in copied:
            entered[member.key] = list(cells)
        start = max(member.created, HISTORY_START)
        for number, moment in enumerate([start, *later_moments(stream, start, 0.3, 0.10)]):
            if number:
                change(stream, member, cells)
            cells[18] = new_york(moment)
            yield changed(member.key, moment, tuple(cells))


def build(world: World) -> Delivered:
    """The Oracle feed."""
    stream = world.stream(FEED.name)
    return deliver(stream, FEED, changes(world, stream))
