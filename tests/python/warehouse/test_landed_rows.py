"""Landed files are read exactly as written or refused; no row is lost without a message."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from landing_project import COLUMNS, SHAPE, Landed, parse

HEADER = ",".join(COLUMNS).encode() + b"\n"
REST = b"20260105,2026-01-05T10:00:00.000Z,2026-01-01 02:00:00,B1,SHOP\n"
ROW = b"1,1.50,x," + REST
STORED = ("1", "1.50", "x", "20260105", "2026-01-05T10:00:00.000Z")
STAGED = "select order_id, AMOUNT, NOTE, DAY, SEEN_AT from stg_orders where landed_in = '{}'"
NewLanding = Callable[[], Landed]


def words(rows: list[tuple]) -> list[list]:
    """Rows with all whitespace as spaces, as the landing may write it."""
    return [[text and " ".join(text.split()) for text in row] for row in rows]


def test_csv_files_of_any_name_and_dialect_are_read_as_written(new_landing: NewLanding) -> None:
    landed = new_landing()
    reversed_row = b"SHOP,B1,2026-01-01 02:00:00,2026-01-05T10:00:00.000Z,20260105,x,1.50,1\n"
    files = {
        "plain.csv": HEADER + ROW,
        "no final line ending.csv": (HEADER + ROW)[:-1],
        "CRLF.csv": (HEADER + ROW).replace(b"\n", b"\r\n"),
        "UPPER.CSV": HEADER + ROW,
        "compressed.csv.gz": gzip.compress(HEADER + ROW),
        "COMPRESSED.CSV.GZ": gzip.compress(HEADER + ROW),
        "order.csv": ",".join(COLUMNS[::-1]).encode() + b"\n" + reversed_row,
        "quoted header.csv": b'"' + HEADER[:-1].replace(b",", b'","') + b'"\n' + ROW,
        "O'Brien B010.csv": HEADER + ROW,
        "x'); drop table stg_orders; --.csv": HEADER + ROW,
        "{{ ref('x') }}.csv": HEADER + ROW,
        "B[1]*?.csv": HEADER + ROW,
        "B1.csv": HEADER + ROW,
        "dt=2026-01-05/B1.csv": HEADER + ROW,
        "dt=2026-01-05/hr=06/B1.csv.gz": gzip.compress(HEADER + ROW),
        "dt=2026-01-05/hr=07/B1.csv": HEADER + ROW,
        "Ünïcode 批.csv": HEADER + ROW,
        "header only.csv": HEADER,
    }
    notes = {
        "line break.csv": (b'"a\nb"', "a\nb"),
        "CRLF in quotes.csv": (b'"a\r\nb"', "a\r\nb"),
        "quotes.csv": (b'"say ""hi"", Bob"', 'say "hi", Bob'),
        "inner quote.csv": (b'5" pipe', '5" pipe'),
        "comment_character.csv": (b"#1", "#1"),
        "backslash.csv": (b"a\\", "a\\"),
        "null word.csv": (b"NULL", "NULL"),
        "quoted nothing.csv": (b'""', None),
    }
    files |= {name: HEADER + b"1,1.50," + text + b"," + REST for name, (text, _) in notes.items()}
    for name, content in files.items():
        landed.write(name, content)
    files["link.csv"] = HEADER + ROW
    outside = landed.landing.with_name("outside.csv")
    outside.write_bytes(files["link.csv"])
    (landed.landing / "orders" / "link.csv").symlink_to(outside)
    files["dt=2026-01-05/hr=06/link.csv"] = HEADER + ROW
    (landed.landing / "orders" / "dt=2026-01-05" / "hr=06" / "link.csv").symlink_to(outside)
    landed.write("lacks a column.csv", HEADER.replace(b"NOTE,", b"") + ROW.replace(b"x,", b""))
    for name in (".DS_Store", "B9.csv.part", ".hidden.csv", ".old/B1.csv", "../.git/config"):
        landed.write(name, b"no delivery")
    assert landed.make() == ""

    def staged(name: str) -> list[tuple]:
        batch = name.removesuffix(".gz").removesuffix(".GZ")[:-4].replace("'", "''")
        return landed.rows(STAGED.format(batch))

    for name in files.keys() - notes.keys() - {"header only.csv"}:
        assert staged(name) == [STORED], name
    for name, (_, note) in notes.items():
        assert words(staged(name)) == words([(*STORED[:2], note, *STORED[3:])]), name
    assert staged("lacks a column.csv") == [(*STORED[:2], None, *STORED[3:])]
    assert landed.rows("select count(*) from stg_orders") == [(len(files),)]

    landed.write("O'Brien B011.csv", HEADER + ROW)
    landed.write("dt=2026-01-01/hr=00/late.csv", HEADER + ROW)
    assert landed.make() == ""
    assert staged("dt=2026-01-01/hr=00/late.csv") == [STORED]
    assert landed.rows("select count(*) from stg_orders") == [(len(files) + 2,)]


def test_a_row_of_a_snapshot_that_cannot_be_read_is_not_a_missing_key(
    new_landing: NewLanding,
) -> None:
    landed = new_landing()
    second = ROW.replace(b"1,1.50,x", b"2,2.50,y")
    other_day = ROW.replace(b"2026-01-01 02", b"2026-01-02 02")
    no_time = second.replace(b"2026-01-01 02:00:00", b"soon")
    no_key = second.replace(b"2,", b"N/A,", 1)
    files = {
        "whole": (ROW + second, 0, {"1", "2"}),
        "no time": (ROW + no_time, 0, {"1", "2"}),
        "no key": (ROW + no_key, 1, {"1"}),
        "no key, but said with one": (ROW + second + no_key, 0, {"1", "2"}),
        "no key, and said with one another day": (
            ROW + second.replace(b"-01 02", b"-02 02") + no_key, 1, {"1", "2"},
        ),
        "no time, and two snapshots": (ROW + other_day + no_time, 1, {"1"}),
        "neither": (ROW + no_key.replace(b"2026-01-01 02:00:00", b""), 1, {"1"}),
    }  # fmt: skip
    for name, (rows, _, _) in files.items():
        landed.write(f"{name}.csv", HEADER + rows)
    assert landed.make() == ""
    counts = dict(
        landed.rows("select landed_in, max(unreadable_row_count) from stg_orders_files group by 1")
    )
    keys = dict(
        landed.rows("select landed_in, list(distinct order_id) from stg_orders_presence group by 1")
    )
    found = {name: (rows, counts[name], set(keys[name])) for name, (rows, _, _) in files.items()}
    assert found == files


@pytest.mark.parametrize("form", ["{}/../landing", "{}/./", "{}//", "/{}", "{}/orders/.."])
def test_a_landing_may_be_written_in_any_form(new_landing: NewLanding, form: str) -> None:
    landed = new_landing()
    landed.write("B1.csv", HEADER + ROW)
    landed.write(".git/config", b"no delivery")
    assert landed.make(landing=form.format(landed.landing)) == ""
    assert landed.rows(STAGED.format("B1")) == [STORED]


@pytest.mark.parametrize("name", ["orders.CSV", "orders.csv.GZ", "orders.Csv.gz"])
def test_an_extension_may_be_in_upper_case_in_either_layout(
    new_landing: NewLanding, name: str
) -> None:
    landed = new_landing()
    content = HEADER + ROW
    path = landed.landing / "feeds" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(gzip.compress(content) if name.lower().endswith("gz") else content)
    (path.parent / ".orders.csv.part").write_bytes(b"no delivery")
    assert landed.make() == ""
    assert landed.rows(STAGED.format("B1")) == [STORED]


@pytest.mark.parametrize("extension", ["csv", "jsonl", "parquet"])
def test_folders_above_the_landing_are_not_columns(new_landing: NewLanding, extension: str) -> None:
    landed = new_landing()
    landed.folder /= "NOTE=EVIL/_batch_id=EVIL/other=1"
    values = (HEADER + ROW).decode().splitlines()
    row = dict(zip(COLUMNS, values[1].split(","), strict=True))
    if extension == "parquet":
        landed.write("B1.parquet", b"")
        rows = ", ".join(f"'{value}' as \"{name}\"" for name, value in row.items())
        duckdb.cursor().sql(f"select {rows}").write_parquet(
            str(landed.landing / "orders" / "B1.parquet")
        )
    else:
        text = HEADER + ROW if extension == "csv" else json.dumps(row).encode()
        landed.write(f"B1.{extension}", text)
    assert landed.make() == ""
    assert landed.rows(STAGED.format("B1")) == [STORED]
    assert landed.rows("select distinct batch_id from load_counts") == [("B1",)]


def test_a_folder_above_the_landing_with_a_reserved_name_is_refused(
    new_landing: NewLanding,
) -> None:
    landed = new_landing()
    landed.folder /= "FileName=x"
    landed.write("B1.csv", HEADER + ROW)
    refusal = "has the folder FileName=x in its path, a name that DuckDB reserves; rename it"
    assert refusal in landed.make()
    assert refusal in landed.run()


@pytest.mark.long
def test_line_breaks_in_quotes_do_not_split_a_large_file(new_landing: NewLanding) -> None:
    landed = new_landing()
    values = ("\n".join([ROW.decode().strip()] * (number % 50)) for number in range(40_000))
    rows = (
        b'%d,1.50,"%b""q"" ",' % (number, value.encode())
        for number, value in enumerate(values, start=1)
    )
    landed.write("B1.csv", HEADER + b"".join(row + REST for row in rows))
    assert landed.make() == ""
    assert landed.rows("select count(distinct order_id) from stg_orders") == [(40_000,)]


BAD_ROWS = {
    "one field too many": (
        ROW + b"1,1.50,x,y," + REST + ROW,
        "B1.csv line 3 does not match the specification (it has more fields than the header)",
    ),
    "one field too few": (
        ROW + b"1,1.50," + REST,
        "B1.csv line 3 does not match the specification (it has fewer fields than the header)",
    ),
    "a quote that is never closed": (
        ROW + b'1,1.50,"x,' + REST + ROW,
        "B1.csv line 3 does not match the specification",
    ),
    "text after a quote": (
        b'1,1.50,"x"y,' + REST,
        "B1.csv line 2 does not match the specification"
        " (it has a quote that is not closed, or text after one)",
    ),
    "two line endings": (ROW + ROW.replace(b"\n", b"\r\n"), "Error"),
    "not UTF-8": (ROW.replace(b"x", b"\xfc"), "B1.csv"),
    "one field too many, far down": (
        ROW * 5000 + b"1,1.50,x,y," + REST,
        "B1.csv line 5002 does not match the specification",
    ),
}


@pytest.mark.parametrize(("rows", "problem"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_plain_dbt_refuses_a_bad_row_and_loads_none_of_its_file(
    new_landing: NewLanding, rows: bytes, problem: str
) -> None:
    landed = new_landing()
    landed.write("B1.csv", HEADER + rows)
    assert problem in landed.run()
    tables = landed.rows("select table_name from duckdb_tables() where table_name = 'stg_orders'")
    assert tables == []


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("orders/B1", HEADER, "orders/B1 is not read"),
        ("orders/2026/B1.csv", HEADER, "orders/2026/B1.csv is not read"),
        ("orderz/B1.csv", HEADER, "orderz/B1.csv belongs to no feed"),
        ("orders.csv", HEADER, "landing/orders.csv belongs to no feed"),
        ("feeds/orderz.csv", HEADER, "feeds/orderz.csv belongs to no feed"),
        ("orders/B1.csv", HEADER.replace(b"NOTE", b"MOOD"), "B1.csv has unknown columns: MOOD"),
        ("orders/B1.csv", HEADER.replace(b"NOTE", b'N" --'), "has unknown columns"),
        ("orders/B1.csv", HEADER.replace(b"ORDER_ID,", b""), "lacks the columns: ORDER_ID"),
        ("orders/B1.csv", b"", "B1.csv has no header"),
        ("orders/B1.jsonl", b'{"ORDER_ID": "1", "MOOD": 1}\n', "not an object of declared keys"),
    ],
)
def test_plain_dbt_reports_what_it_would_not_read(
    new_landing: NewLanding, name: str, content: bytes, problem: str
) -> None:
    landed = new_landing()
    landed.write(
        "B0.jsonl" if name.endswith("jsonl") else "B0.csv", b"" if "json" in name else HEADER
    )
    landed.write(f"../{name}", content)
    assert problem in landed.run()


def test_json_lines_are_read_as_written(new_landing: NewLanding) -> None:
    landed = new_landing()
    values = dict(zip(COLUMNS, next(iter([ROW.decode().strip().split(",")])), strict=True))
    lines = [
        values,
        values | {"ORDER_ID": 2, "AMOUNT": 1.5, "NOTE": None},
        {key: value for key, value in values.items() if key != "NOTE"} | {"ORDER_ID": "3"},
        values | {"ORDER_ID": "4", "NOTE": 'a\n"b" ü'},
    ]
    content = "\n\n".join(map(json.dumps, lines)).encode()
    landed.write("plain.jsonl", content)
    landed.write("compressed.jsonl.gz", gzip.compress(content))
    assert landed.make() == ""
    expected = [("1", "1.50", "x"), ("2", "1.5", None), ("3", "1.50", None)]
    expected.append(("4", "1.50", 'a\n"b" ü'))
    for batch in ("plain", "compressed"):
        query = f"select order_id, AMOUNT, NOTE from stg_orders where landed_in = '{batch}'"
        assert words(landed.rows(f"{query} order by 1")) == words(expected)


def test_typed_columns_of_parquet_are_read_as_exact_text(new_landing: NewLanding) -> None:
    landed = new_landing()
    written = {
        "ORDER_ID": "17",
        "AMOUNT": "1.50::decimal(10, 2)",
        "NOTE": "true",
        "DAY": "date '2026-01-05'",
        "SEEN_AT": "timestamptz '2026-01-05 12:00:00.120+02'",
        "_loaded_at": "timestamp '2026-01-01 02:00:00'",
        "_batch_id": "'B1'",
        "_record_source": "'SHOP'",
    }
    others = written | {"ORDER_ID": "'018'", "AMOUNT": "0.1::double", "NOTE": "null"}
    others["SEEN_AT"] = "timestamp '2026-01-05 10:00:00.123456'"
    folder = landed.landing / "orders"
    folder.mkdir(parents=True)
    for batch, columns in (("B1", written), ("B2", others)):
        values = ", ".join(f"{value} as {name}" for name, value in columns.items())
        duckdb.cursor().sql(f"copy (select {values}) to '{folder}/{batch}.parquet'")
    assert landed.make() == ""
    row = ("17", "1.50", "true", "20260105", "2026-01-05T10:00:00.120Z", datetime(2026, 1, 1, 2))
    query = "select order_id, AMOUNT, NOTE, DAY, SEEN_AT, loaded_at from stg_orders"
    assert landed.rows(query) == [row]
    # Microseconds do not fit the declared format, so the row is rejected and nothing is rounded.
    rejected = "select ORDER_ID, AMOUNT, NOTE, SEEN_AT, quarantine_reason from quarantine_orders"
    assert landed.rows(rejected) == [
        ("018", "0.1", None, "2026-01-05 10:00:00.123456", "invalid_timestamp in SEEN_AT")
    ]


@pytest.mark.parametrize("file_format", ["csv", "jsonl", "parquet"])
def test_a_query_of_one_batch_opens_only_its_file(
    new_landing: NewLanding, file_format: str
) -> None:
    landed = new_landing()
    values = dict(zip(COLUMNS, ROW.decode().strip().split(","), strict=True))
    for batch in ("B1", "B2", "B3"):
        path = landed.write(f"{batch}.{file_format}", HEADER + ROW)
        if file_format == "jsonl":
            path.write_text(json.dumps(values), encoding="utf-8")
        elif file_format == "parquet":
            row = ", ".join(f"'{value}' as {name}" for name, value in values.items())
            duckdb.cursor().sql(f"copy (select {row}) to '{path}'")
    assert landed.run("run", "--select", "landing_orders") == ""
    ((_, plan),) = landed.rows(
        "explain analyze select * from landing_orders where _landed_in in ('B2')"
    )
    assert "Scanning Files: 1/3" in plan


BAD_DELIVERIES = {
    b"2026-01-0X 02:00:00,B1,SHOP": "invalid_timestamp in _loaded_at",
    b"2026-01-01 02:00:00+05:00,B1,SHOP": "invalid_timestamp in _loaded_at",
    b"2026-1-1 2:00:00,B1,SHOP": "invalid_timestamp in _loaded_at",
    b",B1,SHOP": "invalid_timestamp in _loaded_at",
    b"2062-01-01 02:00:00,B1,SHOP": "out_of_range in _loaded_at",
    b"0026-01-01 02:00:00,B1,SHOP": "out_of_range in _loaded_at",
    b"2026-01-09 02:00:00,,SHOP": "missing_text in _batch_id",
    b"2026-01-09 02:00:00, ,SHOP": "missing_text in _batch_id",
    "2026-01-09 02:00:00,\u200b\u3164,SHOP".encode(): "missing_text in _batch_id",
    b"2026-01-09 02:00:00,%b,SHOP" % (b"B" * 201): "invalid_text in _batch_id",
    b"2026-01-09 02:00:00,B1,": "missing_text in _record_source",
}


# The same batch and source, with invisible characters.
UNREADABLE_DELIVERY = "\u00a02026-01-01 02:00:00,\u202eB\x071\u200b,SH\ufe0fOP\u3000\n".encode()


def test_rows_of_an_unreadable_delivery_are_quarantined_once_and_counted(
    new_landing: NewLanding,
) -> None:
    landed = new_landing()
    bad = b"".join(
        b"%d,1,x,20260105,,%b\n" % (number, delivery)
        for number, delivery in enumerate(BAD_DELIVERIES, start=10)
    )
    bad += b"2,1.50,x,20260105,," + UNREADABLE_DELIVERY
    landed.write("B1.csv", HEADER + ROW + bad)
    assert landed.make(load_until="2026-01-05") == ""
    assert landed.make() == ""
    landed.write("B1 again.csv", HEADER + ROW + bad)
    assert landed.make() == ""
    reasons = "select quarantine_reason from quarantine_orders order by cast(ORDER_ID as integer)"
    assert [reason for (reason,) in landed.rows(reasons)] == list(BAD_DELIVERIES.values())
    counts = "select landed_in, sum(landed), sum(rejected) from stg_landing__deliveries"
    rows = len(BAD_DELIVERIES)
    assert landed.rows(f"{counts} group by all order by 1") == [
        ("B1", rows + 2, rows),
        ("B1 again", rows + 2, rows),
    ]
    sources = "select batch_id, record_source, count(*) from stg_orders group by all"
    assert landed.rows(sources) == [("B1", "SHOP", 4)]
    # A rejected row does not move the current as-of date.
    newest = landed.rows("select max(delivery_date) from stg_landing__deliveries")
    assert newest == [(datetime(2026, 1, 1).date(),)]
    audit = "select batch_id, landed, loaded, already_known, quarantined from load_counts"
    named = rows - 4
    assert landed.rows(f"{audit} order by 1") == [
        ("(none)", 6, 0, 3, 3),
        ("B1", 2 * named + 4, 2, named + 2, named),
        ("B" * 201, 2, 0, 1, 1),
    ]


def test_a_contradiction_waits_and_counts_once(new_landing: NewLanding) -> None:
    """It has the key and the times of a loaded row; the first file counts, whatever its name."""
    landed = new_landing()
    landed.write("B2.csv", HEADER + b"1,1,x,20260105,,2026-01-01 02:00:00,B1,SHOP\n")
    assert landed.make() == ""
    for name in ("B1.csv", "B3.csv"):
        landed.write(name, HEADER + b"1,7,x,20260105,,2026-01-01 02:00:00,B1,SHOP\n")
        assert landed.make() == ""
    kept = "select landed_in, AMOUNT, is_conflicting from stg_orders order by landed_in"
    assert landed.rows(kept) == [("B1", "7", True), ("B2", "1", False), ("B3", "7", True)]
    audit = "select landed, loaded, already_known, quarantined, repeated from load_counts"
    assert landed.rows(audit) == [(3, 1, 1, 1, 1)]


def test_a_difference_between_arrived_and_read_rows_fails_the_build(
    new_landing: NewLanding,
) -> None:
    landed = new_landing()
    landed.write("B1.csv", HEADER + ROW)
    assert landed.make() == ""
    with duckdb.connect(str(landed.database)) as connection:
        connection.execute("update bookkeeping.landed_files set arrived = arrived + 1")
    assert "Got 1 result, configured to fail" in landed.run()


def test_a_file_that_changes_after_it_was_loaded_is_reported(new_landing: NewLanding) -> None:
    landed = new_landing()
    path = landed.write("B1.csv", HEADER + ROW)
    bad = landed.write("B2.csv", HEADER + b"2,1.50\n")
    assert "B2.csv line 2 has 2 fields" in landed.make()
    path.write_bytes(HEADER + ROW + ROW)  # nothing was loaded, so it may still change
    bad.unlink()
    assert landed.make() == ""
    path.write_bytes(HEADER + ROW + ROW + ROW)
    assert landed.make().startswith(
        "feed orders: DIR/orders/B1.csv has changed since it was loaded"
    )
    path.unlink()  # a loaded file may go
    assert "has no file" in landed.make()
    landed.write("B3.csv", HEADER)
    assert landed.make() == ""


def test_a_new_column_is_reported_and_accepted_by_its_declaration(
    new_landing: NewLanding, root: Path, tmp_path: Path
) -> None:
    landed = new_landing()
    later = REST.replace(b"2026-01-01", b"2026-01-02")
    landed.write("B1.csv", HEADER + ROW + b"#,1.50,x," + REST)
    assert landed.make() == ""
    landed.write("B2.csv", b"MOOD," + HEADER + b"good,2,1.50,x," + later + b"bad,#,1.50,x," + later)
    assert landed.make() == (
        "feed orders: DIR/orders/B2.csv has 1 unknown column: 'MOOD'; "
        "add them to contracts/orders.odcs.yaml and run `make contracts`"
    )
    manifest = parse(tmp_path / "project", root, new_column="MOOD")
    shape = replace(SHAPE, columns=("MOOD", *COLUMNS))
    declared = replace(landed, project=tmp_path / "project", manifest=manifest, shape=shape)
    assert declared.make() == ""
    moods = "select ORDER_ID, MOOD from {} order by all"
    assert declared.rows(moods.format("quarantine_orders")) == [("#", "bad"), ("#", None)]
    assert declared.rows(moods.format("landing_orders where quarantine_reason is null")) == [
        ("1", None),
        ("2", "good"),
    ]
    assert declared.rows("select count(*) from stg_orders") == [(2,)]


def test_a_delivery_on_the_last_day_of_the_calendar_is_loaded(new_landing: NewLanding) -> None:
    """The calendar of the small project ends on 2026-12-31."""
    landed = new_landing()
    last, after = "2026-12-31 23:59:59", "2027-01-01 00:00:00"
    rows = "".join(
        f"{number},1,x,20260105,,{at},B1,SHOP\n" for number, at in ((1, last), (2, after))
    )
    landed.write("B1.csv", HEADER + rows.encode())
    assert landed.run("run") == ""
    assert landed.rows("select cast(loaded_at as varchar) from stg_orders") == [(last,)]
    assert landed.rows("select _loaded_at from quarantine_orders") == [(after,)]
