"""The records of a person: their keys, hub keys and pseudonyms."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import duckdb

from contracts.feed import Feed, RecordKey
from contracts.record_keys import record_keys
from warehouse.database import rows
from warehouse.landing.clean_text import clean_text

# As in macros/erasure/hash.sql.
PSEUDONYM = re.compile(r"ERASED-(?P<hub_key>[0-9A-F]{64})", re.I)
# As salesforce_check in macros/landing/key_text.sql.
CHECK_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


class PersonError(Exception):
    """No record of the person was found; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a source, or one of its contacts: the key as given by the user, and the hub key
    in lower-case hexadecimal digits."""

    system: str
    id: str
    hub_key: str

    @property
    def name(self) -> str:
        """The record as users write it: SAP:KNA000001."""
        return f"{self.system}:{self.id}"

    @property
    def pseudonym(self) -> str:
        """The text that replaces the key."""
        return f"ERASED-{self.hub_key.upper()}"


def key_text(key: str, casing: str) -> str:
    """The text of a key from which its hash is computed, as in macros/landing/key_text.sql."""
    if casing == "salesforceId" and len(key) == 15:
        parts = (key[:5], key[5:10], key[10:])
        places = [sum("A" <= char <= "Z" and 1 << at for at, char in enumerate(p)) for p in parts]
        return key + "".join(CHECK_CHARACTERS[place] for place in places)
    is_sensitive = casing == "sensitive" or (casing == "salesforceId" and len(key) != 18)
    if not is_sensitive or (key == key.upper() and "~" not in key):
        return key
    return f"{key}~{key.encode().hex()}"


@cache
def hub_key(system: str, key: str, casing: str) -> str:
    """The hash of a key, as automate_dv.hash computes it with the var injective_hashing."""
    if found := PSEUDONYM.fullmatch(key):
        return found["hub_key"].lower()
    parts = [text.strip().upper() for text in (system, key_text(key, casing))]
    return hashlib.sha256("".join(f"T{len(text)}:{text}" for text in parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Keys:
    """The columns of each feed, its columns with keys of records, and the casing of each source
    system's keys."""

    columns: Mapping[str, Sequence[str]]
    of_feed: Mapping[str, Sequence[RecordKey]]
    casings: Mapping[str, str]

    @classmethod
    def of(cls, feeds: Mapping[str, Feed]) -> Keys:
        """From the contracts."""
        of_feed = {name: tuple(record_keys(feed, feeds)) for name, feed in feeds.items()}
        casings = {
            feed.customer_system.name: next(
                key.casing for key in of_feed[name] if key.system == feed.customer_system.name
            )
            for name, feed in feeds.items()
            if feed.customer_system
        }
        columns = {name: [column.name for column in feed.columns] for name, feed in feeds.items()}
        return cls(columns, of_feed, casings)

    def in_row(self, feed: str, row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Column -> hub key of the record, for each key in a row."""
        for key in self.of_feed[feed]:
            text = clean_text(row.get(key.column) or "")
            system = clean_text(row.get(key.system) or "") if key.is_column else key.system
            casing = self.casings.get(system, "") if key.casing == "ofSystem" else key.casing
            if text:
                yield key.column, hub_key(system, text, casing)


def parse_records(given: str, keys: Keys) -> list[Record]:
    """The records in `SAP:KNA000001 Oracle:CUST000001`; the name of a system and a key may have
    spaces. A key ends before the next `<system>:`.

    Raises PersonError.
    """
    systems = {system.lower(): system for system in keys.casings}
    # The longest name first, because it may end with another one.
    names = "|".join(re.escape(name) for name in sorted(systems, key=len, reverse=True))
    shape = re.compile(
        rf"(?P<system>{names}):(?P<id>\S.*?)(?:[,\s]+(?=(?:{names}):)|\s*$)", re.IGNORECASE
    )
    found = []
    rest = given.strip()
    while rest or not found:
        match = shape.match(rest)
        if not match:
            text = f"'{rest}' is not <source system>:<key>"
            raise PersonError(f"{text}; the systems are {', '.join(keys.casings)}")
        system = systems[match["system"].lower()]
        key = hub_key(system, match["id"], keys.casings[system])
        found.append(Record(system, match["id"], key))
        rest = rest[match.end() :]
    return found


def find_records(
    connection: duckdb.DuckDBPyConnection, given: str, keys: Keys, erased: Container[str] = ()
) -> list[Record]:
    """The given records. Raises PersonError for one that the warehouse does not know.

    A key that belongs to no customer record may be the key of a contact. erased: hub keys of
    records that are in the register, in case a build has failed since.
    """
    found = []
    for record in parse_records(given, keys):
        known = "select 1 from raw_vault.hub_customer where lower(hex(customer_hk)) = $key"
        if record.hub_key in erased or rows(connection, known, key=record.hub_key):
            found.append(record)
            continue
        contact = Record(record.system, record.id, hub_key(record.system, record.id, "sensitive"))
        known = "select 1 from staging.stg_salesforce__contacts where contact_id in ($id, $erased)"
        is_known = rows(connection, known, id=contact.id, erased=contact.pseudonym)
        if contact.hub_key not in erased and not is_known:
            raise PersonError(f"no source has delivered {record.name}; check system and key")
        found.append(contact)
    return found


def records_of_customer(connection: duckdb.DuckDBPyConnection, uid: str) -> list[Record]:
    """All records of a golden customer. Raises PersonError."""
    query = """
        select source_system, customer_id, lower(hex(customer_hk))
        from business_vault.customer_identity where customer_uid = $uid order by all
    """
    found = [Record(*row) for row in rows(connection, query, uid=uid)]
    if not found:
        query = "select resolved_uid from marts.customer_uid_redirects where customer_uid = $uid"
        now = [row[0] for row in rows(connection, query, uid=uid)]
        leads = f"; it leads to {' and '.join(now)}" if any(now) else ""
        raise PersonError(f"there is no golden customer {uid}{leads}")
    return found
