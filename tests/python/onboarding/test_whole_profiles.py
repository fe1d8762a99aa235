"""Profiles of whole files: source time, codes, customer attributes, and the common format."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
import yaml

from contracts.read import read_feeds
from onboarding.contract_text import Names, contract_text
from onboarding.file_format import FileFormat, RawFileError
from onboarding.profile import Profile, ProfiledColumn, common_format, profile

TODAY = date(2026, 11, 29)


def profiled(folder: Path, name: str, header: str, row: str) -> Profile:
    """The profile of a file with 40 rows; a row has its number as `{i}`."""
    path = folder / name
    lines = [header, *(row.format(i=i, sign="+-"[i % 2], day=i % 28 + 1) for i in range(100, 140))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return profile([path], "row", [folder], (), TODAY)


def by_name(found: Profile) -> dict[str, ProfiledColumn]:
    """Name in the source -> column."""
    return {column.source_name: column for column in found.columns}


def test_the_time_of_creation_is_an_attribute_and_not_the_time_of_a_change(tmp_path: Path) -> None:
    header = "member_no;first_name;last_name;email;phone;mobile;home_city;work_city;created"
    row = "M{i};Ann;Lee{i}x;a{i}@example.com;+49 221 1{i};+49 170 2{i};Ulm;Bonn;{day:02}.03.2024"
    found = profiled(tmp_path, "members.csv", header, row)
    columns = by_name(found)
    assert (found.has_customers, found.delivery) == (True, "changeFeed")
    assert not any(column.is_source_time for column in found.columns)
    assert columns["created"].field == "created_date"
    assert [columns[name].field for name in ("phone", "mobile", "home_city", "work_city")] == [
        "phone", "phone", "city", "",
    ]  # fmt: skip


def test_a_uuid_is_the_key_of_a_contact_whatever_its_column_is_called(tmp_path: Path) -> None:
    header = "(Do not change) Contact;Name;Email;Status"
    row = "7731af10-506b-42ef-86f8-77186d76b{i};Ann Lee;a{i}@example.com;{sign}"
    columns = by_name(profiled(tmp_path, "contacts.csv", header, row))
    assert [name for name, column in columns.items() if column.key_position] == [
        "(Do not change) Contact"
    ]


def test_a_dash_is_a_code_in_a_column_that_also_has_a_plus(tmp_path: Path) -> None:
    found = profiled(tmp_path, "moves.csv", "move_id;direction;note", "V{i};{sign};-")
    columns = by_name(found)
    assert found.empty_words == ("-",)
    assert columns["direction"].type.codes == ("+", "-")
    assert columns["direction"].empty_words == ()
    assert "is - a code, or empty?" in columns["direction"].question
    assert columns["note"].empty_words is None


# Date or time of zeros -> another value of the column, its kind, and the words for empty.
ZERO_TIMES = {
    "00.00.0000": ("{day:02}.03.2024", "date", ("00.00.0000",)),
    "0000-00-00": ("2024-03-{day:02}", "date", ("0000-00-00",)),
    "00/00/00": ("{day:02}/03/24", "date", ("00/00/00",)),
    "00000000": ("202403{day:02}", "date", ("00000000",)),
    "0000-00-00 00:00:00": ("2024-03-{day:02} 10:00:00", "timestamp", ("0000-00-00 00:00:00",)),
    "0000-00-00T00:00:00Z": ("2024-03-{day:02}T10:00:00Z", "timestamp", ("0000-00-00T00:00:00Z",)),
    "0": ("{i}", "integer", None),
    "0.0": ("{i}.5", "number", None),
}


@pytest.mark.parametrize("zeros", ZERO_TIMES)
@pytest.mark.parametrize("rows", [1, 32])
def test_dates_of_zeros_are_empty_values(tmp_path: Path, zeros: str, rows: int) -> None:
    other, kind, empty = ZERO_TIMES[zeros]
    values = [zeros if i < rows else other.format(i=i, day=i % 28 + 1) for i in range(40)]
    path = tmp_path / "contracts.csv"
    lines = [f"C{i};{value};-" for i, value in enumerate(values)]
    path.write_text("\n".join(["contract_no;ended_on;note", *lines]) + "\n", "utf-8")
    found = profile([path], "row", [tmp_path], (), TODAY)
    column = by_name(found)["ended_on"]
    assert column.type.kind == kind
    assert column.empty_words == (empty and ("-", *empty))
    assert column.filled == pytest.approx(1 - rows / 40 if empty else 1)


def test_a_column_of_zero_dates_only_is_asked_for(tmp_path: Path) -> None:
    found = profiled(tmp_path, "contracts.csv", "contract_no;ended_on", "C{i};00.00.0000")
    column = by_name(found)["ended_on"]
    assert (column.type.kind, column.empty_words) == ("string", ("00.00.0000",))
    assert column.question.startswith("all values are 00.00.0000: are these dates?")


LABELLED = (
    "Kontakt-Nr.;Vorname;Nachname;Telefon (geschäftlich);Telefon (privat);Adresse 1: Straße 1;"
    "Adresse 1: Ort;Adresse 2: Straße 1"
)


def test_a_customer_source_is_asked_for_the_fields_that_no_column_has(tmp_path: Path) -> None:
    row = "K{i};Ann;Lee{i}x;0221 11{i};0170 22{i};Weg {i};Ulm;Gasse {i}"
    found = profiled(tmp_path, "kontakte.csv", LABELLED, row)
    columns = by_name(found)
    assert columns["Adresse 2: Straße 1"].field == ""
    text = contract_text(found, Names("contacts", "crm", "contact", "CRM"), [], 7)
    asked = " ".join(line.strip(" #") for line in text.splitlines() if line.strip().startswith("#"))
    assert "does a column have email, postcode, country, birth_date, national_id? Matching" in asked
    (table,) = yaml.safe_load(text)["schema"]
    mapped = {
        element.get("physicalName", element["name"]): property["value"]
        for element in table["properties"]
        for property in element.get("customProperties", ())
        if property["property"] == "matchingFields"
    }
    assert mapped == {
        "Vorname": ["full_name", "first_name"],
        "Nachname": ["full_name", "last_name"],
        "Telefon (geschäftlich)": ["phone"],
        "Telefon (privat)": ["phone"],
        "Adresse 1: Straße 1": ["address"],
        "Adresse 1: Ort": ["city"],
    }


def test_a_list_of_phone_numbers_is_personal_and_not_compared(tmp_path: Path) -> None:
    header = "guest_no;first_name;last_name;email;phones"
    row = 'G{i};Ann;Lee;a{i}@example.com;["+49 221 11{i}0", "0170 22{i}00"]'
    found = profiled(
        tmp_path, "guests.csv", header, row.replace('"', '""').replace("[", '"[') + '"'
    )
    column = by_name(found)["phones"]
    assert (column.field, column.classification) == ("", "personal")
    assert any(note.startswith("Values are lists or objects: ") for note in column.notes)


def test_a_birth_date_that_is_not_a_date_is_not_matched(tmp_path: Path) -> None:
    header, row = "guest_no;name;email;geburtstag", "G{i};Ann Lee;a{i}@example.com;spring of {i}"
    column = by_name(profiled(tmp_path, "guests.csv", header, row))["geburtstag"]
    assert (column.field, column.type.kind, column.classification) == ("", "string", "sensitive")


def test_dates_of_birth_are_recognised_by_their_years(tmp_path: Path) -> None:
    header, row = "staff_no;day;hired", "S{i};{day:02}.03.19{day:02};{day:02}.03.2025"
    born = by_name(profiled(tmp_path, "born.csv", header, row))
    assert [born[name].classification for name in ("day", "hired")] == ["sensitive", "none"]


def test_files_in_different_formats_are_refused(tmp_path: Path) -> None:
    plain, western, utf8 = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    plain.write_text("nr;name\n1;Ann\n", "ascii")
    western.write_text("nr;name\n2;Käse\n", "cp1252")
    utf8.write_text("nr;name\n3;Käse\n", "utf-8")
    assert common_format([plain, western]) == FileFormat("csv", ";", "cp1252")
    with pytest.raises(RawFileError, match=r"c\.csv: is csv utf-8 .* profile them separately"):
        common_format([western, utf8])


# name of a file -> its encoding, rows, and the start of the question about it.
QUESTIONED = {
    "czech.csv": ("cp1250", "id;name", "{i};Jiří Dvořák", "is Jiøí in czech.csv right, or Jiří?"),
    "hungarian.csv": ("cp1250", "id;name", "{i};Hűvös", "is Hûvös in hungarian.csv right"),
    "unnamed.csv": ("utf-8", "99;Ann;2024-01-02", "{i};Bob;2024-01-{day:02}", "is the first line"),
    "cities.csv": ("utf-8", "x1;Ulm", "x{i};Ulm", "is the first line of cities.csv (x1, Ulm) a"),
    "groups.csv": (
        "utf-8",
        "Stock;;;",
        "S{i};{i};;x{day}",
        "does the first line of groups.csv have",
    ),
}


@pytest.mark.parametrize("name", QUESTIONED)
def test_an_encoding_or_header_that_values_leave_open_is_asked(tmp_path: Path, name: str) -> None:
    encoding, header, row, question = QUESTIONED[name]
    file = tmp_path / name
    lines = [header, *(row.format(i=i, day=i % 28 + 1) for i in range(100, 140))]
    file.write_text("\n".join(lines) + "\n", encoding)
    found = profile([file], "row", [tmp_path], (), TODAY)
    (asked,) = found.file_questions
    assert asked.startswith(question)
    contract = contract_text(found, Names("parts", "erp", "part", "ERP"), [file], 7)
    (table,) = yaml.safe_load(contract)["schema"]
    asked = next(
        one["value"] for one in table["customProperties"] if one["property"] == "openQuestion"
    )
    assert question in asked


@pytest.mark.parametrize(
    "names",
    [
        "Müller Weiß",
        "Françoise Lefèvre",
        "Søren Ågård",
        "Núñez Muñoz",
        "João Conceição",
        "Zoë Niño",
    ],
)
def test_words_of_one_western_language_are_not_asked(tmp_path: Path, names: str) -> None:
    file = tmp_path / "people.csv"
    file.write_text("id;name\n" + "".join(f"{i};{names} {i}\n" for i in range(1, 40)), "cp1252")
    assert profile([file], "row", [tmp_path], (), TODAY).file_questions == ()


@pytest.mark.parametrize("name", ["B1.csv", "dt=2026-01-05/B1.csv.gz", "B1.jsonl", "B1.parquet"])
def test_references_to_keys_in_the_landing_are_found(root: Path, tmp_path: Path, name: str) -> None:
    keys = [f"CUST9{number:05}" for number in range(20)]
    path = tmp_path / "landing" / "oracle_customers" / name
    path.parent.mkdir(parents=True)
    made = f"select unnest({keys}) as CUSTOMER_ID, 'x' as EMAIL"
    kind = {".jsonl": "json", ".parquet": "parquet"}.get(path.suffix, "csv")
    duckdb.cursor().execute(f"copy ({made}) to '{path}' (format {kind})")
    (path.parent / "B2.csv").write_text("nothing", encoding="utf-8")
    file = tmp_path / "visits.csv"
    rows = [f"V{number},{key.lower()}" for number, key in enumerate(keys)]
    file.write_text("\n".join(["visit_id,customer_id", *rows, ""]), encoding="utf-8")
    feeds = read_feeds(root / "contracts")
    for folders, reference in (
        ([tmp_path / "seeds", tmp_path / "landing"], "oracle_customers.CUSTOMER_ID"),
        ([tmp_path / "seeds"], ""),
    ):
        column = profile([file], "visit", folders, feeds, TODAY).columns[1]
        assert column.reference == reference
        assert column.classification == "pseudonymous"
        # A key that leads to nobody is asked about.
        assert column.is_open is not bool(reference)
        assert ("add relationships" in column.question) is column.is_open
