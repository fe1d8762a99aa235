"""Feeds drawn at random from a seed, as files of a source, with the expected results.

Each has unusual names, its own formats, and a few malformed rows, each with the reason for which it
must be rejected. A customer source has people of the sample, so that its records have matches.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

NEWEST = datetime(2026, 1, 8, 6, 0, 0)
DELIMITERS = (",", ";", "\t", "|", "^")
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")
DAYS = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%Y%m%d", "%m/%d/%Y")
TIMES = (" %H:%M:%S", " %H:%M")
# Names of columns in several sources: spaces, umlauts, reserved words, a digit first, upper case.
CUSTOMER_NAMES = (
    {
        "key": "Kunden-Nr.", "first_name": "Vorname", "last_name": "Nachname",
        "email": "E-Mail-Adresse", "phone": "Telefon", "address": "Straße & Nr.",
        "postcode": "PLZ", "city": "Ort", "country": "Land", "birth_date": "Geburtsdatum",
        "changed": "Geändert am", "amount": "Umsatz €", "code": "GROUP", "flag": "Newsletter",
    },
    {
        "key": "CUSTOMER ID", "first_name": "First Name", "last_name": "Surname",
        "email": "email", "phone": "Mobile Phone", "address": "Street Address",
        "postcode": "Zip Code", "city": "Town", "country": "country_code",
        "birth_date": "Date of Birth", "changed": "lastModified", "amount": "2025 Revenue",
        "code": "order", "flag": "hasConsent",
    },
    {
        "key": "memberNo", "first_name": "givenName", "last_name": "familyName", "email": "mail",
        "phone": "TEL", "address": "address", "postcode": "postal_code", "city": "City",
        "country": "Country", "birth_date": "DOB", "changed": "Updated", "amount": "select",
        "code": "Tier", "flag": "is active",
    },
)  # fmt: skip
EVENT_NAMES = (
    {"key": "eventId", "member": "memberId", "time": "occurredAt", "kind": "type", "size": "pts"},
    {"key": "Event ID", "member": "buyer no", "time": "timestamp", "kind": "WHEN", "size": "Wert"},
)  # fmt: skip
SNAPSHOT_NAMES = (
    {"key": "SKU", "name": "Bezeichnung", "price": "Preis", "since": "seit", "size": "Größe (cm)"},
    {"key": "Item No", "name": "Label", "price": "LIST PRICE", "since": "from", "size": "table"},
)  # fmt: skip


@dataclass
class DrawnFeed:
    """The files of a feed in order, and the expected results.

    kinds: column in the source -> its logicalType. reasons: (reason, column in the source) -> the
    number of rows that must be rejected for it. rows: all rows of all files. valid: those that are
    not rejected, at most, as (key, value of a column) pairs.
    """

    name: str
    delivery: str
    files: list[Path]
    keys: tuple[str, ...]
    kinds: dict[str, str]
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    rows: int = 0


class Rows:
    """The rows of a drawn feed, a few of which become malformed."""

    def __init__(self, draw: random.Random, rows: list[dict[str, Any]]) -> None:
        self.draw, self.rows = draw, rows
        self.valid = list(range(len(rows)))
        draw.shuffle(self.valid)
        self.reasons: Counter[tuple[str, str]] = Counter()

    def spoil(self, column: str, value: Any, reason: str) -> None:
        """Makes another valid row malformed."""
        self.rows[self.valid.pop()][column] = value
        self.reasons[reason, column] += 1


def as_number(value: Decimal, style: str) -> str:
    """A number with two decimals in a style: 1234.56, 1.234,56 or 1,234.56."""
    text = f"{value:,.2f}"
    if style == "1.234,56":
        return text.translate(str.maketrans(",.", ".,"))
    return text.replace(",", "") if style == "1234.56" else text


def write_csv(path: Path, rows: Sequence[dict[str, Any]], delimiter: str, encoding: str) -> None:
    """Writes a CSV file; with `.gz` compressed."""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    content = text.getvalue().encode(encoding)
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


def people_of(root: Path, draw: random.Random, count: int) -> list[dict[str, str]]:
    """People of the sample."""
    path = root / "seeds" / "truth" / "truth_parties.csv"
    with path.open(encoding="utf-8", newline="") as file:
        parties = [row for row in csv.DictReader(file) if row["first_name"] and row["email"]]
    return draw.sample(parties, count)


def customers(root: Path, folder: Path, draw: random.Random) -> DrawnFeed:
    """A customer source: CSV with any delimiter and encoding, a row per change."""
    names = draw.choice(CUSTOMER_NAMES)
    day, time = draw.choice(DAYS), draw.choice(TIMES)
    style = draw.choice(("1234.56", "1.234,56", "1,234.56"))
    encoding = draw.choice(ENCODINGS)
    words = draw.choice((("ja", "nein"), ("Y", "N"), ("true", "false"), ("yes", "no")))
    prefix = draw.choice(("K", "M-", "10", "c_"))
    rows = []
    for number, party in enumerate(people_of(root, draw, 60)):
        changed = NEWEST - timedelta(minutes=draw.randint(60, 400_000))
        born = party["date_of_birth"]
        rows.append({
            names["key"]: f"{prefix}{number:05d}",
            names["first_name"]: western(party["first_name"]),
            names["last_name"]: western(party["last_name"]),
            names["email"]: party["email"],
            names["phone"]: party["phone"] if draw.random() < 0.8 else "",
            names["address"]: western(party["street"]),
            names["postcode"]: party["postcode"],
            names["city"]: western(party["city"]),
            names["country"]: party["country"],
            names["birth_date"]: date.fromisoformat(born).strftime(day) if born else "",
            names["changed"]: changed.strftime(day + time),
            names["amount"]: as_number(Decimal(draw.randint(100, 9_999_999)) / 100, style),
            names["code"]: draw.choice(("A", "B", "C")),
            names["flag"]: draw.choice(words),
        })  # fmt: skip
    spoiled = Rows(draw, rows)
    spoiled.spoil(names["key"], "", "missing_key")
    spoiled.spoil(names["key"], "N/A", "missing_key")
    spoiled.spoil(names["amount"], "viel", "invalid_number")
    spoiled.spoil(names["code"], "???", "unknown_code")
    spoiled.spoil(names["changed"], "gestern", "invalid_timestamp")
    spoiled.spoil(names["birth_date"], "31.02.1980", "invalid_date")
    spoiled.spoil(names["flag"], "vielleicht", "unknown_code")
    # A partly filled column, and one that is empty.
    for row in rows:
        row["Kommentar; intern"] = draw.choice(("", "", 'ruft an, "morgen"', "Zeile 1\nZeile 2"))
        row["leer"] = ""
    suffix = draw.choice((".csv", ".csv.gz", ".txt"))
    path = folder / f"{draw.choice(('Loyalty Members', 'kunden-export', 'CRM_customers'))}{suffix}"
    write_csv(path, rows, draw.choice(DELIMITERS), encoding)
    kinds = {
        names["key"]: "string", names["amount"]: "number", names["birth_date"]: "date",
        names["changed"]: "timestamp", names["flag"]: "boolean", names["code"]: "string",
        names["postcode"]: "string", names["phone"]: "string",
    }  # fmt: skip
    return DrawnFeed(
        "customers", "changeFeed", [path], (names["key"],), kinds, spoiled.reasons, len(rows)
    )


def western(text: str) -> str:
    """The text without characters that cp1252 lacks."""
    return text.encode("cp1252", "ignore").decode("cp1252")


def events(root: Path, folder: Path, draw: random.Random) -> DrawnFeed:
    """An event feed: JSON lines with a nested object, of customers of the Oracle CRM."""
    names = draw.choice(EVENT_NAMES)
    with (root / "seeds" / "feeds" / "oracle_customers.csv").open(encoding="utf-8") as file:
        found = {row["CUSTOMER_ID"] for row in csv.DictReader(file)}
    members = sorted(one for one in found if re.fullmatch(r"[A-Z]+\d+", one))
    has_offset = draw.random() < 0.5
    rows = []
    for number in range(80):
        moment = NEWEST - timedelta(seconds=draw.randint(3600, 2_000_000))
        offset = draw.choice((0, 1, 2))
        zone = f"+{offset:02d}:00"
        local = (moment + timedelta(hours=offset)).isoformat() + zone
        rows.append({
            names["key"]: f"EV{number:06d}",
            names["member"]: draw.choice(members),
            names["time"]: local if has_offset else moment.isoformat() + "Z",
            names["kind"]: draw.choice(("earn", "burn", "expire")),
            names["size"]: draw.randint(1, 500),
            "device": {"os": draw.choice(("ios", "other")), "Version": f"{draw.randint(9, 14)}.1"},
        })  # fmt: skip
    spoiled = Rows(draw, rows)
    spoiled.spoil(names["key"], None, "missing_key")
    spoiled.spoil(names["size"], "many", "invalid_number")
    spoiled.spoil(names["time"], "2026-13-01T00:00:00Z", "invalid_timestamp")
    spoiled.spoil(names["kind"], "???", "unknown_code")
    path = folder / draw.choice(("Points Events.jsonl", "loyalty-points.json", "log.jsonl.gz"))
    lines = "".join(
        json.dumps({name: value for name, value in row.items() if value is not None}) + "\n"
        for row in rows
    ).encode()
    path.write_bytes(gzip.compress(lines) if path.suffix == ".gz" else lines)
    kinds = {names["key"]: "string", names["time"]: "timestamp", names["size"]: "integer"}
    return DrawnFeed("events", "events", [path], (names["key"],), kinds, spoiled.reasons, len(rows))


def snapshots(root: Path, folder: Path, draw: random.Random) -> DrawnFeed:
    """Two full snapshots as Parquet, with types; the second lacks a key, which was deleted."""
    names = draw.choice(SNAPSHOT_NAMES)
    rows = [
        {
            names["key"]: f"A-{number:04d}",
            names["name"]: f"Artikel {number}",
            names["price"]: Decimal(draw.randint(100, 99_999)) / 100,
            names["since"]: date(2024, 1, 1) + timedelta(days=draw.randint(0, 600)),
            names["size"]: draw.randint(1, 200),
        }
        for number in range(40)
    ]
    spoiled = Rows(draw, [dict(row) for row in rows])
    spoiled.spoil(names["size"], -5, "out_of_range")
    files = []
    for number, content in enumerate((rows, [row for row in spoiled.rows if row is not None])):
        if number:
            content = [row for row in content if row[names["key"]] != "A-0007"]
            if not any(row[names["size"]] == -5 for row in content):
                content[3][names["size"]] = -5
        path = folder / f"catalogue_items_2026-01-0{number + 4}.parquet"
        pq.write_table(pa.Table.from_pylist(content), path)
        files.append(path)
    kinds = {names["price"]: "number", names["since"]: "date", names["size"]: "integer"}
    return DrawnFeed(
        "snapshots", "fullSnapshot", files, (names["key"],), kinds, spoiled.reasons,
        len(rows) * 2 - 1,
    )  # fmt: skip


def readings(root: Path, folder: Path, draw: random.Random) -> DrawnFeed:
    """A feed whose key is two columns, one of them a number; decimals with a comma."""
    rows = [
        {
            "Meter Nr": f"Z{meter:03d}",
            "Lfd. Nr.": str(number),
            "Stand (kWh)": as_number(Decimal(draw.randint(100, 999_999)) / 100, "1.234,56"),
            "abgelesen am": (NEWEST - timedelta(days=number)).strftime("%d.%m.%Y"),
        }
        for meter in range(12)
        for number in range(1, 7)
    ]
    spoiled = Rows(draw, rows)
    spoiled.spoil("Meter Nr", "", "missing_key")
    spoiled.spoil("Stand (kWh)", "1,2,3", "invalid_number")
    path = folder / "meter_readings.csv"
    write_csv(path, rows, ";", draw.choice(("cp1252", "utf-8")))
    kinds = {"Stand (kWh)": "number", "abgelesen am": "date", "Meter Nr": "string"}
    return DrawnFeed(
        "readings", "", [path], ("Meter Nr", "Lfd. Nr."), kinds, spoiled.reasons, len(rows)
    )


KINDS: tuple[Callable[[Path, Path, random.Random], DrawnFeed], ...] = (
    customers,
    events,
    snapshots,
    readings,
)


def now() -> datetime:
    """The time at which drawn files are delivered."""
    return NEWEST.replace(tzinfo=UTC) + timedelta(days=1)
