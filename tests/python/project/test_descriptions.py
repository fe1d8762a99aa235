"""Every model says what one row is, every column what it means, and no model names an engine."""

from __future__ import annotations

import re
from typing import Any

import duckdb
import pytest

ENGINE = re.compile(r"\btarget\s*\.\s*type\b|\badapter\s*\.\s*type\b|\btarget\.name\b")


@pytest.fixture(scope="module")
def models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The models of the project, packages left out."""
    nodes = manifest["nodes"].values()
    found = [node for node in nodes if node["resource_type"] == "model"]
    return [node for node in found if node["package_name"] == "customer_360"]


def test_every_model_is_described(models: list[dict[str, Any]]) -> None:
    assert [node["name"] for node in models if not node["description"].strip()] == []


def test_every_column_of_vault_and_marts_is_declared_and_described(
    models: list[dict[str, Any]],
) -> None:
    bare = [
        f"{node['name']}.{column['name']}"
        for node in models
        for column in node["columns"].values()
        if not column["description"].strip()
    ]
    undeclared = [node["name"] for node in models if not node["columns"]]
    assert bare == []
    # A landing or quarantine table has its feed's columns as they come.
    assert [name for name in undeclared if not name.startswith(("landing_", "quarantine_"))] == []


def test_descriptions_say_more_than_the_name(models: list[dict[str, Any]]) -> None:
    def words(text: str) -> str:
        return re.sub(r"[^a-z]+", " ", text.lower()).strip()

    parrots = [
        f"{node['name']}.{column['name']}"
        for node in models
        for column in node["columns"].values()
        if words(column["description"]).removeprefix("the ") == words(column["name"])
    ]
    assert parrots == []


def test_raw_vault_and_marts_have_enforced_contracts(models: list[dict[str, Any]]) -> None:
    loose = [
        node["name"]
        for node in models
        if node["fqn"][1] in ("raw_vault", "marts") and not node["contract"]["enforced"]
    ]
    assert loose == []


def test_every_model_states_its_grain_first(models: list[dict[str, Any]]) -> None:
    silent = [
        node["name"]
        for node in models
        if node["language"] == "sql" and not node["raw_code"].startswith("-- Grain: ")
    ]
    assert silent == []


def test_no_model_asks_which_engine_it_runs_on(models: list[dict[str, Any]]) -> None:
    assert [node["name"] for node in models if ENGINE.search(node["raw_code"])] == []


def test_the_declared_feed_columns_are_those_of_the_committed_seeds(root) -> None:
    from warehouse.feed_files import declared_columns

    for feed, columns in declared_columns().items():
        path = root / "seeds" / "feeds" / f"{feed}.csv"
        found = duckdb.read_csv(str(path), header=True, all_varchar=True, sample_size=1).columns
        assert tuple(found) == columns, feed
