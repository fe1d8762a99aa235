"""Files on stages: where they are, and the columns of Parquet files (INFER_SCHEMA)."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from fakesnow.expr import normalise_ident
from fakesnow.transforms import stage
from snowflake.connector.errors import ProgrammingError

from emulator.bindings import Bindings
from emulator.statements import NAME

REFERENCE = re.compile(rf"'?@(?P<stage>{NAME})(?:/(?P<path>.*?))?'?$", re.S)
INFER_SCHEMA = re.compile(
    r"select\s+column_name\s*,\s*type\s+from\s+table\s*\(\s*infer_schema\s*\(\s*location\s*=>\s*"
    r"(?:\?|'(?P<location>[^']*)')\s*,.*\)\s*\)$",
    re.I | re.S,
)


def folder_of(reference: str, database: str, schema: str) -> Path:
    """The folder or file behind `@database.schema.stage/path`.

    database, schema: those of the session, for a stage that is named without them.
    """
    found = REFERENCE.match(reference)
    if not found:
        raise ProgrammingError(msg=f"{reference} is not a stage", errno=1003, sqlstate="42000")
    parts = [normalise_ident(part) for part in found["stage"].split(".")]
    full = ".".join([*[database, schema][: 3 - len(parts)], *parts])
    return Path(stage.internal_dir(full), found["path"] or "")


def staged_file(reference: str, database: str, schema: str) -> Path:
    """A file on a stage. Raises a ProgrammingError, as Snowflake does, if nothing was put there."""
    path = folder_of(reference, database, schema)
    if not path.is_file():
        raise ProgrammingError(
            msg=f"Cannot find the file {reference}; put it on the stage first",
            errno=253006,
            sqlstate="02000",
        )
    return path


def remove_files(connection: duckdb.DuckDBPyConnection) -> None:
    """Delete the files on all stages of an account: accounts of a process share the folders."""
    databases = connection.execute(
        "select database_name from duckdb_databases() where not internal"
    ).fetchall()
    for (name,) in databases:
        shutil.rmtree(Path(stage.LOCAL_BUCKET_PATH) / name, ignore_errors=True)


def snowflake_type(arrow: pa.DataType) -> str:
    """The type that INFER_SCHEMA gives for a column of a Parquet file."""
    if pa.types.is_decimal(arrow):
        return f"NUMBER({arrow.precision}, {arrow.scale})"
    tests = (
        (pa.types.is_boolean, "BOOLEAN"),
        (pa.types.is_integer, "NUMBER(38, 0)"),
        (pa.types.is_floating, "REAL"),
        (pa.types.is_date, "DATE"),
        (pa.types.is_timestamp, "TIMESTAMP_NTZ"),
        (pa.types.is_time, "TIME"),
        (pa.types.is_binary, "BINARY"),
    )
    return next((name for test, name in tests if test(arrow)), "TEXT")


def answer(sql: str, bindings: Bindings, database: str, schema: str) -> str | None:
    """The statement to run instead of a query of INFER_SCHEMA; None for all others.

    sql: a statement without comments. bindings: its first one is the location.
    """
    found = INFER_SCHEMA.match(sql)
    if not found:
        return None
    location = found["location"] or bindings["1"]["value"]
    folder = folder_of(location, database, schema)
    columns: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        for field in pq.read_schema(path):
            columns.setdefault(field.name, snowflake_type(field.type))
    return " union all ".join(
        f"select '{name}' as column_name, '{kind}' as type" for name, kind in columns.items()
    )
