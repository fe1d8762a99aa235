"""Comparison of two model versions: pairs that change tier, customers that merge or split."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from mdm.command.main import main
from mdm.identify.uids import customer_uid
from mdm.report.versions import (
    compare_versions,
    customer_changes,
    describe_comparison,
    name_by_birth,
)
from mdm.score.pairs import WEIGHT_FIELDS

CUSTOMERS = Path(__file__).parent / "customers.csv"


def pairs(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["uid_l", "uid_r", "match_score", "tier"])
    weights = {f"match_weight_{field}": 0.0 for field in WEIGHT_FIELDS}
    return table.assign(guard_code=None, match_weight_name=table["match_score"] * 10, **{
        name: value for name, value in weights.items() if name != "match_weight_name"
    })  # fmt: skip


def clusters(**owners: str) -> pd.DataFrame:
    return pd.DataFrame({"uid": list(owners), "customer_uid": list(owners.values())})


def test_pairs_that_change_tier_are_counted_and_listed():
    before = pairs(
        ("a", "b", 0.8, "REVIEW"), ("a", "c", 0.9, "REVIEW"), ("b", "c", 0.99, "AUTO_MERGE")
    )
    after = pairs(
        ("a", "b", 0.95, "AUTO_MERGE"), ("a", "c", 0.9, "REVIEW"), ("c", "d", 0.8, "REVIEW")
    )
    found = compare_versions(
        (before, clusters(a="A", b="B", c="B", d="D")),
        (after, clusters(a="A", b="A", c="C", d="D")),
    )
    counts = {(row.tier_before, row.tier_after): row.pairs for row in found.tiers.itertuples()}
    assert counts == {
        ("REVIEW", "REVIEW"): 1, ("REVIEW", "AUTO_MERGE"): 1, ("NO_MATCH", "REVIEW"): 1,
        ("AUTO_MERGE", "NO_MATCH"): 1,
    }  # fmt: skip
    assert set(found.pairs["uid_l"] + found.pairs["uid_r"]) == {"ab", "bc", "cd"}
    description = describe_comparison(found, ("1", "2"), 10)
    assert "a and b: REVIEW -> AUTO_MERGE, match score 0.8000 -> 0.9500" in description
    assert "name +8.0 -> +9.5" in description
    assert "Same tier: 1 pair" in description.splitlines()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": "A", "b": "B"}, {"a": "A", "b": "A"}, [("MERGE", "A", True, ("B",), ("a", "b"))]),
        ({"a": "A", "b": "A"}, {"a": "A", "b": "B"}, [("SPLIT", "A", True, ("B",), ("a", "b"))]),
        (
            {"a": "A", "b": "A"}, {"a": "B", "b": "C"},
            [("SPLIT", "A", False, ("B", "C"), ("a", "b"))],
        ),
        ({"a": "A", "b": "B"}, {"a": "A", "b": "B"}, []),
        (
            {"a": "A", "b": "A", "c": "C"}, {"a": "A", "b": "B", "c": "B"},
            [
                ("MERGE", "B", False, ("A", "C"), ("b", "c")),
                ("SPLIT", "A", True, ("B",), ("a", "b")),
            ],
        ),
    ],
)  # fmt: skip
def test_customers_that_merge_or_split_are_listed(before, after, expected):
    found = customer_changes(clusters(**before), clusters(**after))
    assert list(found.itertuples(index=False, name=None)) == expected


def test_the_oldest_record_names_a_customer():
    records = pd.DataFrame(
        {"uid": ["x", "y"], "record_id": ["1", "2"], "first_known": ["2026-01-02", "2026-01-01"]}
    )
    named = name_by_birth(clusters(x="C", y="C"), records)
    assert set(named["customer_uid"]) == {customer_uid("2")}


@pytest.fixture
def stricter(tmp_path) -> Path:
    """A folder with version 3, in which an equal e-mail address has no weight."""
    rows = pd.read_csv(
        Path(__file__).parents[3] / "seeds/reference/match_model_parameters.csv", dtype=str
    )
    rows = rows[rows["model_version"] == "2"].assign(model_version="3")
    is_email = (rows["field"] == "email") & (rows["level"] == "exact")
    rows.loc[is_email, "m"] = rows.loc[is_email, "u"]
    rows.to_csv(tmp_path / "match_model_parameters.csv", index=False)
    return tmp_path


def test_versions_are_compared_on_a_file(tmp_path, capsys, stricter):
    out = tmp_path / "out"
    options = ["--parameters", str(stricter), "--out", str(out)]
    assert main(["compare", str(CUSTOMERS), "--model", "2", "--model", "3", *options]) == 0
    printed = capsys.readouterr().out
    assert "Model version 2 -> 3" in printed
    assert "AUTO_MERGE -> " in printed
    changed = pd.read_csv(out / "pairs.csv")
    assert len(changed) and (changed["tier_before"] != changed["tier_after"]).all()
    assert main(["compare", str(CUSTOMERS), "--model", "2", "--model", "2"]) == 0
    assert "Same tier: 13 pairs\nMerges: 0\nSplits: 0" in capsys.readouterr().out


def test_one_version_cannot_be_compared(capsys):
    assert main(["compare", str(CUSTOMERS), "--model", "1"]) == 2
    assert "twice" in capsys.readouterr().err


def test_a_file_that_is_not_a_database_is_reported(tmp_path, capsys):
    path = tmp_path / "c360.duckdb"
    assert main(["explain", "a", "--result", str(path)]) == 2
    assert "no such file" in capsys.readouterr().err
    path.write_text("text")
    assert main(["explain", "a", "--result", str(path)]) == 2
    assert "cannot be read" in capsys.readouterr().err
    path.unlink()
    duckdb.connect(str(path)).close()
    assert main(["explain", "a", "--result", str(path)]) == 2
    assert "cannot be read" in capsys.readouterr().err
