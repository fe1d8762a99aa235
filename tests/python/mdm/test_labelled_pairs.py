"""Labelled records of many kinds: labelled_pairs.csv and labelled_triples.csv.

A pair is one customer or two. In a triple, one and other are two customers, and the third record,
between, may belong to either.

Columns one and other have the names: first and last name separated by a bar, a company's name after
an @, otherwise a whole name. Column shared has what both records have, with values that differ
between pairs; own has what only that record has, where {n} is the number of the pair.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mdm.compare.columns import encode_records
from mdm.prune.pruner import Pruner

Row = dict[str, str]


def read_cases(name: str) -> list[Row]:
    """The rows of a file of this folder."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CASES = read_cases("labelled_pairs.csv")
TRIPLES = read_cases("labelled_triples.csv")
TOWNS = (
    ("Leeds", "LS{} {}AB", "GB", "Elm Road {}", "0113 4{:06d}"),
    ("Ulm", "89{:03d}", "DE", "Bahnhofstr. {}", "0731 {:07d}"),
    ("Lyon", "69{:03d}", "FR", "Rue Voltaire {}", "04 72{:06d}"),
    ("Verona", "37{:03d}", "IT", "Via Dante {}", "045 8{:06d}"),
    ("Sevilla", "41{:03d}", "ES", "Calle Sol {}", "95 4{:06d}"),
)


def names_of(text: str) -> Row:
    """The columns of a name."""
    if text.startswith("@"):
        return {"org_name": text[1:]}
    if "|" in text:
        return dict(zip(("first_name", "last_name"), text.split("|"), strict=True))
    return {"full_name": text}


def evidence(number: int) -> dict[str, Row]:
    """The values that two records of a pair may share; they differ between pairs."""
    city, postcode, country, street, phone = TOWNS[number % len(TOWNS)]
    postcode = postcode.format(number % 28 + 1, number % 9 + 1) if " " in postcode else (
        postcode.format(number % 900 + 100)
    )  # fmt: skip
    place = {"city": city, "postcode": postcode, "country": country}
    return {
        "place": place,
        "home": place | {"address": street.format(number % 190 + 1)},
        "phone": {"phone": phone.format(number * 7919 % 1_000_000)},
        "mailbox": {"email": f"fam{number}x{number * 37 % 1000}@web.de"},
        "birth_date": {
            "birth_date": f"{1950 + number % 45}-{number % 12 + 1:02d}-{number % 27 + 1:02d}"
        },
    }


def records_of(number: int, case: Row) -> list[Row]:
    """The records of a pair or a triple."""
    shared: Row = {}
    for name in case["shared"].split():
        shared |= evidence(number)[name]
    rows = []
    for side in ("one", "between", "other"):
        if side not in case:
            continue
        texts = dict(text.split("=", 1) for text in case[f"own_of_{side}"].split("; ") if text)
        values = {field: text.replace("{n}", str(number)) for field, text in texts.items()}
        rows.append({"uid": f"{number:04d} {side}"} | names_of(case[side]) | shared | values)
    return rows


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The records of all pairs."""
    return [row for number, case in enumerate(CASES, 1) for row in records_of(number, case)]


@pytest.fixture(scope="module")
def pairs(make_records, model, matched, rows: list[Row]) -> pd.DataFrame:
    """The pairs that blocking finds, scored by the committed model."""
    return matched(make_records(*rows), model).pairs.set_index(["uid_l", "uid_r"])


def test_two_records_are_merged_only_if_they_are_one_customer(pairs: pd.DataFrame) -> None:
    assert len(CASES) >= 300
    found = {
        number: pairs["tier"].get((f"{number:04d} one", f"{number:04d} other"), "no pair")
        for number in range(1, len(CASES) + 1)
    }
    wrong = [
        (case["kind"], case["one"], case["other"], found[number])
        for number, case in enumerate(CASES, 1)
        if (found[number] == "AUTO_MERGE") != (case["customers"] == "1")
    ]
    assert wrong == []


def test_the_bound_of_no_pair_is_below_review(prepared, model, rows, pairs: pd.DataFrame) -> None:
    """For a large file, pairs that cannot reach REVIEW are skipped; no pair that does may be."""
    ready = prepared(*rows).records
    places = pd.Index(ready["record_id"])
    likely = pairs[pairs["tier"] != "NO_MATCH"].index
    sides = tuple(places.get_indexer(likely.get_level_values(side)) for side in (0, 1))
    possible = Pruner(encode_records(ready), model).possible(sides)
    assert np.array_equal(np.sort(possible), np.arange(len(likely)))


def test_a_third_record_never_joins_two_customers(make_records, model, matched) -> None:
    triples = dict(enumerate(TRIPLES, 1))
    rows = [row for number, case in triples.items() for row in records_of(number, case)]
    clusters = matched(make_records(*rows), model).clusters
    owners = dict(zip(clusters["uid"], clusters["customer_uid"], strict=True))
    joined = [
        (case["kind"], case["one"], case["between"], case["other"])
        for number, case in triples.items()
        if owners[f"{number:04d} one"] == owners[f"{number:04d} other"]
    ]
    assert joined == []
