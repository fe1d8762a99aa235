"""Runs compiled models in memory like dbt: a history of loads takes milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
from vault_project import Landing, VaultProject, create_landing, insert_rows


@dataclass(frozen=True)
class Compiled:
    """The SQL of each model for its first load and for later ones, and its parents.

    `materialized` and `parents` are in the order in which dbt runs the models. `replaced` has the
    columns of the models whose rows are replaced by new rows with the same values.
    """

    first: Mapping[str, str]
    later: Mapping[str, str]
    materialized: Mapping[str, str]
    replaced: Mapping[str, Sequence[str]]
    parents: Mapping[str, Sequence[str]]

    def with_ancestors(self, names: Iterable[str]) -> list[str]:
        """These models and their ancestors, in running order."""
        wanted = set(names)
        for name in reversed(list(self.parents)):
            if name in wanted:
                wanted.update(self.parents[name])
        return [name for name in self.parents if name in wanted]


def compiled_models(
    project: VaultProject, first: Mapping[str, str], later: Mapping[str, str]
) -> Compiled:
    """The SQL that dbt compiled before and after the tables existed, with the graph."""
    assert project.manifest
    models = {
        node.name: node
        for node in project.manifest.nodes.values()
        if node.resource_type == "model" and node.name in first
    }
    ordered: dict[str, list[str]] = {}

    def visit(name: str) -> None:
        if name not in ordered:
            keys = models[name].depends_on.nodes
            parents = [project.manifest.nodes[key].name for key in keys]
            for parent in parents:
                visit(parent)
            ordered[name] = parents

    for name in models:
        visit(name)
    kinds = {name: str(models[name].config.materialized) for name in ordered}
    keys = {name: models[name].config.unique_key for name in ordered}
    replaced = {
        name: [key] if isinstance(key, str) else list(key) for name, key in keys.items() if key
    }
    return Compiled(first, later, kinds, replaced, ordered)


class MemoryVault:
    """A vault in memory with some models."""

    def __init__(self, compiled: Compiled, models: Iterable[str], landing: Landing) -> None:
        self.compiled = compiled
        self.models = compiled.with_ancestors(models)
        self.existing: set[str] = set()
        self.connection = duckdb.connect()
        self.connection.execute("attach ':memory:' as vault; use vault")
        create_landing(self.connection, landing)

    def deliver(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows to a landing table; the first column is the number of the load."""
        insert_rows(self.connection, table, rows)

    def load(self) -> None:
        """Run the models on the next load."""
        self.connection.execute("update clock set load_number = load_number + 1")
        for name in self.models:
            kind = self.compiled.materialized[name]
            if name not in self.existing:
                kind = "view" if kind == "view" else "table"
                self.connection.execute(f"create {kind} {name} as {self.compiled.first[name]}")
            elif kind == "incremental":
                self._insert(name, self.compiled.later[name])
            elif kind in ("pit_incremental", "bridge_incremental"):
                self._refresh(name, self.compiled.later[name])
            elif kind == "table":
                self.connection.execute(
                    f"create or replace table {name} as {self.compiled.first[name]}"
                )
            elif kind != "view":
                raise NotImplementedError(f"{name} is a {kind}: load it with dbt")
            self.existing.add(name)

    def _insert(self, name: str, query: str) -> None:
        """Insert the rows of a query, instead of those that they replace."""
        if name not in self.compiled.replaced:
            self.connection.execute(f"insert into {name} by name {query}")
            return
        self.connection.execute(f"create or replace temporary table new_rows as {query}")
        keys = ", ".join(self.compiled.replaced[name])
        self.connection.execute(
            f"delete from {name} where ({keys}) in (select ({keys}) from new_rows)"
        )
        self.connection.execute(f"insert into {name} by name from new_rows")

    def _refresh(self, name: str, query: str) -> None:
        """Apply a query that ends in pit_delta, like the macro apply_delta."""
        self.connection.execute(f"create or replace temporary table delta as {query}")
        key = self.rows(f"select column_name from (describe {name}) limit 1")[0][0]
        dates = f"select as_of_date from delta where {key} is null"
        self.connection.execute(f"delete from {name} where as_of_date in ({dates})")
        pairs = f"select {key}, as_of_date from delta"
        self.connection.execute(f"delete from {name} where ({key}, as_of_date) in ({pairs})")
        self.connection.execute(
            f"insert into {name} by name select * exclude (is_row) from delta where is_row"
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.connection.execute(query).fetchall()

    def count(self, table: str) -> int:
        """The number of rows of a table."""
        return int(self.rows(f"select count(*) from {table}")[0][0])


# A fixture: returns a vault in memory with the models of these names and their ancestors.
MakeVault = Callable[..., MemoryVault]


@dataclass(frozen=True)
class LoadedByDbt:
    """The project after two loads by dbt, the delivered rows, and the compiled models."""

    project: VaultProject
    landing: Mapping[str, list[tuple[object, ...]]]
    replay_safe: Compiled
    default: Compiled
