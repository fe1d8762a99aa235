"""Comparison of two built databases, table by table."""

from collections.abc import Collection, Mapping
from pathlib import Path

import duckdb

LAYERS = ("raw_vault", "business_vault", "marts")
# Columns that say which run wrote a row, or from which file it was read.
TECHNICAL = ["load_id", "file_sha256"]
# Tables with the intermediate results of a single run.
SCRATCH = {"cluster_assignments", "new_pair_scores"}


def tables(database: Path, layers: tuple[str, ...] = LAYERS) -> list[str]:
    """Names (`schema.table`) of all tables of the layers except SCRATCH, sorted."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables()"
            " where list_contains(?, schema_name) and not list_contains(?, table_name) order by 1",
            [list(layers), list(SCRATCH)],
        ).fetchall()
    return [name for (name,) in rows]


def differences(
    left: Path,
    right: Path,
    layers: tuple[str, ...] = LAYERS,
    renamed: dict[str, str] | None = None,
    only: Collection[str] = (),
    queries: Mapping[str, str] | None = None,
) -> dict[str, int]:
    """Number of rows that only one of two databases has, by table; equal tables are omitted.

    Repeated rows are counted, so a duplicate is a difference. Technical columns are not compared.
    `renamed` has the names of layers that are named differently in the left database; `only` names
    the tables to compare, all of the layers without it; `queries` has the rows that count of some
    tables.
    """
    found: dict[str, int] = {}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{left}' as one (read_only)")
        connection.execute(f"attach '{right}' as two (read_only)")
        for name in tables(right, layers):
            layer, table = name.split(".")
            if only and table not in only:
                continue
            left_name = f"{(renamed or {}).get(layer, layer)}.{table}"
            compared = f"select columns(lambda name: name not in {TECHNICAL}) from"
            query = (queries or {}).get(name, name)
            one, two = (
                f"{compared} {query.replace(name, read)}"
                for read in (f"one.{left_name}", f"two.{name}")
            )
            digests = {
                connection.execute(
                    f"select count(*), sum(hash(found)) from ({rows}) as found"
                ).fetchone()
                for rows in (one, two)
            }
            if len(digests) == 1:
                continue
            ((number,),) = connection.execute(
                f"select count(*) from (({one} except all {two})"
                f" union all ({two} except all {one}))"
            ).fetchall()
            if number:
                found[name] = number
    return found


def row_counts(database: Path, layers: tuple[str, ...] = LAYERS) -> dict[str, int]:
    """Number of rows of each table of the layers."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return {
            name: connection.execute(f"select count(*) from {name}").fetchall()[0][0]
            for name in tables(database, layers)
        }
