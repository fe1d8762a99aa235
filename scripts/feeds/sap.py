"""SAP ECC customer master (KNA1): a daily full snapshot."""

from feeds.corruption import german_ascii
from feeds.delivery import Delivered, Feed, Flaw, Row, missing_keys
from feeds.entries import Entry, Habits, entry_of
from feeds.members import Member
from feeds.party import Party
from feeds.snapshot import deliver_snapshots, kept, with_stale_rows
from feeds.streams import Stream
from feeds.times import (
    BATCHES,
    FIRST_DELIVERY,
    HISTORY_START,
    batch_of,
    batch_start,
    berlin_day,
)
from feeds.world import World

FEED = Feed(
    "sap_kna1",
    "SAP.KNA1",
    (
        "KUNNR",
        "NAME1",
        "NAME2",
        "STRAS",
        "ORT01",
        "PSTLZ",
        "REGIO",
        "LAND1",
        "TELF1",
        "SMTP_ADDR",
        "STCEG",
        "BRSCH",
        "KTOKD",
        "ERDAT",
        "UPDAT",
        "LOEVM",
    ),
    ("KUNNR",),
    (
        *missing_keys(("KUNNR",)),
        Flaw("UPDAT", ("20251345", "00000000"), "invalid_date"),
        Flaw("LOEVM", ("?", "Y"), "unknown_code"),
        Flaw("ERDAT", ("20240230", "2025-13-45"), "invalid_date"),
    ),
)
HABITS = Habits(
    marks_kept=0.0,
    email_missing=0.05,
    email_variant=0.02,
    short_street=0.7,
    phone_styles=(0, 0, 2, 4, 5),
)
NAME_WIDTH = 35
UPPER_SHARE = 0.5


def name_lines(stream: Stream, party: Party, entry: Entry) -> tuple[str, str]:
    """NAME1 and NAME2, at most 35 characters each; names of people have three formats."""
    if party.is_person:
        lot = stream.random()
        if lot < 0.15:
            return entry.last, entry.first
        name = f"{entry.last}, {entry.first}" if lot < 0.25 and entry.first else entry.full_name
    else:
        name = entry.last
    if len(name) <= NAME_WIDTH:
        return name, ""
    cut = name.rfind(" ", 0, NAME_WIDTH + 1)
    cut = cut if cut > 0 else NAME_WIDTH
    return name[:cut], name[cut:].strip()[:NAME_WIDTH]


def first_cells(stream: Stream, member: Member) -> list[str]:
    """All cells of a record as first entered, except for the change date."""
    party = member.party
    address = party.address
    if party.old_address and stream.chance(HABITS.old_address):
        address = party.old_address
    entry = entry_of(stream, party, member.channel, member.mixed, address, HABITS)
    one, two = name_lines(stream, party, entry)
    cells = [one, two, entry.street, entry.city, entry.postcode]
    if stream.chance(UPPER_SHARE):
        cells = [cell.upper() for cell in cells]
    taxed = not party.is_person and party.country != "US"
    tax_id = party.tax_id if taxed and stream.chance(0.7) else ""
    return [
        member.key,
        *(german_ascii(cell) for cell in cells),
        entry.region[:3].upper(),
        party.country,
        entry.phone,
        entry.email,
        tax_id,
        party.industry,
        "KUNA" if party.is_person else "0001",
        berlin_day(member.created),
        "",
        "",
    ]


def change(stream: Stream, member: Member, cells: list[str]) -> None:
    """One later change: a move, a new phone or mailbox, a new industry."""
    party, lot = member.party, stream.random()
    entry = entry_of(stream, party, member.channel, False, party.address, HABITS)
    if lot < 0.4:
        cells[3], cells[4], cells[5] = (
            german_ascii(entry.street),
            german_ascii(entry.city),
            entry.postcode,
        )
    elif lot < 0.6:
        cells[8] = entry.phone or cells[8]
    elif lot < 0.8:
        cells[9] = entry.email or cells[9]
    else:
        cells[11] = stream.pick(("Manufacturing", "Retail", "Logistics", "Energy"))


def lifetimes(stream: Stream, members: tuple[Member, ...]) -> dict[str, tuple[int, int]]:
    """Keys that leave the snapshot: first batch without them, first batch with them again."""
    old = [member for member in members if batch_of(member.created) == 1]
    gone: dict[str, tuple[int, int]] = {}
    for number, member in enumerate(stream.sample(old, max(4, len(members) // 50))):
        leaves = stream.integer(2, 7)
        back = leaves + stream.integer(1, 3) if number % 2 else BATCHES + 1
        gone[member.key] = (leaves, back)
    return gone


def build(world: World) -> Delivered:
    """The SAP feed."""
    stream = world.stream(FEED.name)
    members = world.members["SAP"]
    gone = lifetimes(stream, members)
    days: list[list[Row]] = [[] for _ in range(BATCHES)]
    copied = {member.twin_of for member in members}
    entered: dict[str, list[str]] = {}
    for member in members:
        if member.twin_of:
            twin = entered[member.twin_of]
            cells = [member.key, *twin[1:13], berlin_day(member.created), "", twin[15]]
        else:
            cells = first_cells(stream, member)
        changed = max(member.created, HISTORY_START)
        if changed < FIRST_DELIVERY and stream.chance(0.3):
            change(stream, member, cells)
            changed = stream.integer(changed, FIRST_DELIVERY - 1)
        cells[15] = "X" if stream.chance(0.02) else ""
        if member.key in copied:
            entered[member.key] = list(cells)
        start = batch_of(member.created)
        leaves, back = gone.get(member.key, (BATCHES + 1, 0))
        row: Row | None = None
        for batch in range(start, BATCHES + 1):
            if batch > max(start, 1) and stream.chance(0.008):
                changed = batch_start(batch) - stream.integer(7_200, 60_000)
                if stream.chance(0.1):
                    cells[15] = "X"
                else:
                    change(stream, member, cells)
            if leaves <= batch < back:
                continue
            cells[14] = berlin_day(changed)
            row = kept(days, batch, tuple(cells), row)
    with_stale_rows(stream, days, 0, 3)
    return deliver_snapshots(stream, FEED, days)
