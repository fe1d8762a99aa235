"""Matching in ranges gives the same as matching in one table, and skips hopeless pairs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import mdm.block.candidates
import mdm.match.slices
from mdm.block.candidates import block, prepare
from mdm.compare.columns import encode
from mdm.compare.similarity import choose_backend
from mdm.learn.fit import within_one_country
from mdm.match.records import match_records
from mdm.match.skipped import skipped_guarded_pairs
from mdm.match.slices import (
    EDGE_COLUMNS,
    cluster_records,
    decides_clusters,
    make_ready,
    scored_slices,
)
from mdm.match_model import CURRENT

FIRST = ["Ann", "Anna", "Anne", "Peter", "Pete", "Otto", "Maria", "Mary", "Jürgen", "Juergen"]
LAST = ["Bohnbach", "Bonbach", "Smith", "Smyth", "Kruger", "Krüger", "Müller", "Miller"]
STREETS = ["Elm Road", "Hauptstraße", "Harbour Lane", "Elm Rd"]


@pytest.fixture(scope="module")
def people(make_records):
    """Records that agree by chance in many ways, with gaps, not ordered by uid."""
    draw = np.random.default_rng(11)

    def one(number):
        first, last = draw.choice(FIRST), draw.choice(LAST)
        record = {
            "first_name": first,
            "last_name": last,
            "email": f"{first}.{last}{draw.integers(4)}@x.de",
            "phone": f"030 12345{draw.integers(10, 40)}",
            "address": f"{draw.integers(1, 6)} {draw.choice(STREETS)}",
            "city": draw.choice(["Leeds", "Berlin"]),
            "birth_date": f"19{draw.integers(50, 60)}-0{draw.integers(1, 4)}-11",
            "org_name": draw.choice(["Acme Tools GmbH", "Acme Garden Tools"]),
        }
        dropped = draw.choice(list(record), draw.integers(1, 5), replace=False)
        kept = {name: str(text) for name, text in record.items() if name not in dropped}
        return {"uid": f"R{number * 37 % 401}", **kept}

    return make_records(*map(one, range(240)))


def test_ranges_give_the_same_pairs_as_the_macros(people, reference, model, monkeypatch):
    monkeypatch.setattr(mdm.block.candidates, "PAIRS_AT_ONCE", 500)
    monkeypatch.setattr(mdm.block.candidates, "RECORDS_AT_ONCE", 70)
    blocked = block(people, reference, CURRENT, int(model.limits["block_cap"]))
    found = [np.stack(rows) for rows in blocked.pairs()]
    assert len(found) > 3
    expected = prepare(people, reference)
    left, right = blocked.uids[np.concatenate(found, axis=1)]
    assert list(left) == list(expected.pairs["version_id_l"])
    assert list(right) == list(expected.pairs["version_id_r"])
    assert list(blocked.capped_keys["block_key"]) == list(expected.capped_keys["block_key"])
    assert list(blocked.capped_keys["record_count"]) == list(expected.capped_keys["record_count"])


def test_a_key_over_the_cap_forms_no_pairs_and_is_reported(people, reference):
    blocked = block(people, reference, CURRENT, cap=5)
    assert (blocked.capped_keys["record_count"] > 5).all()
    assert "birth_date" in set(blocked.capped_keys["key_type"])
    whole = block(people, reference, CURRENT, cap=240)
    assert blocked.predicted_pairs < whole.predicted_pairs
    assert whole.capped_keys.empty


def test_only_pairs_below_review_are_skipped(people, reference, model, monkeypatch):
    monkeypatch.setattr(mdm.match.slices, "PAIRS_AT_ONCE", 300)
    few = replace(model, limits={**model.limits, "pairs_in_full": 0})
    backend = choose_backend("duckdb")
    ready = [make_ready(people, reference, one, backend, None) for one in (model, few)]
    whole, likely = (pd.concat(scored_slices(one, backend)) for one in ready)
    expected = whole[whole["match_score"] >= model.thresholds["REVIEW"]]
    shown = likely[likely["match_score"] >= model.thresholds["REVIEW"]]
    assert 0 < len(expected) <= len(likely) < len(whole) / 2
    pd.testing.assert_frame_equal(
        shown.reset_index(drop=True), expected.reset_index(drop=True), check_exact=True
    )
    clusters = match_records(people, reference, model, backend, None).clusters
    for one, pairs in zip(ready, (whole, likely), strict=True):
        kept = pairs.loc[decides_clusters(pairs), EDGE_COLUMNS]
        edges = pd.concat([kept, skipped_guarded_pairs(one, kept, backend)])
        pd.testing.assert_frame_equal(cluster_records(one, edges, backend), clusters)


def test_slices_give_the_same_pairs_as_one_table(people, reference, model):
    backend = choose_backend("duckdb")
    at_once = match_records(people, reference, model, backend, np.random.default_rng(3))
    ready = make_ready(people, reference, model, backend, np.random.default_rng(3))
    pairs = pd.concat(scored_slices(ready, backend), ignore_index=True)
    assert ready.model == at_once.model
    pd.testing.assert_frame_equal(pairs, at_once.pairs, check_exact=True)


def test_a_fit_on_a_sample_is_close_to_a_fit_on_all_pairs(people, reference, model):
    limits = {**model.limits, "fit_random_pairs": 20_000}
    predicted = block(people, reference, CURRENT, 120).predicted_pairs
    models = [
        make_ready(
            people,
            reference,
            replace(model, limits=limits | {"fit_pairs": share * predicted}),
            choose_backend("duckdb"),
            np.random.default_rng(1),
        ).model
        for share in (1.0, 0.5)
    ]
    assert models[0] != models[1]
    assert models[1].prior == pytest.approx(models[0].prior, abs=1.0)


def test_random_pairs_of_two_countries_are_excluded():
    country = encode(pd.Series(["DE", "FR", None, "DE"]))[0]
    rows = (np.array([0, 0, 0, 1]), np.array([1, 2, 3, 2]))
    left, right = within_one_country(rows, country)
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 2), (0, 3), (1, 2)]
