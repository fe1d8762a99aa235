"""Feeds as sources of several countries write them, drawn from a seed."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from drawn_feeds import NEWEST, DrawnFeed, Rows, as_number, people_of, western, write_csv


def french_customers(root: Path, folder: Path, draw: random.Random) -> DrawnFeed:
    """A French customer source: Windows encoding, protected spaces, amounts in euros."""
    rows = []
    for number, party in enumerate(people_of(root, draw, 60)):
        born = party["date_of_birth"]
        changed = NEWEST - timedelta(minutes=draw.randint(60, 400_000))
        amount = as_number(Decimal(draw.randint(100, 9_999_999)) / 100, "1.234,56")
        rows.append({
            "N° client": f"FR-{number:05d}",
            "Prénom": western(party["first_name"]),
            "Nom": western(party["last_name"]),
            "Courriel": party["email"],
            "Téléphone": party["phone"],
            "Rue": western(party["street"]),
            "Code postal": party["postcode"],
            "Ville": western(party["city"]),
            "Pays": party["country"],
            "Date de naissance": date.fromisoformat(born).strftime("%d/%m/%Y") if born else "",
            "Modifié le": changed.strftime("%d/%m/%Y %H:%M"),
            "Chiffre d'affaires": f"{amount} €".replace(".", "\u00a0"),
            "Abonné": draw.choice(("oui", "non")),
            "Catégorie": draw.choice(("A", "B", "C")),
        })  # fmt: skip
    spoiled = Rows(draw, rows)
    spoiled.spoil("N° client", "", "missing_key")
    spoiled.spoil("Chiffre d'affaires", "beaucoup", "invalid_number")
    spoiled.spoil("Chiffre d'affaires", "12,50 $", "invalid_number")
    spoiled.spoil("Date de naissance", "31/02/1980", "invalid_date")
    spoiled.spoil("Abonné", "peut-être", "unknown_code")
    path = folder / "Clients fidélité.csv"
    write_csv(path, rows, ";", "cp1252")
    kinds = {
        "Chiffre d'affaires": "number", "Date de naissance": "date", "Modifié le": "timestamp",
        "Abonné": "boolean", "Code postal": "string", "Téléphone": "string",
    }  # fmt: skip
    return DrawnFeed(
        "French customers", "changeFeed", [path], ("N° client",), kinds, spoiled.reasons, len(rows)
    )


def american_orders(root: Path, folder: Path, draw: random.Random) -> DrawnFeed:
    """An American export with a title, dollars, and negative amounts in parentheses."""
    rows = []
    for number in range(80):
        placed = NEWEST - timedelta(minutes=draw.randint(60, 400_000))
        amount = as_number(Decimal(draw.randint(1000, 999_999)) / 100, "1,234.56")
        time = f"{placed.hour % 12 or 12}:{placed:%M} {'PM' if placed.hour >= 12 else 'AM'}"
        rows.append({
            "Order #": f"{700_000 + number}",
            "Placed": f"{placed.month}/{placed.day}/{placed.year} {time}",
            "Total": f"(${amount})" if number % 10 == 3 else f"${amount}",
            "Qty": draw.randint(1, 40),
            "Status": draw.choice(("Open", "Paid", "Shipped")),
            "App Version": draw.choice(("1.9", "1.10", "2.0")),
        })  # fmt: skip
    spoiled = Rows(draw, rows)
    spoiled.spoil("Order #", "", "missing_key")
    spoiled.spoil("Total", "free", "invalid_number")
    spoiled.spoil("Placed", "13/45/2025 1:00 PM", "invalid_timestamp")
    spoiled.spoil("Status", "???", "unknown_code")
    path = folder / "web sales 01-08-2026.csv"
    write_csv(path, rows, ",", "utf-8")
    title = "Sales report, all stores\nCreated by ann\n\n"
    path.write_text("\ufeff" + title + path.read_text("utf-8"), "utf-8")
    kinds = {
        "Total": "number", "Placed": "timestamp", "Qty": "integer", "App Version": "string",
    }  # fmt: skip
    return DrawnFeed(
        "orders", "changeFeed", [path], ("Order #",), kinds, spoiled.reasons, len(rows)
    )


def spanish_events(root: Path, folder: Path, draw: random.Random) -> DrawnFeed:
    """Events as JSON lines with microseconds, from Spain."""
    rows = []
    for number in range(70):
        moment = NEWEST - timedelta(microseconds=draw.randint(10**10, 10**12))
        rows.append({
            "id_evento": f"EV{number:06d}",
            "fecha": moment.isoformat(timespec="microseconds") + "+01:00",
            "tipo": draw.choice(("alta", "baja", "compra")),
            "importe": draw.randint(100, 99_999) / 100,
            "cliente": {"dni": f"{draw.randint(10**7, 10**8)}X"},
        })  # fmt: skip
    spoiled = Rows(draw, rows)
    spoiled.spoil("id_evento", None, "missing_key")
    spoiled.spoil("fecha", "2026-02-30T10:00:00.000000+01:00", "invalid_timestamp")
    spoiled.spoil("tipo", "???", "unknown_code")
    path = folder / "eventos.jsonl.gz"
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_bytes(gzip.compress(lines.encode()))
    kinds = {"fecha": "timestamp", "importe": "number", "cliente.dni": "string"}
    return DrawnFeed(
        "Spanish events", "events", [path], ("id_evento",), kinds, spoiled.reasons, len(rows)
    )


def dutch_stock(root: Path, folder: Path, draw: random.Random) -> DrawnFeed:
    """Two full snapshots as compressed CSV with tabs; dates in the names of the files."""
    rows = [
        {
            "artikelnummer": f"NL{number:04d}",
            "omschrijving": f"Fiets {number}",
            "prijs": as_number(Decimal(draw.randint(100, 999_999)) / 100, "1.234,56"),
            "voorraad": str(draw.randint(1, 400)),
            "sinds": (NEWEST - timedelta(days=draw.randint(1, 900))).strftime("%d-%m-%Y"),
        }
        for number in range(50)
    ]
    spoiled = Rows(draw, [dict(row) for row in rows])
    spoiled.spoil("voorraad", "veel", "invalid_number")
    spoiled.spoil("sinds", "31-02-2025", "invalid_date")
    files = [folder / f"voorraad_{day}-12-2025.csv.gz" for day in (29, 30)]
    write_csv(files[0], rows, "\t", "utf-8")
    write_csv(files[1], spoiled.rows, "\t", "utf-8")
    kinds = {"prijs": "number", "voorraad": "integer", "sinds": "date"}
    return DrawnFeed(
        "Dutch stock", "fullSnapshot", files, ("artikelnummer",), kinds, spoiled.reasons,
        2 * len(rows),
    )  # fmt: skip


def swiss_prices(root: Path, folder: Path, draw: random.Random) -> DrawnFeed:
    """A Swiss price list from Excel: `sep=;`, apostrophes, and contracts without an end."""
    rows = [
        {
            "Art.-Nr.": f"{number:03d}.{draw.randint(100, 999)}",
            "Bezeichnung": f"Käse {number}",
            "Preis": as_number(Decimal(draw.randint(100, 999_999)) / 100, "1,234.56").replace(
                ",", "'"
            ),
            "gültig ab": (NEWEST - timedelta(days=draw.randint(1, 900))).strftime("%d.%m.%Y"),
            "gültig bis": draw.choice(("31.12.9999", "31.12.2027")),
            "Rabatt": f"{draw.randint(1, 30)} %",
        }
        for number in range(60)
    ]
    spoiled = Rows(draw, rows)
    spoiled.spoil("Preis", "auf Anfrage", "invalid_number")
    spoiled.spoil("gültig ab", "31.02.2026", "invalid_date")
    spoiled.spoil("Art.-Nr.", "-", "missing_key")
    path = folder / "Preisliste 2026.csv"
    write_csv(path, rows, ";", "cp1252")
    path.write_bytes(b"sep=;\r\n" + path.read_bytes())
    kinds = {"Preis": "number", "gültig ab": "date", "gültig bis": "date", "Rabatt": "integer"}
    return DrawnFeed("Swiss prices", "", [path], ("Art.-Nr.",), kinds, spoiled.reasons, len(rows))


def indian_payments(root: Path, folder: Path, draw: random.Random) -> DrawnFeed:
    """Payments in rupees, with groups of two digits; the key is a number of a branch."""
    rows = []
    for branch in ("BLR", "DEL", "BOM"):
        for number in range(1, 26):
            paise = draw.randint(10_000, 999_999_99)
            whole, head = f"{paise // 100:d}"[-3:], f"{paise // 100:d}"[:-3]
            groups = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
            rows.append({
                "Branch": branch,
                "Txn No": str(number),
                "Amount": f"₹{','.join([*groups, whole])}.{paise % 100:02d}",
                "Txn Date": (NEWEST - timedelta(days=draw.randint(1, 300))).strftime("%d-%m-%Y"),
                "Mode": draw.choice(("UPI", "CARD", "NEFT")),
            })  # fmt: skip
    spoiled = Rows(draw, rows)
    spoiled.spoil("Txn No", "", "missing_key")
    spoiled.spoil("Amount", "$12.50", "invalid_number")
    spoiled.spoil("Mode", "???", "unknown_code")
    path = folder / "payments_india.txt"
    write_csv(path, rows, "|", "utf-8")
    kinds = {"Amount": "number", "Txn Date": "date", "Mode": "string"}
    return DrawnFeed(
        "Indian payments", "", [path], ("Branch", "Txn No"), kinds, spoiled.reasons, len(rows)
    )


COUNTRIES: tuple[Callable[[Path, Path, random.Random], DrawnFeed], ...] = (
    french_customers,
    american_orders,
    spanish_events,
    dutch_stock,
    swiss_prices,
    indian_payments,
)
