"""Each analysis returns rows and starts with its question."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dbt_in_process import ROOT
from reference_build import Reference

NAMES = sorted(path.stem for path in (ROOT / "analyses").glob("*.sql"))


@pytest.fixture(scope="module")
def analyses(documented: Path) -> dict[str, dict[str, Any]]:
    """Name of an analysis -> its compiled node."""
    manifest = json.loads((documented / "manifest.json").read_text(encoding="utf-8"))
    nodes = manifest["nodes"].values()
    return {node["name"]: node for node in nodes if node["resource_type"] == "analysis"}


@pytest.mark.parametrize("name", NAMES)
def test_analysis_finds_rows(
    analyses: dict[str, dict[str, Any]], reference: Reference, name: str
) -> None:
    with duckdb.connect(str(reference.database), read_only=True) as connection:
        rows = connection.execute(analyses[name]["compiled_code"]).fetchall()
    assert rows
    assert len(set(rows)) == len(rows)


def test_analysis_begins_with_its_question_and_is_described(
    analyses: dict[str, dict[str, Any]],
) -> None:
    firsts = {name: node["raw_code"].splitlines()[0] for name, node in analyses.items()}
    wrong = [
        name
        for name, first in firsts.items()
        if not (first.startswith("-- ") and first.endswith("?"))
    ]
    assert wrong == []
    assert [name for name, node in analyses.items() if not node["description"]] == []


def test_growth_of_satellites_counts_every_satellite(analyses: dict[str, dict[str, Any]]) -> None:
    satellites = [path.stem for path in (ROOT / "models/raw_vault/satellites").glob("*.sql")]
    counted = analyses["growth_of_each_satellite"]["compiled_code"]
    assert [name for name in satellites if f"'{name}' as satellite" not in counted] == []


def test_the_forecast_of_the_marts_is_the_closest(
    analyses: dict[str, dict[str, Any]], reference: Reference
) -> None:
    with duckdb.connect(str(reference.database), read_only=True) as connection:
        errors = connection.sql(analyses["predicted_value_error"]["compiled_code"]).fetchall()
    assert len(errors) == 4
    assert min(errors, key=lambda row: row[-1])[0] == "last_twelve_months"
