"""The landing folder for bad files, and the valid rows that they start from."""

from __future__ import annotations

import csv
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bad_files.delivery import Defect, Delivery, Row
from bad_files.draft import Draft, load_time, mark_of
from contracts.feed import Feed

ROOT = Path(__file__).resolve().parents[2]
VALID_ROWS = 3
ENOUGH_ROWS = 50
# Values that make a row valid on its own: a completed transaction needs ledger entries.
WITHOUT_OTHERS = {"finance_transactions": {"STATUS": "PENDING"}}
SYLLABLES = ["bdfgklmnprstvz", "aeiou"]
# The file format of each feed. Each format has feeds with all types of columns.
FORMATS = {
    "csv": "exchange_rates marketing_leads orders products sap_kna1 shipments support_tickets",
    "jsonl": "clickstream fraud_alerts interactions opportunities order_lines salesforce_accounts"
    " salesforce_contacts",
    "parquet": "finance_accounts finance_ledger_entries finance_transactions oracle_customers"
    " platform_metrics",
}
FORMAT_OF = {feed: file_format for file_format, feeds in FORMATS.items() for feed in feeds.split()}
# Feeds whose rows can be copied under another key. The others have keys of codes and times, rows
# that must match other rows, or are full snapshots, where a file says what has been deleted.
COPIED = {
    "csv": ("marketing_leads", "orders", "shipments", "support_tickets"),
    "jsonl": ("clickstream", "fraud_alerts", "interactions", "opportunities"),
    "parquet": ("finance_accounts", "finance_transactions", "oracle_customers"),
}
STEWARDS = {"steward_decisions": "csv", "steward_snapshots": "csv", "snapshot_manifests": "csv"}


def write_sample(folder: Path, scale: float, seed: int) -> None:
    """Write the sample of a size: `folder`/landing by batch, and `folder`/feeds by feed."""
    if folder.is_dir():
        return
    environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    command = [sys.executable, "-m", "feeds", "--scale", str(scale), "--seed", str(seed)]
    for file_format, feeds in FORMATS.items():
        options = ["--by-batch", "--format", file_format, "--out", str(folder / "landing")]
        options += ["--feeds", *feeds.split()]
        subprocess.run([*command, *options], env=environment, check=True)
    subprocess.run([*command, "--out", str(folder)], env=environment, check=True)
    shutil.rmtree(folder / "landing" / "truth", ignore_errors=True)


def valid_rows(feeds: Path, truth: Path, feed: Feed) -> list[dict[str, str]]:
    """The newest valid rows of a feed, or all of them if those are few.

    feeds: folder with `<feed>.csv`. truth: the list of the malformed rows in it.
    """
    with truth.open(encoding="utf-8", newline="") as file:
        malformed = {
            (row["loaded_at"], row["key"].split("|")[0])
            for row in csv.DictReader(file)
            if row["feed"] == feed.name
        }
    first = next(column.name for column in feed.columns if column.key_position)
    deleted = {"LOEVM": "X", "IsDeleted": "true", "IsEmptySet": "true"}
    with (feeds / f"{feed.name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    last = max(row["_loaded_at"] for row in rows)
    newest = [row for row in rows if row["_loaded_at"] == last]
    return [
        row
        for row in (newest if len(newest) >= ENOUGH_ROWS else rows)
        if (row["_loaded_at"], row[first]) not in malformed
        and not any(row.get(column) == value for column, value in deleted.items())
        and all(row[column.name].strip() for column in feed.columns if column.is_required)
    ]


def new_draft(
    number: int, feed: Feed, file_format: str, sample: Sequence[Mapping[str, str]], seed: int
) -> Draft:
    """A draft of three valid rows of a feed. The same number and seed give the same draft."""
    draw = random.Random(f"{seed} {number}")
    draft = Draft(number, feed, file_format, [], draw, build=1 + number % 2)
    last = max((row["_loaded_at"] for row in sample), default="")
    draft.newest = [row for row in sample if row["_loaded_at"] == last]
    chosen = draw.sample(list(sample), VALID_ROWS) if sample else [{}] * VALID_ROWS
    for place, row in enumerate(chosen):
        mark = mark_of(number, place)
        values = {column: row.get(column) or None for column in draft.columns}
        values |= (
            other_person(feed, draw)
            | WITHOUT_OTHERS.get(feed.name, {})
            | {
                draft.key: new_key(number, place, draft.key),
                "_loaded_at": load_time(number),
                "_batch_id": draft.batch,
                "_record_source": mark,
            }
        )
        draft.rows.append(Row(mark, values))
    return draft


def other_person(feed: Feed, draw: random.Random) -> dict[str, str | None]:
    """Values for the columns that identify a customer, so that copied rows are not duplicates."""
    word = "".join(draw.choice(letters) for letters in SYLLABLES * 4)
    found: dict[str, str | None] = {}
    for column in feed.own_columns:
        if "email" in column.matching_fields:
            found[column.name] = f"{word}@{word[::-1]}.example"
        elif any("name" in name for name in column.matching_fields):
            found[column.name] = f"{word[:4]}{column.name[:3]} {word[4:]}".title()
        elif column.matching_fields and not column.codes:
            found[column.name] = None
    return found


def new_key(number: int, place: int, column: str) -> str:
    """A unique key."""
    return str(1000 + 10 * number + place) if column == "LINE_NUMBER" else f"BF{number:03d}-{place}"


def deliveries(
    defects: Sequence[Defect],
    feeds: Mapping[str, Feed],
    samples: Mapping[str, Sequence[Mapping[str, str]]],
    seed: int,
) -> Iterator[Delivery]:
    """Every defect once for each file format it applies to, on feeds drawn by the seed.

    feeds: the contracts by name. samples: feed -> its valid rows.
    """
    draw = random.Random(seed)
    number = 0
    for defect in defects:
        for file_format in defect.formats:
            allowed = [feed for feed in defect.feeds if format_of(feed) == file_format]
            if defect.feeds and not allowed:
                continue
            feed = draw.choice(allowed or list(COPIED[file_format]))
            number += 1
            draft = new_draft(number, feeds[feed], file_format, samples.get(feed, ()), seed)
            defect.apply(draft)
            yield draft.finish(defect)


def format_of(feed: str) -> str:
    """The file format of a feed."""
    return FORMAT_OF.get(feed) or STEWARDS[feed]
