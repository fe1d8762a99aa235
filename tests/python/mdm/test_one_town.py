"""Different people of one town are not merged: house numbers, namesakes, and a generated town."""

from __future__ import annotations

import random
from datetime import date, timedelta

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


OTTO = {"first_name": "Otto", "last_name": "Bohnbach", "city": "Dresden", "postcode": "01307"}
MAIL = {"email": "otto@x.de"}, {"email": "ob77@y.de"}
PHONE = {"phone": "0351 7929631"}, {"phone": "0351 8351647"}
STREET = {"address": "Nordring 7"}, {"address": "Am Anger 41"}
HOUSE = {"address": "Nordring 7"}, {"address": "Nordring 41"}
BORN = {"birth_date": "1955-12-12"}, {"birth_date": "1955-12-15"}
GUARDED, MERGED = ("REVIEW", "ONE_FIELD"), ("AUTO_MERGE", None)
# What two records with one name and place also have -> tier and guard.
NAMESAKES = {
    "two contacts": ((PHONE, STREET), GUARDED),
    "two other contacts": ((MAIL, STREET), GUARDED),
    "two houses of one street": ((PHONE, HOUSE), GUARDED),
    "three contacts": ((MAIL, PHONE, STREET), GUARDED),
    "a similar birth date": ((MAIL, PHONE, STREET, BORN), GUARDED),
    "one contact": ((STREET,), MERGED),
    "one birth date": ((MAIL, PHONE, STREET, BORN[:1] * 2), MERGED),
    "one phone": ((MAIL, PHONE[:1] * 2, STREET), MERGED),
    "one home": ((MAIL, PHONE, STREET[:1] * 2), MERGED),
    "no home": ((MAIL, PHONE), MERGED),
    "no home in two postcodes": ((MAIL, PHONE, ({}, {"postcode": "01309"})), GUARDED),
}


@pytest.mark.parametrize(("values", "expected"), NAMESAKES.values(), ids=NAMESAKES)
def test_a_name_and_a_place_are_not_enough_if_all_contacts_differ(
    make_records, model, matched, values, expected
) -> None:
    sides = ({"uid": str(side)} | OTTO for side in (0, 1))
    rows = []
    for side, row in enumerate(sides):
        for pair in values:
            row |= pair[side]
        rows.append(row)
    (pair,) = matched(make_records(*rows), model).pairs.to_dict("records")
    assert (pair["tier"], pair["guard_code"]) == expected


FIRST_NAMES = """
    Andreas Anna Bernd Birgit Christian Claudia Daniel Dieter Eva Frank Gabriele Hans Heike
    Ingrid Jan Jörg Julia Karin Katharina Klaus Laura Lena Manfred Maria Markus Martin Max
    Michael Monika Nina Paul Peter Petra Sabine Sarah Sophie Stefan Susanne Sven Thomas Ursula
    Ute Werner Wolfgang
""".split()
LAST_NAMES = """
    Arnold Barth Bauer Beck Becker Böhm Brandt Braun Busch Engel Ernst Fischer Franke Fuchs Graf
    Haas Hahn Hartmann Hein Hempel Horn Jäger Kaiser Kern Klein Koch Köhler Krause Kühn Lange
    Lehmann Lorenz Maier Meyer Möller Müller Neumann Noack Nowak Otto Peters Pohl Richter Ritter
    Roth Sauer Schäfer Schmidt Schneider Schröder Schulz Seidel Sommer Stein Thieme Urban Vogel
    Voigt Wagner Walter Weber Weiß Werner Winkler Wolf Ziegler Zimmermann Zschäpe
""".split()
STREETS = """
    Hauptstraße Lindenweg Goethestraße Schillerstraße Bergstraße Gartenweg Borsbergstraße Wallstraße
    Bautzner_Straße Prager_Straße Leipziger_Straße Am_Lagerplatz
""".split()
POSTCODES = ("01067", "01069", "01097", "01127")
PEOPLE = 1_200


def people_of_a_town(count: int, seed: int) -> list[dict[str, str]]:
    """Different people of one town with mailbox, phone, home, and every second one birth date."""
    drawn = random.Random(seed)
    phones = drawn.sample(range(2_000_000, 9_000_000), count)
    rows = []
    for number, phone in enumerate(phones):
        # The first names of a list are more common.
        first, last = (
            names[int(len(names) * drawn.random() ** 1.5)] for names in (FIRST_NAMES, LAST_NAMES)
        )
        born = date(1940, 1, 1) + timedelta(days=drawn.randrange(24_000))
        rows.append(
            {
                "uid": f"{number:04d}",
                "first_name": first,
                "last_name": last,
                "email": f"{first[0]}.{last}{phone % 9973}@{drawn.choice(('gmx', 'web'))}.de",
                "phone": f"+49 351 {phone}",
                "address": f"{drawn.choice(STREETS)} {drawn.randint(1, 220)}".replace("_", " "),
                "city": "Dresden",
                "postcode": drawn.choice(POSTCODES),
                "birth_date": born.isoformat() if number % 2 else "",
            }
        )
    return rows


def test_no_two_people_of_one_town_are_merged(make_records, model, matched) -> None:
    found = matched(make_records(*people_of_a_town(PEOPLE, seed=1)), model)
    merged = found.pairs[found.pairs["tier"] == "AUTO_MERGE"]
    assert merged[["uid_l", "uid_r", "reasons"]].values.tolist() == []
    assert found.clusters["customer_uid"].nunique() == PEOPLE
