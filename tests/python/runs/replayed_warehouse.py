"""A small warehouse that runs the statements recorded from dbt: any models in any order."""

from __future__ import annotations

import importlib.util
import re
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
from recorded_runs import RecordedRun, running_order
from sequences import Step

LAYERS = ("raw_vault", "business_vault", "marts")
TABLES_AND_VIEWS = """
    select schema_name || '.' || table_name from duckdb_tables()
    union all
    select schema_name || '.' || view_name from duckdb_views() where not internal
"""


class ReplayedWarehouse:
    """A database on which recorded statements run.

    manifest: the parsed project. first, later: runs recorded on an empty and on an existing
    warehouse. A model runs as in `first` if it is not in the database, else as in `later`.
    """

    def __init__(
        self,
        database: Path,
        manifest: Mapping[str, Any],
        first: RecordedRun,
        later: RecordedRun,
    ) -> None:
        self.connection = duckdb.connect(str(database), config={"threads": 1})
        self.connection.execute("set TimeZone = 'UTC'")
        self.manifest, self.first, self.later = manifest, first, later
        self.order = running_order(manifest)
        self.existing = {name for (name,) in self._rows(TABLES_AND_VIEWS)}

    def deliver(self, batch: str) -> None:
        """Deliver a batch: copy its rows from the schema `waiting` to the schema of its feed."""
        for schema, feed in self._rows(
            "select split_part(table_name, '__', 1), split_part(table_name, '__', 2)"
            " from duckdb_tables() where schema_name = 'waiting'"
        ):
            self.connection.execute(
                f"insert into {schema}.{feed}"
                f" select * from waiting.{schema}__{feed} where _batch_id = '{batch}'"
            )

    def run(self, nodes: Iterable[str], failing: str | None = None) -> set[str]:
        """Run models in the order of their dependencies; return those that did not succeed.

        `failing` stops before its last statement; models that depend on it are skipped.
        """
        run = self.start()
        left, chosen = set(), set(nodes)
        for node in self.order:
            if node not in chosen:
                continue
            if node == failing or left & set(self.manifest["nodes"][node]["depends_on"]["nodes"]):
                left.add(node)
            if node == failing or node not in left:
                self.run_node(node, run, fails=node == failing)
        self.end(run)
        return left

    def start(self) -> str:
        """Start a run; return its id."""
        run = str(uuid.uuid4())
        for statement in self.first.of("on-run-start", run):
            self.connection.execute(statement)
        return run

    def end(self, run: str) -> None:
        """End a run."""
        for statement in self.first.of("on-run-end", run):
            self.connection.execute(statement)

    def run_node(self, node: str, run: str, *, fails: bool = False) -> None:
        """Run a model; if it fails, all of it except the end of its transaction."""
        model = self.manifest["nodes"][node]
        name = f"{model['schema']}.{model['name']}"
        exists = name in self.existing
        if exists and model["config"]["materialized"] == "view":
            return
        statements = (self.later if exists else self.first).of(node, run)
        if model["language"] == "python":
            begin = next(n for n, text in enumerate(statements) if text == "BEGIN")
            for statement in statements[:begin]:
                self.connection.execute(statement)
            if fails:
                return
            self._run_python(model)
            statements = statements[begin:]
        for statement in statements:
            if fails and statement == "COMMIT":
                self.connection.execute("ROLLBACK")
                return
            self.connection.execute(statement)
        self.existing.add(name)

    def drop(self, nodes: Iterable[str]) -> None:
        """Drop the tables and views of models, as a full refresh does."""
        for node in nodes:
            model = self.manifest["nodes"][node]
            name = f"{model['schema']}.{model['name']}"
            if name in self.existing:
                kind = "view" if model["config"]["materialized"] == "view" else "table"
                self.connection.execute(f"drop {kind} {name}")
                self.existing.remove(name)

    def _run_python(self, model: Mapping[str, Any]) -> None:
        path = Path(__file__).parents[3] / model["original_file_path"]
        spec = importlib.util.spec_from_file_location(model["name"], path)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        # On a connection of its own, like dbt.
        cursor = self.connection.cursor()
        result = module.model(_Dbt(self, cursor, model), cursor)
        result = result.read_all() if hasattr(result, "read_all") else result
        self.connection.register("python_result", result)
        target = f"{model['schema']}.{model['name']}__dbt_tmp"
        self.connection.execute(f"create or replace table {target} as from python_result")
        self.connection.unregister("python_result")

    def relation(self, name: str) -> str:
        """Schema and table of a model or seed."""
        node = next(
            self.manifest["nodes"][f"{kind}.customer_360.{name}"]
            for kind in ("model", "seed")
            if f"{kind}.customer_360.{name}" in self.manifest["nodes"]
        )
        return f"{node['schema']}.{node['name']}"

    def contents(self, ignored: Iterable[str] = ()) -> dict[str, tuple[int, int]]:
        """The number of rows of each table of the layers, and a digest of the rows.

        The column load_id is excluded because it says which run wrote a row.
        """
        found = {}
        tables = self._rows(
            "select schema_name || '.' || table_name, list(column_name order by column_index)"
            " from duckdb_columns() where list_contains(?, schema_name)"
            " and (schema_name, table_name) in"
            " (select (schema_name, table_name) from duckdb_tables()) group by all",
            [list(LAYERS)],
        )
        for table, columns in tables:
            if table.split(".")[1] in ignored:
                continue
            names = ", ".join(f'"{name}"' for name in columns if name != "load_id")
            query = f"select count(*), sum(hash({names}))::varchar from {table}"
            found[table] = self.connection.execute(query).fetchone()
        return found

    def with_pending_loads(self, nodes: Iterable[str]) -> set[str]:
        """Names of the models that have pending loads."""
        return {self.manifest["nodes"][node]["name"] for node in nodes if self.pending_loads(node)}

    def pending_loads(self, node: str) -> set[tuple[str, str]]:
        """The pending loads of a model, as (table that it reads, load).

        Found with the statement by which the model lists them.
        """
        found = set()
        for statement in self.later.of(node, "asking"):
            listing = re.search(
                r'insert into \S+"processed_loads"[^;]*?(select.*?);', statement, re.S
            )
            if listing:
                query = f"select source, load from ({listing[1]}) as pending"
                found.update(self._rows(query))
        return found

    def replay(self, steps: Iterable[Step]) -> None:
        """Deliver batches and run models according to the steps."""
        for step in steps:
            if step.batch:
                self.deliver(step.batch)
                continue
            left = (
                self.run_interleaved(step)
                if step.interleaved
                else self.run(step.nodes, step.failing)
            )
            if step.retried:
                self.run(left)

    def run_interleaved(self, step: Step) -> set[str]:
        """Run the models of a step, and halfway through those of another schedule."""
        half = len(step.nodes) // 2
        left = self.run(step.nodes[:half], step.failing)
        self.run(step.interleaved)
        return left | self.run(set(step.nodes[half:]) - self._below(left))

    def _below(self, nodes: set[str]) -> set[str]:
        found = set(nodes)
        for node in self.order:
            if found & set(self.manifest["nodes"][node]["depends_on"]["nodes"]):
                found.add(node)
        return found

    def _rows(self, query: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, parameters).fetchall()


class _Dbt:
    """The `dbt` object of a Python model: the relations that it reads, and where its table is."""

    def __init__(
        self,
        warehouse: ReplayedWarehouse,
        connection: duckdb.DuckDBPyConnection,
        model: Mapping[str, Any],
    ) -> None:
        self.warehouse, self.connection = warehouse, connection
        ((database,),) = connection.execute("select current_database()").fetchall()
        self.this = SimpleNamespace(database=database, schema=model["schema"])

    def ref(self, name: str) -> duckdb.DuckDBPyRelation:
        return self.connection.table(self.warehouse.relation(name))

    def config(self, **_: Any) -> None:
        pass
