"""One building, one switchboard: only names of their own tell two companies apart."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from mdm.compare.columns import encode
from mdm.learn.frequencies import common_words
from mdm.match.records import match_records
from mdm.match_model import COMMON_WORDS, Level

PLACE = {"address": "12 Elm Road", "city": "Leeds", "postcode": "LS1 4AB", "phone": "0113 4960000"}
COMMON = {"SERVICES": 0.1, "CHICAGO": 0.05, "PUBLIC": 0.03, "SCHOOLS": 0.03}


@pytest.fixture(scope="module")
def tier(make_records, reference, model, backend):
    """A function that gives tier and guard of two companies in one building."""

    def run(left: str, right: str, common=COMMON, **other: str) -> tuple[str, str | None]:
        rows = [
            {"uid": uid, **PLACE, "org_name": name} for uid, name in (("1", left), ("2", right))
        ]
        listed = replace(model, frequencies={**model.frequencies, COMMON_WORDS: common})
        used = model if common is None else listed
        records = make_records(rows[0], rows[1] | other)
        (pair,) = match_records(records, reference, used, backend, None).pairs.to_dict("records")
        return pair["tier"], pair["guard_code"]

    return run


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Kohn", "Chicago Public Schools Kohn, Alfred David"),
        ("Summit Technologies", "SUMMITG OECHNOLOGIES"),
        ("Meridian Industries", "MeridianIndutries"),
        ("Mary Crane Morse", "Mary Craine Center"),
        ("Premier Enterprises", "PrdmierEnterprises"),
    ],
)
def test_one_telephone_and_one_place_prove_names_that_are_alike(tier, left, right):
    assert tier(left, right) == ("AUTO_MERGE", None)
    assert tier(right, left) == ("AUTO_MERGE", None)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Brown Services", "Whitfield Services"),
        ("Chicago", "Chicago Public Schools Kohn, Alfred David"),
        ("Chicago Public Hartwell Library", "Public Schools Chicago Dvorak"),
        ("Brown Dental Practice", "Whitfield Solicitors"),
    ],
)
def test_a_common_word_in_both_names_proves_nothing(tier, left, right):
    assert tier(left, right) == ("REVIEW", "ONE_FIELD")


def test_without_telephone_or_place_names_that_are_remotely_alike_are_not_enough(tier):
    assert tier("Mary Crane Morse", "Mary Craine Center", phone="")[0] != "AUTO_MERGE"
    elsewhere = {"address": "77 Quay Side", "city": "Hull", "postcode": "HU1 2CD"}
    assert tier("Mary Crane Morse", "Mary Craine Center", **elsewhere)[0] != "AUTO_MERGE"


def test_a_model_without_a_list_of_common_words_trusts_no_word(tier):
    assert tier("Brown Services", "Whitfield Services", common=None) == ("REVIEW", "ONE_FIELD")


def test_common_words_are_counted_once_a_company_and_among_companies_only():
    names = ["ACME ACME TOOLS", "TOOLS ZENITH", "ACME ANN", "TOOLS ZENITH", None]
    written = ["x", "y", None, "y", "z"]
    columns = [encode(pd.Series(values, dtype="object"))[0] for values in (names, written)]
    found = common_words(*columns, 0.5)
    assert found == pytest.approx({"TOOLS": 1.0, "ZENITH": 2 / 3})
    assert set(common_words(*columns, 0.3)) == {"ACME", "TOOLS", "ZENITH"}


@pytest.fixture(scope="module")
def name_words(make_records, reference, model, backend):
    """A function that gives in words how alike the names of two companies are."""

    def run(left: str, right: str) -> str:
        rows = [
            {"uid": uid, **PLACE, "org_name": name} for uid, name in (("1", left), ("2", right))
        ]
        pairs = match_records(make_records(*rows), reference, model, backend, None).pairs
        return pairs["reasons"][0].split(";")[0]

    return run


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Ellis International Foods Chicago", "Davis International Foods Chicago", "similar name"),
        ("Ellis International Foods Chicago", "Elis International Foods Chicago", "nearly same"),
        ("Ellis International Foods Chicago", "Ellis Internationl Fods Chicago", "nearly same"),
        ("Whitfield Harbour Old Trade York", "Whitfield Harbour Trade York", "nearly same"),
    ],
)
def test_another_word_in_a_long_name_is_no_slip(name_words, left, right, expected):
    assert name_words(left, right).startswith(expected)
    assert name_words(right, left).startswith(expected)


def test_a_domain_that_both_have_is_no_second_field(make_records, reference, model, backend):
    listed = {**model.levels, ("email", "domain"): Level(0.4, 0.01)}
    park = replace(model, levels=listed)
    rows = [
        {
            "uid": "1",
            "org_name": "Brown Dental",
            "phone": PLACE["phone"],
            "email": "ab@park.example",
        },
        {
            "uid": "2",
            "org_name": "Whitfield",
            "phone": PLACE["phone"],
            "email": "cdef@park.example",
        },
    ]
    (pair,) = match_records(make_records(*rows), reference, park, backend, None).pairs.to_dict(
        "records"
    )
    assert pair["points_email"] > model.adjustments["agreement_bits"]
    assert pair["guard_code"] == "ONE_FIELD"
