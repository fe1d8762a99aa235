"""The record of the files that were checked, in the database: `bookkeeping.landed_files`.

A file of several batches, such as a seed, has an entry for each batch instead, with a digest of the
batch's rows. The record is written before dbt starts. A test of the build compares its row counts,
which come from a different reader, with those of landing; and a file that changes after it was
loaded is detected by its digest. Version 0.1 had no such record: of what it loaded, the number of
rows in each batch is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from warehouse.landing.batches import UNKNOWN_ROWS
from warehouse.landing.checked_files import CheckedFile, KnownFile
from warehouse.landing.file_content import Content

# As in macros/loads/bookkeeping_table.sql.
COLUMNS = "feed varchar, landed_in varchar, sha256 varchar, file_columns varchar, "
COLUMNS += "first_loaded_at varchar, arrived bigint"
IS_LOADED = """exists (
    select 1 from {schema}.processed_loads as loads
    where
        loads.source = 'landing_' || files.feed
        and loads.load = files.landed_in
        and loads.status = 'processed'
)"""
TABLES = """select table_name, schema_name from duckdb_tables()
    where schema_name = ? or table_name = 'stg_landing__batches'"""
# Batches that version 0.1 had loaded completely, before and after an upgrade; see macros/upgrade.
LOADED_BY_0_1 = {
    "stg_landing__batches": """
        select feed, landed_in, sum(landed)::bigint from {schema}.stg_landing__batches
        where landed_in is not null group by feed, landed_in
        having not bool_or(is_pending or not is_whole)
    """,
    "processed_loads": """
        select distinct replace(source, 'landing_', ''), load, state::bigint
        from {schema}.processed_loads
        where run_id = 'upgrade' and starts_with(source, 'landing_')
    """,
}
# As in profiles.yml.
FORMAT = {"storage_compatibility_version": "v1.2.0"}


def bookkeeping_schema(as_of_date: object) -> str:
    """The schema of the bookkeeping tables of a build, as generate_schema_name names it."""
    return f"bookkeeping_as_of_{str(as_of_date).replace('-', '_')}" if as_of_date else "bookkeeping"


def known_files(
    database: Path, schema: str, *, is_rebuilt: bool = False
) -> dict[tuple[str, str], KnownFile]:
    """(feed, batch) -> the file in the record of a database; none if there is no such record.

    is_rebuilt: whether the run loads everything again, so that no file counts as loaded.
    """
    if not database.is_file():
        return {}
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            tables = dict(connection.execute(TABLES, [schema]).fetchall())
            # A build as of a day is not upgraded.
            may_be_upgraded = schema == bookkeeping_schema(None) and not is_rebuilt
            before = loaded_by_0_1(connection, tables) if may_be_upgraded else {}
            if "landed_files" not in tables:
                return before
            # dbt creates the other table, so a run that never started leaves none.
            has_loads = "processed_loads" in tables
            is_loaded = IS_LOADED.format(schema=schema) if has_loads else "false"
            rows = connection.execute(
                "select feed, landed_in, sha256, file_columns, arrived, first_loaded_at, "
                f"{is_loaded} from {schema}.landed_files as files"
            ).fetchall()
    except duckdb.Error:
        return {}  # reported as a problem of the database
    return before | {
        (feed, batch): KnownFile(
            sha256, Content(tuple(columns.split(",")), rows, first), loaded and not is_rebuilt
        )
        for feed, batch, sha256, columns, rows, first, loaded in rows
    }


def loaded_by_0_1(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, str]
) -> dict[tuple[str, str], KnownFile]:
    """(feed, batch) -> what version 0.1 has loaded, as a batch whose rows are not known.

    tables: the schema of each existing table, by name.
    """
    for table, query in LOADED_BY_0_1.items():
        if table in tables:
            rows = connection.execute(query.format(schema=tables[table])).fetchall()
            return {
                (feed, batch): KnownFile(UNKNOWN_ROWS, Content((), count, ""), is_loaded=True)
                for feed, batch, count in rows
            }
    return {}


def is_recorded(checked: CheckedFile, known: Mapping[tuple[str, str], KnownFile]) -> bool:
    """Whether the record has this version of a file."""
    recorded = known.get((checked.file.feed, checked.file.batch))
    return recorded is not None and recorded.sha256 == checked.sha256


def record_files(
    database: Path,
    schema: str,
    checked: Sequence[CheckedFile],
    known: Mapping[tuple[str, str], KnownFile],
) -> None:
    """Add new files to the record, and remove those that were never loaded and are gone.

    A file of several batches has an entry for each of them.
    """
    files = [entry for file in checked for entry in file.recorded]
    entries = [
        (
            entry.file.feed,
            entry.file.batch,
            entry.sha256,
            ",".join(entry.content.columns),
            entry.content.first_loaded_at,
            entry.content.rows,
        )
        for entry in files
        if entry.is_new and not is_recorded(entry, known)
    ]
    there = {(entry.file.feed, entry.file.batch) for entry in files}
    gone = [key for key, file in known.items() if not file.is_loaded and key not in there]
    replaced = [*gone, *(entry[:2] for entry in entries)]
    if not replaced:
        return
    with duckdb.connect(str(database), config=FORMAT) as connection:
        connection.execute(f"create schema if not exists {schema}")
        connection.execute(f"create table if not exists {schema}.landed_files ({COLUMNS})")
        connection.execute("begin")
        connection.execute(
            f"delete from {schema}.landed_files where (feed, landed_in) in "
            "(select unnest($1), unnest($2))",
            [list(values) for values in zip(*replaced, strict=True)],
        )
        if entries:
            connection.execute(
                f"insert into {schema}.landed_files select unnest($1), unnest($2), unnest($3), "
                "unnest($4), unnest($5), unnest($6)",
                [list(values) for values in zip(*entries, strict=True)],
            )
        connection.execute("commit")
