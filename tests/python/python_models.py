"""Runs a Python model on a connection, as dbt does."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from functools import cache
from types import ModuleType, SimpleNamespace
from typing import Any

import duckdb

from dbt_in_process import ROOT


class _Dbt:
    """The `dbt` object of a Python model: the relations that it reads, and where its table is."""

    def __init__(
        self,
        nodes: Mapping[str, Any],
        connection: duckdb.DuckDBPyConnection,
        model: Mapping[str, Any],
    ) -> None:
        self.nodes, self.connection = nodes, connection
        ((database,),) = connection.execute("select current_database()").fetchall()
        self.this = SimpleNamespace(database=database, schema=model["schema"])

    def ref(self, name: str) -> duckdb.DuckDBPyRelation:
        ids = (f"{kind}.customer_360.{name}" for kind in ("model", "seed"))
        node = next(self.nodes[unique_id] for unique_id in ids if unique_id in self.nodes)
        return self.connection.table(f"{node['schema']}.{node['name']}")

    def config(self, **_: Any) -> None:
        pass


@cache
def _module(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.split("/")[-1].removesuffix(".py"), path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run_python_model(
    connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], model: Mapping[str, Any]
) -> None:
    """Store the result of a Python model in its temporary table, which dbt renames.

    The model reads what the connection sees, also in an open transaction.
    """
    module = _module(str(ROOT / model["original_file_path"]))
    result = module.model(_Dbt(manifest["nodes"], connection, model), connection)
    result = result.read_all() if hasattr(result, "read_all") else result
    connection.register("python_result", result)
    target = f"{model['schema']}.{model['name']}__dbt_tmp"
    connection.execute(f"create or replace table {target} as from python_result")
    connection.unregister("python_result")
