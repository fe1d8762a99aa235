"""Explanations of results: the weights add up, and the joining pairs connect a customer."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdm.cluster.components import components
from mdm.command.main import main
from mdm.match_model import LEVELS
from mdm.report.explain_customer import explain_uids, joining_pairs, joining_path
from mdm.report.explain_pair import reasons_by_field
from mdm.score.reasons import LEVEL_WORDS, WORDS

CUSTOMERS = Path(__file__).parent / "customers.csv"
ID = {name: name for name in WORDS} | dict.fromkeys(
    ("first_name", "last_name", "organisation", "mailbox"), "name"
)


@pytest.fixture(scope="module")
def result(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("result")
    assert main(["match", str(CUSTOMERS), "--out", str(folder), "--model", "active"]) == 0
    return folder


@pytest.fixture
def explained(result, capsys):
    def run(*uids: str) -> str:
        capsys.readouterr()
        assert main(["explain", *uids, "--result", str(result)]) == 0
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize(
    ("uids", "expected"),
    [
        (("1", "2"), ["1 and 2: AUTO_MERGE", "name: same first name by nickname, same last name"]),
        (("2", "1"), ["2 and 1: AUTO_MERGE", "not on both records: phone, birth date, id number"]),
        (("1", "3"), ["name: first and last name swapped, same first name, same last name"]),
        (("1", "4"), ["Guard HOUSEHOLD, never AUTO_MERGE: same home", "different birth date"]),
        (("2", "3"), ["were not compared", "both are C-", "Joined by: 2 - 1 - 3"]),
        (("1", "12"), ["were not compared", "Customer: C-"]),
        (("6", "7"), ["6 and 7: AUTO_MERGE", "Kept apart by CONFLICT between 5 and 7"]),
    ],
)
def test_a_pair_is_explained(explained, uids, expected):
    printed = explained(*uids)
    assert [words for words in expected if words not in printed] == []


@pytest.mark.parametrize(
    ("uid", "expected"),
    [
        ("3", ["3 records: 1, 2, 3", "Joined by:\n  1 and 2: AUTO_MERGE 1.0000: same"]),
        ("7", ["1 record: 7", "No pair merges this record", "5 (C-XWPH4ZF3FEA2QAPG) and 7"]),
        ("C-XWPH4ZF3FEA2QAPG", ["2 records: 5, 6", "CONFLICT: verified identities contradict"]),
    ],
)
def test_a_customer_is_explained_by_uid_or_member(explained, uid, expected):
    printed = explained(uid)
    assert [words for words in expected if words not in printed] == []


@pytest.mark.parametrize(
    ("uids", "message"),
    [(("none",), "'none'"), (("1", "1"), "two different"), (("1", "2", "3"), "two different")],
)
def test_unknown_uids_are_reported(result, capsys, uids, message):
    assert main(["explain", *uids, "--result", str(result)]) == 2
    assert message in capsys.readouterr().err


def test_the_shown_match_weights_add_up_to_the_score(result, explained):
    pairs = pd.read_parquet(result / "pairs.parquet")
    for row in pairs.itertuples():
        lines = [line.split() for line in explained(row.uid_l, row.uid_r).splitlines()]
        weights = [float(words[0]) for words in lines if words[0][0] in "+-0"]
        assert sum(weights[:-1]) == pytest.approx(weights[-1], abs=0.05 * len(weights))
        assert 1 / (1 + 2 ** -weights[-1]) == pytest.approx(row.match_score, abs=0.02)


@pytest.mark.parametrize("field", LEVELS)
def test_every_reason_belongs_to_a_field(field):
    for level in LEVELS[field]:
        reason = LEVEL_WORDS[level].format(WORDS[field])
        assert reasons_by_field(reason) == {ID[field]: (reason,)}


NODES = [str(node) for node in range(8)]
EDGES = st.lists(
    st.tuples(st.sampled_from(NODES), st.sampled_from(NODES), st.sampled_from([0.93, 0.99])).filter(
        lambda edge: edge[0] < edge[1]
    ),
    unique_by=lambda edge: edge[:2],
    max_size=20,
)


def as_pairs(edges) -> pd.DataFrame:
    pairs = pd.DataFrame(edges, columns=["uid_l", "uid_r", "match_score"])
    return pairs.assign(tier="AUTO_MERGE", guard_code=None, reasons="same e-mail")


def connected(pairs: pd.DataFrame) -> list[int]:
    ends = [pairs[name].astype(int).to_numpy() for name in ("uid_l", "uid_r")]
    return components(len(NODES), (ends[0], ends[1])).tolist()


@settings(max_examples=100)
@given(EDGES)
def test_joining_pairs_are_a_spanning_tree(edges):
    pairs = as_pairs(edges)
    held = joining_pairs(pairs, NODES)
    assert connected(held) == connected(pairs)
    assert len(held) == len(NODES) - len(set(connected(pairs)))


@settings(max_examples=100)
@given(EDGES, st.sampled_from(NODES), st.sampled_from(NODES))
def test_a_path_follows_joining_pairs(edges, left, right):
    pairs = as_pairs(edges)
    path = joining_path(pairs, NODES, left, right)
    labels = connected(pairs)
    assert bool(path) == (labels[int(left)] == labels[int(right)])
    if path:
        steps = {tuple(sorted(step)) for step in zip(path, path[1:], strict=False)}
        held = joining_pairs(pairs, NODES)
        assert (path[0], path[-1]) == (left, right)
        assert steps <= set(zip(held["uid_l"], held["uid_r"], strict=True))


def test_a_customer_joined_without_pairs_is_explained():
    clusters = pd.DataFrame({"uid": ["a", "b"], "customer_uid": ["C-1", "C-1"]})
    explanation = explain_uids(as_pairs([]), clusters, ["a", "b"])
    assert "were not compared" in explanation
    assert "Joined by" not in explanation


def test_a_pair_in_a_cut_chain_is_explained():
    clusters = pd.DataFrame({"uid": list("abcde"), "customer_uid": ["C-1"] * 3 + ["C-2"] * 2})
    links = [(one, other, 0.99) for one, other in zip("abcd", "bcde", strict=True)]
    weights = {f"match_weight_{field}": 1.0 for field in ("prior", *ID.values())}
    pairs = as_pairs(links).assign(rule_score=0.9, model_version="1", **weights)
    explanation = explain_uids(pairs, clusters, ["c", "d"])
    assert "Kept apart" in explanation
    assert "chain of pairs between them is too long" in explanation
