"""These tests' dbt project: parsed once, compiled and run in this process on DuckDB."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from dbt_in_process import UNLOGGED

PACKAGE = Path(
    os.environ.get("AUTOMATE_DV_PACKAGE", Path(__file__).parents[3] / "packages" / "automate_dv")
).resolve()
# The package's extra vars on, and the defaults, which are upstream's.
REPLAY_SAFE = {"hash": "SHA", "injective_hashing": True, "replay_safe_loading": True}
DEFAULT = {"hash": "MD5", "injective_hashing": False, "replay_safe_loading": False}
# Staging of snapshots keeps the rows of earlier loads. Once a table exists, it reads new rows only.
SOURCE_ROWS = """
{% macro default__source_rows(name) -%}
    {%- if name in ('stg_snapshot', 'stg_accepted', 'snapshot_log', 'snapshot_log_checked')
        and automate_dv.is_any_incremental() -%}
        (
            select * from {{ ref(name) }}
            where load_number = (select max(load_number) from clock)
        )
    {%- else -%}
        {{ ref(name) }}
    {%- endif -%}
{%- endmacro %}
"""
# The project's own version of a table macro.
OVERRIDES = """
{% macro duckdb__link() -%}
    {{ 'select 1 as overridden' if var('overrides_link', false)
        else automate_dv.default__link(**kwargs) }}
{%- endmacro %}
"""
Vars = Mapping[str, Any]
# Name of each landing table -> name and type of its columns, the number of the load first.
Landing = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class VaultProject:
    """A parsed project, and the folder of the DuckDB file that its runs write to.

    The manifest contains the name of the database, so each file is called vault.duckdb.
    """

    path: Path
    manifest: Manifest | None
    folder: Path

    @property
    def database(self) -> Path:
        """The DuckDB file."""
        return self.folder / "vault.duckdb"

    def on_new_database(self, folder: Path, landing: Landing) -> VaultProject:
        """The same project on a new database with empty landing tables."""
        folder.mkdir(parents=True, exist_ok=True)
        outputs = {
            "duckdb": {"type": "duckdb", "path": str(folder / "vault.duckdb"), "threads": 1},
            "snowflake": {
                "type": "snowflake", "account": "none", "user": "none", "password": "none",
                "database": "vault", "schema": "main", "warehouse": "none",
            },
        }  # fmt: skip
        profiles = {"fixture": {"target": "duckdb", "outputs": outputs}}
        (folder / "profiles.yml").write_text(yaml.safe_dump(profiles), encoding="utf-8")
        project = replace(self, folder=folder)
        with duckdb.connect(str(project.database)) as connection:
            create_landing(connection, landing)
        return project

    def invoke(self, *arguments: str, variables: Vars | None = None) -> Any:
        """The result of one dbt command, successful or not."""
        folders = ["--project-dir", str(self.path), "--profiles-dir", str(self.folder)]
        given = ["--vars", yaml.safe_dump(dict(variables))] if variables else []
        try:
            return dbtRunner(manifest=self.manifest).invoke(
                [*UNLOGGED, *arguments, *folders, *given]
            )
        finally:
            DuckDBConnectionManager.close_all_connections()

    def dbt(self, *arguments: str, variables: Vars | None = None) -> Any:
        """The result of one dbt command; raises AssertionError if dbt fails."""
        result = self.invoke(*arguments, variables=variables)
        failed = [
            f"{run.node.name}: {run.message}"
            for run in getattr(result.result, "results", None) or []
            if run.status in ("error", "fail")
        ]
        assert result.success, "\n".join(failed) or str(result.exception)
        return result.result

    def run(self, *arguments: str, variables: Vars | None = None) -> None:
        """Run models, which load the next number."""
        self.dbt("run", "--no-write-json", *arguments, variables=variables)

    def compile(self, *arguments: str, variables: Vars | None = None) -> dict[str, str]:
        """The SQL of each model or test by name, as dbt would run it on this database."""
        compiled = self.dbt("compile", "--no-write-json", *arguments, variables=variables)
        return {run.node.name: str(run.node.compiled_code) for run in compiled.results}

    def deliver(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows to a landing table; the first column is the number of the load."""
        with duckdb.connect(str(self.database)) as connection:
            insert_rows(connection, table, rows)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def count(self, table: str) -> int:
        """The number of rows of a table."""
        return int(self.rows(f"select count(*) from {table}")[0][0])


# A fixture: returns the project on a new database in a folder of the given name.
MakeProject = Callable[[str], VaultProject]


def create_landing(connection: duckdb.DuckDBPyConnection, landing: Landing) -> None:
    """Create empty landing tables and the clock with the number of the current load."""
    connection.execute("create table clock as select 0 as load_number")
    for table, columns in landing.items():
        names = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        connection.execute(f"create table {table} ({names})")


def insert_rows(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows into a table in one statement."""
    data = list(rows)
    if data:
        kinds = [row[1] for row in connection.execute(f"describe {table}").fetchall()]
        columns = {
            f"column_{place}": list(values) for place, values in enumerate(zip(*data, strict=True))
        }
        unnested = ", ".join(
            f"unnest(${name}::{kind}[])" for name, kind in zip(columns, kinds, strict=True)
        )
        connection.execute(f"insert into {table} select {unnested}", columns)


def parsed_project(
    path: Path,
    models: Mapping[str, str],
    properties: Mapping[str, Any],
    variables: Vars,
    own_macros: str = "",
) -> VaultProject:
    """Write a project with these models and macros, install the package and parse it.

    A model's name may contain its folder. What depends only on vars is decided when a model is
    compiled, so one parse serves all vars.
    """
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
            "dispatch": [
                {"macro_namespace": "automate_dv", "search_order": ["fixture", "automate_dv"]}
            ],
            "flags": {"send_anonymous_usage_stats": False},
        },
        "packages.yml": {"packages": [{"local": str(PACKAGE)}]},
        "models/_models.yml": dict(properties),
    }
    for name, document in documents.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(yaml.safe_dump(document), encoding="utf-8")
    files = {f"models/{name}": sql for name, sql in models.items()}
    macros = {"macros/source_rows": SOURCE_ROWS, "macros/overrides": OVERRIDES + own_macros}
    for name, sql in {**files, **macros}.items():
        file = path / f"{name}.sql"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(sql, encoding="utf-8")
    project = VaultProject(path, None, path).on_new_database(path, {})
    project.dbt("deps")
    return replace(project, manifest=project.dbt("parse", "--no-write-json"))
