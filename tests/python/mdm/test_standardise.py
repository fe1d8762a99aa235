"""Standardising as rendered SQL on DuckDB: tables of cases."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("macro", "given_text", "expected"),
    [
        ("fold_text", "Müller-Strauß", "MUELLER-STRAUSS"),
        ("fold_text", unicodedata.normalize("NFD", "Jörg Ångel"), "JOERG ANGEL"),
        ("fold_text", "François Œuvre Łódź", "FRANCOIS OEUVRE LODZ"),
        ("fold_text", "O’Neil–Šimić", "O'NEIL-SIMIC"),
        ("fold_text", None, None),
        ("plain_words", "A.  B--C ", "A B C"),
        ("plain_words", " .- ", None),
        ("name_words", "O'Neil & Söhne (K.G.)", "ONEIL AND SOEHNE KG"),
        ("standard_email", " J.Doe+News@GoogleMail.com ", "jdoe@gmail.com"),
        ("standard_email", "j.doe@example.com", "j.doe@example.com"),
        ("standard_email", "mailto:a@b.de", "a@b.de"),
        ("standard_email", "jac***@example.com", None),
        ("standard_email", "a@b@c.de", None),
        ("standard_email", "nobody", None),
        ("standard_phone", "+49 (0)30 1234-567 ext. 12", "301234567"),
        ("standard_phone", "0049 30 1234567", "301234567"),
        ("standard_phone", "030/1234567", "301234567"),
        ("standard_phone", "+1-723-555-0154 x8048", "7235550154"),
        ("standard_phone", "1 (723) 555 0154", "7235550154"),
        ("standard_phone", "+91 98765 43210", "9876543210"),
        ("standard_phone", "000-000-0000", None),
        ("standard_phone", "110", None),
        ("standard_birth_date", "1980-12-31", "19801231"),
        ("standard_birth_date", "1980/2/3", "19800203"),
        ("standard_birth_date", "31.12.1980", "19801231"),
        ("standard_birth_date", "12/31/1980", "19801231"),
        ("standard_birth_date", "31/12/1980", "19801231"),
        ("standard_birth_date", "19801231", "19801231"),
        ("standard_birth_date", "1966-29-04", "19662904"),
        ("standard_birth_date", "00000000", None),
        ("standard_birth_date", "unknown", None),
        ("standard_identifier", "de 123.456-789", "DE123456789"),
        ("standard_identifier", "000000", None),
        ("standard_postcode", "01067", "1067"),
        ("standard_postcode", "12345-6789", "12345"),
        ("standard_postcode", "sw1a 1aa", "SW1A1AA"),
        ("address_words", "Hauptstraße 5, 2. OG", "HAUPT STR 5 2 OG"),
        ("address_words", "Hauptstr. 5", "HAUPT STR 5"),
        ("sound_code", "ROBERT", "R163"),
        ("sound_code", "RUPERT", "R163"),
        ("sound_code", "TYMCZAK", "T522"),
        ("sound_code", "PFISTER", "P236"),
        ("sound_code", "HONEYMAN", "H555"),
        ("sound_code", "ASHCRAFT", "A261"),
    ],
)
def test_a_value_is_standardised(apply_macro, macro, given_text, expected):
    assert apply_macro(macro, given_text) == expected


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x17E), max_size=12))
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


def test_a_nickname_has_the_root_of_its_name(prepared):
    rows = ({"uid": "1", "first_name": "Bob"}, {"uid": "2", "first_name": "Robert"})
    assert set(prepared(*rows).records["first_root"]) == {"ROBERT"}


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


def test_reference_tables_are_folded_and_without_duplicates(reference):
    for table, key in (
        ("nicknames", "name"),
        ("legal_suffixes", "suffix"),
        ("street_abbreviations", "abbreviation"),
    ):
        values = reference[table][key]
        assert values.is_unique
        assert values.str.fullmatch("[A-Z0-9]+").all()
    assert not set(reference["nicknames"]["canonical"]) & set(reference["nicknames"]["name"])
