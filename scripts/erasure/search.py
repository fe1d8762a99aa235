"""Searches databases and files for the values of a person, in each spelling and as SHA-256."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from erasure.delivered_file import content, text_of
from erasure.names_in_rows import BORDER, NamesInRows, joined
from erasure.values import Values, folded, pattern_inside, text_of_number
from warehouse.database import connect, quoted

TABLES = """
    select schema_name, table_name, list([column_name, data_type] order by column_index)
    from duckdb_columns()
    where
        database_name = current_database()
        and (schema_name, table_name) in (select (schema_name, table_name) from duckdb_tables())
        and not regexp_matches(data_type, '^(BOOLEAN|U?[A-Z]*INT|DECIMAL|DOUBLE|FLOAT)')
    group by schema_name, table_name
    order by all
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place with a value of the person: a table or a file, and the number of its rows."""

    place: str
    rows: int = 1

    def __str__(self) -> str:
        return f"{self.place}: {self.rows:,}" if self.rows > 1 else self.place


@dataclass(frozen=True, slots=True)
class Sought:
    """The values to search for: whole values, text inside others, hexadecimal digests, the digits
    of phone numbers, which may be in any format, and names in rows about the person."""

    whole: Collection[str]
    inside: Sequence[str]
    digests: Sequence[str] = field(default=())
    numbers: Sequence[str] = field(default=())
    names: NamesInRows | None = None

    @classmethod
    def of(cls, values: Values, names: NamesInRows | None = None) -> Sought:
        """All values, and the SHA-256 of each in each of its spellings."""
        spellings: dict[str, None] = {}
        for text, spelt in values.spellings.items():
            for one in (text, *spelt):
                spellings.update(dict.fromkeys([one, one.lower(), one.upper(), folded(one)]))
        digests = [hashlib.sha256(text.encode()).hexdigest() for text in spellings]
        digests = list(dict.fromkeys(digests))
        return cls(dict.fromkeys(values.kinds), values.inside, digests, values.numbers, names)

    @property
    def pattern(self) -> str:
        """A pattern for DuckDB that matches the lower-case cells of a row, joined by separators;
        it matches nothing if there are no values."""
        whole = "|".join(re.escape(text) for text in self.whole)
        parts = [f"{BORDER}(?:{whole}){BORDER}"] if whole else []
        if inside := "|".join(re.escape(text) for text in self.inside):
            parts.append(f"(?:^|[^\\pL\\pN_])(?:{inside})(?:$|[^\\pL\\pN_])")
        if numbers := "|".join(text_of_number(digits) for digits in self.numbers):
            parts.append(f"(?:^|[^0-9])(?:{numbers})(?:$|[^0-9])")
        if self.digests:
            parts.append("|".join(self.digests))
        return "|".join(parts) or "[^\\s\\S]"

    def is_in(self, text: str) -> bool:
        """Whether a string has one of the values."""
        text = text.lower()
        near = [one for one in self.inside if one in text]
        digits = "".join(re.findall("[0-9]+", text)) if self.numbers else ""
        pattern = pattern_inside(near, [one for one in self.numbers if one in digits])
        return bool(pattern and pattern.search(text)) or any(one in text for one in self.digests)

    def is_in_cells(self, cells: Iterable[str]) -> bool:
        """Whether one of the cells is one of the values, in whatever case."""
        return any(folded(cell) in self.whole for cell in cells)


def search_database(connection: duckdb.DuckDBPyConnection, sought: Sought) -> Iterator[Hit]:
    """The tables of the current database with one of the values."""
    for schema, table, columns in connection.execute(TABLES).fetchall():
        cells = [
            f"lower(hex({quoted(name)}))" if kind == "BLOB" else f"cast({quoted(name)} as varchar)"
            for name, kind in columns
        ]
        text = joined(cells)
        condition = f"regexp_matches({text}, $1)"
        strings = [name for name, kind in columns if kind == "VARCHAR"]
        if named := sought.names.condition(strings, text) if sought.names else "":
            condition += f" or ({named})"
        found = connection.execute(
            f"select count(*) from {quoted(schema)}.{quoted(table)} where {condition}",
            [sought.pattern],
        ).fetchone()
        if found and found[0]:
            yield Hit(f"{schema}.{table}", found[0])


def search_digests(
    connection: duckdb.DuckDBPyConnection, salt: str, digests: Collection[str]
) -> Iterator[Hit]:
    """The tables of the current database with a cell whose value is in the register."""
    for schema, table, columns in connection.execute(TABLES).fetchall():
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


def is_in_file(path: Path, sought: Sought) -> bool:
    """Whether a file has one of the values; cells that cannot be read count as text only."""
    text, cells = text_of_file(path)
    try:
        return sought.is_in(text) or sought.is_in_cells(cells)
    except (csv.Error, ValueError, AttributeError):
        return False


def search_files(paths: Iterable[Path], sought: Sought) -> Iterator[Hit]:
    """The files with one of the values; a database is searched table by table."""
    for path in paths:
        if ".duckdb" in path.suffixes:
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
