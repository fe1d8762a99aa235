"""Any number of customer records from the feed generator, with the party of each."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from feeds import oracle, sap
from feeds.feed import Feed
from feeds.members import Member, draw_members
from feeds.population import PARTIES, build_population
from feeds.salesforce import accounts
from feeds.streams import Stream
from mdm.standardise.records import RECORD_COLUMNS

SEED = 20260101
DUPLICATE_SHARE = 0.20
"""Share of all records that repeat a party of an earlier record."""
TWICE_SHARE = 0.05
"""Share of a system's records that repeat a party of the same system; half are exact copies."""
Row = dict[str, str]
COLUMNS = ("uid", *RECORD_COLUMNS, "cluster")
BATCH = 50_000

# Column names of the systems -> columns of the file format.
SAP_CELLS = {
    "name_1": "NAME1",
    "name_2": "NAME2",
    "address": "STRAS",
    "city": "ORT01",
    "postcode": "PSTLZ",
    "country": "LAND1",
    "email": "SMTP_ADDR",
    "phone": "TELF1",
    "national_id": "STCEG",
}
SALESFORCE_CELLS = {
    "full_name": "Name",
    "email": "Email",
    "phone": "Phone",
    "address": "BillingStreet",
    "city": "BillingCity",
    "postcode": "BillingPostalCode",
    "country": "BillingCountry",
}
ORACLE_CELLS = {
    "first_name": "FIRST_NAME",
    "last_name": "LAST_NAME",
    "email": "EMAIL",
    "phone": "PHONE",
    "address": "ADDRESS",
    "city": "CITY",
    "postcode": "ZIP_CODE",
    "country": "COUNTRY",
    "birth_date": "DATE_OF_BIRTH",
    "national_id": "NATIONAL_ID",
}


def write_customers(path: Path, records: int, seed: int = SEED) -> None:
    """Write records (COLUMNS; cluster is the party) as Parquet; same seed, same rows."""
    schema = pa.schema([(name, pa.string()) for name in COLUMNS])
    rows = customers(records, seed)
    with pq.ParquetWriter(path, schema) as writer:
        while batch := list(islice(rows, BATCH)):
            columns = [[row.get(name) or None for row in batch] for name in COLUMNS]
            writer.write_table(pa.table(dict(zip(COLUMNS, columns, strict=True)), schema))


def customers(records: int, seed: int = SEED) -> Iterator[dict[str, str]]:
    """Draw records of SAP, Salesforce and Oracle customers, one third each, as first entered."""
    scale = records * (1 - DUPLICATE_SHARE) / PARTIES
    parties = build_population(Stream(seed, "population"), scale)
    stream = Stream(seed, "customers")
    used: dict[int, list[int]] = {}
    systems = {"SAP": _of_sap, "Salesforce": _of_salesforce, "Oracle": _of_oracle}
    for place, (system, cells) in enumerate(systems.items()):
        total = (records + place) // len(systems)
        own = list(parties[place :: len(systems)])
        others = [party for turn, party in enumerate(parties) if turn % len(systems) != place]
        chosen = own + stream.sample(others, total - len(own) - round(total * TWICE_SHARE))
        yield from _entered(stream, draw_members(stream, system, chosen, total, used), cells)


def _entered(
    stream: Stream, members: list[Member], cells: Callable[[Stream, Member], Row]
) -> Iterator[dict[str, str]]:
    copied = {member.twin_of for member in members}
    originals: dict[str, Row] = {}
    for member in members:
        row = originals[member.twin_of] if member.twin_of else cells(stream, member)
        if member.key in copied:
            originals[member.key] = row
        ids = {"uid": member.key, "source": member.system, "cluster": member.party.party_id}
        yield row | ids


def _of_sap(stream: Stream, member: Member) -> Row:
    cells = _named(sap.FEED, sap.first_cells(stream, member), SAP_CELLS)
    return cells | {"full_name": f"{cells.pop('name_1')} {cells.pop('name_2')}".strip()}


def _of_salesforce(stream: Stream, member: Member) -> Row:
    return _named(accounts.ACCOUNTS, accounts.account_cells(stream, member), SALESFORCE_CELLS)


def _of_oracle(stream: Stream, member: Member) -> Row:
    return _named(oracle.FEED, oracle.first_cells(stream, member), ORACLE_CELLS)


def _named(feed: Feed, cells: list[str], columns: Row) -> Row:
    return {name: cells[feed.columns.index(column)] for name, column in columns.items()}
