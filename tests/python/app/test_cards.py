"""Each card is a metric of the semantic layer: same label, model, day, unit and value."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.filters import Filters
from dashboard.kpis import KPIS, values_of
from dashboard.units import SHARE

ALL_TIME = Filters(date(1950, 1, 1), date(2100, 1, 1), is_all_time=True)
AGGREGATES = {
    "sum": "sum({})",
    "average": "avg({})",
    "count_distinct": "count(distinct {})",
}


@pytest.fixture(scope="module")
def measures(manifest: dict[str, Any]) -> dict[str, tuple[str, str, str]]:
    """Measure -> its model, the SQL of its value, and the column of its day."""
    return {
        measure["name"]: (
            model["node_relation"]["alias"],
            AGGREGATES[measure["agg"]].format(measure["expr"]),
            measure["agg_time_dimension"] or model["defaults"]["agg_time_dimension"],
        )
        for model in manifest["semantic_models"].values()
        for measure in model["measures"]
    }


@pytest.fixture(scope="module")
def metrics(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The metrics by name."""
    return {metric["name"]: metric for metric in manifest["metrics"].values()}


def measures_of(metric: dict[str, Any], metrics: dict[str, dict[str, Any]]) -> list[str]:
    """The measure of a simple metric, or numerator and denominator of a ratio."""
    parameters = metric["type_params"]
    if metric["type"] == "simple":
        return [parameters["measure"]["name"]]
    parts = (parameters["numerator"]["name"], parameters["denominator"]["name"])
    return [measures_of(metrics[part], metrics)[0] for part in parts]


@pytest.mark.parametrize("name", KPIS)
def test_a_card_equals_its_metric(
    as_reader: None,
    published: Path,
    measures: dict[str, tuple[str, str, str]],
    metrics: dict[str, dict[str, Any]],
    name: str,
) -> None:
    kpi, metric = KPIS[name], metrics[name]
    assert kpi.label == metric["label"]
    assert (kpi.unit == SHARE) == ("from 0 to 1" in metric["description"])
    used = [measures[measure] for measure in measures_of(metric, metrics)]
    assert {model for model, _, _ in used} == {kpi.model}
    assert kpi.day in ("", used[0][2])
    with duckdb.connect(str(published), read_only=True) as connection:
        values = [
            float(connection.execute(f"select {sql} from marts.{model}").fetchall()[0][0])
            for model, sql, _ in used
        ]
    expected = values[0] if len(values) == 1 else values[0] / values[1]
    assert expected > 0
    assert values_of([kpi], ALL_TIME) == pytest.approx([expected])
