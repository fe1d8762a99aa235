"""Delivered files of each format are rewritten, and the search finds values in each place."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from unicodedata import normalize

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from contracts.read import feeds_by_name
from dbt_in_process import ROOT
from erasure.delivered_file import read_rows, rewrite
from erasure.erasable import Erasable
from erasure.names_in_rows import NamesInRows
from erasure.person import Keys, PersonError, hub_key, key_text, parse_records
from erasure.prove import search_rows_of_person
from erasure.register import Registered, append, digest, entries_of
from erasure.search import search_database, search_digests, search_files
from erasure.sought import Sought
from erasure.stored_values import add_stored_values
from erasure.values import Values
from erasure.values_file import delete_values, read_values, write_values
from warehouse.landing.landing_folder import LandedFile

FEEDS = feeds_by_name(ROOT / "contracts")
KEYS = Keys.of(FEEDS)
(OWN,) = parse_records("Oracle:CUST1", KEYS)
ROWS = [
    {"KEY": "1", "NAME": 'Ann "A" Lee', "NOTE": "two\nlines"},
    {"KEY": "2", "NAME": "Bo, Jr", "NOTE": ""},
]


def write(path: Path) -> LandedFile:
    """Write the rows in the format of a file's name."""
    name = path.name.removesuffix(".gz")
    if name.endswith("parquet"):
        table = pa.table({
            "KEY": pa.array([int(row["KEY"]) for row in ROWS]),
            "NAME": [row["NAME"] for row in ROWS],
            "NOTE": [row["NOTE"] or None for row in ROWS],
        })  # fmt: skip
        pq.write_table(table, path)
        return LandedFile("feed", path, "parquet", "B1")
    if name.endswith("csv"):
        text = 'KEY,NAME,NOTE\r\n1,"Ann ""A"" Lee","two\nlines"\r\n2,"Bo, Jr",\r\n'
    else:
        text = "".join(json.dumps(row) + "\n" for row in ROWS)
    data = text.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return LandedFile("feed", path, name.rpartition(".")[2], "B1")


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.jsonl", "a.jsonl.gz", "a.parquet"])
def test_a_file_is_rewritten_in_its_format(name: str, tmp_path: Path) -> None:
    file = write(tmp_path / name)
    assert list(read_rows(file)) == ROWS
    rewrite(file, {0: {"KEY": "ERASED-1", "NAME": ""}})
    assert list(read_rows(file)) == [ROWS[0] | {"KEY": "ERASED-1", "NAME": ""}, ROWS[1]]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_salesforce_key_has_one_hub_key_in_both_lengths() -> None:
    assert key_text("0015g00000004EC", "salesforceId") == "0015g00000004ECAAY"
    keys = {hub_key("Salesforce", key, "salesforceId")
            for key in ("0015g00000004EC", "0015g00000004ECAAY", "0015G00000004ECAAY")}  # fmt: skip
    assert len(keys) == 1


def test_several_records_are_read_from_one_option() -> None:
    found = parse_records("sap:KNA000001 E-Commerce:ORD-1, Support:x-1", KEYS)
    assert [record.name for record in found] == ["SAP:KNA000001", "E-Commerce:ORD-1", "Support:x-1"]
    assert hub_key("SAP", found[0].pseudonym, "upperCase") == found[0].hub_key
    with pytest.raises(PersonError, match="the systems are"):
        parse_records("KNA000001", KEYS)
    with pytest.raises(PersonError, match="'Fax:2 SAP:1' is not"):
        parse_records("Fax:2 SAP:1", KEYS)


def test_the_name_of_a_source_system_may_have_spaces() -> None:
    casings = {"Club": "upperCase", "Loyalty Club": "upperCase", "SAP": "upperCase"}
    keys = Keys({}, {}, casings)
    found = parse_records("loyalty club:000001 SAP:1, Club:2 Loyalty Club:3", keys)
    names = ["Loyalty Club:000001", "SAP:1", "Club:2", "Loyalty Club:3"]
    assert [record.name for record in found] == names


def test_the_register_grows_and_has_digests_only(tmp_path: Path) -> None:
    entries = [("record", digest("s", "record", "00ff")), ("value", digest("s", "value", "a@b.c"))]
    assert append(tmp_path, "s", "request", entries) == 2
    assert append(tmp_path, "s", "request", [*entries, ("row", "d")]) == 1
    assert [entry["kind"] for entry in entries_of(tmp_path)].count("row") == 1
    assert "00ff" in Registered(tmp_path)
    assert "00fe" not in Registered(tmp_path)
    written = "".join(path.read_text() for path in tmp_path.rglob("*.jsonl"))
    assert "a@b.c" not in written
    assert "00ff" not in written


@pytest.fixture
def sought() -> Sought:
    """The values of a person, of which one is too common to be searched inside other text."""
    values = Values()
    for text, kind in (
        ("Ann@Lee.example", "email"),
        ("Ann Lee Roe", "name"),
        ("Royle", "name"),
        ("Leeds", "address"),
        ("+49 89 1234567", "phone"),
        ("089 1234567", "phone"),
    ):
        values.add(text, kind)
    return Sought.of(values)


@pytest.mark.parametrize(
    ("cell", "is_found"),
    [
        ("ANN@LEE.EXAMPLE", True),
        ("write to ann@lee.example.", True),
        ("joann@lee.example", False),
        ("leeds", True),
        ("Leeds Station", False),
        (hashlib.sha256(b"ann@lee.example").hexdigest().upper(), True),
        (hashlib.sha256(b"Ann Lee Roe").hexdigest(), True),
        ("Ann Lee", False),
        ("spoke to Mrs Royle.", True),
        ("Royleston", False),
        ("call 089/123 45-67 back", True),
        ("+49 (0)89 1234.567", True),
        ("0049891234567", True),
        ("1089 1234567", False),
        ("089 12345678", False),
    ],
)
def test_a_value_is_found_in_a_cell(cell: str, is_found: bool, sought: Sought) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "create table t as select 1 as n, null as empty, ? as a, 'x' as b", [cell]
        )
        assert bool(list(search_database(connection, sought))) == is_found
        if len(cell) == 64:
            connection.execute("create or replace table t as select unhex(?) as a", [cell])
            assert bool(list(search_database(connection, sought))) == is_found


@pytest.mark.parametrize(
    ("row", "is_found"),
    [
        ({"customer_hk": OWN.hub_key, "OUTCOME": "Mr Li called"}, True),
        ({"customer_hk": OWN.hub_key, "OUTCOME": "li"}, False),
        ({"customer_hk": OWN.hub_key, "OUTCOME": "Lithium"}, False),
        ({"customer_hk": OWN.hub_key, "FIRST_NAME": "Li"}, True),
        ({"customer_hk": OWN.hub_key, "channel": "Mr Li called"}, False),
        ({"customer_hk": "0" * 64, "OUTCOME": "Mr Li called"}, False),
    ],
)
def test_a_short_name_is_found_in_rows_about_the_person(row: dict, is_found: bool) -> None:
    with duckdb.connect() as connection:
        cells = ", ".join(f"'{text}' as {name}" for name, text in row.items())
        connection.execute(f"create table t as select 1 as n, {cells}")
        replaced = "* replace (unhex(customer_hk) as customer_hk)"
        connection.execute(f"create table k as select {replaced} from t")
        sought = Sought.of(Values(), names_of_li())
        found = [hit.place for hit in search_database(connection, sought)]
        expected = ["main.k", "main.t"] if is_found else []
        assert found == expected


FOREIGN = ("İbrahim Şahin", "Νίκος Παππάς", "王小明", "Zoë@quillé.example", "Q")


@pytest.mark.parametrize(
    ("cell", "is_found"),
    [
        ("İBRAHİM ŞAHİN aradı", True),
        ("κ. ΝΙΚΟΣ ΠΑΠΠΑΣ", True),
        ("客户王小明来电", True),
        ("客户王大明来电", False),
        (normalize("NFD", "to Zoë@Quillé.example"), True),
        ("u=ZOË%40QUILLÉ.EXAMPLE&x", True),
        ("zozoë@quillé.example", False),
    ],
)
def test_a_value_is_found_in_any_script(cell: str, is_found: bool, tmp_path: Path) -> None:
    values = Values()
    for text in FOREIGN:
        values.add(text, "email" if "@" in text else "name")
    sought = Sought.of(values)
    with duckdb.connect() as connection:
        connection.execute("create table t as select ? as a, null as b, 'x' as c", [cell])
        assert bool(list(search_database(connection, sought))) == is_found
    contents = {"a.txt": cell, "a.json": json.dumps({"a": cell}), "a.html": to_references(cell)}
    for name, text in contents.items():
        (tmp_path / name).write_text(text, "utf-8")
    hits = [hit.place for hit in search_files(sorted(tmp_path.iterdir()), sought)]
    assert len(hits) == (len(contents) if is_found else 0)


def to_references(text: str) -> str:
    """Text with HTML references for all characters that are not ASCII."""
    return "".join(char if char.isascii() else f"&#x{ord(char):x};" for char in text)


@pytest.mark.parametrize(
    ("note", "is_found"),
    [("Spoke to Q.", True), ("Q", False), ("to q.", False), ("Quit", False)],
)
def test_a_name_of_one_letter_is_found_in_notes_about_the_person(note: str, is_found: bool) -> None:
    values = Values()
    values.add("Q", "name")
    names = NamesInRows.of(values, [OWN.hub_key], map(Erasable.of, FEEDS.values()))
    with duckdb.connect() as connection:
        connection.execute(f"create table t as select '{OWN.hub_key}' as hk, ? as outcome", [note])
        assert bool(list(search_database(connection, Sought.of(values, names)))) == is_found


def test_reference_seeds_and_dates_of_others_are_not_the_person() -> None:
    values = Values()
    for text, kind in (("Zdenka", "name"), ("1979-03-20", "birth_date")):
        values.add(text, kind)
    with duckdb.connect() as connection:
        connection.execute("""
            create schema reference; create schema marts;
            create table reference.first_names as select 'zdenka' as name;
            create table reference.unknown as select 'zdenka' as name;
            create table marts.dim_date as select date '1979-03-20' as date_day;
            create table marts.dim_customer as select date '1979-03-20' as birth_date;
        """)
        hits = [hit.place for hit in search_database(connection, Sought.of(values))]
    assert hits == ["marts.dim_customer", "reference.unknown"]


@pytest.mark.parametrize("day", ["19790320", "1979-03-20", "1979-03-20 00:00:00"])
def test_a_stored_date_is_neither_a_phone_number_nor_an_id(day: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "create table standardised_records as"
            " select 'own' as record_id, ? as birth_date, '49 89123456' as phone",
            [day],
        )
        values = Values()
        add_stored_values(connection, ["own"], values)
    assert values.kinds == {"49 89123456": "phone", "89123456": "phone"}


def names_of_li() -> NamesInRows:
    """The name of a person in rows about the record OWN."""
    values = Values()
    values.add("Li", "name")
    return NamesInRows.of(values, [OWN.hub_key], map(Erasable.of, FEEDS.values()))


def test_a_short_name_is_found_in_delivered_rows_about_the_person(tmp_path: Path) -> None:
    file = LandedFile("interactions", tmp_path / "interactions.csv", "csv", "")
    rows = [(OWN.pseudonym, "Mr Li called"), (OWN.pseudonym, "Li"), ("CUST2", "Mr Li called")]
    lines = "".join(f"{key},{note}\n" for key, note in rows)
    file.path.write_text(f"CUSTOMER_ID,OUTCOME\n{lines}")
    hits = search_rows_of_person([file], KEYS, names_of_li())
    assert [str(hit) for hit in hits] == [str(file.path)]


def test_a_value_is_found_in_files_and_databases(sought: Sought, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<td>Ann Lee Roe</td>")
    (tmp_path / "other.html").write_text("<td>Bo Lee Roe</td>")
    (tmp_path / "export.csv").write_text("city,phone\nLEEDS,\n")
    (tmp_path / "lines.jsonl").write_text('{"city": "leeds", "n": 1}\n')
    (tmp_path / "other.csv").write_text("city,phone\nLeeds Station,\n")
    table = pa.table({"city": ["Leeds"], "phone": ["12"]})
    pq.write_table(table, tmp_path / "rows.parquet")
    (tmp_path / "log.gz").write_bytes(gzip.compress(b"ann@lee.example"))
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute("create table t as select 'ann@lee.example' as a from range(3)")
    hits = [str(hit) for hit in search_files(sorted(tmp_path.iterdir()), sought)]
    folder = str(tmp_path)
    assert hits == [
        f"{folder}/export.csv",
        f"{folder}/lines.jsonl",
        f"{folder}/log.gz",
        f"{folder}/page.html",
        f"{folder}/rows.parquet",
        f"{folder}/warehouse.duckdb main.t: 3",
    ]


def test_a_shared_phone_number_is_left_out_in_all_its_formats() -> None:
    values = Values()
    for text in ("+49 89 1234567", "089 1234567", "030 7654321"):
        values.add(text, "phone")
    assert values.phones_like("0049 89 123-4567") == {"+49 89 1234567", "089 1234567"}
    values.remove(["089 1234567"])
    assert values.of("phone") == {"030 7654321"}


def test_names_that_the_warehouse_has_separately_are_known() -> None:
    with duckdb.connect() as connection:
        connection.execute("""
            create table standardised_records as from (values
                ('own', 'li', 'wei', 'li wei'), ('own', 'li', 'okoro', 'li okoro'),
                ('other', 'li', 'okoro', 'li okoro')
            ) as records (record_id, first_name, last_name, full_name)
        """)
        values = Values()
        add_stored_values(connection, ["own"], values)
    assert {"li", "wei", "okoro", "wei, li", "okoro li"} <= values.names
    assert values.of("name") == {"li wei", "wei li", "wei, li"}


def test_the_values_are_for_their_owner_alone_and_are_deleted(tmp_path: Path) -> None:
    values = Values()
    values.add("Ann@Lee.example", "email")
    folder = tmp_path / "state"
    path = write_values(folder, ["00ff", "00aa"], values)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_values(folder, ["00aa"]) == values
    assert read_values(folder, ["00bb"]) is None
    delete_values(folder, ["00aa"])
    assert read_values(folder, ["00ff"]) is None


def test_a_registered_value_is_found_without_knowing_it() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table t as select 1 as n, 'Ann@Lee.example' as a, 'x' as b")
        for text, count in (("ann@lee.example", 1), ("ann", 0)):
            digests = [digest("s", "value", text)]
            assert len(list(search_digests(connection, "s", digests))) == count
