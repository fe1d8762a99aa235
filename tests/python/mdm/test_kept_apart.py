"""Records that a guard keeps apart are never joined through a third record."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from mdm.cluster.clusters import find_clusters
from mdm.score.conflicts import is_long_id

HOME = {"phone": "0113 4960123", "address": "5 Elm Road", "city": "Leeds", "postcode": "LS1 4AB"}
MAIL = {"email": "annalowry@home.example"}


def person(first: str, last: str, **more: str) -> dict[str, str]:
    return {"first_name": first, "last_name": last} | more


# Three records of which the second joins both others: how many customers they may be.
BRIDGES = {
    "an initial": ([person(name, "Martin", **HOME) for name in ("John", "J", "Jane")], {2, 3}),
    "a joint account": (
        [person("John", "Martin", **HOME), {"full_name": "John and Jane Martin", **HOME},
         person("Jane", "Martin", **HOME)],
        {2, 3},
    ),
    "no birth date": (
        [person("Anna", "Lowry", birth_date="1951-03-04", **HOME, **MAIL),
         person("Anna", "Lowry", **HOME, **MAIL),
         person("Anna", "Lowry", birth_date="1983-11-27", **HOME)],
        {2, 3},
    ),
    "no generation": (
        [person("Karl", "Falk Sr.", **HOME), person("Karl", "Falk", **HOME, **MAIL),
         person("Karl", "Falk Jr.", **HOME)],
        {2, 3},
    ),
    "a short form of both names": (
        [person(name, "Roth", **HOME) for name in ("Alexander", "Alex", "Alexandra")], {2, 3},
    ),
    "relatives with one mailbox": (
        [person(name, "Lowry", **MAIL) for name in ("John", "J", "Jane")], {2, 3},
    ),
    "sister companies": (
        [{"org_name": name, **HOME, **MAIL}
         for name in ("Kern Logistik GmbH", "Kern", "Kern Spedition GmbH")], {2, 3},
    ),
    "one person": (
        [person("Anna", "Lowry", **HOME), person("Anna", "Lowry", **HOME, **MAIL),
         person("Ann", "Lowry", **HOME, **MAIL)],
        {1},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def customers(make_records, model, matched):
    """The customer of each record of all bridges, in every order of their uids."""
    rows, cases = [], {}
    for name, (records, _) in BRIDGES.items():
        for order in permutations(range(3)):
            case = (name, order)
            cases[case] = [f"{len(cases):02d}{place}" for place in order]
            home = {"postcode": f"LS{len(cases)} 4AB", "address": f"{len(cases)} Elm Road",
                    "phone": f"0113 49{len(cases):05d}"}  # fmt: skip
            mail = f"annalowry{len(cases)}@home{len(cases)}.example"
            for uid, record in zip(cases[case], records, strict=True):
                own = {field: home[field] for field in home if field in record}
                own |= {"email": mail} if "email" in record else {}
                rows.append({"uid": uid, **record, **own})
    found = matched(make_records(*rows), model)
    owners = found.clusters.set_index("uid")["customer_uid"]
    return {case: owners[uids].tolist() for case, uids in cases.items()}


@pytest.mark.parametrize("name", BRIDGES)
def test_a_third_record_does_not_join_two_that_a_guard_keeps_apart(customers, name):
    found = [owners for (case, _), owners in customers.items() if case == name]
    assert {len(set(owners)) for owners in found} <= BRIDGES[name][1]
    if name != "one person":
        assert all(owners[0] != owners[2] for owners in found)


EMPTY = np.array([], dtype=np.int64), np.array([], dtype=np.int64)


def clustered(model, backend, edges, guarded, facts=None):
    """Labels of records; edges: left, right, strength."""
    ends = np.array([edge[:2] for edge in edges], dtype=np.int64).T
    strengths = np.array([edge[2] for edge in edges], dtype=np.float64)
    columns = {"national_id": None, "birth_date": None}
    records = pd.DataFrame(columns | (facts or {}), index=range(ends.max() + 1), dtype=object)
    apart = tuple(np.array(guarded, dtype=np.int64).reshape(-1, 2).T)
    found = find_clusters((ends[0], ends[1]), strengths, EMPTY, apart, records, model, backend)
    return found.tolist()


def test_a_steward_overrules_a_guard_but_not_two_contradicting_ids(model, backend):
    ids = {"national_id": ["DE811234567", None, "DE294400178"]}
    long = {"national_id": ["12345678Z", None, "87654321X"]}
    for same in ([(0, 1, 2.0), (1, 2, 2.0)], [(0, 2, 2.0), (1, 2, 0.95)]):
        assert clustered(model, backend, same, [(0, 2)]) == [0, 0, 0]
        assert clustered(model, backend, same, [(0, 2)], long) == [0, 0, 0]
        assert len(set(clustered(model, backend, same, [(0, 2)], ids))) == 2
    for facts in (None, long):
        assert clustered(model, backend, [(0, 1, 0.99), (1, 2, 0.95)], [(0, 2)], facts) == [0, 0, 2]


def test_a_decision_joins_two_customers_although_other_pairs_of_theirs_have_a_guard(model, backend):
    """SAME on records 1 and 2 joins 0, 1 and 2, 3, between which all pairs have a guard."""
    pairs = [(0, 1, 0.99), (2, 3, 0.99)]
    guarded = [(0, 2), (0, 3), (1, 2), (1, 3), (3, 4)]
    assert clustered(model, backend, [*pairs, (3, 4, 0.95)], guarded) == [0, 0, 2, 2, 4]
    decided = [*pairs, (1, 2, 2.0), (3, 4, 0.95)]
    assert clustered(model, backend, decided, guarded) == [0, 0, 0, 0, 4]


def test_different_birth_dates_keep_apart_what_is_not_an_accepted_pair(model, backend):
    births = {"birth_date": ["19510304", None, "19831127"]}
    through = [(0, 1, 0.99), (1, 2, 0.95)]
    assert clustered(model, backend, through, [], births) == [0, 0, 2]
    assert clustered(model, backend, [*through, (0, 2, 0.93)], [], births) == [0, 0, 0]


@pytest.mark.parametrize(
    ("text", "is_long"),
    [("12345678Z", True), ("DE811234567", True), ("RSSMRA80A01H501U", True), ("5304218", False),
     ("ABCDEFGHI", False)],
)  # fmt: skip
def test_an_id_is_long_if_it_has_the_form_of_a_national_id(text, is_long):
    assert is_long_id(text) == is_long
