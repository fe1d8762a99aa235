"""Searches databases and files for the values of a person, in each spelling and as SHA-256."""

from __future__ import annotations

import codecs
import csv
import html
import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from erasure.delivered_file import content, text_of
from erasure.names_in_rows import blobs, joined
from erasure.sought import Sought
from erasure.text import BORDER, add_folding, sql_folded
from warehouse.database import connect, literal, quoted
from warehouse.options import ROOT

TABLES = """
    select schema_name, table_name, list([column_name, data_type] order by column_index)
    from duckdb_columns()
    where
        database_name = current_database()
        and (schema_name, table_name) in (select (schema_name, table_name) from duckdb_tables())
        and not regexp_matches(data_type, '^(BOOLEAN|U?[A-Z]*INT|DECIMAL|DOUBLE|FLOAT|TIME)')
        and (data_type <> 'DATE' or lower(column_name) in (select unnest($birth_dates)))
        and not (schema_name = 'reference' and table_name in (select unnest($reference)))
    group by schema_name, table_name
    order by all
"""
# These seeds are a part of the project: a name in them is nobody's.
REFERENCE = [path.stem for path in (ROOT / "seeds" / "reference").rglob("*.csv")]
JSON_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A place with a value of the person: a table or a file, and the number of its rows."""

    place: str
    rows: int = 1

    def __str__(self) -> str:
        return f"{self.place}: {self.rows:,}" if self.rows > 1 else self.place


def searched_tables(
    connection: duckdb.DuckDBPyConnection, birth_dates: Collection[str] = ()
) -> list[tuple[str, str, list[list[str]]]]:
    """(schema, table, [column, type] of each searched column) of the current database."""
    given = {"birth_dates": list(birth_dates), "reference": REFERENCE}
    return connection.execute(TABLES, given).fetchall()


def search_database(connection: duckdb.DuckDBPyConnection, sought: Sought) -> Iterator[Hit]:
    """The tables of the current database with one of the values."""
    add_folding(connection)
    for schema, table, columns in searched_tables(connection, sought.birth_dates):
        cells = [f"cast({quoted(name)} as varchar)" for name, kind in columns if kind != "BLOB"]
        row = joined(cells) if cells else "''"
        rows = (
            f"(select *, {sql_folded('row_text')} as folded_row"
            f" from (select *, {row} as row_text from {quoted(schema)}.{quoted(table)}))"
        )
        hashes = [quoted(name) for name, kind in columns if kind == "BLOB"]
        strings = [name for name, kind in columns if kind == "VARCHAR"]
        if found := count_rows(connection, rows, hashes, strings, sought):
            yield Hit(f"{schema}.{table}", found)


def count_rows(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    hashes: Sequence[str],
    strings: Sequence[str],
    sought: Sought,
) -> int:
    """The number of rows with one of the values.

    rows: query with the columns of a table and `folded_row`. hashes: its binary columns, as SQL.
    strings: its text columns. Most tables are left after a query with simple conditions. These are
    no filters, for which DuckDB would compute the folded row again for each use.
    """
    has_digest = " or ".join(f"{name} in {blobs(sought.digests)}" for name in hashes)
    has_digest = has_digest if sought.digests and hashes else "false"
    named = sought.names.condition(strings) if sought.names else ""
    about = sought.names.about(hashes) if sought.names and named else "false"
    plain = f"regexp_matches(folded_row, {literal(sought.plain)})"
    query = f"select bool_or({plain}), bool_or({has_digest}), bool_or({about}) from {rows}"
    has_plain, has_digests, is_about = connection.execute(query).fetchone() or (None,) * 3
    if not (has_plain or has_digests or is_about):
        return 0
    pattern = literal(sought.pattern)
    conditions = [f"case when {plain} then regexp_matches(folded_row, {pattern}) end", has_digest]
    conditions += [f"case when {about} then {named} end"] if is_about else []
    query = f"select count_if({' or '.join(conditions)}) from {rows}"
    found = connection.execute(query).fetchone()
    return found[0] if found else 0


def search_digests(
    connection: duckdb.DuckDBPyConnection, salt: str, digests: Collection[str]
) -> Iterator[Hit]:
    """The tables of the current database with a cell whose value is in the register."""
    for schema, table, columns in searched_tables(connection):
        cells = [
            f"sha256($salt || ':value:' || lower({quoted(name)})) in (select unnest($digests))"
            for name, kind in columns
            if kind == "VARCHAR"
        ]
        if not cells:
            continue
        found = connection.execute(
            f"select count(*) from {quoted(schema)}.{quoted(table)} where {' or '.join(cells)}",
            {"salt": salt, "digests": list(digests)},
        ).fetchone()
        if found and found[0]:
            yield Hit(f"{schema}.{table}", found[0])


def decoded(data: bytes) -> str:
    """The text of a file of unknown encoding."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="ignore")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="ignore")


def text_of_file(path: Path) -> tuple[str, Iterable[str]]:
    """A file as text, decompressed, and its cells if it has any."""
    kind = path.name.lower().removesuffix(".gz").rpartition(".")[2]
    if kind == "parquet":
        table = pq.ParquetFile(path).read()
        cells = [text_of(cell) for row in table.to_pylist() for cell in row.values()]
        return BORDER.join(cells), cells
    text = decoded(content(path))
    if kind == "csv":
        return text, (cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row)
    if kind in ("jsonl", "ndjson"):
        lines = (json.loads(line) for line in text.split("\n") if line.strip())
        return text, (text_of(cell) for line in lines for cell in line.values())
    return text, ()


def unescaped(text: str) -> str:
    """Text without the escapes of JSON (\\u00e9) and HTML (&#x27;)."""
    text = JSON_ESCAPES.sub(lambda found: json.loads(f'"{found[0]}"'), text)
    return html.unescape(text)


def is_in_file(path: Path, sought: Sought) -> bool:
    """Whether a file has one of the values; cells that cannot be read count as text only."""
    text, cells = text_of_file(path)
    try:
        return any(map(sought.is_in, {text, unescaped(text)})) or sought.is_in_cells(cells)
    except (csv.Error, ValueError, AttributeError):
        return False


def search_files(paths: Iterable[Path], sought: Sought) -> Iterator[Hit]:
    """The files with one of the values; a database is searched table by table."""
    for path in paths:
        if ".duckdb" in path.suffixes and path.suffix not in (".json", ".jsonl"):
            try:
                with connect(path, read_only=True) as connection:
                    yield from (
                        Hit(f"{path} {hit.place}", hit.rows)
                        for hit in search_database(connection, sought)
                    )
            except duckdb.Error as error:
                yield Hit(f"{path} cannot be opened ({error})")
        elif is_in_file(path, sought):
            yield Hit(str(path))
