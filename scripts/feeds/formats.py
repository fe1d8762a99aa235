"""Writes files as CSV, JSON lines or Parquet; every value is text.

A missing value is empty in CSV, and null in JSON lines and Parquet.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from json.encoder import encode_basestring
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from feeds.feed import Feed, Row

ROW_GROUP = 50_000
Write = Callable[[Iterable[Row]], object]

# "mixed": the usual format of a system, by the first word of its record source.
USUAL = {
    "SAP": "csv",
    "ERP": "csv",
    "LOGISTICS": "csv",
    "SALESFORCE": "jsonl",
    "SHOP": "jsonl",
    "SUPPORT": "jsonl",
    "MARKETING": "jsonl",
    "CRM": "jsonl",
    "WEB": "jsonl",
    "RISK": "jsonl",
    "ORACLE": "parquet",
    "FINANCE": "parquet",
    "PLATFORM": "parquet",
    "ECB": "parquet",
}


@contextmanager
def csv_file(path: Path, header: Row) -> Iterator[Write]:
    """UTF-8, LF, minimal quoting."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        yield writer.writerows


@contextmanager
def jsonl_file(path: Path, header: Row) -> Iterator[Write]:
    """One object per line, UTF-8, keys in column order."""
    cells = ", ".join(f"{encode_basestring(name)}: %s".replace("%s", "\0") for name in header)
    line = f"{{{cells}}}\n".replace("%", "%%").replace("\0", "%s")

    def write(rows: Iterable[Row]) -> None:
        file.writelines(
            line % tuple([encode_basestring(cell) if cell else "null" for cell in row])
            for row in rows
        )

    with path.open("w", encoding="utf-8", newline="") as file:
        yield write


@contextmanager
def parquet_file(path: Path, header: Row) -> Iterator[Write]:
    """String columns, in row groups of 50,000."""
    schema = pa.schema([(name, pa.string()) for name in header])

    def write(rows: Iterable[Row]) -> None:
        source = iter(rows)
        while chunk := list(islice(source, ROW_GROUP)):
            columns = [
                pa.array([cell or None for cell in column], pa.string())
                for column in zip(*chunk, strict=True)
            ]
            file.write_table(pa.Table.from_arrays(columns, schema=schema))

    with parquet.ParquetWriter(path, schema) as file:
        yield write


FILES: dict[str, Callable[[Path, Row], AbstractContextManager[Write]]] = {
    "csv": csv_file,
    "jsonl": jsonl_file,
    "parquet": parquet_file,
}
FORMATS = (*FILES, "mixed")


def format_of(feed: Feed, requested: str) -> str:
    """The format of a feed's files: the requested one, or for `mixed` the usual one."""
    return USUAL[feed.source.partition(".")[0]] if requested == "mixed" else requested
