"""Learning from stewards: weights follow decisions, guards stop only if clearly overruled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mdm.command.main import main
from mdm.compare.pairs import compare_candidates
from mdm.identify.decisions import latest_labels
from mdm.learn.decisions import learn_decisions
from mdm.learn.overrules import OUT_OF_REACH, learn_overrules, surely_at_least
from mdm.learn.weights import KEYS, Labels, learn, level_shares
from mdm.match.records import match_compared
from mdm.match_model import read_parameters
from mdm.report.queues import queue_by_kind
from mdm.score.evidence import field_weights
from mdm.score.guards import HOUSEHOLD, ONE_FIELD, guard_codes
from mdm.seeds import frequency_rows, model_rows

CUSTOMERS = Path(__file__).parent / "customers.csv"
PEOPLE = 40


def couples(count: int, **second: str) -> list[dict[str, str]]:
    """Pairs of records with the same name and address, with changes in the second."""
    rows = []
    for number in range(count):
        letters = "".join(chr(97 + int(digit)) for digit in f"{number:03d}")
        one = {
            "uid": f"{number}-a", "source": "A",
            "first_name": "Paula", "last_name": f"Kr{letters}k",
            "address": f"{number + 1} Elm Street", "city": "Springfield",
            "birth_date": "1970-01-31",
        }  # fmt: skip
        rows += [one, one | {"uid": f"{number}-b", "source": "B"} | second]
    return rows


def labelled(prepared, model, backend, rows, answer):
    """The candidate couples, compared, with the same answer for each."""
    ready = prepared(*rows)
    ends = [ready.pairs[f"record_id_{side}"].str.split("-").str[0] for side in "lr"]
    ready = replace(ready, pairs=ready.pairs[ends[0] == ends[1]].reset_index(drop=True))
    decisions = ready.pairs[["record_id_l", "record_id_r"]].set_axis(["uid_l", "uid_r"], axis=1)
    compared = compare_candidates(ready.pairs, ready.records, model, backend)
    return ready, compared, decisions.assign(decision=answer)


def test_without_decisions_the_model_is_unchanged(prepared, model, backend):
    ready, compared, decisions = labelled(prepared, model, backend, couples(3), "SAME")
    assert learn_decisions(ready, compared, model, backend, None).model == model
    assert learn_decisions(ready, compared, model, backend, decisions.head(0)).model == model


@pytest.mark.parametrize(
    ("answer", "sign", "level", "birth_date"),
    [("SAME", 1, "different", "1985-11-05"), ("DIFFERENT", -1, "near", "1970-01-30")],
)
def test_decisions_move_the_weights_of_their_levels(
    prepared, model, backend, answer, sign, level, birth_date
):
    rows = couples(PEOPLE, birth_date=birth_date, address="")
    ready, compared, decisions = labelled(prepared, model, backend, rows, answer)
    found = learn_decisions(ready, compared, model, backend, decisions)
    assert found.used == PEOPLE
    assert sign * found.model.levels["birth_date", level].learned > 0.05
    assert found.model.levels["email", "exact"].learned == 0
    measured = [(level.m, level.u) for level in found.model.levels.values()]
    assert measured == [(level.m, level.u) for level in model.levels.values()]


def test_unsure_decisions_and_unknown_records_do_not_change_the_model(prepared, model, backend):
    ready, compared, decisions = labelled(prepared, model, backend, couples(2), "UNSURE")
    strange = pd.DataFrame({"uid_l": ["x"], "uid_r": ["y"], "decision": ["SAME"]})
    found = learn_decisions(ready, compared, model, backend, pd.concat([decisions, strange]))
    assert (found.used, found.unused) == (0, 3)
    assert found.model == model


def test_the_last_decision_on_a_pair_counts():
    decisions = pd.DataFrame(
        {"uid_l": ["a", "b"], "uid_r": ["b", "a"], "decision": ["SAME", "DIFFERENT"]}
    )
    assert latest_labels(decisions).values.tolist() == [["a", "b", "DIFFERENT"]]
    with pytest.raises(ValueError, match="MAYBE"):
        latest_labels(decisions.assign(decision="MAYBE"))


def guards_of(compared, model) -> set[str | None]:
    return set(guard_codes(compared, field_weights(compared, model), model))


@pytest.mark.parametrize(
    ("answers", "stops_applying"),
    [([True] * 40, True), ([True] * 19, False), ([True] * 36 + [False] * 4, False)],
)
def test_a_guard_stops_applying_only_when_clearly_overruled(
    prepared, model, backend, answers, stops_applying
):
    rows = couples(len(answers), first_name="Wilhelmina", birth_date="1970-01-31")
    ready, compared, decisions = labelled(prepared, model, backend, rows, "SAME")
    assert guards_of(compared, model) == {HOUSEHOLD}
    found = learn_overrules(model, compared, np.array(answers), model)
    least = found.adjustments["household_bits"]
    assert (least < OUT_OF_REACH) == stops_applying
    assert found.adjustments["one_field_bits"] == model.adjustments["one_field_bits"]
    assert (HOUSEHOLD not in guards_of(compared, found)) == stops_applying


def test_no_decision_overrules_a_conflict(prepared, model, backend):
    rows = couples(30, national_id="DE246813579")
    rows = [row | {"national_id": row.get("national_id", "DE775533190")} for row in rows]
    ready, compared, decisions = labelled(prepared, model, backend, rows, "SAME")
    found = learn_decisions(ready, compared, model, backend, decisions).model
    assert set(match_compared(ready, compared, found, backend).pairs["tier"]) <= {
        "REVIEW", "NO_MATCH",
    }  # fmt: skip
    assert guards_of(compared, found) == {"CONFLICT"}


def test_level_shares_add_up_to_the_weights(prepared, model, backend):
    plain = replace(model, frequencies={})
    ready = prepared(*couples(6, city="Springfeld"))
    compared = compare_candidates(ready.pairs, ready.records, plain, backend)
    bits = np.array([*(plain.levels[key].match_weight for key in KEYS), plain.prior])
    total = np.sum(list(field_weights(compared, plain).values()), axis=0)
    assert level_shares(compared, plain) @ bits == pytest.approx(total)


@pytest.mark.parametrize(
    ("hits", "count", "expected"), [(20, 20, 0.9243), (90, 100, 0.8546), (0, 10, 0.0)]
)
def test_lower_confidence_bound_of_a_share(hits, count, expected):
    found = surely_at_least(np.array([hits]), np.array([count]), 1.28)
    assert found == pytest.approx([expected], abs=5e-4)


def test_a_learned_version_reads_back_unchanged(prepared, model, backend, reference):
    rows = couples(PEOPLE, birth_date="1985-11-05", address="99 Oak Avenue")
    ready, compared, decisions = labelled(prepared, model, backend, rows, "DIFFERENT")
    found = learn(model, compared, Labels(compared, np.zeros(len(compared), dtype=bool)))
    tables = (
        model_rows(found, reference["match_model_parameters"], "3"),
        frequency_rows(found, "3"),
    )
    again = read_parameters(*tables, "3")
    assert again.prior == pytest.approx(found.prior, abs=1e-3)
    for key in KEYS:
        assert again.levels[key].match_weight == pytest.approx(
            found.levels[key].match_weight, abs=1e-3
        )
    assert again.adjustments == pytest.approx(found.adjustments, rel=1e-5)
    assert again.frequencies["last_name"] == pytest.approx(found.frequencies["last_name"], abs=1e-6)


def queue_input() -> tuple[pd.DataFrame, pd.DataFrame]:
    pairs = pd.DataFrame(
        [
            ("a", "b", 0.99, "AUTO_MERGE", "sure"),
            ("a", "c", 0.80, "REVIEW", "common"),
            ("a", "d", 0.80, "REVIEW", "common"),
            ("c", "d", 0.85, "REVIEW", "common"),
            ("b", "d", 0.78, "REVIEW", "rare"),
            ("c", "e", 0.10, "NO_MATCH", "rare"),
            ("d", "e", 0.60, "NO_MATCH", "close"),
        ],
        columns=["uid_l", "uid_r", "match_score", "tier", "reasons"],
    )
    clusters = pd.DataFrame({"uid": list("abcde"), "customer_uid": ["C1", "C1", "C2", "C3", "C4"]})
    return pairs, clusters


def test_the_queue_starts_with_what_changes_most():
    queue = queue_by_kind(*queue_input())
    assert list(queue["uid_l"] + queue["uid_r"]) == ["ac", "bd", "ad", "de", "cd"]
    assert list(queue["records_concerned"]) == [3, 3, 3, 2, 2]
    assert list(queue["alike"]) == [3, 1, 3, 1, 3]


def test_the_queue_alternates_between_large_customers_and_others():
    ends = [(f"{customer}a", f"{customer}b") for customer in range(8)]
    pairs = pd.DataFrame(ends, columns=["uid_l", "uid_r"])
    pairs = pairs.assign(match_score=0.8, tier="REVIEW", reasons="common")
    others = [(f"{customer}-{n}", str(customer)) for customer in range(8) for n in range(customer)]
    owners = [(uid, uid[0]) for pair in ends for uid in pair] + others
    queue = queue_by_kind(pairs, pd.DataFrame(owners, columns=["uid", "customer_uid"]))
    sizes = queue["records_concerned"].tolist()
    assert sorted(sizes) == [2, 3, 4, 5, 6, 7, 8, 9]
    assert sizes[0] == 9
    assert sizes != sorted(sizes, reverse=True)
    assert sizes[2] == max(sizes[2:])


def test_the_queue_excludes_decided_pairs():
    decided = pd.DataFrame({"uid_l": ["c", "b"], "uid_r": ["a", "d"], "decision": "UNSURE"})
    queue = queue_by_kind(*queue_input(), decided)
    assert set(queue["uid_l"] + queue["uid_r"]) == {"ad", "cd", "de"}


def test_a_round_of_learning_runs_on_files(tmp_path, capsys):
    result, versions = tmp_path / "result", tmp_path / "versions"
    assert main(["match", str(CUSTOMERS), "--out", str(result), "--model", "active"]) == 0
    answers = tmp_path / "answers.csv"
    assert main(["queue", "--result", str(result), "--out", str(answers)]) == 0
    queue = pd.read_csv(answers, dtype=str)
    assert len(queue) and queue["decision"].isna().all()
    queue.assign(decision="SAME").to_csv(answers, index=False)
    fitting = ["fit", str(CUSTOMERS), "--labels", str(answers), "--out", str(versions)]
    assert main([*fitting, "--version", "3"]) == 0
    assert f"learned from {len(queue)} decisions" in capsys.readouterr().out
    assert main([*fitting, "--version", "3"]) == 2
    assert "already has model version '3'" in capsys.readouterr().err
    assert main([*fitting, "--version", "4"]) == 0
    written = pd.read_csv(versions / "match_model_parameters.csv", dtype=str)
    assert list(written["model_version"].unique()) == ["3", "4"]
    frequencies = pd.read_csv(versions / "name_frequencies.csv", dtype=str)
    assert set(frequencies["model_version"]) <= {"3", "4"}
    options = ["--model", "3", "--parameters", str(versions), "--out", str(tmp_path / "again")]
    assert main(["match", str(CUSTOMERS), *options]) == 0


def test_the_queue_contains_guarded_pairs(prepared, model, backend):
    rows = [row | {"address": "", "city": "", "birth_date": ""} for row in couples(3)]
    rows = [row | {"email": f"{row['uid'][0]}@example.org", "last_name": ""} for row in rows]
    ready = prepared(*[row | {"first_name": ""} for row in rows])
    compared = compare_candidates(ready.pairs, ready.records, model, backend)
    found = match_compared(ready, compared, model, backend)
    assert set(found.pairs["guard_code"]) == {ONE_FIELD}
    assert len(queue_by_kind(found.pairs, found.clusters)) == len(found.pairs)
