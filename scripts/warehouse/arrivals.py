"""Which feeds are expected, and whether a file of each has arrived in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from contracts.read import read_feeds
from warehouse.landing_names import NOT_DELIVERED
from warehouse.object_store import is_url

LOADED = ".loaded"  # folder of an inbox


def expected_feeds(contracts: Path) -> dict[str, int]:
    """Feed -> the hours from one delivery to the next, for each feed whose contract says so."""
    feeds = {feed.name: feed.service_levels.freshness for feed in read_feeds(contracts)}
    return {name: hours for name, hours in feeds.items() if hours is not None}


def folders_of(environment: Mapping[str, str]) -> list[Path]:
    """The folders in which files of feeds arrive, each with a folder per feed: INBOX, the folder
    of files loaded from it, and LANDING unless it is in an object store."""
    inbox, landing = environment.get("INBOX", ""), environment.get("LANDING", "")
    folders = [Path(inbox), Path(inbox) / LOADED] if inbox else []
    return folders + ([Path(landing)] if landing and not is_url(landing) else [])


def has_arrived(feed: str, hours: int, folders: Iterable[Path], now: datetime) -> bool:
    """Whether a complete file of a feed arrived within the last `hours` hours."""
    since = (now.astimezone(UTC) - timedelta(hours=hours)).timestamp()
    files = [
        file
        for folder in folders
        for file in (*(folder / feed).rglob("*"), folder / "feeds" / f"{feed}.csv")
    ]
    return any(
        file.is_file() and not NOT_DELIVERED.fullmatch(file.name) and file.stat().st_mtime >= since
        for file in files
    )
