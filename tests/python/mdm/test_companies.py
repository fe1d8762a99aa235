"""Companies in one building: only distinctive names distinguish them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from mdm.compare.columns import COMPARED_COLUMNS, encode
from mdm.compare.pairs import compare_candidates
from mdm.learn.frequencies import common_words
from mdm.match_model import COMMON_WORDS, Level
from mdm.score.evidence import field_weights
from mdm.score.guards import guard_codes
from mdm.score.sister_companies import are_numbered, have_other_numbers, have_own_words

PLACE = {"address": "12 Elm Road", "city": "Leeds", "postcode": "LS1 4AB", "phone": "0113 4960000"}
MARY = ("Mary Crane Morse", "Mary Craine Center")
COMMON = {"SERVICES": 0.1, "CHICAGO": 0.05, "PUBLIC": 0.03, "SCHOOLS": 0.03}


@pytest.fixture(scope="module")
def compare(make_records, model, matched):
    """A function that returns the scored pairs of couples of companies in one building."""

    def run(couples, common=COMMON, **other: str) -> list[dict]:
        rows = []
        for number, (left, right) in enumerate(couples):
            rows.append({"uid": f"{number} 1", **PLACE, "org_name": left})
            rows.append({"uid": f"{number} 2", **PLACE, "org_name": right} | other)
        listed = replace(model, frequencies={**model.frequencies, COMMON_WORDS: common})
        used = model if common is None else listed
        pairs = matched(make_records(*rows), used).pairs
        found = {(row["uid_l"], row["uid_r"]): row for row in pairs.to_dict("records")}
        return [found[f"{number} 1", f"{number} 2"] for number in range(len(couples))]

    return run


@pytest.fixture(scope="module")
def tier(compare):
    """A function that returns tier and guard of couples of companies in one building."""

    def run(couples, common=COMMON, **other: str) -> list[tuple[str, str | None]]:
        return [(pair["tier"], pair["guard_code"]) for pair in compare(couples, common, **other)]

    return run


def both_ways(couples):
    """Each couple in both orders."""
    return [*couples, *((right, left) for left, right in couples)]


ALIKE = [
    ("Kohn", "Chicago Public Schools Kohn, Alfred David"),
    ("Summit Technologies", "SUMMITG OECHNOLOGIES"),
    ("Meridian Industries", "MeridianIndutries"),
    ("Mary Crane Morse", "Mary Craine Center"),
    ("Premier Enterprises", "PrdmierEnterprises"),
]
UNLIKE = [
    ("Brown Services", "Whitfield Services"),
    ("Chicago", "Chicago Public Schools Kohn, Alfred David"),
    ("Chicago Public Hartwell Library", "Public Schools Chicago Dvorak"),
    ("Brown Dental Practice", "Whitfield Solicitors"),
]


def test_companies_with_one_phone_one_place_and_similar_names_merge(tier):
    couples = both_ways(ALIKE)
    assert tier(couples) == [("AUTO_MERGE", None)] * len(couples)


def test_a_shared_common_word_is_not_evidence(tier):
    assert tier(UNLIKE) == [("REVIEW", "ONE_FIELD")] * len(UNLIKE)


def test_weakly_similar_names_need_phone_and_place(tier):
    assert tier([MARY], phone="")[0][0] != "AUTO_MERGE"
    elsewhere = {"address": "77 Quay Side", "city": "Hull", "postcode": "HU1 2CD"}
    assert tier([MARY], **elsewhere)[0][0] != "AUTO_MERGE"


def test_without_a_list_of_common_words_no_shared_word_counts(tier):
    assert tier([("Brown Services", "Whitfield Services")], common=None) == [
        ("REVIEW", "ONE_FIELD")
    ]


def test_common_words_count_once_per_company_and_only_companies():
    names = ["ACME ACME TOOLS", "TOOLS ZENITH", "ACME ANN", "TOOLS ZENITH", None]
    written = ["x", "y", None, "y", "z"]
    columns = [encode(pd.Series(values, dtype="object"))[0] for values in (names, written)]
    found = common_words(*columns, 0.5)
    assert found == pytest.approx({"TOOLS": 1.0, "ZENITH": 2 / 3})
    assert set(common_words(*columns, 0.3)) == {"ACME", "TOOLS", "ZENITH"}


LONG_NAMES = {
    ("Ellis International Foods Chicago", "Davis International Foods Chicago"): "similar name",
    ("Ellis International Foods Chicago", "Elis International Foods Chicago"): "nearly same name",
    ("Ellis International Foods Chicago", "Ellis Internationl Fods Chicago"): "nearly same name",
    ("Whitfield Harbour Old Trade York", "Whitfield Harbour Trade York"): "nearly same name",
}


def test_a_different_word_in_a_long_name_is_not_a_typing_error(compare):
    found = compare(both_ways(LONG_NAMES), common=None)
    words = [pair["reasons"].split(";")[0] for pair in found]
    assert words == [*LONG_NAMES.values()] * 2


def test_a_shared_domain_is_not_a_second_agreeing_field(make_records, model, matched):
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
    (pair,) = matched(make_records(*rows), park).pairs.to_dict("records")
    assert pair["match_weight_email"] > model.adjustments["agreement_bits"]
    assert pair["guard_code"] == "ONE_FIELD"


@pytest.mark.parametrize(
    ("one", "other", "is_other"),
    [
        ("FALK IMMOBILIEN", "FALK LOGISTIK", True),
        ("FALK IMMOBILIEN", "FALK", False),
        ("FALK LOGISTIK", "FALK LOGSITIK", False),
        ("FALK LOG", "FALK LOGISTIK", False),
        ("ADLER BRAUEREI", "BRAUEREI ADLER", False),
        ("FALK UK", "FALK IRELAND", True),
        ("FALK AB", "FALK IRELAND", False),
    ],
)
def test_sister_companies_have_words_of_their_own(one, other, is_other):
    assert have_own_words(one, other) == have_own_words(other, one) == is_other


@pytest.mark.parametrize(
    ("one", "other", "is_other"),
    [
        ("KLINIK NORD", "KLINIK SUED", True),
        ("CENTER 1 PARK", "CENTER 2 PARK", True),
        ("CENTER 1 PARK", "CENTER", False),
        ("ELEKTRO HUBER PETER", "ELEKTRO HUBER PETRA", True),
        ("CENTER 1 PARK", "CENTER 2 PRESCHOOL", False),
        ("KLINIK NORD", "KLINIK NORD", False),
    ],
)
def test_companies_of_a_group_differ_only_in_a_number_or_place(one, other, is_other):
    assert are_numbered(one, other) == are_numbered(other, one) == is_other


@pytest.mark.parametrize(
    ("forms", "names", "guard"),
    [
        (("GMBH", "GMBH CO KG"), ("FALK", "FALK"), "SWITCHBOARD"),
        (("GMBH", "GMBH"), ("FALK IMMOBILIEN", "FALK LOGISTIK"), "SWITCHBOARD"),
        (("GMBH", "GMBH"), ("FALK LOGISTIK", "FALK LOGSITIK"), None),
        (("GMBH", None), ("FALK", "FALK"), None),
        (("GMBH", "GMBH"), ("WINDPARK 1", "WINDPARK 2"), "SWITCHBOARD"),
        (("LP", "LP"), ("FALK FUND II", "FALK FUND III"), "SWITCHBOARD"),
        (("GMBH", "GMBH"), ("FALK", "FALK HOLDING"), "SWITCHBOARD"),
        ((None, None), ("FALK BAU", "FALK IMMOBILIEN"), "SWITCHBOARD"),
    ],
)
def test_registered_companies_with_one_mailbox_and_switchboard_wait(
    model, backend, forms, names, guard
):
    shared = PLACE | {"email": "info@falk.example", "party_kind": "ORGANISATION"}
    rows = [
        dict.fromkeys(COMPARED_COLUMNS)
        | shared
        | {"version_id": uid, "org_name": name, "full_name": name, "legal_form": form}
        for uid, name, form in zip("ab", names, forms, strict=True)
    ]
    pairs = pd.DataFrame({"version_id_l": ["a"], "version_id_r": ["b"]})
    compared = compare_candidates(pairs, pd.DataFrame(rows), model, backend)
    assert guard_codes(compared, field_weights(compared, model), model).tolist() == [guard]


@pytest.mark.parametrize(
    ("one", "other", "is_other"),
    [
        ("4711 FILIALE ROSSMANN", "4712 FILIALE ROSSMANN", True),
        ("4711 FILIALE ROSSMANN", "FILIALE ROSSMANN", False),
        ("4711 FILIALE ROSSMANN", "4712 FILIALE ROSSMAN", False),
    ],
)
def test_companies_with_different_numbers_are_branches(one, other, is_other):
    assert have_other_numbers(one, other) == have_other_numbers(other, one) == is_other


def test_a_person_is_a_company_only_if_it_has_their_first_name(make_records, model, matched):
    tiers = {}
    for company in ("Studio Ferrara", "Studio Lucia Ferrara"):
        rows = [
            {"uid": "1", **PLACE, "first_name": "Lucia", "last_name": "Ferrara"},
            {"uid": "2", **PLACE, "org_name": company},
        ]
        (pair,) = matched(make_records(*rows), model).pairs.to_dict("records")
        tiers[company] = (pair["tier"], pair["guard_code"])
    assert tiers == {
        "Studio Ferrara": ("REVIEW", "SWITCHBOARD"),
        "Studio Lucia Ferrara": ("AUTO_MERGE", None),
    }
