"""The steps from records to candidate pairs, planned once for many small tables."""

from collections.abc import Iterable, Mapping, Sequence

import duckdb
import pandas as pd

from ..match_model import CURRENT
from ..standardise.records import ENGINE, KNOWN, as_table, run_steps, standard_steps
from .candidates import Prepared, pair_steps, prepared_tables


class PlannedSteps:
    """Steps that read records_in, planned once: planning takes most of the time of a small table.

    For up to some thousand records, and for one thread at a time. `connection` has the reference
    tables, records_in, and a table per step with its result of the last run.
    """

    def __init__(
        self,
        reference: Mapping[str, pd.DataFrame],
        steps: Mapping[str, str],
        known: str = KNOWN,
        tables: Iterable[str] = (),
    ) -> None:
        """Plan the steps.

        steps: the select of each table, in order. known: the columns known_from and known_to of
        all records. tables: statements that create further tables, which the steps read.
        """
        self.connection = duckdb.connect(config={**ENGINE, "threads": 1})
        for name, table in reference.items():
            self.connection.register("given", table)
            self.connection.execute(f"create temp table {name} as from given")
            self.connection.unregister("given")
        for statement in tables:
            self.connection.execute(statement)
        self._columns = as_table(pd.DataFrame({"uid": []})).column_names
        unnested = ", ".join(f"unnest(cast(? as varchar[])) as {name}" for name in self._columns)
        records = (
            f"select uid as version_id, uid as record_id, * exclude (uid), {known}"
            f" from (select {unnested})"
        )
        self.connection.execute(
            f"create temp table records_in as {records}", [[] for _ in self._columns]
        )
        self._insert = f"insert into records_in {records}"
        # As for all tables with few records; see planned_for.
        self.connection.execute("pragma disable_optimizer")
        run_steps(self.connection, steps)
        for name, statement in steps.items():
            self.connection.execute(f"prepare fill_{name} as insert into {name} {statement}")
        self._tables = tuple(steps)

    def run(self, records: pd.DataFrame) -> None:
        """Run all steps on records of the file format (uid, RECORD_COLUMNS)."""
        self.run_values(as_table(records).to_pydict())

    def run_values(self, values: Mapping[str, Sequence[str | None]]) -> None:
        """Run all steps on the values of records by column, of which only `uid` is needed."""
        empty = [None] * len(values["uid"])
        self.connection.execute("delete from records_in")
        self.connection.execute(self._insert, [values.get(name, empty) for name in self._columns])
        for name in self._tables:
            self.connection.execute(f"delete from {name}")
            self.connection.execute(f"execute fill_{name}")


class PlannedPairs(PlannedSteps):
    """The steps of `prepare`, planned once."""

    def __init__(
        self,
        reference: Mapping[str, pd.DataFrame],
        model_version: str = CURRENT,
        day_order: str | None = None,
    ) -> None:
        """Plan the steps. The arguments are those of `prepare`."""
        steps = standard_steps(model_version, day_order) | pair_steps(model_version)
        super().__init__(reference, steps)

    def prepare(self, records: pd.DataFrame) -> Prepared:
        """Standardise and block records like the function `prepare`."""
        self.run(records)
        return prepared_tables(self.connection)
