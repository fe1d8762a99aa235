"""Standardising as rendered SQL on DuckDB: tables of cases."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st

from mdm.standardise.macros import load_macros
from mdm.standardise.records import RECORD_COLUMNS

CASES = Path(__file__).with_name("standard_values.csv")
COLUMNS = ("field", "country", "input", "expected")


def cleaned(records: str, connection: duckdb.DuckDBPyConnection, engine: str) -> str:
    """The SQL that cleans a table of records, for an engine, as DuckDB runs it."""
    sql = str(load_macros(engine).clean_record_fields(records, "country_names"))
    if engine == "duckdb":
        return sql
    (translated,) = sqlglot.transpile(sql, read=engine, write="duckdb")
    return translated


@pytest.mark.parametrize("engine", ["duckdb", "snowflake"])
def test_each_value_of_the_table_is_standardised(connection, engine):
    cases = pd.read_csv(CASES, dtype=str, keep_default_na=False).replace("", None)
    records = pd.DataFrame({"version_id": cases.index.astype(str)})
    for column in RECORD_COLUMNS:
        records[column] = cases["input"].where(cases["field"] == column)
    records["country"] = records["country"].fillna(cases["country"])
    records = records.assign(
        record_id=records["version_id"],
        known_from=pd.Timestamp("1900-01-01"),
        known_to=pd.Timestamp("2200-01-01"),
    ).astype(dict.fromkeys((*RECORD_COLUMNS, "version_id", "record_id"), "string"))
    connection.register("records", records)
    found = connection.sql(cleaned("records", connection, engine)).df().set_index("version_id")
    wrong = [
        (*case, given)
        for place, case in enumerate(cases[list(COLUMNS)].itertuples(index=False, name=None))
        if (given := found.loc[str(place), case[0]]) != case[3]
        and not (pd.isna(given) and case[3] is None)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("macro", "given_text", "expected"),
    [
        ("fold_text", unicodedata.normalize("NFD", "Jörg Ångel"), "JOERG ANGEL"),
        ("fold_text", "O’Neil–Šimić", "O'NEIL-SIMIC"),
        ("fold_text", "An\u200bna\u00ad", "ANNA"),
        ("fold_text", None, None),
        ("plain_words", "A.  B--C ", "A B C"),
        ("sound_code", "ROBERT", "R163"),
        ("sound_code", "RUPERT", "R163"),
        ("sound_code", "TYMCZAK", "T522"),
        ("sound_code", "PFISTER", "P236"),
        ("sound_code", "HONEYMAN", "H555"),
        ("sound_code", "ASHCRAFT", "A261"),
        ("national_number", "39 061234567x12", "61234567"),
    ],
)
def test_a_value_is_standardised(apply_macro, macro, given_text, expected):
    assert apply_macro(macro, given_text) == expected


@settings(max_examples=150)
@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=12))
def test_folding_ignores_accents_and_unicode_form_and_is_idempotent(apply_macro, text):
    folded = apply_macro("fold_text", unicodedata.normalize("NFC", text))
    assert folded == apply_macro("fold_text", unicodedata.normalize("NFD", text))
    assert folded == apply_macro("fold_text", folded)


NAMES = [
    (
        {"full_name": "Müller & Söhne Logistik GmbH"},
        "ORGANISATION",
        None,
        None,
        "LOGISTIK MUELLER SOEHNE",
    ),
    ({"org_name": "The Acme Corp."}, "ORGANISATION", None, None, "ACME"),
    ({"org_name": "GmbH & Co. KG"}, "ORGANISATION", None, None, "AND CO GMBH KG"),
    ({"last_name": "Blue Sky Ltd"}, "ORGANISATION", None, None, "BLUE SKY"),
    ({"full_name": "Dr. Anna Maria von Berg"}, "PERSON", "ANNA MARIA", "BERG", "ANNA BERG MARIA"),
    ({"full_name": "Berg, Anna"}, "PERSON", "ANNA", "BERG", "ANNA BERG"),
    ({"full_name": "Cher"}, "PERSON", None, "CHER", "CHER"),
    ({"full_name": "Metcalfe Mark F."}, "PERSON", "MARK F", "METCALFE", "F MARK METCALFE"),
    ({"full_name": "Nicholson I. M."}, "PERSON", "I M", "NICHOLSON", "I M NICHOLSON"),
    ({"full_name": "Anna Maria K."}, "PERSON", "ANNA MARIA", "K", "ANNA K MARIA"),
    ({"full_name": "Anna K."}, "PERSON", "ANNA", "K", "ANNA K"),
    ({"first_name": "N/A", "last_name": "Smith"}, "PERSON", None, "SMITH", "SMITH"),
    ({"first_name": "Bob", "last_name": "O'Neil"}, "PERSON", "BOB", "ONEIL", "BOB ONEIL"),
    ({"email": "a@b.de"}, None, None, None, None),
]


@pytest.mark.parametrize(("fields", "kind", "first", "last", "full"), NAMES)
def test_a_name_is_a_person_or_a_company(prepared, fields, kind, first, last, full):
    row = prepared({"uid": "1", **fields}).records.iloc[0].astype(object)
    row = row.where(row.notna(), None)
    assert (row["party_kind"], row["first_name"], row["last_name"]) == (kind, first, last)
    assert row["full_name"] == full


def test_a_legal_form_is_abbreviated_and_no_part_of_the_name(prepared):
    forms = {
        "Falk GmbH": "GMBH", "Falk Gesellschaft mbH": "GMBH", "Falk G.m.b.H.": "GMBH",
        "Falk GmbH & Co. KG": "GMBH CO KG", "Falk GmbH u. Co. KG": "GMBH CO KG",
        "Falk AG": "AG", "FALK AKTIENGESELLSCHAFT": "AG", "Falk Company": "CO", "Falk": None,
        "Falk Pvt. Ltd.": "LTD", "Falk (P) Ltd": "LTD", "Falk Limited": "LTD",
        "Falk K.K.": "KK", "Falk Kabushiki Kaisha": "KK", "Falk A/S": "AS", "АО Фальк": "AO",
        "Société Falk S.A.": "SA", "Société Anonyme Falk": "SA", "Falk SA": "SA",
        "Sociedad Anónima Falk": "SA", "Falk Sociedad Limitada": "SL", "Ets Falk SAS": "SAS",
        "Falk Società a responsabilità limitata": "SRL", "Falk Società per Azioni": "SPA",
        "Falk Limitada": "LDA", "Falk eingetragener Kaufmann": "EK", "Société Falk": None,
    }  # fmt: skip
    rows = [{"uid": f"{place:02d}", "org_name": name} for place, name in enumerate(forms)]
    found = prepared(*rows).records.sort_values("record_id")["legal_form"].astype(object)
    assert found.where(found.notna(), None).tolist() == list(forms.values())


def test_a_nickname_has_the_root_of_its_name(prepared):
    rows = ({"uid": "1", "first_name": "Bob"}, {"uid": "2", "first_name": "Robert"})
    assert set(prepared(*rows).records["first_root"]) == {"ROBERT"}
    (swapped,) = prepared({"uid": "1", "full_name": "Roberts Bob"}).records["last_root"]
    assert swapped == "ROBERT"


def test_an_address_is_the_same_with_and_without_abbreviations(prepared):
    texts = ("12 N Main St.", "12 North Main Street", "12 north main ST")
    rows = [{"uid": str(number), "address": text} for number, text in enumerate(texts)]
    records = prepared(*rows).records
    assert set(records["address"]) == {"12 NORTH MAIN STREET"}
    assert set(records["street"]) == {"NORTH MAIN STREET"}
    assert set(records["house_number"]) == {"12"}


def test_placeholders_are_missing(prepared):
    fields = {
        "email": "test@test.com",
        "phone": "123456789",
        "city": "unknown",
        "birth_date": "1900-01-01",
    }
    row = prepared({"uid": "1", **fields}).records.iloc[0]
    assert row[list(fields)].isna().all()


def test_a_first_and_a_last_name_are_a_placeholder_together(prepared):
    rows = [
        {"uid": "1", "first_name": "John", "last_name": "Doe"},
        {"uid": "2", "full_name": "Doe, John"},
        {"uid": "3", "first_name": "John", "last_name": "Doering"},
    ]
    names = prepared(*rows).records.sort_values("record_id")["full_name"].astype(object)
    assert names.where(names.notna(), None).tolist() == [None, None, "DOERING JOHN"]


def test_reference_tables_are_folded_and_without_duplicates(reference):
    for table, key in (
        ("nicknames", "name"),
        ("legal_suffixes", "suffix"),
        ("street_abbreviations", "abbreviation"),
        ("first_names", "name"),
    ):
        values = reference[table][key]
        assert values.is_unique
        assert values.str.fullmatch("[A-Z0-9]+").all()
    assert not set(reference["nicknames"]["canonical"]) & set(reference["nicknames"]["name"])
