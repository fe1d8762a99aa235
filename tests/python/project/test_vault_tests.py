"""Every hub, link and satellite has the fixed set of tests and constraints for its kind."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

KINDS = ("hub_", "link_", "nh_link_", "sat_", "ma_sat_", "eff_sat_", "status_sat_")
# These have their own key; a satellite has its parent's.
KEYED = ("hub_", "link_", "nh_link_")


@pytest.fixture(scope="module")
def tables(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Name -> node of the raw vault tables with one of the prefixes in KINDS."""
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and "raw_vault" in node["fqn"]
        and node["name"].startswith(KINDS)
    }


@pytest.fixture(scope="module")
def tested(manifest: dict[str, Any]) -> dict[str, set[tuple[str, ...]]]:
    """Table -> its generic tests, as (test, column, ...), and its enforced constraints."""
    names = {unique_id: node["name"] for unique_id, node in manifest["nodes"].items()}
    found = defaultdict(set)
    for node in manifest["nodes"].values():
        if node["config"].get("contract", {}).get("enforced"):
            found[node["name"]] |= {
                (constraint["type"], column["name"])
                for column in node["columns"].values()
                for constraint in column["constraints"]
            }
    for node in manifest["nodes"].values():
        if node["resource_type"] != "test" or not node.get("test_metadata"):
            continue
        arguments = node["test_metadata"]["kwargs"]
        columns = arguments.get("columns") or [arguments.get("column_name")]
        test = (node["test_metadata"]["name"], *filter(None, columns))
        found[names.get(node["attached_node"])].add(test)
    return found


def hash_keys(node: dict[str, Any]) -> list[str]:
    """The columns of a table that are hash keys, its own first."""
    return [name for name in node["columns"] if name.endswith("_hk")]


def keeps_corrections(node: dict[str, Any]) -> bool:
    """Whether a table has a row for each delivery that corrected an event."""
    return bool(node["config"]["meta"].get("keeps_corrections"))


def test_hub_and_link_keys_are_unique_and_not_null(tables, tested) -> None:
    missing = [
        (name, test)
        for name, node in tables.items()
        if name.startswith(KEYED)
        for test in ("unique", "not_null")
        if (test, hash_keys(node)[0]) not in tested[name]
        and not (test == "unique" and keeps_corrections(node))
    ]
    assert missing == []


def test_parents_of_links_and_satellites_exist(tables, tested) -> None:
    missing = []
    for name, node in tables.items():
        own = 1 if name.startswith(KEYED) else 0
        for key in hash_keys(node)[own:]:
            missing += [
                (name, test, key)
                for test in ("relationships", "not_null")
                if (test, key) not in tested[name]
            ]
    assert missing == []


def test_satellites_have_one_row_for_a_key_and_its_times(tables, tested) -> None:
    """A load may have several states of a key, with different source times."""
    missing = []
    for name, node in tables.items():
        if name.startswith(KEYED) and not keeps_corrections(node):
            continue
        needed = {hash_keys(node)[0], "loaded_at"}
        if not name.startswith("status_sat_"):
            needed.add("start_at" if name.startswith("eff_sat_") else "effective_from")
        unique = [set(test[1:]) for test in tested[name] if test[0] == "unique_combination"]
        # A multi-active satellite has a set of rows for them, distinguished by further columns.
        exact = not name.startswith("ma_sat_")
        if not any(needed == columns if exact else needed < columns for columns in unique):
            missing.append(name)
    assert missing == []


def test_every_vault_row_has_a_load_time_and_a_source(tables, tested) -> None:
    missing = [
        (name, column)
        for name in tables
        for column in ("loaded_at", "record_source")
        if ("not_null", column) not in tested[name]
    ]
    assert missing == []


def test_every_table_has_the_fixed_columns(tables) -> None:
    fixed = {"loaded_at", "record_source"}
    lacking = [name for name, node in tables.items() if not fixed <= set(node["columns"])]
    assert lacking == []
    assert len(tables) >= 20


def test_links_and_satellites_are_insert_only(tables) -> None:
    """The strategy `refresh` deletes nothing from a table whose meta names no key.

    Hubs and links keep the earliest delivery of a key, so an earlier one replaces it. A status that
    was concluded from the first part of a full snapshot is replaced when the next part arrives. The
    history of an event is rebuilt from its deliveries.
    """
    wrong = {}
    for name, node in tables.items():
        config = node["config"]
        expected = {
            "materialized": "incremental",
            "incremental_strategy": "refresh",
            "full_refresh": False,
            "load_column": "loaded_at",
            "keeps_earliest": False if keeps_corrections(node) else name.startswith(KEYED) or None,
        }
        found = {key: config["meta"].get(key, config.get(key)) for key in expected}
        replaces = {key for key in ("refresh_by", "replaces_by") if key in config["meta"]}
        replaced = name.startswith("status_sat_") or keeps_corrections(node)
        may_replace = {"replaces_by"} if replaced else set()
        if found != expected or replaces != may_replace:
            wrong[name] = found
    assert wrong == {}
