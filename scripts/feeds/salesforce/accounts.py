"""Salesforce accounts: a change feed with deletion flags."""

from collections.abc import Iterator

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.entries import Habits, entry_of
from feeds.members import Member
from feeds.streams import Stream
from feeds.times import HISTORY_START, later_moments, zulu
from feeds.trades import INDUSTRIES
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
# Mean and sigma of the logarithm.
REVENUE_PER_HEAD = (11.6, 0.5)
HABITS = Habits(marks_kept=0.7, phone_styles=(0, 1, 2, 5))
COUNTRY_NAMES = {
    "DE": "Germany",
    "US": "United States",
    "GB": "United Kingdom",
    "FR": "France",
    "IN": "India",
    "JP": "Japan",
}


def account_cells(stream: Stream, member: Member) -> list[str]:
    """All cells of an account as first entered."""
    party = member.party
    old = party.old_address
    address = old if old and stream.chance(HABITS.old_address) else party.address
    entry = entry_of(stream, party, member.channel, member.mixed, address, HABITS)
    host = party.channels[0].email.partition("@")[2]
    site = f"https://www.{host}" if not party.is_person and stream.chance(0.7) else ""
    revenue = staff = ""
    if not party.is_person:
        each = stream.lognormal(*REVENUE_PER_HEAD)
        heads = 1 + round(min(3.0, party.weight) * stream.lognormal(3.2, 1.1))
        revenue, staff = f"{heads * each:.0f}", str(heads)
    country = party.country if stream.chance(0.3) else COUNTRY_NAMES[party.country]
    industry = party.industry if stream.chance(0.85) else ""
    return [
        member.key,
        entry.full_name,
        entry.email,
        entry.phone,
        site,
        entry.street,
        entry.city,
        entry.postcode,
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
    entry = entry_of(stream, party, member.channel, False, party.address, HABITS)
    if lot < 0.35:
        cells[5], cells[6], cells[7] = entry.street, entry.city, entry.postcode
    elif lot < 0.50:
        cells[2] = entry.email or cells[2]
    elif lot < 0.65:
        cells[3] = entry.phone or cells[3]
    elif lot < 0.75:
        cells[9] = stream.pick(INDUSTRIES)
    elif cells[10]:
        cells[10] = f"{float(cells[10]) * (0.8 + stream.random() * 0.6):.0f}"
    else:
        cells[1] = entry.full_name


def account_changes(world: World, stream: Stream) -> Iterator[Change]:
    """Every version of every account."""
    members = world.members["Salesforce"]
    copied = {member.twin_of for member in members}
    entered: dict[str, list[str]] = {}
    for member in members:
        if member.twin_of:
            cells = [member.key, *entered[member.twin_of][1:12], zulu(member.created), "", "false"]
        else:
            cells = account_cells(stream, member)
        if member.key in copied:
            entered[member.key] = list(cells)
        start = max(member.created, HISTORY_START)
        for number, moment in enumerate([start, *later_moments(stream, start, 0.35, 0.12)]):
            if number:
                change(stream, member, cells)
            cells[13] = zulu(moment)
            yield changed(member.key, moment, tuple(cells))


def build_accounts(world: World) -> Delivered:
    """The account feed."""
    stream = world.stream(ACCOUNTS.name)
    return deliver(stream, ACCOUNTS, account_changes(world, stream))
