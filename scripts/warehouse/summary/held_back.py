"""The full snapshots that are held back, and how to accept each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from warehouse.database import rows
from warehouse.landing.landed_files import bookkeeping_schema

SHOWN = 10
LOG, MANIFESTS = "snapshot_log__", "stg_landing__snapshot_manifests"
HELD_BACK = """
select feed, strftime(loaded_at, '%Y-%m-%d %H:%M:%S'), reason, '' from {table}
where is_held_back order by feed, loaded_at
"""
EMPTY_FILES = """
select feed, '', 'no rows', landed_in from {files} as files
where arrived = 0 and list_contains($feeds, feed) and not exists (
    select 1 from {manifests} as manifests
    where manifests.feed = files.feed and manifests.file_name = files.landed_in
)
order by feed, landed_in
"""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A snapshot that is held back, by its load time; or a file of a snapshot without rows, which
    has no load time, by its name."""

    feed: str
    loaded_at: str
    reason: str
    file: str = ""

    def lines(self) -> list[str]:
        """Three lines: feed and load time, what is missing, and how to accept it."""
        decision = "ACCEPT,<decided at>,<steward>,<reason>,<load time>,<batch>,STEWARD"
        if self.file:
            announced = f"{self.feed},<load time>,{self.file},1,0,,,<load time>,<batch>,MANIFEST"
            return [
                f"  {self.feed}, file {self.file}: it has no rows, so no key counts as deleted."
                " Deliver it again, or if it is right,",
                f"    announce it in snapshot_manifests: {announced}",
                "    and accept it in steward_snapshots: "
                f"<number>,{self.feed},<load time>,{decision}",
            ]
        return [
            f"  {self.feed}, loaded at {self.loaded_at}: {self.reason}.",
            "    No missing key counts as deleted. Deliver the rest with the same load time,",
            "    or accept it in steward_snapshots: "
            f"<number>,{self.feed},{self.loaded_at},{decision}",
        ]


def read_held_back(
    connection: duckdb.DuckDBPyConnection,
    relations: Mapping[str, str],
    dbt_vars: Mapping[str, object],
) -> tuple[HeldBack, ...]:
    """The snapshots that are held back in a warehouse.

    relations: name of a model -> its relation. dbt_vars: the vars of its last run; only a landing
    folder has files without rows.
    """
    found = rows(connection, HELD_BACK.format(table=relations.get("snapshot_checks", "none")))
    if dbt_vars.get("landing"):
        files = f"{bookkeeping_schema(dbt_vars.get('as_of_date'))}.landed_files"
        query = EMPTY_FILES.format(files=files, manifests=relations.get(MANIFESTS, "none"))
        feeds = [name.removeprefix(LOG) for name in relations if name.startswith(LOG)]
        found += rows(connection, query, feeds=feeds)
    return tuple(HeldBack(*row) for row in found)


def held_back_lines(found: Sequence[HeldBack]) -> list[str]:
    """The block of a summary about held-back snapshots; empty if there are none."""
    if not found:
        return []
    lines = [line for snapshot in found[:SHOWN] for line in snapshot.lines()]
    if len(found) > SHOWN:
        lines.append(f"  and {len(found) - SHOWN:,} more: see raw_vault.snapshot_checks")
    return ["", "Snapshots held back (docs/stewardship.md)", *lines]
