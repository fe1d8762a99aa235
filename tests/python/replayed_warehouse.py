"""A warehouse that runs the statements recorded from dbt: any models in any order."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from python_models import run_python_model
from recorded_runs import RecordedRun, Recordings, running_order

TABLES = "select schema_name || '.' || table_name from duckdb_tables()"
TABLES_AND_VIEWS = f"""
    {TABLES}
    union all
    select schema_name || '.' || view_name from duckdb_views() where not internal
"""
WAITING = "select table_name from duckdb_tables() where schema_name = 'waiting'"
# The first statement after a Python model has run.
RESULT_STORED = re.compile("BEGIN|alter table")
# Columns that say which run wrote a row.
OF_THE_RUN = ["load_id"]


@cache
def parsed(text: str) -> list[duckdb.Statement]:
    """The statements of a script, parsed once, because they run in many warehouses."""
    return duckdb.extract_statements(text)


def deliver(connection: duckdb.DuckDBPyConnection, *batches: str) -> None:
    """Deliver batches: copy their rows from the schema `waiting` to the landing."""
    feeds = connection.execute(WAITING).fetchall()
    delivered = ", ".join(f"'{batch}'" for batch in batches)
    connection.execute("begin")
    for (feed,) in feeds:
        connection.execute(
            f"insert into landing.{feed} from waiting.{feed} where _batch_id in ({delivered})"
        )
    connection.execute("commit")


class ReplayedWarehouse:
    """A database on which recorded statements run.

    manifest: the parsed project. recordings: the runs from which a model's statements are taken. It
    runs as in `first` if it is not in the database; if it is, as in `refreshing` where the model's
    own check says that it must refresh all rows, else as in `later`.
    """

    def __init__(
        self,
        database: Path,
        manifest: Mapping[str, Any],
        recordings: Recordings,
        *,
        is_small: bool = False,
    ) -> None:
        self.connection = duckdb.connect(str(database), config={"threads": 1})
        self.connection.execute("set TimeZone = 'UTC'")
        # For few rows, optimising a plan takes longer than it saves.
        if is_small:
            self.connection.execute("pragma disable_optimizer")
        self.manifest, self.recordings = manifest, recordings
        self.order = running_order(manifest)
        self.existing = {name for (name,) in self._rows(TABLES_AND_VIEWS)}

    def land_row(self, landed: str, /, **values: object) -> None:
        """Deliver a row of a feed; columns that are not given are null."""
        row = {"_loaded_at": "2026-01-11 08:00:00", "_batch_id": "X", "_landed_in": "X"} | values
        row["_record_source"] = "TEST"
        names = ", ".join(f'? as "{name}"' for name in row)
        self.connection.execute(
            f"insert into landing.landing_{landed} by name select {names}", list(row.values())
        )

    def deliver(self, *batches: str) -> None:
        """Deliver batches to a small warehouse."""
        deliver(self.connection, *batches)

    def run(self, nodes: Iterable[str], failing: str | None = None) -> set[str]:
        """Run models in the order of their dependencies; return those that did not succeed.

        `failing` stops before its last statement; models that depend on it are skipped.
        """
        self.start()
        left, chosen = set(), set(nodes)
        for node in self.order:
            if node not in chosen:
                continue
            if node == failing or left & set(self.manifest["nodes"][node]["depends_on"]["nodes"]):
                left.add(node)
            if node == failing or node not in left:
                self.run_node(node, fails=node == failing)
        self.end()
        return left

    def start(self) -> None:
        """Start a run."""
        self.connection.execute(f"set variable run_id = '{uuid.uuid4()}'")
        self._execute(self.recordings.first.of("on-run-start"))

    def end(self) -> None:
        """End a run."""
        self._execute(self.recordings.first.of("on-run-end"))

    def run_node(self, node: str, *, fails: bool = False, in_transaction: bool = False) -> None:
        """Run a model; if it fails, all of it except the end of its transaction.

        in_transaction: whether it runs in a transaction that is already open.
        """
        model = self.manifest["nodes"][node]
        name = self.relation(node)
        if name in self.existing and model["config"]["materialized"] == "view":
            return
        statements = self._recorded(node).of(node)
        if model["language"] == "python":
            stored = next(n for n, text in enumerate(statements) if RESULT_STORED.match(text))
            before, statements = statements[:stored], statements[stored:]
            self._execute(before, in_transaction=in_transaction)
            if fails:
                return
            run_python_model(self.connection, self.manifest, model)
        self._execute(statements, fails=fails, in_transaction=in_transaction)
        if not fails:
            self.existing.add(name)

    def _execute(
        self, scripts: Iterable[str], *, fails: bool = False, in_transaction: bool = False
    ) -> None:
        for text in scripts:
            if in_transaction and text in ("BEGIN", "COMMIT"):
                continue
            if fails and text == "COMMIT":
                self.connection.execute("ROLLBACK")
                return
            for statement in parsed(text):
                self.connection.execute(statement)

    def _recorded(self, node: str) -> RecordedRun:
        """The run from which a model's statements are taken."""
        if self.relation(node) not in self.existing:
            return self.recordings.first
        check = self.recordings.later.checks.get(node)
        if check and self._rows(check)[0][0]:
            return self.recordings.refreshing
        return self.recordings.later

    def close(self) -> None:
        """Close the database, so that others can open it."""
        self.connection.close()

    def drop(self, nodes: Iterable[str]) -> None:
        """Drop the tables and views of models, as a full refresh does."""
        for node in nodes:
            name = self.relation(node)
            if name in self.existing:
                is_view = self.manifest["nodes"][node]["config"]["materialized"] == "view"
                self.connection.execute(f"drop {'view' if is_view else 'table'} {name}")
                self.existing.remove(name)

    def drop_models(self, nodes: Iterable[str]) -> None:
        """Drop the tables and views of models with what they recorded, as if they had never run.

        The landing stays: it is what has been delivered.
        """
        nodes = [node for node in nodes if self.manifest["nodes"][node]["schema"] != "landing"]
        self.drop(reversed(nodes))
        names = [self.manifest["nodes"][node]["name"] for node in nodes]
        self.connection.execute(
            "delete from bookkeeping.processed_loads where consumer in (select unnest(?))", [names]
        )

    def relation(self, node: str) -> str:
        """Schema and table of a model or seed."""
        return "{schema}.{name}".format(**self.manifest["nodes"][node])

    def contents(
        self,
        nodes: Iterable[str],
        ignored: Iterable[str] = (),
        queries: Mapping[str, str] | None = None,
    ) -> dict[str, tuple[int, int]]:
        """The number of rows of each table among models, and a digest of the rows.

        Columns that say which run wrote a row are excluded. queries: the rows that count of some
        tables.
        """
        is_table = {name for (name,) in self._rows(TABLES)}
        kept = f"select columns(lambda name: name not in {OF_THE_RUN})"
        rows = {table: (queries or {}).get(table, table) for table in map(self.relation, nodes)}
        return {
            table: self._rows(
                "select count(*), sum(hash(found))::varchar"
                f" from ({kept} from {rows[table]}) as found"
            )[0]
            for table in rows
            if table in is_table and table.split(".")[1] not in ignored
        }

    def with_pending_loads(self, nodes: Iterable[str]) -> set[str]:
        """Names of the models that have pending loads."""
        return {self.manifest["nodes"][node]["name"] for node in nodes if self.pending_loads(node)}

    def pending_loads(self, node: str) -> set[tuple[str, str]]:
        """The pending loads of a model, as (table that it reads, load)."""
        listing = self.recordings.later.listing(node)
        query = f"select source, load from ({listing[1]}) as pending" if listing else ""
        return set(self._rows(query)) if listing else set()

    def contents_if_skipped(self, node: str) -> tuple[int, int]:
        """The contents of a model's table if it ran with its pending loads marked as processed.

        The run is undone.
        """
        listing = self.recordings.later.listing(node)
        assert listing, node
        self.connection.execute("begin")
        marked = listing[1].replace("'pending' as status", "'processed' as status")
        assert marked != listing[1]
        self.connection.execute(f"{listing[0]} {marked}")
        self.run_node(node, in_transaction=True)
        (found,) = self.contents([node]).values()
        self.connection.execute("rollback")
        return found

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        (statement,) = parsed(query)
        return self.connection.execute(statement).fetchall()
