"""The check before a build and the load read the same rows of a file, or the check refuses it.

Valid files are changed at random: a few characters inserted, deleted or replaced.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import jinja2

from dbt_in_process import ROOT
from mdm.standardise.macros import Adapter
from warehouse.landing.csv_rows import read_csv
from warehouse.landing.feed_shapes import FeedShape
from warehouse.landing.file_content import FeedError
from warehouse.landing.json_lines import read_json_lines

FILES, ENOUGH = 800, 30
COLUMNS = ("KEY", "NOTE", "_loaded_at")
SHAPE = FeedShape("notes", COLUMNS, frozenset())
LOADING = "parallel = false, ignore_errors = false"
CSV_ROWS = (b'1,"x y",t', b"2,z,u", b'"3","q ""w"" e","v"', b"4,,w", b'5,"l\nm",x')
JSON_ROWS = (
    b'{"KEY": "1", "NOTE": 2, "_loaded_at": "t"}',
    b'{"KEY": null, "NOTE": "-1.50", "_loaded_at": "t"}',
    b'{"KEY":true,"NOTE":"x"}',
    b'{"_loaded_at":"t","KEY":"\\u00e9\\n"}',
)
BOTH = (
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\r\n",
    b" ",
    b"\t",
    b"\0",
    b"\\",
    b"\xc3",
    b"\x0c",
    b"\xef\xbb\xbf",
)
CSV_BITS = (*BOTH, b'""', b"#", b"'", b";", b"x", b"\x1a", b"\xe2\x80\xa8", b'"\n"', b',"', b'",')
JSON_BITS = (
    *BOTH,
    b"{",
    b"}",
    b"[",
    b":",
    b"null",
    b"1",
    b"-",
    b".5",
    b"e5",
    b"\\u0041",
    b"\\ud800",
)
JSON_BITS += (b"\xc2\xa0", b"\x1e", b'"KEY":1,', b"NaN", b"99999999999999999999999", b"true")


@cache
def macros() -> Any:
    """The macros that read files, as functions that return SQL."""
    adapter = Adapter("duckdb")
    names = (
        "landing/landing_reader",
        "landing/file_names",
        "landing/landing_files",
        "types/text_literal",
    )
    text = "\n".join((ROOT / "macros" / f"{name}.sql").read_text("utf-8") for name in names)
    given = {"adapter": adapter, "modules": SimpleNamespace(re=re), "return": str}
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    adapter.macros = environment.from_string(text, globals=given).module
    return adapter.macros


def corrupted(
    draw: random.Random, rows: Iterable[bytes], bits: tuple[bytes, ...], start: int
) -> bytes:
    """Rows as a file with one or two faults, none of them before `start`."""
    content = bytearray(b"\n".join(rows) + draw.choice([b"\n", b""]))
    if draw.random() < 0.3:
        content = content.replace(b"\n", b"\r\n")
    for _ in range(draw.randint(1, 2)):
        place = draw.randrange(start, len(content) + 1)
        if draw.random() < 0.3:
            del content[place : place + draw.randint(1, 3)]
        else:
            content[place : place + draw.randint(0, 1)] = draw.choice(bits)
    return bytes(content)


def loaded(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple]:
    """The rows that the load reads, empty values as null."""
    return [tuple(value or None for value in row) for row in connection.execute(query).fetchall()]


def csv_files(draw: random.Random) -> Iterator[bytes]:
    """Corrupted CSV files that the check accepts."""
    header = ",".join(COLUMNS).encode()
    for _ in range(FILES):
        content = corrupted(draw, [header, *draw.choices(CSV_ROWS, k=3)], CSV_BITS, len(header) + 1)
        try:
            read_csv(io.BytesIO(content), COLUMNS, ())
        except FeedError:
            continue
        yield content


def json_files(draw: random.Random) -> Iterator[bytes]:
    """Corrupted files of JSON lines that the check accepts."""
    for _ in range(FILES):
        content = corrupted(draw, draw.choices(JSON_ROWS, k=2), JSON_BITS, 0)
        try:
            read_json_lines(io.BytesIO(content), SHAPE)
        except FeedError:
            continue
        yield content


def test_the_load_reads_the_rows_of_csv_that_the_check_has_read(tmp_path: Path) -> None:
    path = tmp_path / "B1.csv"
    group = {"paths": [str(path)], "columns": dict.fromkeys(COLUMNS, "VARCHAR")}
    query = f"select * exclude (filename) from {macros().csv_reader(group, LOADING)}"
    files = list(csv_files(random.Random(1)))
    assert len(files) >= ENOUGH
    with duckdb.connect() as connection:
        for content in files:
            path.write_bytes(content)
            text = io.StringIO(content.decode(), newline="\n")
            expected = [tuple(value or None for value in row) for row in csv.reader(text)][1:]
            assert loaded(connection, query) == expected, content
            assert read_csv(io.BytesIO(content), COLUMNS, ()).rows == len(expected), content


def test_the_load_reads_the_values_of_json_that_the_check_has_read(tmp_path: Path) -> None:
    path = tmp_path / "B1.jsonl"
    query = (
        f"select row_values from ({macros().json_rows(COLUMNS, {'paths': [str(path)]})}) as json"
    )
    files = list(json_files(random.Random(1)))
    assert len(files) >= ENOUGH
    with duckdb.connect() as connection:
        for content in files:
            path.write_bytes(content)
            lines = [line for line in content.decode().split("\n") if line.strip(" \t\r")]
            expected = [[text_of(json.loads(line).get(name)) for name in COLUMNS] for line in lines]
            assert [row for (row,) in loaded(connection, query)] == expected, content
            assert read_json_lines(io.BytesIO(content), SHAPE).rows == len(expected), content


def text_of(value: object) -> str | None:
    """A value of JSON as the load writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)
