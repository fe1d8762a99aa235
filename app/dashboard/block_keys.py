"""Block keys of what is searched: the match engine's own steps, prepared once per process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from threading import Lock, Thread

import pandas as pd

KEYS = "select distinct key_type, block_key from block_keys"


class Engine:
    """The steps from records to block keys as prepared statements on an in-memory DuckDB.

    Planning the steps takes most of the time of a search; prepared, they take a third of it.
    """

    # The days on which the records are known.
    known = "date '1900-01-01', date '9999-12-31'"

    def __init__(self) -> None:
        import duckdb

        from mdm.seeds import read_reference
        from mdm.standardise.records import RECORD_COLUMNS

        self.columns = RECORD_COLUMNS
        self.lock = Lock()
        self.connection = duckdb.connect(config={"threads": 1})
        for name, table in read_reference().items():
            self.connection.register("given", table)
            self.connection.execute(f"create temp table {name} as from given")
            self.connection.unregister("given")
        columns = ", ".join(
            f"{name} varchar" for name in ("version_id", "record_id", *self.columns)
        )
        self.connection.execute(
            f"create temp table records_in ({columns}, known_from date, known_to date)"
        )
        # For a few records, optimising takes longer than it saves.
        self.connection.execute("pragma disable_optimizer")
        steps = self.statements()
        for name, statement in steps.items():
            self.connection.execute(f"create temp table {name} as {statement}")
        for name, statement in steps.items():
            self.connection.execute(f"prepare fill_{name} as insert into {name} {statement}")
        self.steps = tuple(steps)

    def statements(self) -> dict[str, str]:
        """The select of each step, in order."""
        from mdm.match_model import CURRENT
        from mdm.standardise.macros import load_macros
        from mdm.standardise.records import standard_steps

        return standard_steps(CURRENT) | {"block_keys": load_macros().block_keys("masked")}

    def run(self, records: Sequence[Mapping[str, str | None]]) -> None:
        """Run all steps on records with some of the engine's columns; their ids are 0, 1, 2, ..."""
        numbers = [str(number) for number in range(len(records))]
        values = [
            [({"source": ""} | dict(one)).get(name) for one in records] for name in self.columns
        ]
        lists = ", ".join(["unnest(cast(? as varchar[]))"] * (2 + len(self.columns)))
        self.connection.execute("delete from records_in")
        self.connection.execute(
            f"insert into records_in select {lists}, {self.known}", [numbers, numbers, *values]
        )
        for name in self.steps:
            self.connection.execute(f"delete from {name}")
            self.connection.execute(f"execute fill_{name}")

    def keys(self, records: Sequence[Mapping[str, str]]) -> pd.DataFrame:
        """The block keys of records with some of the engine's columns: key_type, block_key."""
        with self.lock:
            self.run(records)
            return self.connection.execute(KEYS).df()


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

    It is imported before, because two threads that import parts of it at the same time may wait for
    each other.
    """
    import mdm  # noqa: F401

    Thread(target=engine, daemon=True).start()
