"""Compares tables and views of an emulated account with those of a build on DuckDB, row by row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import duckdb

LAYERS = ("raw_vault", "business_vault", "marts")
# Columns that say which run wrote a row and when, from which file it was read, or by its own hash
# whether what it is computed from has changed.
TECHNICAL = ("load_id", "file_sha256", "inputs_digest", "built_at", "checked_at")
# Tables with the intermediate results of a single run.
SCRATCH = ("cluster_assignments", "new_pair_scores", "records_to_recluster")
NUMBERS = ("DECIMAL", "DOUBLE", "FLOAT", "HUGEINT", "UBIGINT", "BIGINT", "INTEGER", "SMALLINT")


@dataclass(frozen=True)
class Difference:
    """A table that differs: the number of rows that only one side has, and the first of them.

    columns: those whose values differ. built, emulated: the first row of each side in the order of
    all columns, those columns only, with the first column of the table in front.
    """

    table: str
    only_built: int
    only_emulated: int
    columns: tuple[str, ...] = ()
    built: tuple = ()
    emulated: tuple = ()

    def __str__(self) -> str:
        return (
            f"{self.table}: {self.only_built} rows only on DuckDB, {self.only_emulated} only on"
            f" Snowflake, in {', '.join(self.columns) or 'rows'};"
            f" first {self.built} against {self.emulated}"
        )


def compared(kind: str, column: str) -> str:
    """The expression by which a column is compared. kind: its type on DuckDB."""
    name = f'"{column}"'
    if kind.startswith(NUMBERS):
        # FLOAT is the last digit apart, NUMBER is exact on both.
        return f"round(cast({name} as double), 6)"
    if kind == "BLOB":
        return f"hex({name})"
    return (
        f"cast({name} as {kind})" if kind in ("DATE", "TIMESTAMP") else f"cast({name} as varchar)"
    )


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Name in lower case -> type of each column of a table; empty if the table is missing."""
    try:
        rows = connection.execute(f"describe {table}").fetchall()
    except duckdb.CatalogException:
        return {}
    return {name.lower(): kind for name, kind, *_ in rows}


def difference(
    connection: duckdb.DuckDBPyConnection, built: str, emulated: str, name: str
) -> Difference | None:
    """The difference between two tables; None if they have the same rows.

    built, emulated: their names in the connection. name: how the result calls the table.
    """
    kinds, found = columns_of(connection, built), columns_of(connection, emulated)
    names = [column for column in kinds if column not in TECHNICAL]
    unlike = {*kinds} ^ {*found}
    if unlike:
        return Difference(name, 0, 0, tuple(sorted(unlike)))
    selected = ", ".join(f'{compared(kinds[column], column)} as "{column}"' for column in names)
    one, two = (f"select {selected} from {table}" for table in (built, emulated))
    digests = {
        connection.execute(f"select count(*), sum(hash(t)) from ({rows}) as t").fetchone()
        for rows in (one, two)
    }
    if len(digests) == 1:
        return None
    left, right = f"({one} except all {two})", f"({two} except all {one})"
    counts = [
        connection.execute(f"select count(*) from {rows} as t").fetchall()[0][0]
        for rows in (left, right)
    ]
    if counts == [0, 0]:
        return None
    differing = [column for column in names if differs(connection, one, two, column)]
    shown = ", ".join(f'"{column}"' for column in dict.fromkeys([names[0], *differing]))
    first = [
        (
            connection.execute(f"select {shown} from {rows} as t order by all limit 1").fetchone()
            or ()
        )
        for rows in (left, right)
    ]
    return Difference(name, *counts, tuple(differing), *first)


def differs(connection: duckdb.DuckDBPyConnection, one: str, two: str, column: str) -> bool:
    """Whether two queries have different values in a column."""
    selected = f'select "{column}" from'
    query = f"{selected} ({one}) except all {selected} ({two})"
    return bool(connection.execute(f"select 1 from ({query}) as t limit 1").fetchall())


def differences(
    connection: duckdb.DuckDBPyConnection,
    built: Path,
    database: str,
    names: Collection[str] | None = None,
) -> list[Difference]:
    """All tables and views of LAYERS that differ.

    connection: to the emulator's databases. built: the file of the build on DuckDB. database: the
    emulated one. names: of the tables to compare, all if it is None.
    """
    # Its views name the database in which they were created: that of the file.
    own = f'"{built.stem}"'
    connection.execute(f"attach if not exists '{built}' as {own} (read_only)")
    found = [
        difference(
            connection,
            f"{own}.{schema}.{table}",
            f"{database}.{schema}.{table}",
            f"{schema}.{table}",
        )  # fmt: skip
        for schema, table in relations(connection, built.stem)
        if names is None or table in names
    ]
    connection.execute(f"detach {own}")
    return [one for one in found if one]


def relations(connection: duckdb.DuckDBPyConnection, database: str) -> list[tuple[str, str]]:
    """Schema and name of each table and view of LAYERS that is compared, sorted."""
    return connection.execute(
        "select schema_name, name from ("
        " select database_name, schema_name, table_name as name from duckdb_tables()"
        " union all select database_name, schema_name, view_name from duckdb_views()"
        ") where database_name = ? and list_contains(?, schema_name)"
        " and not list_contains(?, name) order by all",
        [database, list(LAYERS), list(SCRATCH)],
    ).fetchall()
