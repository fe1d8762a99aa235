"""A bad feed file stops the build with a sentence about feed, file, column or line."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from warehouse.landing.csv_rows import read_csv
from warehouse.landing.feed_files import FeedError, check_feeds, declared_columns
from warehouse.landing.feed_shapes import FeedShape

COLUMNS = ("KEY", "NAME", "_loaded_at")
HEADER = b"KEY,NAME,_loaded_at\n"
SHAPE = FeedShape("orders", COLUMNS, frozenset({"KEY", "_loaded_at"}))

BAD_FILES = {
    "nothing at all": (b"", "is empty; its first line must name the columns"),
    "unknown column": (b"KEY,NAME,COLOUR,_loaded_at\n1,a,b,c\n", "has 1 unknown column: 'COLOUR'"),
    "misspelt column": (b"KEY,Name,_loaded_at\n1,a,b\n", "'Name'; write NAME"),
    "dropped column": (b"NAME,_loaded_at\n1,a\n", "lacks the columns: KEY"),
    "no header": (b"1,a,b\n2,a,b\n", "has no header; its first line must name the columns: KEY,"),
    "column twice": (b"KEY,NAME,NAME,_loaded_at\n1,a,b,c\n", "has duplicate columns: NAME"),
    "Latin-1": (
        HEADER + b"1,a,b\n2,M\xfcller,b\n",
        "line 3 is not UTF-8 in NAME (byte 0xFC at position 4)",
    ),
    "byte order mark": (b"\xef\xbb\xbf" + HEADER + b"1,a,b\n", "starts with a byte order mark"),
    "UTF-16": ("KEY,NAME,_loaded_at\n1,a,b\n".encode("utf-16"), "is UTF-16, not UTF-8"),
    "NUL byte": (HEADER + b"1,a\0,b\n", "line 2 contains a NUL byte"),
    "short row": (HEADER + b"1,a,b\n2,a\n", "line 3 has 2 fields, the header 3"),
    "long row": (HEADER + b"1,a,b,c\n", "line 2 has 4 fields, the header 3"),
    "blank line": (HEADER + b"1,a,b\n\n2,a,b\n", "line 3 has 0 fields, the header 3"),
    "quote never closed": (
        HEADER + b'1,a,b\n2,"a,b\n3,a,b\n',
        "line 3 opens a quote that is never",
    ),
    "quote closed too early": (HEADER + b'1,"a"a,b\n', "line 2 has text after a closing quote"),
    "row after a quoted line break": (HEADER + b'1,"a\nb",c\n2,a\n', "line 4 has 2 fields"),
}

GOOD_FILES = {
    "header only": (HEADER, 0),
    "a file from before a column was added": (b"KEY,_loaded_at\n1,a\n", 1),
    "plain": (HEADER + b"1,a,b\n2,,b\n", 2),
    "no line ending at the end": (HEADER + b"1,a,b", 1),
    "columns in another order": (b"NAME,_loaded_at,KEY\na,b,1\n", 1),
    "quoted comma, quote and line break": (HEADER + b'1,"a, ""b""\nc",d\n', 1),
    "other scripts": (HEADER + "1,Łukasz Ōta,b\n".encode(), 1),
}


@pytest.mark.parametrize(("content", "problem"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_refused_with_the_location(content: bytes, problem: str) -> None:
    with pytest.raises(FeedError) as refused:
        read_csv(content.splitlines(keepends=True), COLUMNS, SHAPE.required)
    assert problem in str(refused.value)


@pytest.mark.parametrize(("content", "rows"), GOOD_FILES.values(), ids=GOOD_FILES)
def test_a_valid_file_is_counted(content: bytes, rows: int) -> None:
    found = read_csv(content.splitlines(keepends=True), COLUMNS, SHAPE.required)
    assert found.rows == rows


def test_a_quote_open_over_a_large_file_is_found_before_its_end() -> None:
    seen = 0

    def lines():
        nonlocal seen
        yield HEADER
        yield b'1,"a,b\n'
        for seen in range(1_000_000):  # noqa: B007 counted from outside
            yield b"2,a,b\n"

    with pytest.raises(FeedError, match="line 2 opens a quote that is never closed"):
        read_csv(lines(), COLUMNS, SHAPE.required)
    assert seen * len("2,a,b\n") < 2 * csv.field_size_limit()


def test_every_bad_feed_is_reported_once_and_valid_ones_are_counted(tmp_path: Path) -> None:
    seeds, logs = tmp_path / "feeds", tmp_path / "logs"
    seeds.mkdir()
    logs.mkdir()
    (seeds / "good.csv").write_bytes(HEADER + b"1,a,b\n")
    (seeds / "bad.csv").write_bytes(HEADER + b"1,a\n2,a\n")
    (seeds / "stray.csv").write_bytes(HEADER + b"1,a,b\n")
    (logs / "log.csv").write_bytes(HEADER)
    shapes = dict.fromkeys(("good", "bad", "absent"), SHAPE)
    shapes |= dict.fromkeys(("log", "no_log"), replace(SHAPE, is_optional=True))
    files, problems = check_feeds(seeds, logs, shapes)
    assert [(file.feed, file.rows) for file in files] == [("good", 1), ("log", 0)]
    assert [str(problem).replace(str(tmp_path), "DIR") for problem in problems] == [
        "feed bad: DIR/feeds/bad.csv line 2 has 2 fields, the header 3; complete the row, which "
        "ends before _loaded_at",
        "feed absent: DIR/feeds/absent.csv is missing; `make feeds` writes sample feeds",
        "feed no_log: DIR/logs/no_log.csv is missing; a header is enough",
        "feed stray: DIR/feeds/stray.csv is not declared; declare it in contracts/stray.odcs.yaml",
    ]


def test_every_declared_feed_ends_in_the_delivery_columns_and_names_none_twice() -> None:
    declared = declared_columns() | declared_columns("stewardship")
    assert len(declared) >= 24
    for columns in declared.values():
        assert columns[-3:] == ("_loaded_at", "_batch_id", "_record_source")
        assert len(set(columns)) == len(columns)
