"""Which feeds are expected, and whether a file of each has arrived in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from contracts.read import read_feeds
from warehouse.landing.landing_names import NOT_DELIVERED
from warehouse.object_store.object_names import sort_objects
from warehouse.object_store.store import ObjectStore, StoredObject, is_url

LOADED = ".loaded"  # folder of an inbox


def expected_feeds(contracts: Path) -> dict[str, int]:
    """Feed -> the hours from one delivery to the next, for each feed whose contract says so."""
    feeds = {feed.name: feed.service_levels.freshness for feed in read_feeds(contracts)}
    return {name: hours for name, hours in feeds.items() if hours is not None}


@dataclass(frozen=True, slots=True)
class Places:
    """Where files of feeds arrive: folders with a folder per feed, and an object store, if any."""

    folders: Sequence[Path] = ()
    store: ObjectStore | None = None


def places_of(environment: Mapping[str, str]) -> Places:
    """INBOX, the folder of files loaded from it, and LANDING, a folder or an object store.

    Raises StoreError if s3fs is not installed.
    """
    inbox, landing = environment.get("INBOX", ""), environment.get("LANDING", "")
    folders = [Path(inbox), Path(inbox) / LOADED] if inbox else []
    if is_url(landing):
        return Places(folders, ObjectStore(landing))
    return Places([*folders, Path(landing)] if landing else folders)


def has_arrived(feed: str, hours: int, places: Places, now: datetime) -> bool:
    """Whether a complete file of a feed arrived within the last `hours` hours.

    Raises StoreError if the object store cannot be read.
    """
    since = (now.astimezone(UTC) - timedelta(hours=hours)).timestamp()
    files = [
        file
        for folder in places.folders
        for file in (*(folder / feed).rglob("*"), folder / "feeds" / f"{feed}.csv")
    ]
    return any(
        file.is_file() and not NOT_DELIVERED.fullmatch(file.name) and file.stat().st_mtime >= since
        for file in files
    ) or any(one.written_at >= since for one in stored_files(feed, places.store))


def stored_files(feed: str, store: ObjectStore | None) -> Iterator[StoredObject]:
    """The deliveries of a feed in an object store."""
    if store:
        objects = [*store.objects(feed), *store.objects("feeds")]
        for path, stored in sort_objects(store.url, objects, [feed]).deliveries.items():
            if path.startswith(f"{feed}/") or path.split(".")[0] == f"feeds/{feed}":
                yield stored
