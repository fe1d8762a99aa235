"""The SQL of both packages, compiled once by dbt, and run on many histories in memory."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from dbt.cli.main import dbtRunner
from upstream.packages import Packages
from upstream.project import NAME, write_project

from .histories import Load
from .models import LANDING, LOADED, STRUCTURES, VIEWS, models

DATABASE = "vault"


@dataclass(frozen=True)
class Compiled:
    """The SQL of each model for its first load and for later ones, in a schema of its own."""

    schema: str
    first: Mapping[str, str]
    later: Mapping[str, str]


def land(connection: duckdb.DuckDBPyConnection, load: Load) -> None:
    """Replace the landing tables by those of a load."""
    connection.execute("create schema if not exists landing")
    for name, columns in LANDING.items():
        connection.execute(f"create or replace table landing.{name} ({columns})")
        if load[name]:
            marks = ", ".join("?" * len(load[name][0]))
            connection.executemany(f"insert into landing.{name} values ({marks})", load[name])


def compiled(schema: str, packages: Packages, folder: Path, history: Sequence[Load]) -> Compiled:
    """Build the first two loads of a history with dbt, and keep what it compiled."""
    database, project = folder / f"{DATABASE}.duckdb", folder / "project"
    folder.mkdir(parents=True)
    options = write_project(project, packages, models(), {"hash": "MD5"}, database, schema=schema)
    found = []
    for load in history[:2]:
        with duckdb.connect(str(database)) as connection:
            land(connection, load)
        result = dbtRunner().invoke(["run", *options])
        if not result.success:
            raise SystemExit(str(result.exception or [it.message for it in result.result.results]))
        written = project / "target" / "compiled" / NAME / "models"
        found.append({path.stem: path.read_text("utf-8") for path in written.glob("*.sql")})
        shutil.rmtree(written)
    return Compiled(schema, *found)


def run(connection: duckdb.DuckDBPyConnection, packages: Sequence[Compiled], load: int) -> None:
    """Build all models from the current landing tables; `load` 0 is the first one."""
    for it in packages:
        if load == 0:
            connection.execute(f"create schema if not exists {it.schema}")
            for name in VIEWS:
                connection.execute(f"create or replace view {it.schema}.{name} as {it.first[name]}")
        for name in STRUCTURES:
            table = f"{it.schema}.{name}"
            if load == 0 or name not in LOADED:
                connection.execute(f"create or replace table {table} as {it.first[name]}")
            else:
                connection.execute(f"create or replace temp table new_rows as {it.later[name]}")
                connection.execute(f"insert into {table} by name from new_rows")


def differences(
    connection: duckdb.DuckDBPyConnection, name: str, own: str, upstream: str
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """The rows of a table that only one of the packages has: the own one, and upstream."""
    columns = {
        schema: [
            column.lower()
            for (column,) in connection.execute(
                "select column_name from information_schema.columns"
                " where table_schema = ? and table_name = ? order by ordinal_position",
                [schema, name],
            ).fetchall()
        ]
        for schema in (own, upstream)
    }
    if columns[own] != columns[upstream]:
        raise SystemExit(f"{name} has other columns, or in another order: {columns}")
    rows = {schema: f"select {', '.join(columns[own])} from {schema}.{name}" for schema in columns}
    return (
        connection.execute(f"{rows[own]} except all {rows[upstream]}").fetchall(),
        connection.execute(f"{rows[upstream]} except all {rows[own]}").fetchall(),
    )


def count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """The number of rows of a table."""
    row = connection.execute(f"select count(*) from {table}").fetchone()
    assert row
    return int(row[0])
