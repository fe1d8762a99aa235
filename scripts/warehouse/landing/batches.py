"""The batches of a file that holds several: the row count and digest of each.

Rows may be appended to a batch; loaded rows must not change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from warehouse.landing.clean_text import clean_text
from warehouse.problems import some

# The digest of a batch of which only the number of rows is known.
UNKNOWN_ROWS = "rows unknown"


def batch_name(text: str) -> str:
    """The name of a batch as landing cleans it; `(none)` if it has none."""
    return clean_text(text) or "(none)"


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch: number of rows, digest of its rows, and its first readable load time."""

    rows: int
    digest: str
    first_loaded_at: str = ""


@dataclass(slots=True)
class Batches:
    """Digests the rows of a file batch by batch, and compares them with batches that were loaded.

    `loaded` has the batches that were loaded, by name; `changed` the names of those whose rows
    differ from the loaded ones.
    """

    loaded: Mapping[str, Batch]
    changed: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    found: dict[str, list] = field(default_factory=dict)
    order: list[tuple[str, int]] = field(default_factory=list)
    places: tuple[int, int] = (0, 0)

    def start(self, header: Sequence[str]) -> None:
        """Take the columns of the rows; their order makes no difference."""
        self.order = sorted((name, place) for place, name in enumerate(header))
        self.places = (header.index("_batch_id"), header.index("_loaded_at"))

    def add(self, fields: Sequence[str]) -> None:
        """Take a row. Empty values do not count, so that a new column changes no row."""
        written = fields[self.places[0]]
        name = self.names.get(written)
        if name is None:
            name = self.names[written] = batch_name(written)
        state = self.found.get(name)
        if state is None:
            first = clean_text(fields[self.places[1]])
            state = self.found[name] = [0, hashlib.sha256(), first]
        values = [f"{column}\x1f{fields[place]}" for column, place in self.order if fields[place]]
        state[0] += 1
        state[1].update("\x1e".join(values).encode() + b"\x1d")
        before = self.loaded.get(name)
        is_known = before and before.digest != UNKNOWN_ROWS
        if is_known and before.rows == state[0] and before.digest != self.digest(name):
            self.changed.add(name)

    def digest(self, name: str) -> str:
        """The digest of the rows of a batch so far."""
        return f"rows {self.found[name][1].hexdigest()}"

    def end(self) -> dict[str, Batch]:
        """The batches, by name; those that have lost rows have also changed, as have those with
        more rows if nobody knows whether the first ones are the loaded ones."""
        for name, (rows, _, _) in self.found.items():
            before = self.loaded.get(name)
            if before and (
                rows < before.rows or (before.digest == UNKNOWN_ROWS and rows > before.rows)
            ):
                self.changed.add(name)
        return {
            name: Batch(rows, self.digest(name), first)
            for name, (rows, _, first) in self.found.items()
        }

    def is_new(self, name: str, batch: Batch) -> bool:
        """Whether a batch was not loaded, has grown, or was loaded without a record of its rows."""
        before = self.loaded.get(name)
        return not before or before.rows < batch.rows or before.digest == UNKNOWN_ROWS


def changed_text(changed: Sequence[str]) -> str:
    """What is wrong with batches that have changed, and what to do."""
    batches = "rows of batch" if len(changed) == 1 else "rows of batches"
    return (
        f"has changed {batches} {some(sorted(changed))} since they were loaded; restore them, and "
        "deliver the change in a new batch (other data needs another database: C360_DUCKDB_PATH)"
    )
