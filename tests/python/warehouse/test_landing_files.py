"""A landing folder is checked completely before dbt starts, and a refusal says what to do."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet
from required_feeds import required_feeds

from contracts.read import read_feeds
from warehouse.cli import ROOT, main
from warehouse.landing.checked_feeds import future_loads
from warehouse.landing.feed_shapes import FeedShape, shapes_of
from warehouse.landing.file_content import load_time_problem
from warehouse.landing.landing_files import CheckedLanding, check_landing

COLUMNS = ("ORDER_ID", "NOTE", "AMOUNT", "_loaded_at", "_batch_id", "_record_source")
REQUIRED = frozenset(COLUMNS) - {"NOTE", "AMOUNT"}
SHAPE = FeedShape("orders", COLUMNS, REQUIRED, numbers=frozenset({"AMOUNT"}))
ROW = ("1", "x", "1.50", "2026-01-01 02:00:00", "B001", "SHOP")
CSV_HEADER = ",".join(COLUMNS).encode() + b"\n"
CSV_ROW = ",".join(ROW).encode() + b"\n"
OBJECT = dict(zip(COLUMNS, ROW, strict=True))
JSON_ROW = json.dumps(OBJECT).encode() + b"\n"


def write(path: Path, columns: tuple[str, ...] = COLUMNS, row: tuple[str, ...] = ROW) -> None:
    """Write a landing file of one row, in the format of its extension."""
    path.parent.mkdir(exist_ok=True, parents=True)
    if path.suffix.lower() == ".csv":
        path.write_text(",".join(columns) + "\n" + ",".join(row) + "\n", encoding="utf-8")
    elif path.suffix == ".jsonl":
        path.write_text(json.dumps(dict(zip(columns, row, strict=True))) + "\n", encoding="utf-8")
    else:
        values = ", ".join(f"'{value}' as {name}" for name, value in zip(columns, row, strict=True))
        duckdb.cursor().sql(f"copy (select {values}) to '{path}'")


def check(folder: Path) -> CheckedLanding:
    """The check of the orders in a folder."""
    return check_landing(folder, {"orders": SHAPE})


def problems(folder: Path) -> list[str]:
    """The problems of the orders in a folder, without the folder's name."""
    return [problem.message.replace(f"{folder}", "DIR") for problem in check(folder).problems]


@pytest.mark.parametrize("file_format", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize(
    ("loaded_at", "is_refused"),
    [
        ("2026-01-11 23:59:59", False),
        ("2026-01-12 00:00:00", True),
        ("2027-12-30 02:00:00", True),
        ("2027-12-31 00:00:00", False),  # quarantined
        ("soon", False),  # quarantined
    ],
)
def test_a_load_time_in_the_future_is_refused(
    tmp_path: Path, file_format: str, loaded_at: str, is_refused: bool
) -> None:
    shape = replace(SHAPE, future=("2026-01-12 00:00:00", "2027-12-31"))
    write(tmp_path / "orders" / f"B001.{file_format}", row=(*ROW[:3], loaded_at, *ROW[4:]))
    found = check_landing(tmp_path, {"orders": shape}).problems
    line = {"csv": "line 2 ", "jsonl": "line 1 ", "parquet": "row 1 "}[file_format]
    text = f"{line}has the load time {loaded_at}, which is in the future; correct _loaded_at"
    assert [problem.message.endswith(text) for problem in found] == [True] * is_refused


@pytest.mark.parametrize("space", [" ", "\t", "\u00a0", "\u200b", "\ufeff"])
@pytest.mark.parametrize("extension", ["csv", "jsonl", "parquet"])
def test_a_load_time_is_compared_as_landing_cleans_it(
    tmp_path: Path, extension: str, space: str
) -> None:
    shape = replace(SHAPE, future=("2026-01-12 00:00:00", "2027-12-31"))
    loaded_at = f"{space}2026-06-01 00:00:00{space}"
    write(tmp_path / "orders" / f"B001.{extension}", row=(*ROW[:3], loaded_at, *ROW[4:]))
    (problem,) = check_landing(tmp_path, {"orders": shape}).problems
    assert "has the load time 2026-06-01 00:00:00, which is in the future" in problem.message


def test_a_load_time_is_in_the_future_a_day_from_now() -> None:
    vars_of_run = {"now": "2026-01-11 00:00:00", "calendar_until": "2030-12-31"}
    assert future_loads(vars_of_run) == ("2026-01-12 00:00:00", "2031-01-01")
    assert "2026-01-01" < future_loads({})[0] < future_loads({})[1]


@pytest.mark.parametrize("file_format", ["csv", "jsonl", "parquet"])
def test_files_of_each_format_with_the_declared_columns_pass(
    tmp_path: Path, file_format: str
) -> None:
    write(tmp_path / "orders" / f"B001.{file_format}")
    write(tmp_path / "orders" / f"B002.{file_format}", row=(*ROW[:4], "B002", ROW[5]))
    checked = check(tmp_path)
    assert (len(checked.files), checked.problems) == (2, ())
    assert {file.content.rows for file in checked.files} == {1}
    assert {file.content.first_loaded_at for file in checked.files} == {"2026-01-01 02:00:00"}


def test_files_may_be_in_folders_of_days_and_hours(tmp_path: Path) -> None:
    names = ["B001", "dt=2026-01-05/B001", "dt=2026-01-05/hr=00/B001", "dt=2026-12-31/hr=23/B.1"]
    for name in names:
        write(tmp_path / "orders" / f"{name}.csv")
    (tmp_path / "orders" / "dt=2026-01-06").mkdir()
    checked = check(tmp_path)
    assert (sorted(file.file.batch for file in checked.files), checked.problems) == (names, ())


def test_one_file_of_all_batches_passes(tmp_path: Path) -> None:
    write(tmp_path / "feeds" / "orders.csv")
    assert problems(tmp_path) == []


@pytest.mark.parametrize("file_format", ["csv", "jsonl", "parquet"])
def test_undeclared_columns_are_reported_with_their_file(tmp_path: Path, file_format: str) -> None:
    write(tmp_path / "orders" / f"B001.{file_format}", columns=("ORDER", *COLUMNS[1:]))
    (problem,) = problems(tmp_path)
    assert problem.startswith(f"DIR/orders/B001.{file_format} ")
    assert "'ORDER'" in problem
    assert problem.endswith("; add them to contracts/orders.odcs.yaml and run `make contracts`")


def test_files_from_before_a_column_was_added_may_lack_it(tmp_path: Path) -> None:
    older = (COLUMNS[0], *COLUMNS[2:])
    write(tmp_path / "orders" / "B001.csv", older, (ROW[0], *ROW[2:]))
    assert problems(tmp_path) == []
    write(tmp_path / "orders" / "B002.csv", row=(*ROW[:3], "2026-01-02 02:00:00", *ROW[4:]))
    assert problems(tmp_path) == []
    newer = (ROW[0], ROW[2], "2026-01-03 02:00:00", *ROW[4:])
    write(tmp_path / "orders" / "B003.csv", older, newer)
    assert problems(tmp_path) == [
        "DIR/orders/B003.csv lacks the columns: NOTE, which earlier files have; complete it"
    ]


def test_json_lines_may_leave_out_a_key_without_a_value(tmp_path: Path) -> None:
    write(tmp_path / "orders" / "B001.jsonl")
    fewer = (COLUMNS[0], *COLUMNS[2:])
    newer = (ROW[0], ROW[2], "2026-01-03 02:00:00", *ROW[4:])
    write(tmp_path / "orders" / "B002.jsonl", fewer, newer)
    assert problems(tmp_path) == []


def test_no_file_may_lack_a_required_column(tmp_path: Path) -> None:
    write(tmp_path / "orders" / "B001.csv", COLUMNS[1:], ROW[1:])
    remedy = "deliver it again with each of its columns once"
    assert problems(tmp_path) == [f"DIR/orders/B001.csv lacks the columns: ORDER_ID; {remedy}"]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["orders/B001.csv", "orders/B002.jsonl"], "orders/*.csv, orders/*.jsonl"),
        (["orders/B001.csv", "feeds/orders.csv"], "feeds/*.csv, orders/*.csv"),
    ],
)
def test_files_of_several_formats_are_refused(tmp_path: Path, names: list[str], found: str) -> None:
    for name in names:
        write(tmp_path / name)
    (problem,) = problems(tmp_path)
    assert problem.endswith(f"found {found}")


BAD_LINES = {
    "csv": {
        b"": "is empty; its first line must name the columns",
        b"\xff\xfeO": "is UTF-16, not UTF-8; save it as UTF-8",
        b"\xff\xfe\0\0O": "is UTF-32, not UTF-8; save it as UTF-8",
        CSV_HEADER.replace(b",", b";"): "has ';' between its columns; separate them with commas",
        CSV_ROW * 2: "has no header; its first line must name the columns: ORDER_ID, NOTE, ",
        CSV_HEADER.lower()
        + CSV_ROW: "has the columns 'order_id', 'note', 'amount'; write ORDER_ID",
        CSV_HEADER.replace(b"NOTE", b"MOOD")
        + CSV_ROW: "has 1 unknown column: 'MOOD'; add them to contracts/orders.odcs.yaml",
        CSV_HEADER.strip() + b",note\n" + CSV_ROW: "has 1 unknown column: 'note'; add them",
        CSV_HEADER + b"1\n": "line 2 has 1 field, the header 6; complete the row",
        CSV_HEADER + CSV_ROW.replace(b"x", b"x,y"): "line 2 has 7 fields, the header 6; quote",
        CSV_HEADER + CSV_ROW + b"1,x\n": "line 3 has 2 fields, the header 6; complete the row",
        CSV_HEADER + CSV_ROW + b"\n": "line 3 has 0 fields, the header 6; delete the blank line",
        CSV_HEADER + CSV_ROW.replace(b"x", b'"x'): "line 2 opens a quote that is never closed",
        CSV_HEADER + CSV_ROW.replace(b"x", b"x\ry"): "line 2 has a carriage return outside quotes",
        CSV_HEADER + CSV_ROW.replace(b"x", b' "x"'): "line 2 has a space before a quote; delete",
        CSV_HEADER
        + CSV_ROW.replace(b"\n", b"\r\n"): "line 2 has a different line ending from the header",
        (CSV_HEADER + CSV_ROW)
        .replace(b"\n", b"\r\n")
        .replace(b"P\r", b"P\r\r"): "line 2 has a different line ending",
        CSV_HEADER + CSV_ROW[:-1] + b"\r": "line 2 has a different line ending from the header",
        CSV_HEADER + CSV_ROW * 5000 + b"1,x\n": "line 5002 has 2 fields, the header 6",
        CSV_HEADER + b"x" * 1_000_001: "line 2 has more than 1,000,000 bytes; shorten its values",
    },
    "csv.gz": {
        CSV_HEADER: "is not a gzip file; compress it, or deliver it without .gz in its name",
        gzip.compress(CSV_HEADER + CSV_ROW, mtime=0)[
            :-9
        ]: "is cut off (its compressed data has no end); deliver",
        gzip.compress(CSV_HEADER + CSV_ROW, mtime=0)[:-8]
        + b"\0" * 8: "cannot be read (its compressed data is corrupt); deliver it again",
        gzip.compress(CSV_HEADER, mtime=0)[:10]
        + b"\x07" * 20: "cannot be read (its compressed data is corrupt);",
        gzip.compress(CSV_HEADER, mtime=0)
        + gzip.compress(CSV_ROW, mtime=0)
        + b"\0": "has zeros after its end; deliver",
        gzip.compress(
            CSV_HEADER + b"1,x\n", mtime=0
        ): "line 2 has 2 fields, the header 6; complete the row",
    },
    "jsonl": {
        b"": "is empty; it must have one JSON object per line",
        b"{}\n" + JSON_ROW[:-3]: "line 2 is not one JSON object",
        b"[1]\n": "line 1 is not a JSON object; write one object per line",
        JSON_ROW + b"null\n": "line 2 is not a JSON object; write one object per line",
        JSON_ROW + JSON_ROW[:-9]: "line 2 is not one JSON object (Expecting value",
        JSON_ROW[:-1] + JSON_ROW: "line 1 is not one JSON object (Extra data at position",
        JSON_ROW + JSON_ROW.replace(b"NOTE", b"MOOD"): "line 2 has 1 unknown key: 'MOOD'; add them",
        JSON_ROW.replace(b"NOTE", b"Note"): "line 1 has the keys 'Note'; write NOTE",
        JSON_ROW.replace(b"NOTE", b"AMOUNT"): "line 1 has duplicate keys: AMOUNT",
        JSON_ROW.replace(b'"x"', b'{"a": 1}'): "line 1 has a nested value in NOTE; deliver it as",
        JSON_ROW.replace(b'"x"', b"[1]"): "line 1 has a nested value in NOTE; deliver it as",
        JSON_ROW.replace(b'"x"', b"1.10"): "line 1 has the number 1.10 in NOTE; write the text in",
        JSON_ROW.replace(b'"x"', b"17.0"): "line 1 has the number 17.0 in NOTE; write the text in",
        JSON_ROW.replace(b'"1.50"', b"0.12345678901234567890"): "line 1 has the number 0.12345",
        JSON_ROW.replace(b'"1.50"', b"0.00001"): "line 1 has the small number 0.00001; write it in",
        JSON_ROW.replace(
            b'"x"', b"9" * 5000
        ): "line 1 has the number 9999999999999999999999999999999999999...,",
        JSON_ROW.replace(
            b'"x"', b"18446744073709551616"
        ): "line 1 has the number 18446744073709551",
        JSON_ROW.replace(
            b'"x"', b"-0"
        ): "line 1 has the number -0 in NOTE; write the text in quotes",
        JSON_ROW.replace(
            b'"x"', b"[" * 10_000
        ): "line 1 is nested too deeply; deliver plain values",
        JSON_ROW[:-1]
        + "\u00a0\n".encode(): "line 1 is not one JSON object (Extra data at position",
        JSON_ROW + b"\x0c\n": "line 2 is not one JSON object (Expecting value at position 1)",
        JSON_ROW.replace(b'"1.50"', b"NaN"): "line 1 has the value NaN, which is not JSON; write",
        JSON_ROW.replace(b"x", b"\\u0000"): "line 1 has a NUL character in NOTE; deliver",
        JSON_ROW.replace(b"x", b"\\ud800"): "line 1 has half a character in NOTE",
        JSON_ROW.replace(b"x", b"\xfc"): "line 1 is not UTF-8 in NOTE (position",
        b"\xef\xbb\xbf" + JSON_ROW: "starts with a byte order mark; save it as UTF-8 without one",
        JSON_ROW.replace(b"ORDER_ID", b"NOTE").replace(b'"NOTE": "x", ', b""): "lacks the columns",
    },
    "parquet": {
        b"text": "is not a Parquet file that can be read; deliver it again",
        b"": "is not a Parquet file that can be read; deliver it again",
    },
}


@pytest.mark.parametrize(
    ("extension", "content", "problem"),
    [(extension, *case) for extension, cases in BAD_LINES.items() for case in cases.items()],
)
def test_an_unreadable_file_is_refused_in_one_line_with_the_place(
    tmp_path: Path, extension: str, content: bytes, problem: str
) -> None:
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / f"B001.{extension}").write_bytes(content)
    (found,) = problems(tmp_path)
    assert found.startswith(f"DIR/orders/B001.{extension} {problem}")
    assert "\n" not in found


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        (
            "ORDER_ID",
            "1.0::double",
            "has floating-point numbers in ORDER_ID, a string column; deliver it",
        ),
        ("NOTE", "'x'::blob", "has the type binary in NOTE; deliver it as string"),
        ("NOTE", "[1, 2]", "has the type list<element: int32> in NOTE; deliver it as string"),
        ("NOTE", "{'a': 1}", "has the type struct<a: int32> in NOTE; deliver it as string"),
        ("NOTE", "time '10:00:00'", "has the type time64[us] in NOTE; deliver it as string"),
    ],
)
def test_a_parquet_type_without_exact_text_is_refused(
    tmp_path: Path, column: str, value: str, problem: str
) -> None:
    values = {name: f"'{text}'" for name, text in OBJECT.items()} | {column: value}
    (tmp_path / "orders").mkdir()
    written = ", ".join(f"{text} as {name}" for name, text in values.items())
    duckdb.cursor().sql(f"copy (select {written}) to '{tmp_path}/orders/B001.parquet'")
    (found,) = problems(tmp_path)
    assert found.startswith(f"DIR/orders/B001.parquet {problem}")


def test_a_long_value_is_read_and_a_row_that_is_too_long_is_refused(tmp_path: Path) -> None:
    (tmp_path / "orders").mkdir()
    path = tmp_path / "orders" / "B001.csv"
    path.write_bytes(CSV_HEADER + CSV_ROW.replace(b"x", b'"' + b"x\n" * 450_000 + b'"'))
    assert problems(tmp_path) == []
    path.write_bytes(CSV_HEADER + b",".join([b'"' + b"x\n" * 200_000 + b'"'] * 6) + b"\n")
    long = "has more than 1,000,000 bytes; shorten its values"
    assert problems(tmp_path) == [f"DIR/orders/B001.csv line 2 {long}"]


@pytest.mark.parametrize("extension", ["csv", "csv.gz", "jsonl", "jsonl.gz"])
def test_a_file_without_line_breaks_is_not_read_into_memory(tmp_path: Path, extension: str) -> None:
    size = 40_000_000
    content = b"x" * size if "jsonl" in extension else CSV_HEADER + b"x" * size
    compressed = gzip.compress(content) if extension.endswith("gz") else content
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / f"B001.{extension}").write_bytes(compressed)
    del content, compressed
    tracemalloc.start()
    try:
        (found,) = problems(tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "has more than 1,000,000 bytes; shorten its values" in found
    assert peak < size / 4


def many(count: int) -> list[str]:
    """Long names, as a file has them whose values were taken for its header."""
    return [f"anna{place}@{'long' * 50}.example" for place in range(count)]


def unnamed(path: Path) -> None:
    """A file of 1,000 unknown columns."""
    write(path, (*COLUMNS, *many(1_000)), (*ROW, *"x" * 1_000))


LONG_VALUES = {
    "unknown columns": ("csv", unnamed),
    "unknown keys": ("jsonl", unnamed),
    "misspelt columns": ("csv", lambda path: write(path, tuple(f" {c}" for c in WIDE.columns))),
    "line endings that are none": (
        "csv",
        lambda path: path.write_bytes(
            CSV_HEADER.replace(b"\n", "\u2028".encode()) + ",".join(many(1_000)).encode()
        ),
    ),
    "a respelled number": (
        "jsonl",
        lambda path: path.write_bytes(JSON_ROW.replace(b'"x"', b"1.1" + b"0" * 90_000)),
    ),
    "an exact number": (
        "jsonl",
        lambda path: path.write_bytes(JSON_ROW.replace(b'"x"', b"9" * 90_000)),
    ),
    "a nested type": (
        "parquet",
        lambda path: parquet.write_table(
            pa.table({**{name: [text] for name, text in OBJECT.items()}, "NOTE": [NESTED]}), path
        ),
    ),
}
NESTED = dict.fromkeys(many(200), "x")
WIDE = replace(
    SHAPE,
    columns=(*COLUMNS, *(f"{'COLUMN' * 20}_{place}" for place in range(100))),
    future=("2026-05-01", "2027-12-31"),
)


@pytest.mark.parametrize("case", LONG_VALUES)
def test_a_message_shows_at_most_five_short_names_of_a_file(tmp_path: Path, case: str) -> None:
    extension, make = LONG_VALUES[case]
    (tmp_path / "orders").mkdir()
    make(tmp_path / "orders" / f"B001.{extension}")
    (problem,) = check_landing(tmp_path, {"orders": WIDE}).problems
    message = problem.message.replace(str(tmp_path), "")
    assert len(message) < 700, message
    assert message.count("@") <= 5


def test_a_message_names_the_column_and_row_where_they_are_known(tmp_path: Path) -> None:
    found = {}
    for name, content in {
        "B001.csv": CSV_HEADER + CSV_ROW.replace(b"x", b"\xfc"),
        "B002.csv": CSV_HEADER + CSV_ROW + b"1,x\n",
        "B003.csv": CSV_HEADER + CSV_ROW.replace(b"x", b'"a\n\xfc"'),
    }.items():
        (tmp_path / "orders").mkdir(exist_ok=True)
        path = tmp_path / "orders" / name
        path.write_bytes(content)
        (found[name],) = problems(tmp_path)
        path.unlink()
    assert "line 2 is not UTF-8 in NOTE (byte" in found["B001.csv"]
    assert found["B002.csv"].endswith("complete the row, which ends before AMOUNT")
    assert "line 3 is not UTF-8 (byte" in found["B003.csv"]
    write(tmp_path / "orders" / "B004.jsonl")
    path = tmp_path / "orders" / "B004.jsonl"
    path.write_bytes(JSON_ROW + JSON_ROW.replace(b"x", b"\xfc"))
    assert "line 2 is not UTF-8 in NOTE (position" in problems(tmp_path)[0]
    path.unlink()
    times = [ROW[3], "2026-06-01 00:00:00"]
    table = {**{name: [text] * 2 for name, text in OBJECT.items()}, "_loaded_at": times}
    parquet.write_table(pa.table(table), tmp_path / "orders" / "B005.parquet")
    (problem,) = check_landing(tmp_path, {"orders": WIDE}).problems
    assert "B005.parquet row 2 has the load time 2026-06-01 00:00:00" in problem.message


@pytest.mark.parametrize("name", ["", "orders", "orders/dt=2026-01-05"])
def test_a_folder_that_cannot_be_entered_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Without the right to do so, its files can be listed."""
    write(tmp_path / "orders" / "dt=2026-01-05" / "B001.csv")
    closed = tmp_path / name
    monkeypatch.setattr(
        "warehouse.landing.landing_folder.os.access", lambda path, _: path != closed
    )
    (problem,) = check_landing(tmp_path, {"orders": SHAPE}).problems
    assert problem.message == f"{closed} cannot be read (Permission denied); change its permissions"


@pytest.mark.parametrize(
    ("unit", "time", "is_refused"),
    [
        ("us", -(2**63) + 10, True),
        ("us", 253_402_300_800_000_000, True),
        ("us", 253_402_300_799_999_999 - 999_999, False),
        ("ms", 1_767_578_400_000_000_000, True),
        ("s", -62_135_596_800, False),
        ("s", -62_135_596_801, True),
        ("ns", -(2**63) + 1, True),
        ("ns", 2**63 - 1, True),
        ("ns", 1_767_578_400_000_000_000, False),
    ],
)
def test_parquet_times_that_duckdb_may_not_convert_are_refused(
    tmp_path: Path, unit: str, time: int, is_refused: bool
) -> None:
    (tmp_path / "orders").mkdir()
    columns = {name: pa.array([text] * 2) for name, text in OBJECT.items()}
    columns["NOTE"] = pa.array([None, time], pa.timestamp(unit))
    parquet.write_table(pa.table(columns), tmp_path / "orders" / "B001.parquet", version="2.6")
    place = "DIR/orders/B001.parquet row 2 has a time outside the years 1 to 9999 in NOTE"
    assert problems(tmp_path) == ([f"{place}; deliver it as string"] if is_refused else [])


@pytest.mark.parametrize(
    "written",
    [
        "2026/06/01 02:00:00", "2027", "20260601", "2026-13-05 02:00:00", "2026-06-01",
        f"2026-06-01{'0' * 90_000}",
    ],
    ids=lambda written: written[:20],
)  # fmt: skip
def test_only_a_load_time_can_be_in_the_future(written: str) -> None:
    """Its row is quarantined instead, whatever the clock says."""
    future = ("2026-01-12 00:00:00", "2027-12-31")
    assert load_time_problem(written, future) == ""
    assert "in the future" in load_time_problem("2026-06-01 02:00:00", future)


@pytest.mark.parametrize("data_type", [pa.timestamp("us"), pa.timestamp("ns", "UTC")])
def test_a_typed_load_time_in_the_future_is_refused(tmp_path: Path, data_type: pa.DataType) -> None:
    (tmp_path / "orders").mkdir()
    times = [datetime(2026, 1, 5, 2), datetime(2026, 6, 1)]
    columns = {name: pa.array([text] * 2) for name, text in OBJECT.items()}
    columns["_loaded_at"] = pa.array(times, pa.timestamp("us")).cast(data_type)
    parquet.write_table(pa.table(columns), tmp_path / "orders" / "B001.parquet")
    (problem,) = check_landing(tmp_path, {"orders": WIDE}).problems
    assert "B001.parquet row 2 has the load time 2026-06-01 00:00:00, which" in problem.message


def test_parquet_strings_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    (tmp_path / "orders").mkdir()
    raw = pa.array([b"a", b"\xfc"], pa.binary())
    columns = {name: pa.array([text] * 2) for name, text in OBJECT.items()}
    columns["NOTE"] = pa.Array.from_buffers(pa.string(), 2, raw.buffers())
    parquet.write_table(pa.table(columns), tmp_path / "orders" / "B001.parquet")
    assert problems(tmp_path) == [
        "DIR/orders/B001.parquet has text in NOTE that is not UTF-8; save it as UTF-8"
    ]


def test_a_row_of_several_lines_does_not_move_the_line_of_a_later_error(tmp_path: Path) -> None:
    (tmp_path / "orders").mkdir()
    lines = CSV_HEADER + CSV_ROW.replace(b"x", b'"a\r\nb"') * 2 + b"1,x\n"
    (tmp_path / "orders" / "B001.csv").write_bytes(lines)
    (found,) = problems(tmp_path)
    assert found.startswith("DIR/orders/B001.csv line 6 has 2 fields")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (
            "orders/B001",
            "DIR/orders/B001 has an unexpected file name extension; expected <batch>.csv",
        ),
        ("orders/B001.xlsx", "DIR/orders/B001.xlsx has an unexpected file name extension"),
        (
            "orders/B001.parquet.gz",
            "DIR/orders/B001.parquet.gz has an unexpected file name extension",
        ),
        (
            "orders/2026/B001.csv",
            "DIR/orders/2026 is a folder; move its files to DIR/orders, or to a folder "
            "dt=YYYY-MM-DD or dt=YYYY-MM-DD/hr=HH in it",
        ),
        ("orders/dt=2026-13-01/B001.csv", "DIR/orders/dt=2026-13-01 is a folder; move its files"),
        ("orders/hr=06/B001.csv", "DIR/orders/hr=06 is a folder; move its files to DIR/orders, or"),
        ("orders/dt=2026-01-05/hr=24/B001.csv", "DIR/orders/dt=2026-01-05/hr=24 is a folder; move"),
        (
            "orders/dt=2026-01-05/hr=06/x/B001.csv",
            "DIR/orders/dt=2026-01-05/hr=06/x is a folder; move its files to DIR/orders, or to a",
        ),
        ("feeds/2026/orders.csv", "DIR/feeds/2026 is a folder; move its files to DIR/feeds"),
        ("orders/dt=2026-01-05/B001", "DIR/orders/dt=2026-01-05/B001 has an unexpected file name"),
        (
            "orders/dt=2026-01-05/B000.csv.gz",
            "DIR/orders/dt=2026-01-05/B000.csv.gz has the batch name of B000.csv; rename one",
        ),
        ("orderz/B001.csv", "DIR/orderz belongs to no feed; did you mean orders?"),
        ("Orders/B001.csv", "DIR/Orders belongs to no feed; did you mean orders?"),
        (
            "archive/B001.csv",
            "DIR/archive belongs to no feed; declare it in contracts/, or",
        ),
        ("feeds/orderz.csv", "DIR/feeds/orderz.csv belongs to no feed; declare it in contracts/"),
        ("orders.csv", "DIR/orders.csv is not in the folder of a feed; move it to <feed>/<batch>"),
        ("orders/B000.CSV", "DIR/orders/B000.csv has the batch name of B000.CSV; rename one"),
        ("orders/B000.csv.gz", "DIR/orders/B000.csv.gz has the batch name of B000.csv; rename one"),
        (
            "orders/B1 accepted 2026-01-05 10:00:00.csv",
            "DIR/orders/B1 accepted 2026-01-05 10:00:00.csv has the name of a file that a steward",
        ),
        ("orders/a\\b.csv", "DIR/orders/a\\\\b.csv has a control character or a backslash in its"),
        ("orders/a\nb.csv", "DIR/orders/a\\nb.csv has a control character or a backslash in its"),
    ],
)
def test_everything_that_would_not_be_read_is_reported(
    tmp_path: Path, name: str, problem: str
) -> None:
    write(tmp_path / "orders" / "B000.csv")
    write(tmp_path / "orders" / "dt=2026-01-05" / "B000.csv")
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(gzip.compress(CSV_HEADER) if name.endswith(".gz") else CSV_HEADER)
    assert [found[: len(problem)] for found in problems(tmp_path)] == [problem]


def test_files_that_are_not_deliveries_are_skipped_by_name(tmp_path: Path) -> None:
    write(tmp_path / "orders" / "B001.csv")
    write(tmp_path / "orders" / "B002.CSV")
    skipped = [".git/config", "README.md", "orders/.DS_Store", "orders/.B9.csv.swp"]
    skipped += ["orders/B003.csv.part", "orders/Thumbs.db", "orders/~$B001.csv"]
    for name in skipped:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"not a delivery")
    checked = check(tmp_path)
    assert (len(checked.files), checked.problems) == (2, ())
    assert sorted(checked.skipped) == sorted([".git", *skipped[1:]])


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("in[1]", "has a character in its path that file patterns use (* ? [ ] { } \\); rename it"),
        ("missing", "does not exist; create it, or set another LANDING"),
        ("file", "is a file, not a folder; set LANDING to the folder of the feeds"),
    ],
)
def test_an_unreadable_landing_gives_one_problem(tmp_path: Path, name: str, problem: str) -> None:
    (tmp_path / "in[1]").mkdir()
    (tmp_path / "file").write_bytes(b"")
    assert problems(tmp_path / name) == [f"DIR {problem}"]


def test_large_files_are_checked_in_parallel_with_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "orders" / "B001.csv")
    write(tmp_path / "orders" / "B002.csv", row=(*ROW, "y"))
    found = check(tmp_path)
    monkeypatch.setattr("warehouse.landing.landing_files.PARALLEL_BYTES", 0)
    assert check(tmp_path) == found
    assert (len(found.files), len(found.problems)) == (1, 1)


def test_a_feed_without_files_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    options = ["--landing", str(tmp_path), "--database", str(tmp_path / "c360.duckdb")]
    assert main(["check", *options], {}) == 2
    lines = capsys.readouterr().err.splitlines()
    needed = [feed for feed in read_feeds(ROOT / "contracts") if not feed.is_optional]
    assert lines == [
        f"landing: {tmp_path} has no file of {len(needed)} feeds: "
        f"{', '.join(feed.name for feed in needed[:5])} and {len(needed) - 5} more; "
        "deliver them as <feed>/<batch>.csv, .jsonl or .parquet (the first two also with .gz), "
        "or set another LANDING",
        "Nothing was loaded.",
    ]


def test_a_steward_log_is_checked_if_there_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    required = required_feeds()
    for shape in required:
        path = tmp_path / "landing" / shape.name / "B001.csv"
        write(path, shape.columns, ("x",) * len(shape.columns))
    options = ["--landing", str(tmp_path / "landing"), "--database", str(tmp_path / "c360.duckdb")]
    assert main(["check", *options], {}) == 0
    counted = f"Checked {len(required)} feeds, {len(required)} files in "
    assert capsys.readouterr().out.startswith(counted)
    log = tmp_path / "landing" / "steward_decisions" / "B001.jsonl"
    write(log, ("decision_id",), ("SD-1",))
    assert main(["check", *options], {}) == 2
    assert capsys.readouterr().err.startswith(f"feed steward_decisions: {log} lacks the columns: ")


def test_a_landing_folder_is_passed_on_as_a_full_path_and_a_schema_unchanged(
    capsys: pytest.CaptureFixture,
) -> None:
    assert main(["vars"], {"LANDING": "there"}) == 0
    assert json.loads(capsys.readouterr().out) == {"landing": str(Path("there").absolute())}
    assert main(["vars", "--target", "snowflake"], {"LANDING": "raw.landing"}) == 0
    assert json.loads(capsys.readouterr().out) == {"landing": "raw.landing"}


def test_only_a_build_that_is_not_refused_records_the_files_it_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    shapes_by_name = shapes_of(read_feeds(ROOT / "contracts"))
    shapes = list(shapes_by_name.values())
    for shape in required_feeds():
        path = tmp_path / "landing" / shape.name / "B001.csv"
        write(path, shape.columns, ("x",) * len(shape.columns))
    database = tmp_path / "c360.duckdb"
    environment = {"C360_DUCKDB_PATH": str(database), "DBT_TARGET_PATH": str(tmp_path / "target")}
    build = ["build", "--landing", str(tmp_path / "landing")]
    bad = tmp_path / "landing" / "orders" / "B002.csv"
    bad.write_bytes(b"ORDER_ID\n")
    assert main(build, environment, run_dbt=lambda arguments: pytest.fail("dbt started")) == 2
    assert not database.exists()
    bad.unlink()
    assert main(build, environment, run_dbt=lambda arguments: 1) == 1
    late = tmp_path / "landing" / "orders" / "B003.csv"
    write(late, shapes_by_name["orders"].columns, ("x",) * len(shapes_by_name["orders"].columns))
    assert main(build, environment, run_dbt=lambda arguments: 1) == 1
    late.unlink()  # no run has loaded it, so it leaves the record
    assert main(build, environment, run_dbt=lambda arguments: 1) == 1
    with duckdb.connect(str(database)) as connection:
        recorded = "select count(*), sum(arrived) from bookkeeping.landed_files"
        count = sum(not shape.is_optional for shape in shapes)
        assert connection.execute(recorded).fetchall() == [(count, count)]
        # As after a load of the orders.
        connection.execute(
            "create table bookkeeping.processed_loads as select 'landing_orders' as source, "
            "'B001' as load, '1' as state, '' as run_id, 'processed' as status"
        )
    (tmp_path / "landing" / "orders" / "B001.csv").write_bytes(b"ORDER_ID\n")
    capsys.readouterr()
    assert main(build, environment, run_dbt=lambda arguments: pytest.fail("dbt started")) == 2
    first, last = capsys.readouterr().err.splitlines()
    assert "orders/B001.csv has changed since it was loaded; restore it" in first
    assert last == "Nothing was loaded."
