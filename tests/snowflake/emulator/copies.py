"""COPY of CSV and JSON files by the names of their columns, with INCLUDE_METADATA.

https://docs.snowflake.com/en/sql-reference/sql/copy-into-table. fakesnow handles all other forms.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from fakesnow.transforms.file_format import lookup_file_format
from snowflake.connector.errors import ProgrammingError

from emulator.cursor import EmulatedConnection
from emulator.session import escaped
from emulator.stages import folder_of
from emulator.statements import NAME

COPY = re.compile(
    rf"copy\s+into\s+(?P<table>{NAME})\s+from\s+'?(?P<stage>@{NAME})(?:/(?P<path>[^\s']*))?'?\s+"
    r"(?P<options>.*\binclude_metadata\b.*)$",
    re.I | re.S,
)
OPTION = re.compile(r"(\w+)\s*=\s*(\((?:[^()']|'[^']*'|\([^()]*\))*\)|'[^']*'|\w+)", re.S)
METADATA = re.compile(r"(\w+)\s*=\s*metadata\$(\w+)", re.I)
KNOWN = {"pattern", "files", "file_format", "match_by_column_name", "include_metadata", "on_error",
         "force"}  # fmt: skip
VALUES = {"filename": "staged_path", "file_row_number": "row_number() over ()"}
COLUMNS = ("file", "status", "rows_parsed", "rows_loaded", "error_limit", "errors_seen",
           "first_error", "first_error_line", "first_error_character",
           "first_error_column_name")  # fmt: skip
LOADED = "emulator.public.copied_files"
READERS = {
    "CSV": "read_csv('{path}', header = true, all_varchar = true, auto_detect = false, delim = ',',"
           " quote = '\"', escape = '\"', parallel = false, columns = {columns})",
    "JSON": "read_json('{path}', format = 'newline_delimited', columns = {columns})",
}  # fmt: skip


@dataclass(frozen=True)
class Copy:
    """A COPY into a table: the stage and folder, the options, and the columns with metadata."""

    table: str
    stage: str
    folder: str
    options: dict[str, str]
    metadata: dict[str, str] = field(default_factory=dict)


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
    metadata = {column: VALUES[name.lower()]
                for column, name in METADATA.findall(options["include_metadata"])}  # fmt: skip
    return Copy(found["table"], found["stage"], found["path"] or "", options, metadata)


def answer(sql: str, session: EmulatedConnection) -> str | None:
    """Load the files of a COPY, and return a query with its result; None for other statements."""
    copy = recognised(sql)
    if not copy:
        return None
    session.duck.execute(
        f"create table if not exists {LOADED} (table_name varchar, path varchar, digest varchar)"
    )
    rows = []
    for path, staged in chosen_files(copy, session):
        digest = hashlib.md5(path.read_bytes()).hexdigest()
        known = session.duck.execute(
            f"select 1 from {LOADED} where table_name = ? and path = ? and digest = ?",
            [copy.table.upper(), str(path), digest],
        ).fetchall()
        if known and copy.options.get("force", "").lower() != "true":
            continue
        count = load(copy, session, path, staged)
        session.duck.execute(
            f"insert into {LOADED} values (?, ?, ?)", [copy.table.upper(), str(path), digest]
        )
        name = f"{copy.stage.rsplit('.', 1)[-1].lstrip('@').lower()}/{staged}"
        rows.append(
            f"('{escaped(name)}', 'LOADED', {count}, {count}, 1, 0, null, null, null, null)"
        )
    if not rows:
        return "select 'Copy executed with 0 files processed.' as \"status\""
    names = ", ".join(f'column{number} as "{name}"' for number, name in enumerate(COLUMNS, 1))
    return f"select {names} from values {', '.join(rows)}"


def chosen_files(copy: Copy, session: EmulatedConnection) -> list[tuple[Path, str]]:
    """The files that a COPY names or finds, each with its path on the stage, sorted."""
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
    found = [(path, path.relative_to(stage).as_posix()) for path in paths]
    return [(path, staged) for path, staged in found if re.fullmatch(pattern, staged)]


def load(copy: Copy, session: EmulatedConnection, path: Path, staged: str) -> int:
    """Insert the rows of a file; returns their number. Raises a ProgrammingError for a bad row."""
    kind = file_type(copy, session)
    columns = table_columns(copy, session)
    own = [name for name in columns if name not in {name.upper() for name in copy.metadata}]
    names = header(path) if kind == "CSV" else keys(path)
    known = {name.upper() for name in names}
    declared = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names) + "}"
    reader = READERS[kind].format(path=str(path).replace("'", "''"), columns=declared)
    targets = [name for name in own if name in known]
    selected = [f'nullif("{name}", \'\') as "{name}"' for name in targets]
    selected += [
        f'{value} as "{name}"' if value != "staged_path" else f"'{escaped(staged)}' as \"{name}\""
        for name, value in copy.metadata.items()
    ]
    listed = ", ".join(f'"{name.upper()}"' for name in [*targets, *copy.metadata])
    try:
        (count,) = session.duck.execute(
            f"insert into {copy.table} ({listed}) select {', '.join(selected)} from {reader}"
        ).fetchone() or (0,)
    except duckdb.InvalidInputException as error:
        raise ProgrammingError(msg=f"{staged}: {error}", errno=100016, sqlstate="22000") from error
    return count


def header(path: Path) -> list[str]:
    """The names of the columns of a CSV file."""
    options = (
        "header = false, all_varchar = true, auto_detect = false, columns = {'line': 'VARCHAR'}"
    )
    row = (
        duckdb.cursor()
        .execute(
            f"select line from read_csv(?, delim = '\\x01', quote = '', {options}) limit 1",
            [str(path)],
        )
        .fetchone()
    )
    return [name.strip('"') for name in row[0].split(",")] if row else []


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


def file_type(copy: Copy, session: EmulatedConnection) -> str:
    """CSV or JSON: the type of the file format, of which CSV must have a header."""
    options = dict(OPTION.findall(copy.options.get("file_format", "()")[1:-1]))
    options = {name.upper(): value.strip("'") for name, value in options.items()}
    if name := options.get("FORMAT_NAME"):
        options = lookup_file_format(session.duck, name.upper(), session.database, session.schema)
    kind = str(options.get("TYPE", "CSV")).upper()
    if kind == "CSV" and str(options.get("PARSE_HEADER", "")).lower() != "true":
        raise ProgrammingError(
            msg="MATCH_BY_COLUMN_NAME of CSV files needs PARSE_HEADER = TRUE",
            errno=2019,
            sqlstate="0A000",
        )
    return kind


def table_columns(copy: Copy, session: EmulatedConnection) -> list[str]:
    """The names of the table's columns."""
    return [row[0].upper() for row in session.duck.execute(f"describe {copy.table}").fetchall()]
