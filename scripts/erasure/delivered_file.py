"""The rows of a delivered file as text, and the file with some cells replaced."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.landing.gzip_files import is_compressed
from warehouse.landing.landing_folder import LandedFile

Row = Mapping[str, str]
# Number of a row, from 0 -> column -> its new text; empty is null.
Changes = Mapping[int, Mapping[str, str]]


def text_of(value: Any) -> str:
    """A value of a JSON line or a Parquet file as landing reads it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return "" if value is None else str(value)


def content(path: Path) -> bytes:
    """The content of a file, decompressed."""
    data = path.read_bytes()
    return gzip.decompress(data) if is_compressed(path) else data


def csv_rows(text: str) -> tuple[list[str], Iterator[list[str]]]:
    """The header and the rows of a CSV file."""
    reader = csv.reader(io.StringIO(text, newline=""))
    return next(reader, []), reader


def replace_text(path: Path, text: str) -> None:
    """Replace a file in one step."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, "utf-8")
    shutil.copymode(path, part)
    part.replace(path)


def read_rows(file: LandedFile) -> Iterator[Row]:
    """The rows of a file, each a mapping of column to text; null is empty."""
    if file.format == "parquet":
        for row in pq.ParquetFile(file.path).read().to_pylist():
            yield {name: text_of(value) for name, value in row.items()}
        return
    text = content(file.path).decode("utf-8")
    if file.format == "csv":
        header, cells = csv_rows(text)
        for row in cells:
            yield dict(zip(header, row, strict=False))
        return
    for line in text.split("\n"):
        if line.strip():
            yield {name: text_of(value) for name, value in json.loads(line).items()}


def changed_csv(text: str, changes: Changes) -> str:
    """The text of a CSV file with changed cells."""
    header, cells = csv_rows(text)
    out = io.StringIO(newline="")
    newline = "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"
    writer = csv.writer(out, lineterminator=newline)
    writer.writerow(header)
    for number, row in enumerate(cells):
        changed = changes.get(number, {})
        writer.writerow([changed.get(name, cell) for name, cell in zip(header, row, strict=False)])
    return out.getvalue()


def changed_lines(text: str, changes: Changes) -> str:
    """The text of a file of JSON lines with changed values; other lines stay as they are."""
    lines, number = text.split("\n"), -1
    for place, line in enumerate(lines):
        if not line.strip():
            continue
        number += 1
        if changed := changes.get(number):
            row = json.loads(line)
            row |= {name: new or None for name, new in changed.items() if name in row}
            lines[place] = json.dumps(row, ensure_ascii=False)
    return "\n".join(lines)


def changed_table(table: pa.Table, changes: Changes) -> pa.Table:
    """A Parquet file's table with changed cells; a key that was a number becomes text."""
    for place, name in enumerate(table.column_names):
        new = {number: cells[name] for number, cells in changes.items() if name in cells}
        if not new:
            continue
        values = table.column(name).to_pylist()
        if any(new.values()) and not pa.types.is_string(table.schema.field(name).type):
            values = [None if value is None else text_of(value) for value in values]
        for number, cell in new.items():
            values[number] = cell or None
        kind = pa.string() if any(new.values()) else table.schema.field(name).type
        table = table.set_column(place, name, pa.array(values, kind))
    return table


def rewrite(file: LandedFile, changes: Changes) -> None:
    """Replace a file with one that has changed cells, in one step."""
    part = file.path.with_name(f".{file.path.name}.part")
    if file.format == "parquet":
        pq.write_table(changed_table(pq.ParquetFile(file.path).read(), changes), part)
    else:
        change = changed_csv if file.format == "csv" else changed_lines
        data = change(content(file.path).decode("utf-8"), changes).encode()
        part.write_bytes(gzip.compress(data, mtime=0) if is_compressed(file.path) else data)
    shutil.copymode(file.path, part)
    part.replace(file.path)
