"""The steps from records to candidate pairs for many small tables, one after the other."""

from collections.abc import Mapping

import duckdb
import pandas as pd

from ..match_model import CURRENT
from ..standardise.records import ENGINE, KNOWN, as_table, run_steps, standard_steps
from .candidates import Prepared, pair_steps, prepared_tables


class PlannedSteps:
    """The steps of `prepare`, planned once: planning takes most of the time of a small table.

    For up to some thousand records, and for one thread at a time.
    """

    def __init__(
        self,
        reference: Mapping[str, pd.DataFrame],
        model_version: str = CURRENT,
        day_order: str | None = None,
    ) -> None:
        """Plan the steps. reference, model_version and day_order: as of `prepare`."""
        self._connection = duckdb.connect(config=ENGINE)
        for name, table in reference.items():
            self._connection.register("given", table)
            self._connection.execute(f"create temp table {name} as from given")
            self._connection.unregister("given")
        columns = as_table(pd.DataFrame({"uid": []})).column_names
        self._connection.execute(
            "create temp table records_in as select uid as version_id, uid as record_id,"
            f" * exclude (uid), {KNOWN} from"
            f" (select {', '.join(f'null::varchar as {name}' for name in columns)}) limit 0"
        )
        unnested = ", ".join(f"unnest($values['{name}']) as {name}" for name in columns)
        self._insert = (
            f"insert into records_in select uid, uid, * exclude (uid), {KNOWN}"
            f" from (select {unnested})"
        )
        # As for all tables with few records; see planned_for.
        self._connection.execute("pragma disable_optimizer")
        steps = standard_steps(model_version, day_order) | pair_steps(model_version)
        run_steps(self._connection, steps)
        for name, statement in steps.items():
            self._connection.execute(f"prepare fill_{name} as insert into {name} {statement}")
        self._tables = tuple(steps)

    def prepare(self, records: pd.DataFrame) -> Prepared:
        """Standardise and block records like the function `prepare`."""
        self._connection.execute("delete from records_in")
        self._connection.execute(self._insert, {"values": as_table(records).to_pydict()})
        for name in self._tables:
            self._connection.execute(f"delete from {name}")
            self._connection.execute(f"execute fill_{name}")
        return prepared_tables(self._connection)
