"""The truth: the party of each record, the parties, and the malformed rows."""

from collections.abc import Collection, Iterable

from feeds.contacts import write_phone
from feeds.feed import Malformed, Row
from feeds.marketing import leads
from feeds.orders import order_book
from feeds.streams import Stream
from feeds.support import tickets
from feeds.world import World

RECORDS = ("source_system", "customer_id", "party_id")
PARTIES = (
    "party_id",
    "party_type",
    "first_name",
    "last_name",
    "organisation_name",
    "email",
    "phone",
    "street",
    "city",
    "region",
    "postcode",
    "country",
    "date_of_birth",
    "tax_id",
)
MALFORMED = ("feed", "batch_id", "loaded_at", "key", "column_name", "reason")
MASTERS = {"sap_kna1": "SAP", "salesforce_accounts": "Salesforce", "oracle_customers": "Oracle"}


def customer_records(world: World, names: Collection[str]) -> list[Row]:
    """All customer records of the given feeds with their parties."""
    rows = [
        (system, member.key, member.party.party_id)
        for feed, system in MASTERS.items()
        if feed in names
        for member in world.members[system]
    ]
    if "orders" in names:
        rows += [
            (order.source, order.key, order.party.party_id)
            for order in order_book(world)
            if order.source == "E-Commerce"
        ]
    if "support_tickets" in names:
        rows += sorted(("Support", key, party.party_id) for key, party, *_ in tickets(world))
    if "marketing_leads" in names:
        rows += sorted(("Marketing", key, party.party_id) for key, party, *_ in leads(world))
    return rows


def parties(world: World) -> list[Row]:
    """The hidden population with its clean values."""
    plain = Stream(0, "truth")
    return [
        (
            party.party_id,
            party.kind.upper(),
            party.first,
            party.last if party.is_person else "",
            "" if party.is_person else party.full_name,
            party.channels[0].email,
            write_phone(plain, party.channels[0].phone, 1),
            party.address.street,
            party.address.city,
            party.address.region,
            party.address.postcode,
            party.country,
            party.born,
            party.tax_id,
        )
        for party in world.parties
    ]


def malformed(bad_rows: Iterable[Malformed]) -> list[Row]:
    """One row per malformed row of the feeds."""
    return [
        (bad.feed, bad.batch_id, bad.loaded_at, bad.key, bad.column, bad.reason) for bad in bad_rows
    ]
