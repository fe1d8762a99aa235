"""Descriptions reach the warehouse, and columns can be traced back to the feeds."""

import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reference_build import Reference

Column = tuple[str, str]


def test_descriptions_reach_the_warehouse(documented: Path, reference: Reference) -> None:
    nodes = json.loads((documented / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    expected = {}
    for node in nodes.values():
        if node["resource_type"] == "model" and node["package_name"] == "customer_360":
            table = f"{node['schema']}.{node['name']}"
            expected[table] = node["description"]
            for name, column in node["columns"].items():
                expected[f"{table}.{name}".lower()] = column["description"]
    with duckdb.connect(str(reference.database), read_only=True) as connection:
        comments = dict(
            connection.execute(
                """
                select schema_name || '.' || table_name, comment from duckdb_tables()
                union all
                select schema_name || '.' || view_name, comment from duckdb_views()
                union all
                select lower(schema_name || '.' || table_name || '.' || column_name), comment
                from duckdb_columns()
                """
            ).fetchall()
        )
    wrong = {
        name: comments.get(name)
        for name, text in expected.items()
        if (comments.get(name) or "").strip() != text.strip()
    }
    assert wrong == {}
    assert len(expected) > 400


@pytest.fixture(scope="module")
def lineage(documented: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The column lineage, read from the file next to its page."""
    page = tmp_path_factory.mktemp("lineage")
    artifacts = [f"--manifest={documented}/manifest.json", f"--catalog={documented}/catalog.json"]
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "colibri"),
            *("generate", "--disable-telemetry", f"--output-dir={page}", *artifacts),
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    # It cannot parse the SQL of PIT tables and bridges; no mart may fail.
    errors = [line for line in done.stdout.splitlines() if "[ERROR]" in line]
    assert [line for line in errors if not re.search(r"\b(pit|bridge)_", line)] == []
    html = (page / "index.html").read_text(encoding="utf-8")
    assert "window.colibriTelemetry = false" in html
    assert '<script src="http' not in html
    return json.loads((page / "colibri-manifest.json").read_text(encoding="utf-8"))


def origins(lineage: dict[str, Any], column: Column) -> set[Column]:
    """The most upstream columns from which a column of a model is computed."""
    sources = defaultdict(set)
    for edge in lineage["lineage"]["edges"]:
        sources[edge["target"], edge["targetColumn"]].add((edge["source"], edge["sourceColumn"]))
    found, waiting, seen = set(), [column], set()
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting += sources[here]
            if not sources[here]:
                found.add(here)
    return found


@pytest.mark.long
@pytest.mark.parametrize(
    ("table", "column", "feed_column"),
    [
        ("fact_sales", "line_total", ("order_lines", "discount")),
        ("fact_sales", "line_total_eur", ("order_lines", "quantity")),
        ("fact_sales", "cost_total", ("products", "cost_price")),
        ("fact_sales", "ordered_at", ("orders", "order_time")),
        ("dim_customer", "full_name", ("sap_kna1", "name1")),
        ("dim_customer", "email", ("salesforce_accounts", "email")),
        ("dim_customer", "lifetime_value", ("order_lines", "unit_price")),
    ],
)
def test_column_is_traced_back_to_the_feed(
    lineage: dict[str, Any], table: str, column: str, feed_column: Column
) -> None:
    found = origins(lineage, (f"model.customer_360.{table}", column))
    feed, name = feed_column
    assert (f"source.customer_360.landing.{feed}", name) in found


@pytest.mark.long
def test_lineage_is_incomplete_only_in_python_models(lineage: dict[str, Any]) -> None:
    """Lineage is read from SQL, so it starts at Python models, and at constants."""
    for table, column in (("dim_customer", "customer_uid"), ("dim_customer", "match_score")):
        names = {name for name, _ in origins(lineage, (f"model.customer_360.{table}", column))}
        assert names <= {
            "model.customer_360.cluster_assignments",
            "model.customer_360.new_pair_scores",
        }
