"""People with similar names, namesakes of two generations, and neighbours are not one customer."""

from __future__ import annotations

import duckdb
import pytest

from mdm.score.listed_names import LAST_NAMES
from mdm.score.other_names import soundex
from mdm.standardise.macros import load_macros

HOME = {"address": "5 Elm Road", "city": "Leeds", "postcode": "LS1 4AB", "phone": "0113 4960000"}
HORST = {"first_name": "Horst", "last_name": "Bohnbach", **HOME}
ANNA = {"first_name": "Anna", "last_name": "Mueller", "city": "Berlin"}


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("MEIER", "MEYER", True),
        ("MUELLER", "MULLER", True),
        ("SMITH", "SMYTH", True),
        ("ASHCRAFT", "ASHCROFT", True),
        ("BERG", "BERGER", False),
        ("KOCH", "KOCHER", False),
        ("LEE", "LEE", True),
    ],
)
def test_spellings_of_one_name_have_one_code(one, other, is_same):
    assert (soundex(one) == soundex(other)) == is_same


def test_codes_are_those_of_soundex():
    codes = {"ROBERT": "R163", "TYMCZAK": "T522", "PFISTER": "P236", "HONEYMAN": "H555"}
    assert {name: soundex(name) for name in codes} == codes


def test_codes_are_those_of_the_macro_for_block_keys():
    macros = load_macros("duckdb")
    query = f"select {macros.sound_code('name')} from (select unnest(?) as name)"
    names = sorted(LAST_NAMES)
    found = duckdb.cursor().execute(query, [names]).fetchall()
    assert [code for (code,) in found] == [soundex(name) for name in names]
    assert len(names) > 10_000


# Two records -> tier and guard. Each differs from its counterpart below in one respect.
PAIRS = {
    "like last names at one home": (
        HOME | {"first_name": "Peter", "last_name": "Berg"},
        HOME | {"first_name": "Peter", "last_name": "Berger"},
        ("REVIEW", "HOUSEHOLD"),
    ),
    "like last names with one mailbox": (
        HOME | {"first_name": "Peter", "last_name": "Berg", "email": "pb@x.de"},
        HOME | {"first_name": "Peter", "last_name": "Berger", "email": "pb@x.de"},
        ("AUTO_MERGE", None),
    ),
    "a last name that nobody has": (
        HOME | {"first_name": "Peter", "last_name": "Berger"},
        HOME | {"first_name": "Peter", "last_name": "Bergre"},
        ("AUTO_MERGE", None),
    ),
    "a feminine form that no list has": (
        HORST | {"first_name": "Bohdur"},
        HORST | {"first_name": "Bohdura"},
        ("REVIEW", "HOUSEHOLD"),
    ),
    "another suffix": (
        HORST | {"first_name": "Bohdur"},
        HORST | {"first_name": "Bohdurt"},
        ("AUTO_MERGE", None),
    ),
    "colleagues with one mailbox of a role": (
        HOME | {"first_name": "Anna", "last_name": "Roeder", "email": "info@x.de"},
        HOME | {"first_name": "Anna", "last_name": "Vogel", "email": "info@x.de"},
        ("REVIEW", "HOUSEHOLD"),
    ),
    "a woman who married, with her own mailbox": (
        HOME | {"first_name": "Anna", "last_name": "Roeder", "email": "star@x.de"},
        HOME | {"first_name": "Anna", "last_name": "Vogel", "email": "star@x.de"},
        ("AUTO_MERGE", None),
    ),
    "names repeated in the mailboxes": (
        HOME | {"first_name": "Tavi", "last_name": "Obo", "email": "tavi.obo@x.de"},
        HOME | {"first_name": "Taji", "last_name": "Obo", "email": "taji.obo@x.de"},
        ("REVIEW", "HOUSEHOLD"),
    ),
    "names not repeated in the mailboxes": (
        HOME | {"first_name": "Tavi", "last_name": "Obo", "email": "star@x.de"},
        HOME | {"first_name": "Taji", "last_name": "Obo", "email": "moon@x.de"},
        ("AUTO_MERGE", None),
    ),
    "one birthday a generation apart": (
        HORST | {"birth_date": "1950-04-12"},
        HORST | {"birth_date": "1975-04-12"},
        ("REVIEW", "HOUSEHOLD"),
    ),
    "one birthday, one digit of the year": (
        HORST | {"birth_date": "1950-04-12"},
        HORST | {"birth_date": "1970-04-12"},
        ("AUTO_MERGE", None),
    ),
    "a common name and a city": (ANNA, ANNA, ("REVIEW", "ONE_FIELD")),
    "a common name and a postcode": (
        ANNA | {"postcode": "10115"},
        ANNA | {"postcode": "10115"},
        ("AUTO_MERGE", None),
    ),
    "a rare name and a city": (
        ANNA | {"first_name": "Leberecht", "last_name": "Bohnbach"},
        ANNA | {"first_name": "Leberecht", "last_name": "Bohnbach"},
        ("AUTO_MERGE", None),
    ),
    "two houses of one street": (
        {"first_name": "Anna", "last_name": "Roeder", "address": "Calle Luna 60", "city": "Malaga"},
        {"first_name": "Anna", "last_name": "Mueller", "address": "Calle Luna 90"}
        | {"city": "Malaga"},
        ("REVIEW", "ONE_FIELD"),
    ),
}


def test_people_with_similar_names_are_not_merged_automatically(
    make_records, model, matched
) -> None:
    for name, (left, right, expected) in PAIRS.items():
        rows = ({"uid": "1", **left}, {"uid": "2", **right})
        (pair,) = matched(make_records(*rows), model).pairs.to_dict("records")
        assert (name, pair["tier"], pair["guard_code"]) == (name, *expected)
