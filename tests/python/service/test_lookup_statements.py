"""The service reads named marts by statements of both engines, and its routes have no SQL."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import sqlglot

from dbt_in_process import ROOT
from lookup.queries import EVENTS, QUERIES, Query
from lookup.sorted_rows import SortedRows

ALL = {**QUERIES, **EVENTS}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("engine", ["duckdb", "snowflake"])
def test_both_engines_read_each_query(name: str, engine: str) -> None:
    sql, values = ALL[name].statement("published")
    assert sql.count("?") == len(values)
    assert not list(sqlglot.parse_one(sql, read=engine).find_all(sqlglot.exp.Anonymous))


def test_the_exposure_names_the_marts_that_are_read(manifest: dict[str, Any]) -> None:
    (exposure,) = (one for one in manifest["exposures"].values() if one["name"] == "lookup_service")
    named = {node.split(".")[-1] for node in exposure["depends_on"]["nodes"]}
    assert named == {query.model for query in ALL.values()}


@pytest.mark.parametrize("query", ALL.values(), ids=list(ALL))
def test_each_column_is_one_of_its_mart(query: Query, manifest: dict[str, Any]) -> None:
    node = manifest["nodes"][f"model.customer_360.{query.model}"]
    assert set(query.columns) <= set(node["columns"])


def test_only_queries_and_the_standardiser_have_statements() -> None:
    folder = ROOT / "service" / "lookup"
    with_sql = {
        path.name
        for path in sorted(folder.glob("*.py"))
        if re.search(r'"\s*(select|insert|create|delete)\b|\.execute\(', path.read_text("utf-8"))
    }
    assert with_sql == {"standardise.py"}


def test_rows_are_found_by_key_and_by_its_start() -> None:
    rows = SortedRows(
        pa.table({"kind": ["b", "a", "a", "a"], "key": ["x", "xy", "x", "é"], "row": [1, 2, 3, 4]}),
        "kind",
        "key",
    )
    assert [one["row"] for one in rows.find("a", "x")] == [3]
    assert [one["row"] for one in rows.find("a", "é")] == [4]
    assert rows.find("c", "x") == rows.find("a", "") == []
    assert rows.starting("a", "x", most=9)["row"].to_pylist() == [3, 2]
    assert rows.starting("a", "", most=2)["row"].to_pylist() == [3, 2]


def test_the_readme_names_each_module() -> None:
    readme = Path(ROOT / "service" / "README.md").read_text("utf-8")
    modules = {path.stem for path in (ROOT / "service" / "lookup").glob("[a-z]*.py")}
    assert modules - set(re.findall(r"`(\w+)\.py`", readme)) == set()
