"""Detects columns that refer to keys of other feeds, by the values in the seeds."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from contracts.feed import Feed

# Share of a column's distinct values that must be keys of the other feed.
FOUND, LEAST = 0.5, 5
# Number of rows of a feed from which the form of its keys is taken.
SHOWN = 200


def key_of_feed(feed: Feed) -> str:
    """The column with the key of a feed; empty unless its key is one column and has a hub."""
    keys = [column.name for column in feed.own_columns if column.key_position]
    has_hub = len(feed.vault_key) == 1 and feed.vault_key[0].endswith("_hk")
    return keys[0] if len(keys) == 1 and has_hub and not feed.is_optional else ""


def keys_in(path: Path, column: str) -> Iterator[str]:
    """The keys in a seed, in upper case."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row.get(column):
                yield row[column].upper()


def form_of(value: str) -> str:
    """The form of a key: `A9` of CUST00012."""
    return re.sub(r"\d+", "9", re.sub(r"[A-Z]+", "A", value.upper()))


def references_of(
    columns: Mapping[tuple[int, str], Sequence[str]], feeds: Sequence[Feed], seeds: Path
) -> dict[int, str]:
    """Position of a column -> the key that it refers to, as `feed.COLUMN`.

    columns: (position, name in snake case) of a column -> some of its distinct values.
    """
    found: dict[int, tuple[float, str]] = {}
    for feed in feeds:
        key, path = key_of_feed(feed), seeds / f"{feed.name}.csv"
        if not key or not path.is_file():
            continue
        forms = {form_of(value) for value in islice(keys_in(path, key), SHOWN)}
        entity = feed.vault_key[0].removesuffix("_hk")
        possible = {
            place: values
            for (place, name), values in columns.items()
            # Plain numbers may be keys of anything.
            if len(values) >= LEAST
            and (entity in name or not all(value.isdigit() for value in values))
            and forms & {form_of(value) for value in values}
        }
        keys = set(keys_in(path, key)) if possible else set()
        for place, values in possible.items():
            share = sum(value.upper() in keys for value in values) / len(values)
            if share >= FOUND and share > found.get(place, (0.0, ""))[0]:
                found[place] = (share, f"{feed.name}.{key}")
    return {place: target for place, (_, target) in found.items()}
