"""Detects columns that refer to keys of other feeds, by the values in the seeds and the landing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import duckdb

from contracts.feed import Feed
from warehouse.landing.landing_folder import LandedFile, list_landing

# Share of a column's distinct values that must be keys of the other feed.
FOUND, LEAST = 0.5, 5
# Number of rows of a feed from which the form of its keys is taken.
SHOWN = 200
# Format of a file -> the call that reads it.
READERS = {
    "csv": "read_csv(?, header=true, all_varchar=true, delim=',', hive_partitioning = false)",
    "jsonl": "read_json(?, format='newline_delimited', hive_partitioning = false)",
    "parquet": "read_parquet(?, hive_partitioning = false)",
}
ASKED = (
    "which feed has this key? If one has, add relationships, so that a link leads to it; otherwise "
    "nothing leads from these rows to the person"
)


def key_of_feed(feed: Feed) -> str:
    """The column with the key of a feed; empty unless its key is one column and has a hub."""
    keys = [column.name for column in feed.own_columns if column.key_position]
    has_hub = len(feed.vault_key) == 1 and feed.vault_key[0].endswith("_hk")
    return keys[0] if len(keys) == 1 and has_hub and not feed.is_optional else ""


def files_of_feeds(feeds: Sequence[Feed], folders: Sequence[Path]) -> dict[str, list[LandedFile]]:
    """Name of a feed -> its files in folders of seeds and landing folders."""
    found: dict[str, list[LandedFile]] = {feed.name: [] for feed in feeds}
    for folder in folders:
        for name in found:
            if (path := folder / f"{name}.csv").is_file():
                found[name].append(LandedFile(name, path, "csv", ""))
        for file in list_landing(folder, found).files:
            found.get(file.feed, []).append(file)
    return found


def keys_in(files: Sequence[LandedFile], column: str) -> Iterator[str]:
    """The distinct keys in each file, in upper case. A file that cannot be read has none; the
    checks before a build report it."""
    with duckdb.connect() as connection:
        for file in files:
            query = f'select distinct upper("{column}"::varchar) from {READERS[file.format]}'
            try:
                found = connection.execute(f"{query} where \"{column}\" <> ''", [str(file.path)])
            except duckdb.Error:
                continue
            while rows := found.fetchmany(10_000):
                yield from (key for (key,) in rows)


def form_of(value: str) -> str:
    """The form of a key: `A9` of CUST00012."""
    return re.sub(r"\d+", "9", re.sub(r"[A-Z]+", "A", value.upper()))


def references_of(
    columns: Mapping[tuple[int, str], Sequence[str]], feeds: Sequence[Feed], folders: Sequence[Path]
) -> dict[int, str]:
    """Position of a column -> the key that it refers to, as `feed.COLUMN`.

    columns: (position, name in snake case) of a column -> some of its distinct values. folders: the
    seeds of feeds, and landing folders.
    """
    found: dict[int, tuple[float, str]] = {}
    files_of = files_of_feeds(feeds, folders)
    for feed in feeds:
        key, files = key_of_feed(feed), files_of[feed.name]
        if not key or not files:
            continue
        forms = {form_of(value) for value in islice(keys_in(files, key), SHOWN)}
        entity = feed.vault_key[0].removesuffix("_hk")
        possible = {
            place: values
            for (place, name), values in columns.items()
            # Plain numbers may be keys of anything.
            if len(values) >= LEAST
            and (entity in name or not all(value.isdigit() for value in values))
            and forms & {form_of(value) for value in values}
        }
        keys = set(keys_in(files, key)) if possible else set()
        for place, values in possible.items():
            share = sum(value.upper() in keys for value in values) / len(values)
            if share >= FOUND and share > found.get(place, (0.0, ""))[0]:
                found[place] = (share, f"{feed.name}.{key}")
    return {place: target for place, (_, target) in found.items()}
