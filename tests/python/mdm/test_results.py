"""The commands can read the warehouse instead of the files of a match."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from mdm.block.candidates import prepare
from mdm.command.main import main
from mdm.command.results import read_prepared, read_result, read_shown_records
from mdm.compare.pairs import compare_candidates
from mdm.match.records import match_compared
from mdm.standardise.records import RECORD_COLUMNS, standard_values

CUSTOMERS = Path(__file__).parent / "customers.csv"
SPAN = {"known_from": pd.Timestamp("2026-01-01"), "known_to": "9999-12-31"}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory, reference, model, backend) -> Path:
    """A database with the warehouse's identity tables, created from a file of records."""
    records = pd.read_csv(CUSTOMERS, dtype=str)
    ready = prepare(records, reference)
    compared = compare_candidates(ready.pairs, ready.records, model, backend)
    found = match_compared(ready, compared, model, backend)
    keys = {uid: f"{int(uid):064x}" for uid in records["uid"]}
    owners = dict(zip(found.clusters["uid"], found.clusters["customer_uid"], strict=True))
    sources = dict(zip(records["uid"], records["source"], strict=True))

    pairs, candidates = found.pairs.copy(), ready.pairs.copy()
    for side in "lr":
        uids = pairs.pop(f"uid_{side}")
        named = {"source_system": uids.map(sources), "customer_id": uids}
        pairs = pairs.assign(**{f"{name}_{side}": value for name, value in named.items()})
        for name in ("record_id", "version_id"):
            candidates[f"{name}_{side}"] = candidates[f"{name}_{side}"].map(keys)
    pairs["decided_by"] = "match model " + pairs.pop("model_version")
    versions = records.reindex(columns=RECORD_COLUMNS)
    versions = versions.assign(record_id=records["uid"].map(keys), **SPAN)
    matchable = ready.records.assign(
        record_id=ready.records["record_id"].map(keys),
        version_id=ready.records["version_id"].map(keys),
    )
    standard = standard_values(records, reference)
    standard = standard.rename(columns=lambda name: name.removeprefix("standard_"))
    standard = standard.assign(record_id=standard.pop("uid").map(keys), **SPAN)
    identity = records[["uid"]].assign(
        key=records["uid"].map(keys), source_system=records["source"],
        customer_id=records["uid"], customer_uid=records["uid"].map(owners),
    )  # fmt: skip
    decided = pd.DataFrame(
        {
            "source_system_l": [sources["1"]], "customer_id_l": ["1"],
            "source_system_r": [sources["12"]], "customer_id_r": ["12"],
            "decision": ["SAME"], "steward": ["s"], "reason": ["<b>"], "decision_id": ["d1"],
            "decided_at": [pd.Timestamp("2026-01-02")],
        }
    )  # fmt: skip
    path = tmp_path_factory.mktemp("warehouse") / "c360.duckdb"
    with duckdb.connect(str(path)) as opened:
        opened.execute("create schema marts")
        opened.execute("create schema business_vault")
        opened.register("pairs", pairs)
        opened.execute("create table marts.mdm_match_pairs as from pairs")
        for name, rows in {
            "customer_record_versions": versions, "matchable_records": matchable,
            "scored_pairs": candidates, "steward_pair_decisions": decided,
            "standardised_records": standard,
        }.items():  # fmt: skip
            opened.register("given", rows)
            opened.execute(f"create table business_vault.{name} as from given")
        opened.register("identity", identity)
        opened.execute(
            "create table business_vault.customer_identity as"
            " select unhex(key) as customer_hk, source_system, customer_id, customer_uid"
            " from identity"
        )
    return path


def named(uid: str) -> str:
    records = pd.read_csv(CUSTOMERS, dtype=str).set_index("uid")
    return f"{records.at[uid, 'source']}:{uid}"


def test_records_are_named_by_source_and_key(warehouse):
    found, shown = read_result(warehouse), read_shown_records(warehouse)
    assert set(found.clusters["uid"]) == set(shown["uid"])
    assert named("1") in set(found.clusters["uid"])
    assert found.decisions["uid_l"].tolist() == [named("1")]
    ready = read_prepared(warehouse)
    assert set(ready.records["record_id"]) == set(shown["uid"])
    assert len(ready.pairs) == len(found.pairs)


def test_a_pair_and_its_guard_are_explained(warehouse, capsys):
    assert main(["explain", named("1"), named("4"), "--result", str(warehouse)]) == 0
    printed = capsys.readouterr().out
    assert f"{named('1')} and {named('4')}: REVIEW" in printed
    assert "Guard HOUSEHOLD, never AUTO_MERGE" in printed


def test_a_report_contains_steward_decisions(warehouse, tmp_path):
    assert main(["report", str(warehouse), "--out", str(tmp_path)]) == 0
    owners = read_result(warehouse).clusters.set_index("uid")["customer_uid"]
    customer = owners[named("1")]
    options = ["--out", str(tmp_path), "--customer", customer]
    assert main(["report", str(warehouse), *options]) == 0
    page = (tmp_path / f"{customer}.html").read_text(encoding="utf-8")
    assert named("1") in page


def test_versions_are_compared_with_the_decisions_in_force(warehouse, tmp_path, capsys):
    out = tmp_path / "out"
    same = ["--model", "2", "--model", "2", "--out", str(out)]
    assert main(["compare", str(warehouse), *same]) == 0
    assert "Merges: 0\nSplits: 0" in capsys.readouterr().out
    versions = tmp_path / "versions"
    fitting = ["fit", str(warehouse), "--labels", str(warehouse), "--version", "3"]
    assert main([*fitting, "--out", str(versions)]) == 0
    assert "learned from 1 decision\n" in capsys.readouterr().out
    models = ["--model", "2", "--model", "3", "--parameters", str(versions)]
    assert main(["compare", str(warehouse), *models]) == 0
    assert "Model version 2 -> 3" in capsys.readouterr().out
