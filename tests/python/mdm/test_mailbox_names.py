"""The name of one record in the mailbox of the other one, whose own name is missing or differs."""

from __future__ import annotations

import pandas as pd
import pytest

from mdm.compare.columns import ROLE_MAILBOXES
from mdm.compare.pairs import compare_candidates
from mdm.match_model import LEVELS, read_parameters

ANN = {"first_name": "Ann Marie", "last_name": "Lopez Lee"}
HOME = {"address": "5 Elm Road", "city": "Leeds", "postcode": "LS1 4AB"}


@pytest.fixture(scope="module")
def level(prepared, backend, reference):
    """A function that returns the level of names in mailboxes of two records given as dicts.

    It must be the same whichever of the two comes first.
    """

    def graded(left, right, version="2"):
        model = read_parameters(reference["match_model_parameters"], None, version)
        records = prepared({"uid": "1", **left}, {"uid": "2", **right}).records
        orders = pd.DataFrame({"version_id_l": ["1", "2"], "version_id_r": ["2", "1"]})
        found, swapped = compare_candidates(orders, records, model, backend).levels["mailbox"]
        assert found == swapped
        return (None, *LEVELS["mailbox"])[found]

    return graded


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        ({"email": "annmarie.lopezlee@x.de"}, "exact"),
        ({"email": "ann.lopezlee84@x.de"}, "exact"),
        ({"email": "lopez-lee_ann@x.de"}, "exact"),
        ({"email": "a.lopezlee@x.de"}, "initial"),
        ({"email": "lopezleea@x.de"}, "initial"),
        ({"email": "annmariel@x.de"}, "initial"),
        ({"email": "ann.lopezlee@x.de", "last_name": "Kruger"}, "exact"),
        ({"email": "ann.lopezlee@x.de", "first_name": "Anm", "last_name": "LopezLe"}, "exact"),
        ({"email": "stargazer@x.de"}, "different"),
        ({"email": "office@x.de"}, None),
        ({"email": "info@x.de"}, None),
        ({"phone": "030 1234567"}, None),
    ],
)
def test_a_mailbox_is_read_in_every_order_of_names(level, right, expected):
    assert level(ANN, right) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (ANN, {**ANN, "email": "ann.lopezlee@x.de"}),
        (ANN, {"first_name": "Lopez Lee", "last_name": "Ann Marie", "email": "ann.lopezlee@x.de"}),
        ({**ANN, "email": "a.lopezlee@x.de"}, {"email": "a.lopezlee@x.de"}),
        (ANN, {"org_name": "Acme Tools GmbH", "email": "ann.lopezlee@x.de"}),
        (ANN, {"first_name": "Alba", "last_name": "Lopez Lee", "email": "a.lopezlee@x.de"}),
        ({"last_name": "Lopez Lee"}, {"email": "ann.lopezlee@x.de"}),
    ],
)
def test_mailbox_names_are_not_graded_where_names_or_mailboxes_agree(level, left, right):
    assert level(left, right) is None


def test_blocking_and_comparing_have_the_same_list_of_role_mailboxes(macros):
    assert set(macros.role_mailboxes().split()) == ROLE_MAILBOXES


def test_the_same_role_at_two_domains_is_not_one_mailbox(make_records, model, matched):
    domains = ("harbour-tools.de", "elm-garden.com")
    rows = [{"uid": one, "email": f"info@{one}", "phone": "030 1234567"} for one in domains]
    (pair,) = matched(make_records(*rows), model).pairs.to_dict("records")
    assert "different e-mail" in pair["reasons"]
    assert pair["tier"] != "AUTO_MERGE"


def test_a_name_in_a_mailbox_counts_at_most_as_much_as_the_name(make_records, model, matched):
    atsushi = {"first_name": "Atsushi", "last_name": "Ito", "city": "Kobe"}
    others = [
        {**atsushi, "uid": "2"},
        {
            "uid": "2",
            "first_name": "A",
            "last_name": "Ito",
            "city": "Kobe",
            "email": "atsushi.ito@x.jp",
        },
        {"uid": "2", "city": "Kobe", "email": "atsushi.ito@x.jp"},
    ]
    scores = [
        matched(make_records({"uid": "1", **atsushi}, other), model).pairs["match_score"].item()
        for other in others
    ]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0.5


def test_a_model_version_without_mailbox_parameters_does_not_grade_mailbox_names(level):
    assert level(ANN, {"email": "ann.lopezlee@x.de"}, version="1") is None


@pytest.mark.parametrize(
    ("right", "tier", "guard"),
    [
        ({"email": "ann.lopezlee@x.de", **HOME}, "AUTO_MERGE", None),
        ({"email": "office@x.de", **HOME}, "REVIEW", "ONE_FIELD"),
        ({"email": "ann.lopezlee@x.de", "first_name": "Otto", "last_name": "Lopez Lee", **HOME},
         "REVIEW", "HOUSEHOLD"),
    ],
)  # fmt: skip
def test_a_name_in_a_mailbox_counts_as_a_name(make_records, model, matched, right, tier, guard):
    records = make_records({"uid": "1", **ANN, **HOME}, {"uid": "2", **right})
    (pair,) = matched(records, model).pairs.to_dict("records")
    assert (pair["tier"], pair["guard_code"]) == (tier, guard)
