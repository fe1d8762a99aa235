"""`make retention`: lists records whose rows are all older than the retention of their feeds."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from contracts.feed import Feed
from contracts.read import feeds_by_name
from erasure.delivered_file import read_rows
from erasure.erase import SEEDS, erase
from erasure.landed import delivered_files, records_of
from erasure.person import PSEUDONYM, Keys
from erasure.stored_landing import find_landing
from warehouse.database import connect
from warehouse.landing.clean_text import clean_text
from warehouse.landing.landing_folder import LandedFile
from warehouse.options import ROOT, is_switched_on
from warehouse.problems import counted
from warehouse.publication.publish import OK, REFUSED, say


def kept_until(
    files: Sequence[LandedFile], keys: Keys, retention: Mapping[str, timedelta]
) -> dict[str, date]:
    """Hub key -> the last day on which a row about the record is kept, by its load time.

    Contacts count too. Feeds without a retention and steward logs do not extend it.
    """
    found: dict[str, date] = {}
    for file in files:
        if file.feed not in retention:
            continue
        for row in read_rows(file):
            loaded = clean_text(row.get("_loaded_at") or "")[:10]
            try:
                until = date.fromisoformat(loaded) + retention[file.feed]
            except (ValueError, OverflowError):
                continue
            for _, key in keys.in_row(file.feed, row):
                found[key] = max(found.get(key, until), until)
    return found


def retentions(feeds: Mapping[str, Feed]) -> Iterator[tuple[str, timedelta]]:
    """(feed, retention) of the feeds with a retention, except the logs of the steward desk."""
    for name, feed in feeds.items():
        kept = feed.service_levels.retention
        if kept and not feed.is_decided_at_desk:
            yield name, kept


def retain(options: argparse.Namespace) -> int:
    """Print the records whose retention has ended, and erase them with ERASE=1."""
    given = options.environment.get("TODAY") or f"{datetime.now(UTC):%Y-%m-%d}"
    try:
        today = date.fromisoformat(given)
    except ValueError:
        return say(f"TODAY={given} is not a day such as 2026-01-10.", REFUSED)
    feeds = feeds_by_name(ROOT / "contracts")
    keys = Keys.of(feeds)
    files = delivered_files(feeds, find_landing(options).folder, SEEDS, options.desk)
    until = kept_until(files, keys, dict(retentions(feeds)))
    expired = [key for key, day in until.items() if day < today]
    with connect(options.database, read_only=True) as connection:
        found = list(records_of(connection, expired))
    records = [record for record in found if not PSEUDONYM.fullmatch(record.id)]
    for record in records:
        print(record.name)
    print(
        f"{counted(len(records), 'record')} of which every row is older than its contract keeps it."
    )
    if not records or not is_switched_on(options.environment.get("ERASE", "")):
        return OK
    options.reason = f"retention, as of {today}"
    return erase(options, records)
