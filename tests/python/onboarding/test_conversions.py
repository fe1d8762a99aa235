"""Values are converted exactly by the declared formats, names become ones that engines accept."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onboarding.deliver import DeliveryError, deliveries
from onboarding.file_format import FileFormat, RawFileError, detect_format
from onboarding.keys import (
    Candidate,
    Key,
    find_key,
    key_casing,
    key_pattern,
    unusual_keys,
    with_and_without_braces,
)
from onboarding.naming import column_names, common_stem, entity_of, feed_name
from onboarding.number_formats import converted_boolean, converted_number
from onboarding.raw_files import RawTable, read_raw
from onboarding.time_formats import DATE, ISO, PLAIN, converted_time

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "formats", "target", "expected"),
    [
        ("03.01.2025", ["dd.MM.yyyy"], DATE, "2025-01-03"),
        ("3.1.2025", ["d.M.yyyy"], DATE, "2025-01-03"),
        ("2025-01-03", ["dd.MM.yyyy", "yyyy-MM-dd"], DATE, "2025-01-03"),
        ("03-Mrz-2025", ["dd-MMM-yyyy"], DATE, "2025-03-03"),
        ("01/31/69", ["MM/dd/yy"], DATE, "1969-01-31"),
        ("31.02.2025", ["dd.MM.yyyy"], DATE, "31.02.2025"),
        ("3.1.2025", ["dd.MM.yyyy"], DATE, "3.1.2025"),
        ("03.01.2025 07:05", ["dd.MM.yyyy HH:mm"], PLAIN, "2025-01-03 07:05:00"),
        ("01/03/2025 12:05 am", ["MM/dd/yyyy hh:mm a"], PLAIN, "2025-01-03 00:05:00"),
        ("2025-07-01T10:00:00+02", ["yyyy-MM-dd'T'HH:mm:ssXXX"], ISO, "2025-07-01T08:00:00.000Z"),
        ("2025-07-01 10:00:00.25", ["yyyy-MM-dd HH:mm:ss.S"], ISO, "2025-07-01T08:00:00.250Z"),
        ("1735689600", ["epochSeconds"], ISO, "2025-01-01T00:00:00.000Z"),
        # The hour that clocks skip in spring does not exist.
        ("2025-03-30 02:30:00", ["yyyy-MM-dd HH:mm:ss"], ISO, "2025-03-30 02:30:00"),
    ],
)  # fmt: skip
def test_a_time_is_converted_or_left_as_it_is(
    text: str, formats: list[str], target: str, expected: str
) -> None:
    assert converted_time(text, formats, target, BERLIN) == expected


@pytest.mark.parametrize(
    ("text", "number_format", "expected"),
    [
        ("1.234,56", "1.234,56", "1234.56"),
        ("-0,5", "1.234,56", "-0.5"),
        ("12,50 €", "1.234,56 EUR", "12.50"),
        ("12,50 EUR", "1.234,56 EUR", "12.50"),
        ("12,50 $", "1.234,56 EUR", "12,50 $"),
        ("12,50 €", "1.234,56", "12,50 €"),
        ("(1,234.50)", "1,234.56", "-1234.50"),
        ("(-5.00)", "1,234.56", "(-5.00)"),
        ("1,23,456.50", "12,34,567.89", "123456.50"),
        ("0,125", "1,234.56", "0,125"),
        ("1.23,4", "1.234,56", "1.23,4"),
        ("1,234.5", "1,234.56", "1234.5"),
        ("$ 7.25", "1234.56 USD", "7.25"),
        ("1 234,5", "1 234,56", "1234.5"),
        ("12.00-", "1234.56", "-12.00"),
        ("-12.00-", "1234.56", "-12.00-"),
        ("viel", "1.234,56", "viel"),
    ],
)
def test_a_number_is_converted_or_left_as_it_is(
    text: str, number_format: str, expected: str
) -> None:
    assert converted_number(text, [number_format]) == expected


def test_two_words_become_true_and_false() -> None:
    words = ["ja", "Ja", "nein", "vielleicht"]
    assert [converted_boolean(word, ("ja", "nein")) for word in words] == [
        "true", "true", "false", "vielleicht",
    ]  # fmt: skip


def test_columns_get_names_that_engines_and_conventions_accept() -> None:
    raw = [
        ("Order", "string"), ("Straße & Nr.", "string"), ("1st", "string"), ("is_at", "string"),
        ("Newsletter", "boolean"), ("Geändert am", "timestamp"), ("start", "date"), ("", "string"),
        ("ORDER", "string"), ("_loaded_at", "string"), ("birth_date", "string"),
        ("snapshot_at", "timestamp"), ("has_key", "boolean"),
        ("readable_at", "timestamp"), ("at", "timestamp"),
    ]  # fmt: skip
    assert column_names(raw, "member") == [
        "MEMBER_ORDER", "STRASSE_AND_NR", "COLUMN_1_ST", "FLAG_IS_TEXT", "IS_NEWSLETTER",
        "GEAENDERT_AT", "MEMBER_START", "MEMBER_COLUMN", "ORDER_2", "LOADED_TEXT",
        "BIRTH_DATE_TEXT", "MEMBER_SNAPSHOT_AT", "IS_MEMBER_HAS_KEY", "MEMBER_READABLE_AT",
        "MEMBER_AT",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stem", "feed", "entity"),
    [
        ("Loyalty Customers 2026-01-03", "loyalty_customers", "loyalty_customer"),
        ("2025_Companies", "companies", "company"),
        ("ORDER", "order_rows", "order_row"),
        ("Kunden-Export_20260105", "kunden_export", "kunden_export"),
        ("123", "delivered_rows", "delivered_row"),
    ],
)
def test_a_feed_and_its_entity_are_named_after_the_file(stem: str, feed: str, entity: str) -> None:
    assert (feed_name(stem), entity_of(feed_name(stem))) == (feed, entity)


@pytest.mark.parametrize(
    ("names", "feed"),
    [
        (["Tariff list 26 Nov 2026.csv"], "tariff_list"),
        (["Invoices 2026-11-26 (final).csv", "Invoices 2026-11-27.csv"], "invoices"),
        (["sales 26.11.2026.csv", "SALES 27.11.2026.csv"], "sales"),
        (["orders_20261126T0500_v2.csv.gz", "orders_20261127T0610.csv"], "orders"),
        (["north.csv", "south.csv"], "north"),
        (["r&d.csv"], "r_and_d"),
    ],
)
def test_a_feed_is_named_by_what_the_names_of_its_files_share(names: list[str], feed: str) -> None:
    assert feed_name(common_stem(names)) == feed


def test_the_pattern_and_the_casing_of_a_key_follow_from_its_values() -> None:
    assert key_pattern(["A-1", "B:2"] * 50) == "^[A-Za-z0-9_.:-]+$"
    assert key_pattern(["A/1", "B/2"] * 50) == "^[A-Za-z0-9_.:/-]+$"
    assert key_casing([["abC", "abc", "aBc", "x"]]) == "sensitive"
    assert key_casing([["A1", "B2"], ["a1", "b2"]]) == "insensitive"


def test_a_total_among_keys_does_not_match_their_pattern() -> None:
    numbers = [f"{number:07}" for number in range(400)]
    assert key_pattern([*numbers, "TOTAL"]) == "^[0-9]+$"
    invoices = [f"RE-{number}" for number in numbers]
    pattern = re.compile(key_pattern([*invoices, "Summe"]))
    assert all(map(pattern.fullmatch, invoices)) and not pattern.fullmatch("Summe")
    assert unusual_keys([*numbers, "\u200b", "-"]) == set()
    # Keys of random letters and digits may have no digit.
    mixed = [f"{number:x}".upper() for number in range(0xA00, 0xC00)]
    assert unusual_keys([*mixed, "ABC"]) == set()


def test_uuids_with_and_without_braces_are_found() -> None:
    one = "5bc8fbbc-bde5-c099-4164-d8399f767c45"
    assert with_and_without_braces([f"{{{one.upper()}}}", one]) == one
    assert not with_and_without_braces([one, one.upper()])
    assert not with_and_without_braces([f"{{{one}}}", one.replace("5b", "6b")])


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("x_20240201063015", "2024-02-01 06:30:15"),
        ("x-202402010630", "2024-02-01 06:30:00"),
        ("x_2024-02-01T06-30-00", "2024-02-01 06:30:00"),
        ("x_2024-02-01_06.30", "2024-02-01 06:30:00"),
        ("x_2024-02-01_2400", "2024-02-01 23:59:59"),
        ("x_01.02.2024", "2024-02-01 23:59:59"),
        ("x_01.02.2024_0630", "2024-02-01 06:30:00"),
        ("x_25-02-2024", "2024-02-25 23:59:59"),
        ("x_02-25-2024", "2024-02-25 23:59:59"),
        ("x_2024-02-01-part-0001", "2024-02-01 23:59:59"),
        ("x 3 Feb 2024", "2024-02-03 23:59:59"),
        ("x_03-Feb-2024", "2024-02-03 23:59:59"),
        ("February 3rd, 2024 x", "2024-02-03 23:59:59"),
        ("x 2024 Feb 03_0630", "2024-02-03 06:30:00"),
        ("Preise 3. März 2024", "2024-03-03 23:59:59"),
        ("x_2024_02_03", "2024-02-03 23:59:59"),
        ("x_3.2.2024", "2024-02-03 23:59:59"),
        ("x 26 Marketing 2024", "2026-02-01 06:30:00"),
        # Day and month could be exchanged; there is no such day; a number of something else.
        ("x_01-02-2024", "2026-02-01 06:30:00"),
        ("x_2024-02-30", "2026-02-01 06:30:00"),
        ("x_1720240201", "2026-02-01 06:30:00"),
    ],
)
def test_a_name_has_a_load_time_in_several_forms(stem: str, expected: str) -> None:
    (delivery,) = deliveries([Path(f"{stem}.csv")], datetime(2026, 2, 1, 6, 30, tzinfo=UTC))
    assert delivery.loaded_at == expected
    is_read = expected != "2026-02-01 06:30:00"
    assert bool(delivery.note) == (not is_read and stem != "x_1720240201")


@pytest.mark.parametrize(
    ("stem", "unclear"),
    [
        ("x 26th Nov 2025", ""), ("x 2025 11 26", ""), ("x 26 11 2025", ""), ("x_123456", ""),
        ("x 03 11 2025", "03 11 2025"), ("x_26.11.25", "26.11.25"), ("x_26112025", "26112025"),
        ("x 26nov25", "26nov25"), ("x 26 listopada 2025", "26 listopada 2025"),
        ("x_2025-13-45", "2025-13-45"),
    ],
)  # fmt: skip
def test_a_date_in_a_name_is_read_or_named(stem: str, unclear: str) -> None:
    (delivery,) = deliveries([Path(f"{stem}.csv")], datetime(2026, 2, 1, 6, 30, tzinfo=UTC))
    is_read = delivery.loaded_at == "2025-11-26 23:59:59"
    assert (is_read, delivery.note.partition(" in its name")[0]) == (
        not unclear and stem != "x_123456",
        unclear,
    )


def test_the_load_time_is_the_day_in_the_name_unless_it_is_given() -> None:
    now = datetime(2026, 2, 1, 6, 30, tzinfo=UTC)
    names = ["a_2026-01-03.csv", "a_20260104-051500.csv.gz", "a.csv", "a_2026-03-01.csv"]
    found = deliveries([Path(name) for name in names], now)
    assert [(one.batch, one.loaded_at) for one in found] == [
        ("a_2026-01-03", "2026-01-03 23:59:59"),
        ("a_20260104-051500", "2026-01-04 05:15:00"),
        ("a", "2026-02-01 06:29:59"),
        ("a_2026-03-01", "2026-02-01 06:30:00"),
    ]
    late = ["x 27 Jan 2026.csv", "東京 26 Jan 2026.csv", "大阪 26 Jan 2026.csv"]
    found = deliveries([Path(name) for name in late], now)
    assert [one.batch for one in found] == [
        "東京_26_Jan_2026", "大阪_26_Jan_2026", "x_27_Jan_2026"
    ]  # fmt: skip
    (given,) = deliveries([Path("a.csv")], now, "2026-01-09 00:00:00", "night run")
    assert (given.batch, given.loaded_at) == ("night_run", "2026-01-09 00:00:00")
    with pytest.raises(DeliveryError, match="LOADED_AT=yesterday is not a time"):
        deliveries([Path("a.csv")], now, "yesterday")


FILES = {
    "semicolons, Western": ("Nr;Größe\n1;2\n".encode("cp1252"), FileFormat("csv", ";", "cp1252")),
    "UTF-16": ("Nr\tSize\n1\t2\n".encode("utf-16"), FileFormat("csv", "\t", "utf-16")),
    "a rare delimiter": (b"Nr^Size\n1^2\n", FileFormat("csv", "^", "utf-8")),
    "a rare delimiter, and a usual one in a name": (
        b"Nr^Size; in m\n1^2\n2^\n",
        FileFormat("csv", "^", "utf-8"),
    ),
    "JSON lines": (b'{"Nr": 1, "Size": {"cm": 2}}\n', FileFormat("jsonl")),
    "Excel's first line": (b"sep=;\r\nNr;Size\r\n1;2\r\n", FileFormat("csv", ";", "utf-8")),
    "a title": (b"Report, May\n\nNr;Size\n1;2\n1;2\n", FileFormat("csv", ";", "utf-8")),
    "a quoted line break, and decimal commas": (
        b'Nr;Street;Price;Size\n1;Way 1;1,5;1,5\n2;"Way 2\nDoor 3";2,5;1,5\n3;Way 3;3,5;1,5\n',
        FileFormat("csv", ";", "utf-8"),
    ),
    "titles of groups of columns": (
        b"Stock;;Price;\nId;Plant;Net;Gross\n1;2;3;4\n1;2;3;4\n",
        FileFormat("csv", ";", "utf-8"),
    ),
    "a header with few names": (
        b"Id;;Net;\n1;2;3;4\n1;2;3;4\n",
        FileFormat("csv", ";", "utf-8"),
    ),
    "a title with a quoted line break": (
        b'"Report,\nMay"\nNr;Size\n1;2\n1;"2\n3"\n1;4\n',
        FileFormat("csv", ";", "utf-8"),
    ),
    "a single column": (b"Nr\n1\n2\n", FileFormat("csv", ",", "utf-8")),
    "a JSON array": (b'[{"Nr": 1}, {"Nr": 2}]', FileFormat("jsonl")),
}


@pytest.mark.parametrize(("content", "expected"), FILES.values(), ids=FILES)
def test_the_format_of_a_file_is_detected(
    tmp_path: Path, content: bytes, expected: FileFormat
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    found = detect_format(path)
    assert (found.name, found.encoding) == (expected.name, expected.encoding)
    assert found.name == "jsonl" or found.delimiter == expected.delimiter
    assert read_raw(path, found).rows[0][0] == "1"


def test_nested_objects_become_columns_and_numbers_keep_their_digits(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    path.write_text('{"a": {"b": 1.10, "c": {"d": true}}, "e": [1, 2], "f": null}\n\n{"g": "x"}\n')
    found = read_raw(path, detect_format(path))
    assert found.columns == ("a.b", "a.c.d", "e", "f", "g")
    assert found.rows == [["1.10", "true", "[1, 2]", None, None], [None, None, None, None, "x"]]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"a,b\n1,2\n3\n", "line 3 has 1 fields, the header 2"),
        (b'a,b\n1,"2\n', "line 2 cannot be read"),
        (b'{"a": 1}\n{"a": \n', "line 2 is not JSON"),
        (b'{"a": 1}\n{"a": 1, "a": 2}\n', "line 2 has the key a twice"),
        (b'{"a.b": 1, "a": {"b": 2}}\n', "line 1 has the key a.b twice"),
        (b'{"a": 1}\n[1]\n', "line 2 is not a JSON object"),
        (b"\0\1\2", "is not CSV, JSON lines or Parquet"),
        (b"", "the file is empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(RawFileError, match=problem):
        read_raw(path, detect_format(path))


def test_a_key_may_occur_once_per_change_or_file() -> None:
    columns = ("Customer ID", "Updated", "Name")
    changes = [[f"C{number % 20}", f"2025-01-{number // 20 + 1:02d}", "x"] for number in range(60)]
    found = [Candidate("customer_id", "string"), Candidate("updated", "date")]
    found.append(Candidate("name", "string"))
    assert find_key([RawTable(columns, changes)], found, 1) == Key((0,))
    days = [changes[start : start + 20] for start in (0, 20, 40)]
    assert find_key([RawTable(columns, rows) for rows in days], found) == Key((0,))
    assert find_key([RawTable(columns, changes)], found).question
    found[1] = Candidate("day", "date")
    assert find_key([RawTable(columns, changes)], found) == Key((0, 1))
