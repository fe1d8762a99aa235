"""A small dbt project that uses the package by its path, on a DuckDB database of its own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

PACKAGE = Path(
    os.environ.get("AUTOMATE_DV_PACKAGE", Path(__file__).parents[3] / "packages" / "automate_dv")
).resolve()
INCREMENTAL = "{{ config(materialized='incremental') }}\n"


@dataclass(frozen=True)
class VaultProject:
    """A project at `path`; each `load` runs all its models on the next number of deliveries."""

    path: Path

    @property
    def database(self) -> Path:
        """The DuckDB file."""
        return self.path / "vault.duckdb"

    def dbt(self, *arguments: str) -> Any:
        """The result of one dbt command; raises AssertionError where dbt fails."""
        result = self.try_dbt(*arguments)
        failed = [
            f"{run.node.name}: {run.message}"
            for run in getattr(result.result, "results", None) or []
            if run.status in ("error", "fail")
        ]
        assert result.success, "\n".join(failed) or str(result.exception)
        return result

    def try_dbt(self, *arguments: str, heard: list[str] | None = None) -> Any:
        """The result of one dbt command, successful or not; its messages are added to `heard`."""
        folders = ["--project-dir", str(self.path), "--profiles-dir", str(self.path)]
        listeners = [] if heard is None else [lambda event: heard.append(event.info.msg)]
        try:
            return dbtRunner(callbacks=listeners).invoke(["--quiet", *arguments, *folders])
        finally:
            DuckDBConnectionManager.close_all_connections()

    def load(self, *arguments: str) -> None:
        """Run all models on the next load."""
        self.dbt("run", *arguments)

    def create(self, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Make a table of deliveries; its first column is the number of the load."""
        data = list(rows)
        names = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        with duckdb.connect(str(self.database)) as connection:
            connection.execute(f"create table {table} ({names})")
            if data:
                frame = {name: [row[i] for row in data] for i, name in enumerate(columns)}
                places = ", ".join(f"unnest(${name}::{kind}[])" for name, kind in columns.items())
                connection.execute(f"insert into {table} select {places}", frame)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query returns."""
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def count(self, table: str) -> int:
        """The number of rows of a table."""
        return int(self.rows(f"select count(*) from {table}")[0][0])


def make_project(
    path: Path, models: Mapping[str, str], variables: Mapping[str, Any], adapter: str = "duckdb"
) -> VaultProject:
    """Write a project with these models and vars, its packages installed."""
    outputs = {
        "duckdb": {"type": "duckdb", "path": str(path / "vault.duckdb"), "threads": 2},
        "snowflake": {
            "type": "snowflake", "account": "none", "user": "none", "password": "none",
            "database": "vault", "schema": "main", "warehouse": "none",
        },
    }  # fmt: skip
    documents = {
        "dbt_project.yml": {
            "name": "fixture",
            "version": "1.0",
            "profile": "fixture",
            "vars": dict(variables),
            "on-run-start": ["update clock set load_number = load_number + 1"],
            "models": {
                "+materialized": "view",
                "+incremental_strategy": "append",
                "+on_schema_change": "fail",
            },
            "flags": {"send_anonymous_usage_stats": False},
        },
        "profiles.yml": {"fixture": {"target": adapter, "outputs": outputs}},
        "packages.yml": {"packages": [{"local": str(PACKAGE)}]},
    }
    (path / "models").mkdir(parents=True)
    for name, document in documents.items():
        (path / name).write_text(yaml.safe_dump(document), encoding="utf-8")
    for name, sql in models.items():
        (path / "models" / f"{name}.sql").write_text(sql, encoding="utf-8")
    project = VaultProject(path)
    project.dbt("deps")
    project.create("clock", {"load_number": "integer"}, [(0,)])
    return project


def staging(table: str, hashes: str) -> str:
    """A staging model of the rows of the current load, with hash columns added."""
    return (
        f"select *, {hashes} from {table} where load_number = (select max(load_number) from clock)"
    )


def incremental(call: str) -> str:
    """An incremental model of one macro call."""
    return f"{INCREMENTAL}{{{{ automate_dv.{call} }}}}\n"
