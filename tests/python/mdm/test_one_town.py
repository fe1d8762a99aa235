"""Different people of one town are not merged: house numbers."""

from __future__ import annotations

import pytest

from mdm.compare.places import have_other_numbers, numbers_of

NUMBERS = [
    # Two addresses, and whether they are two houses.
    ("WALL STR 42", "WALL STR 117", True),
    ("WALL STR 112", "WALL STR 113", True),
    ("WALL STR 12 A", "WALL STR 12B", True),
    ("FLAT 3 12 HIGH STREET", "FLAT 4 12 HIGH STREET", True),
    ("STR DES 17 JUNI 135", "STR DES 17 JUNI 140", True),
    ("12 14 HIGH STREET", "16 HIGH STREET", True),
    ("WALL STR 42", "WALL STR 42", False),
    ("WALL STR 12 A", "WALL STR 12A", False),
    ("WALL STR 12A", "WALL STR 12", False),
    ("WALL STR 012", "WALL STR 12", False),
    ("FLAT 3 12 HIGH STREET", "12 HIGH STREET", False),
    ("12 14 HIGH STREET", "14 HIGH STREET", False),
    ("8130 SOUTH RACINE AVENUE", "813 SOUTH RACINE AVENUE", False),
    ("3416 WEST 79TH STREET", "3416 WEST 78TH STREET", False),
    ("5Y7 ELM ROAD", "507 ELM ROAD", False),
    ("ELM ROAD", "5 ELM ROAD", False),
]


@pytest.mark.parametrize(("one", "other", "expected"), NUMBERS)
def test_house_numbers_differ_if_each_address_has_one_that_the_other_lacks(one, other, expected):
    numbers = numbers_of(one), numbers_of(other)
    assert have_other_numbers(*numbers) == have_other_numbers(*numbers[::-1]) == expected


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Wallstraße 42", "Wallstr. 117", "similar address"),
        ("Wallstraße 117", "Wallstraße 118", "similar address"),
        ("Flat 3, 12 High Street", "Flat 4, 12 High Street", "similar address"),
        ("Wallstraße 12a", "Wallstraße 12", "nearly same address"),
        ("Walstraße 42", "Wallstraße 42", "nearly same address"),
        ("Wallstraße 42", "Wallstr. 42", "same address"),
    ],
)
def test_two_houses_of_one_street_are_at_most_a_similar_address(
    make_records, model, matched, one, other, reason
) -> None:
    person = {"first_name": "Petra", "last_name": "Horn", "city": "Dresden", "postcode": "01307"}
    rows = ({"uid": uid, "address": text, **person} for uid, text in (("1", one), ("2", other)))
    (pair,) = matched(make_records(*rows), model).pairs.to_dict("records")
    assert reason in pair["reasons"].split("; ")
