"""People with similar names, namesakes of two generations, and neighbours are not one customer."""

from __future__ import annotations

import duckdb
import pytest

from mdm.compare.similarity import is_misspelt, soundex
from mdm.score.listed_names import LAST_NAMES
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


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("JOHN", "JHON", True),
        ("GIAN LUCA", "GIANLUCA", True),
        ("AMY", "MAY", False),
        ("MARY", "AMRY", False),
        ("TIM", "TOM", False),
    ],
)
def test_a_typo_keeps_the_letters_of_a_name(one, other, is_same):
    assert is_misspelt(one, other) == is_misspelt(other, one) == is_same


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
    "a common name and two addresses in one postcode": (
        ANNA | {"postcode": "10115", "address": "Nordring 7"},
        ANNA | {"postcode": "10115", "address": "Am Anger 41"},
        ("REVIEW", "ONE_FIELD"),
    ),
    "a last name and a postcode": (
        {"last_name": "Bohnbach", "city": "Berlin", "postcode": "10115"},
        {"last_name": "Bohnbach", "city": "Berlin", "postcode": "10115"},
        ("REVIEW", "ONE_FIELD"),
    ),
    "remotely similar last names at one home": (
        HOME | {"first_name": "Jan", "last_name": "de Vries"},
        HOME | {"first_name": "Jan", "last_name": "de Vos"},
        ("REVIEW", "HOUSEHOLD"),
    ),
    "a last name with two wrong letters": (
        HOME | {"first_name": "Jan", "last_name": "Bohnbach"},
        HOME | {"first_name": "Jan", "last_name": "Bohmbahc"},
        ("AUTO_MERGE", None),
    ),
    "two names with a joint mailbox": (
        HOME | {"first_name": "Michele", "last_name": "Obo", "email": "star@x.de"},
        HOME | {"first_name": "Michela", "last_name": "Obo", "email": "star@x.de"},
        ("REVIEW", "HOUSEHOLD"),
    ),
    "two names with the mailbox of one": (
        HOME | {"first_name": "Catrin", "last_name": "Obo", "email": "catrin@x.de"},
        HOME | {"first_name": "Carin", "last_name": "Obo", "email": "catrin@x.de"},
        ("AUTO_MERGE", None),
    ),
    "twins with a joint mailbox": (
        HORST | {"birth_date": "1990-05-06", "email": "star@x.de"},
        HORST | {"birth_date": "1990-05-06", "email": "star@x.de", "first_name": "Karl"},
        ("REVIEW", "HOUSEHOLD"),
    ),
    "one birth date with the mailbox of one": (
        HORST | {"birth_date": "1990-05-06", "email": "karl.b@x.de"},
        HORST | {"birth_date": "1990-05-06", "email": "karl.b@x.de", "first_name": "Karl"},
        ("AUTO_MERGE", None),
    ),
    "two houses of one street": (
        {"first_name": "Anna", "last_name": "Roeder", "address": "Calle Luna 60", "city": "Malaga"},
        {"first_name": "Anna", "last_name": "Mueller", "address": "Calle Luna 90"}
        | {"city": "Malaga"},
        ("REVIEW", "ONE_FIELD"),
    ),
    "a common name in two houses of one street": (
        ANNA | {"postcode": "10115", "address": "Nordring 7"},
        ANNA | {"postcode": "10115", "address": "Nordring 41"},
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
