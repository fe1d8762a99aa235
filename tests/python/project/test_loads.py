"""The meta of each incremental table says how it is loaded, so that no delivery is missed.

macros/loads describes these settings; tests/python/runs proves that they work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

LOADED_IN_STEPS = ("incremental", "pit_incremental", "bridge_incremental")
# Macros by which a model restricts its SQL to the keys that a run refreshes.
RESTRICTIONS = ("needs_refresh(", "rows_to_refresh(", "pairs_to_refresh(", "keys_as_relation(")
# Tables whose rows cannot be computed again from the tables that they read.
KEPT = ("staging/", "raw_vault/", "pair_scores", "customer_identity_assignments")
Node = dict[str, Any]


@pytest.fixture(scope="module")
def models(manifest: Node) -> dict[str, Node]:
    """The models of the project, by name."""
    nodes = manifest["nodes"].values()
    return {node["name"]: node for node in nodes if node["resource_type"] == "model"}


@pytest.fixture(scope="module")
def tracked(manifest: Node, models: dict[str, Node]) -> dict[str, dict[str, Node]]:
    """Incremental model -> the tables whose loads it tracks, as in the macro tracked_parents."""

    def parents(node: Node) -> Iterator[tuple[str, Node]]:
        for unique_id in node["depends_on"]["nodes"]:
            parent = manifest["nodes"][unique_id]
            meta = parent["config"]["meta"]
            is_seed = parent["resource_type"] == "seed"
            if is_seed or meta.get("load_column") or meta.get("refresh_by"):
                yield parent["name"], parent
            elif parent["config"]["materialized"] in ("view", "ephemeral") and meta.get(
                "is_tracked", True
            ):
                yield from parents(parent)

    return {
        name: dict(parents(node))
        for name, node in models.items()
        if node["config"]["materialized"] in LOADED_IN_STEPS
    }


def below(models: dict[str, Node], *folders: str) -> dict[str, Node]:
    """The models below some folders of `models`, by name."""
    paths = tuple(f"models/{folder}/" for folder in folders)
    return {
        name: node for name, node in models.items() if node["original_file_path"].startswith(paths)
    }


def parents_of(node: Node) -> set[str]:
    """Names of the nodes that a model reads."""
    return {name.split(".")[-1] for name in node["depends_on"]["nodes"]}


def test_the_register_of_deliveries_reads_every_feed(models: dict[str, Node]) -> None:
    assert parents_of(models["stg_landing__deliveries"]) == set(below(models, "staging/landing"))


def test_every_staged_row_has_its_file_or_batch(models: dict[str, Node]) -> None:
    missing = [
        name
        for name, node in below(models, "staging").items()
        if node["config"]["meta"].get("load_column") == "landed_in"
        and node["config"]["materialized"] == "incremental"
        and "landed_in" not in node["raw_code"]
    ]
    assert missing == []


def test_a_customer_is_refreshed_by_every_table_that_describes_it(models: dict[str, Node]) -> None:
    described = {
        name
        for name in below(models, "raw_vault/satellites")
        if re.match(r"(status_)?sat_customer(_pii)?__", name)
    }
    refresh_from = models["customer_attributes"]["config"]["meta"]["refresh_from"]
    assert described <= set(refresh_from)


def test_a_table_refreshed_by_key_says_which_keys_follow_from_each_parent(
    models: dict[str, Node], tracked: dict[str, dict[str, Node]]
) -> None:
    wrong = {}
    for name, parents in tracked.items():
        meta = models[name]["config"]["meta"]
        if not meta.get("refresh_from"):
            continue
        needed = {parent for parent, node in parents.items() if node["resource_type"] != "seed"}
        if meta.get("rated_on"):
            needed -= {"exchange_rate_spans"}
        if needed != set(meta["refresh_from"]):
            wrong[name] = needed ^ set(meta["refresh_from"])
    assert wrong == {}


def has_column(node: Node, column: str) -> bool:
    """Whether a model declares a column, or its query names it."""
    return column in node["columns"] or bool(re.search(rf"\b{column}\b", node["raw_code"]))


def test_the_columns_and_macros_that_return_keys_exist(
    manifest: Node, models: dict[str, Node]
) -> None:
    macros = {node["name"] for node in manifest["macros"].values()}
    wrong = []
    for name, node in models.items():
        meta = node["config"]["meta"]
        also = meta.get("refresh_also", [])
        wrong += [(name, macro) for macro in also if f"default__{macro}" not in macros]
        for parent, way in (meta.get("refresh_from") or {}).items():
            if isinstance(way, str):
                is_known = has_column(models[parent], way)
            elif way and "macro" in way:
                is_known = f"default__{way['macro']}" in macros
            elif way and "on" in way:
                both = (parent, way["through"])
                is_known = all(has_column(models[table], way["on"]) for table in both)
            else:
                is_known = way is None or set(way) == {"stored"}
            wrong += [] if is_known else [(name, parent, way)]
    assert wrong == []


def test_a_table_refreshed_by_key_computes_the_refreshed_keys_alone(
    models: dict[str, Node],
) -> None:
    wrong = {}
    for name, node in models.items():
        config = node["config"]
        if not (config["meta"].get("refresh_from") or config["meta"].get("refresh_also")):
            continue
        settings = (
            config["materialized"],
            config["incremental_strategy"],
            config["on_schema_change"],
            any(call in node["raw_code"] for call in RESTRICTIONS),
        )
        if settings != ("incremental", "refresh", "fail", True):
            wrong[name] = settings
    assert wrong == {}


def test_a_changed_seed_refreshes_every_row_of_the_tables_that_read_it(
    models: dict[str, Node], tracked: dict[str, dict[str, Node]]
) -> None:
    """They list keys, so that a change refreshes all, or compute all rows in each run."""
    readers = {
        name
        for name, parents in tracked.items()
        if any(
            node["resource_type"] == "seed" and "reference" in node["fqn"]
            for node in parents.values()
        )
    }
    assert "standardised_records" in readers
    wrong = []
    for name in readers:
        meta, code = models[name]["config"]["meta"], models[name]["raw_code"]
        lists_keys = meta.get("refresh_from") or meta.get("refresh_also")
        is_restricted = any(call in code for call in RESTRICTIONS)
        if not meta.get("refresh_by") or (is_restricted and not lists_keys):
            wrong.append(name)
    assert wrong == []


def test_point_in_time_tables_skip_the_rows_that_late_snapshots_repeat(
    models: dict[str, Node],
) -> None:
    satellites = {name for name, node in models.items() if "is_snapshot=true" in node["raw_code"]}
    mappings = {
        (name, satellite): re.search(rf"'{satellite}': {{.*?\n        }}", node["raw_code"], re.S)[
            0
        ]
        for name, node in models.items()
        for satellite in satellites & parents_of(node)
        if "automate_dv.pit(" in node["raw_code"]
    }
    assert mappings
    assert [found for found, mapping in mappings.items() if "'hashdiff':" not in mapping] == []


def test_full_refresh_drops_nothing_that_cannot_be_computed_again(models: dict[str, Node]) -> None:
    dropped = [
        name
        for name, node in models.items()
        if node["original_file_path"].removeprefix("models/").startswith(KEPT) or name in KEPT
        if node["config"]["materialized"] not in ("view", "ephemeral")
        and node["config"]["full_refresh"] is not False
    ]
    assert dropped == []


def test_a_fact_is_incremental_or_has_a_reason_to_be_rebuilt(
    models: dict[str, Node], root: Path
) -> None:
    (record,) = (root / "docs" / "decisions").glob("0003-*.md")
    reasons = set(re.findall(r"`(fact_\w+)`", record.read_text(encoding="utf-8")))
    rebuilt = {
        name
        for name, node in below(models, "marts").items()
        if name.startswith("fact_") and node["config"]["materialized"] not in LOADED_IN_STEPS
    }
    assert rebuilt - reasons == set()
