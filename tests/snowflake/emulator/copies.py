"""COPY of CSV and JSON files by the names of their columns, with INCLUDE_METADATA.

https://docs.snowflake.com/en/sql-reference/sql/copy-into-table. fakesnow handles all other forms.
COPY_HISTORY answers what was loaded: https://docs.snowflake.com/en/sql-reference/functions/copy_history
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
from fakesnow.transforms.file_format import lookup_file_format
from snowflake.connector.errors import ProgrammingError

from emulator import csv_files
from emulator.cursor import EmulatedConnection
from emulator.session import escaped
from emulator.stages import folder_of
from emulator.statements import NAME

COPY = re.compile(
    rf"copy\s+into\s+(?P<table>{NAME})\s+from\s+'?(?P<stage>@{NAME})(?:/(?P<path>[^\s']*))?'?\s+"
    r"(?P<options>.*\binclude_metadata\b.*)$",
    re.I | re.S,
)
COPY_HISTORY = re.compile(
    rf"table\s*\(\s*(?:{NAME}\.)?information_schema\.copy_history\s*\(\s*"
    r"table_name\s*=>\s*'(?P<table>[^']+)'\s*,\s*start_time\s*=>\s*"
    r"(?P<start>dateadd\s*\([^()]*(?:\(\))?\s*\)|current_timestamp\(\))\s*\)\s*\)",
    re.I | re.S,
)
OPTION = re.compile(r"(\w+)\s*=\s*(\((?:[^()']|'[^']*'|\([^()]*\))*\)|'[^']*'|\w+)", re.S)
METADATA = re.compile(r"(\w+)\s*=\s*metadata\$(\w+)", re.I)
KNOWN = {"pattern", "files", "file_format", "match_by_column_name", "include_metadata", "on_error",
         "force"}  # fmt: skip
VALUES = ("filename", "file_row_number")
COLUMNS = ("file", "status", "rows_parsed", "rows_loaded", "error_limit", "errors_seen",
           "first_error", "first_error_line", "first_error_character",
           "first_error_column_name")  # fmt: skip
# What COPY has loaded, by the full name of the table.
LOADED = "emulator.public.copied_files"
JSON = "read_json({path}, format = 'newline_delimited', columns = {columns})"


@dataclass(frozen=True)
class Copy:
    """A COPY into a table: the stage and folder, the options, and the columns with metadata."""

    table: str
    stage: str
    folder: str
    options: dict[str, str]
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Chosen:
    """A file that a COPY reads: its path here and on the stage, and a digest of its content."""

    path: Path
    staged: str
    digest: str


@dataclass(frozen=True)
class Rows:
    """The rows of a file: their number, the columns of the table that they have, and a query."""

    count: int
    columns: list[str]
    query: str


def recognised(sql: str) -> Copy | None:
    """The COPY of a statement; None for other statements and other forms.

    sql: a statement without comments. Raises NotImplementedError for an option that has no meaning
    here.
    """
    found = COPY.match(sql)
    if not found:
        return None
    options = {name.lower(): value for name, value in OPTION.findall(found["options"])}
    if unknown := set(options) - KNOWN:
        raise NotImplementedError(f"COPY with {', '.join(sorted(unknown))}")
    if (reaction := options.get("on_error", "abort_statement").lower()) != "abort_statement":
        raise NotImplementedError(f"COPY with ON_ERROR = {reaction}")
    metadata = {column.upper(): name.lower()
                for column, name in METADATA.findall(options["include_metadata"])}  # fmt: skip
    if unknown := set(metadata.values()) - set(VALUES):
        raise NotImplementedError(f"METADATA${', '.join(sorted(unknown))}")
    return Copy(found["table"], found["stage"], found["path"] or "", options, metadata)


def answer(sql: str, session: EmulatedConnection) -> str | None:
    """Load the files of a COPY, and return a query with its result; None for other statements.

    All files are read before the first row is written: if one has an error, none is loaded.
    """
    copy = recognised(sql)
    if not copy:
        return None
    table = full_name(copy.table, session)
    create_record(session.duck)
    files = [
        file
        for file in chosen_files(copy, session)
        if copy.options.get("force", "").lower() == "true"
        or not is_loaded(session.duck, table, file)
    ]
    if not files:
        return "select 'Copy executed with 0 files processed.' as \"status\""
    counts = load(copy, session, files)
    session.duck.executemany(
        f"insert into {LOADED} values (?, ?, ?, ?, ?, now())",
        [[table, str(file.path), file.digest, file.staged, count]
         for file, count in zip(files, counts, strict=True)],
    )  # fmt: skip
    stage = copy.stage.rsplit(".", 1)[-1].lstrip("@").lower()
    rows = [
        f"('{escaped(f'{stage}/{file.staged}')}', 'LOADED', {count}, {count}, 1, 0,"
        " null, null, null, null)"
        for file, count in zip(files, counts, strict=True)
    ]
    names = ", ".join(f'column{number} as "{name}"' for number, name in enumerate(COLUMNS, 1))
    return f"select {names} from values {', '.join(rows)}"


def full_name(table: str, session: EmulatedConnection) -> str:
    """The name of a table with its database and schema, in upper case."""
    parts = table.upper().split(".")
    return ".".join([*[session.database or "", session.schema or ""][: 3 - len(parts)], *parts])


def create_record(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the table of what COPY has loaded."""
    connection.execute(
        f"create table if not exists {LOADED} (table_name varchar, path varchar, digest varchar,"
        " staged varchar, row_count bigint, loaded_at timestamptz)"
    )


def is_loaded(connection: duckdb.DuckDBPyConnection, table: str, file: Chosen) -> bool:
    """Whether a table has the rows of a file with this content."""
    found = connection.execute(
        f"select 1 from {LOADED} where table_name = ? and path = ? and digest = ?",
        [table, str(file.path), file.digest],
    ).fetchall()
    return bool(found)


def with_history(sql: str, session: EmulatedConnection) -> str:
    """A statement in which what COPY has loaded replaces COPY_HISTORY. sql: without comments."""

    def loads(found: re.Match) -> str:
        create_record(session.duck)
        name = escaped(full_name(found["table"], session))
        return (
            f"(select staged as file_name, row_count, 'Loaded' as status,"
            f" loaded_at as last_load_time from {LOADED}"
            f" where table_name = '{name}' and loaded_at >= {found['start']})"
        )

    return COPY_HISTORY.sub(loads, sql)


def chosen_files(copy: Copy, session: EmulatedConnection) -> list[Chosen]:
    """The files that a COPY names or finds, sorted."""
    stage = folder_of(copy.stage, session.database or "", session.schema or "")
    folder = stage / copy.folder
    if files := re.findall(r"'([^']*)'", copy.options.get("files", "")):
        paths = [folder / name for name in files]
        if missing := [path.name for path in paths if not path.is_file()]:
            raise ProgrammingError(
                msg=f"Remote file '{missing[0]}' was not found", errno=91016, sqlstate="22000"
            )
    else:
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
    pattern = copy.options.get("pattern", "'.*'").strip("'")
    return [
        Chosen(path, path.relative_to(stage).as_posix(), hashlib.md5(path.read_bytes()).hexdigest())
        for path in paths
        if re.fullmatch(pattern, path.relative_to(stage).as_posix())
    ]


def load(copy: Copy, session: EmulatedConnection, files: list[Chosen]) -> list[int]:
    """Insert the rows of all files in one statement; returns their numbers.

    Raises a ProgrammingError if a file has an error.
    """
    options = format_options(copy, session)
    described = session.duck.execute(f"describe {copy.table}").fetchall()
    own = [row[0].upper() for row in described if row[0].upper() not in copy.metadata]
    with registered(session.duck) as register:
        if str(options.get("TYPE", "CSV")).upper() == "CSV":
            found = csv_files.file_format(options)
            rows = [csv_rows(copy, file, own, found, register) for file in files]
        else:
            rows = [json_rows(copy, file, own, session.duck) for file in files]
        names = sorted({name for one in rows for name in one.columns})
        listed = ", ".join(f'"{name}"' for name in names)
        queries = " union all by name ".join(f"({one.query})" for one in rows)
        try:
            session.duck.execute(
                f"insert into {copy.table} ({listed}) select {listed} from ({queries})"
            )
        except duckdb.InvalidInputException as error:
            raise ProgrammingError(msg=str(error), errno=100069, sqlstate="22000") from error
    return [one.count for one in rows]


@contextmanager
def registered(connection: duckdb.DuckDBPyConnection) -> Iterator:
    """A function that gives an Arrow table a name in queries, until the end of the block."""
    names: list[str] = []

    def register(table: pa.Table) -> str:
        names.append(f"COPIED_ROWS_{len(names)}")
        connection.register(names[-1], table)
        return names[-1]

    try:
        yield register
    finally:
        for name in names:
            connection.unregister(name)


def literal(text: str) -> str:
    """A string literal of DuckDB."""
    return "'" + text.replace("'", "''") + "'"


def metadata_columns(copy: Copy, file: Chosen, number: str) -> list[str]:
    """The expressions of the columns with metadata. number: that of the row in its file."""
    values = {"filename": literal(file.staged), "file_row_number": number}
    return [f'{values[value]} as "{column}"' for column, value in copy.metadata.items()]


def csv_rows(copy: Copy, file: Chosen, own: list[str], found: csv_files.Format, register) -> Rows:
    """The rows of a CSV file. own: the columns of the table without those of metadata."""
    content = csv_files.read(file.path, file.staged, found, len(own))
    places = {name.upper(): place for place, name in enumerate(content.names)}
    targets = [name for name in own if name in places]
    arrays = {
        name: pa.array([record[places[name]] for record in content.records], pa.string())
        for name in targets
    }
    count = len(content.records)
    table = register(pa.table({**arrays, "ROW_OF_FILE": pa.array(range(1, count + 1), pa.int64())}))
    selected = [f'"{name}"' for name in targets] + metadata_columns(copy, file, "ROW_OF_FILE")
    columns = [*targets, *copy.metadata]
    return Rows(count, columns, f"select {', '.join(selected)} from {table}")


def json_rows(
    copy: Copy, file: Chosen, own: list[str], connection: duckdb.DuckDBPyConnection
) -> Rows:
    """The rows of a file of JSON lines. own: the columns of the table without those of metadata."""
    names = keys(file.path)
    declared = "{" + ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names) + "}"
    reader = JSON.format(path=literal(str(file.path)), columns=declared)
    targets = [name for name in own if name in {key.upper() for key in names}]
    selected = [f'nullif("{name}", \'\') as "{name}"' for name in targets]
    selected += metadata_columns(copy, file, "row_number() over ()")
    (count,) = connection.execute(f"select count(*) from {reader}").fetchone() or (0,)
    columns = [*targets, *copy.metadata]
    return Rows(count, columns, f"select {', '.join(selected)} from {reader}")


def keys(path: Path) -> list[str]:
    """The keys of the objects in a file of JSON lines, as they are written."""
    rows = (
        duckdb.cursor()
        .execute(
            "select distinct unnest(json_keys(json)) as key from"
            " read_json_objects(?, format = 'newline_delimited') order by key",
            [str(path)],
        )
        .fetchall()
    )
    return [name for (name,) in rows]


def format_options(copy: Copy, session: EmulatedConnection) -> dict[str, object]:
    """The options of the file format of a COPY, their names in upper case."""
    options = dict(OPTION.findall(copy.options.get("file_format", "()")[1:-1]))
    options = {name.upper(): value.strip("'") for name, value in options.items()}
    if name := options.get("FORMAT_NAME"):
        return lookup_file_format(session.duck, name.upper(), session.database, session.schema)
    return options
