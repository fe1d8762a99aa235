"""Reads the rows of delivered files from a built warehouse: staged, in the vault, in quarantine."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from contracts.feed import Feed

ROOT = Path(__file__).resolve().parents[2]
Stored = Mapping[str, Any]
# How a staging model reads a column: {{ typed('orders', 'ORDER_ID') }} as order_id
READ = re.compile(r"^ *\{\{ typed\('(\w+)', '(\w+)'\) \}\} as (\w+),?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FeedRows:
    """The rows of one feed in a warehouse.

    staged, vault: by record source; vault has the rows of each vault table. rejected: rows in
    quarantine, as delivered. columns: column of the feed -> column in staging and vault.
    """

    feed: Feed
    columns: Mapping[str, str]
    staged: Mapping[str, Sequence[Stored]]
    vault: Mapping[str, Mapping[str, Sequence[Stored]]]
    keys: Mapping[str, set[tuple]]
    rejected: Sequence[Stored]

    def key_of(self, row: Stored) -> tuple:
        """The key in the vault of a staged row."""
        return tuple(row[column] for column in self.feed.vault_key)


@dataclass(frozen=True, slots=True)
class Balance:
    """The load counts of a batch."""

    landed: int
    loaded: int
    known: int
    quarantined: int
    held: int

    @property
    def is_even(self) -> bool:
        """Whether every landed row is counted."""
        return self.landed == self.loaded + self.known + self.quarantined + self.held


def records(connection: duckdb.DuckDBPyConnection, query: str) -> list[Stored]:
    """The rows of a query as mappings."""
    found = connection.execute(query)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def by_source(rows: Iterable[Stored]) -> Mapping[str, list[Stored]]:
    """Rows by their record source."""
    found: dict[str, list[Stored]] = defaultdict(list)
    for row in rows:
        found[row["record_source"]].append(row)
    return found


def staging_columns(feed: Feed) -> dict[str, str]:
    """Column of a feed -> the staging column that is read from it."""
    (path,) = (ROOT / "models" / "staging").glob(f"*/{feed.stage}.sql")
    return {
        column: alias
        for name, column, alias in READ.findall(path.read_text(encoding="utf-8"))
        if name == feed.name
    }


def quarantine_name(feed: Feed) -> str:
    """The quarantine of a feed."""
    return f"quarantine.quarantine_{feed.stage.removeprefix('stg_')}"


def feed_rows(connection: duckdb.DuckDBPyConnection, feed: Feed) -> FeedRows:
    """The rows of a feed in a warehouse."""
    key = ", ".join(feed.vault_key)
    vault = {
        table: records(connection, f"select * from raw_vault.{table}")
        for table in feed.vault_tables
    }
    return FeedRows(
        feed,
        staging_columns(feed),
        by_source(records(connection, f"select * from staging.{feed.stage}")),
        {table: by_source(rows) for table, rows in vault.items()},
        {
            table: set(connection.execute(f"select {key} from raw_vault.{table}").fetchall())
            for table in feed.vault_tables
        },
        records(connection, f"select * from {quarantine_name(feed)}"),
    )


def balances(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Balance]:
    """(feed, batch) -> its load counts."""
    rows = connection.execute(
        "select feed, batch_id, landed, loaded, already_known, quarantined, held"
        " from raw_vault.load_counts"
    ).fetchall()
    return {(feed, batch): Balance(*counts) for feed, batch, *counts in rows}


def held_back(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], bool]:
    """(feed, load time) of each full snapshot -> whether it is held back."""
    rows = connection.execute(
        "select feed, cast(loaded_at as varchar), is_held_back from raw_vault.snapshot_checks"
    ).fetchall()
    return {(feed, loaded_at[:19]): is_held for feed, loaded_at, is_held in rows}
