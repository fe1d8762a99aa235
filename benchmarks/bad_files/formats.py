"""Writes rows as the bytes of a valid file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from pyarrow import parquet

Values = Mapping[str, Any]


def csv_bytes(columns: Sequence[str], rows: Sequence[Values], **options: Any) -> bytes:
    """Rows as CSV. options: passed to csv.writer."""
    text = io.StringIO()
    writer = csv.writer(text, **({"lineterminator": "\n"} | options))
    writer.writerow(columns)
    writer.writerows([[row.get(column) for column in columns] for row in rows])
    return text.getvalue().encode()


def json_bytes(rows: Sequence[Values]) -> bytes:
    """Rows as JSON lines."""
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def parquet_bytes(
    columns: Sequence[str],
    rows: Sequence[Values],
    types: Mapping[str, pa.DataType] | None = None,
    **options: Any,
) -> bytes:
    """Rows as Parquet. types: of columns other than strings. options: passed to write_table."""
    types = types or {}
    arrays = [
        pa.array([row.get(column) for row in rows], types.get(column, pa.string()))
        for column in columns
    ]
    return table_bytes(pa.table(arrays, names=list(columns)), **options)


def table_bytes(table: pa.Table, **options: Any) -> bytes:
    """A table as Parquet."""
    written = io.BytesIO()
    parquet.write_table(table, written, **options)
    return written.getvalue()


def file_bytes(file_format: str, columns: Sequence[str], rows: Sequence[Values]) -> bytes:
    """Rows as a file of a format."""
    if file_format == "csv":
        return csv_bytes(columns, rows)
    if file_format == "jsonl":
        return json_bytes(rows)
    return parquet_bytes(columns, rows)
