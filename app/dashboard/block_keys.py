"""Computes block keys of a search with the steps of the match engine, planned once per process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from threading import Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from mdm.block.planned import PlannedSteps

KEYS = "select distinct key_type, block_key from block_keys"


class Engine:
    """The steps from records to block keys, for one thread at a time."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.planned = self.plan()

    def plan(self) -> PlannedSteps:
        """The steps of the match engine for a file, without its pairs."""
        from mdm.block.planned import PlannedSteps
        from mdm.match_model import CURRENT
        from mdm.seeds import read_reference
        from mdm.standardise.macros import load_macros
        from mdm.standardise.records import standard_steps

        steps = standard_steps(CURRENT) | {"block_keys": load_macros().block_keys("masked")}
        return PlannedSteps(read_reference(), steps)

    def run(self, records: Sequence[Mapping[str, str | None]]) -> None:
        """Run all steps on records with some of the engine's columns; their ids are 0, 1, 2, ..."""
        values = {name: [one.get(name) for one in records] for name in set().union(*records)}
        values["source"] = [one.get("source", "") for one in records]
        values["uid"] = [str(uid) for uid in range(len(records))]
        self.planned.run_values(values)

    def keys(self, records: Sequence[Mapping[str, str]]) -> pd.DataFrame:
        """The block keys of records with some of the engine's columns: key_type, block_key."""
        with self.lock:
            self.run(records)
            return self.planned.connection.execute(KEYS).df()


@cache
def _engine() -> Engine:
    return Engine()


_starting = Lock()


def engine() -> Engine:
    """The engine of this process."""
    with _starting:
        return _engine()


@cache
def prepare() -> None:
    """Start the engine in the background, once, so that the first search does not wait.

    It is imported before the thread starts: two threads that import parts of it at the same time
    may deadlock.
    """
    import mdm  # noqa: F401

    Thread(target=engine, daemon=True).start()
