"""Seeds are read only where they may be, and every feed reaches the vault.

Which models a layer may read is a rule of dbt-bouncer.yml, which cannot distinguish seeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contracts.read import read_feeds

LAYERS = ("landing", "quarantine", "staging", "raw_vault", "business_vault", "marts")
# Folder of seeds -> the layers that may read them. The truth is only for tests.
READERS = {
    "feeds": {"landing"},
    "reference": {"business_vault", "marts"},
    "stewardship": {"landing"},
    "truth": set(),
}
# Staging table with all delivered rows of a steward log -> the feed.
LOGS = {
    "stg_stewardship__decision_log": "steward_decisions",
    "stg_stewardship__override_log": "steward_overrides",
}
# Folders of the business vault, each of which reads only the ones before it.
STEPS = (
    "dates", "decisions", "attributes", "matching", "clusters", "identity_history", "golden",
    "spans", "current", "computed", "review", "query_assist",
)  # fmt: skip


def layer_of(node: dict[str, Any]) -> str:
    """The layer of a model, by the innermost folder that names a layer; for a seed its folder."""
    folders = node["fqn"][1:-1]
    return next((name for name in reversed(folders) if name in LAYERS), folders[0])


def readings(manifest: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(reader, read) for each model or snapshot and each node it depends on."""
    for node in manifest["nodes"].values():
        if node["resource_type"] in ("model", "snapshot"):
            for parent in node["depends_on"]["nodes"]:
                yield node, manifest["nodes"].get(parent) or manifest["sources"][parent]


def test_every_seed_is_read_only_in_the_layers_that_may(manifest: dict[str, Any]) -> None:
    wrong = [
        f"{reader['name']} ({layer_of(reader)}) reads {read['name']}"
        for reader, read in readings(manifest)
        if read["resource_type"] == "seed" and layer_of(reader) not in READERS[layer_of(read)]
    ]
    assert wrong == []


def test_every_landed_feed_is_staged_quarantined_and_reconciled(
    manifest: dict[str, Any], root: Path
) -> None:
    nodes = manifest["nodes"].values()
    seeds = [node for node in nodes if node["resource_type"] == "seed"]
    feeds = {node["name"] for node in seeds if node["fqn"][1] in ("feeds", "stewardship")}
    assert feeds == {feed.name for feed in read_feeds(root / "contracts")}
    read_by = {feed: set() for feed in feeds}
    for reader, read in readings(manifest):
        # Rows of steward logs are kept in a staging table until their records are known.
        name = LOGS.get(read["name"], read["name"]).removeprefix("landing_")
        if name in feeds:
            read_by[name].add(layer_of(reader))
    assert {feed: {"landing", "staging", "quarantine"} - by for feed, by in read_by.items()} == (
        dict.fromkeys(feeds, set())
    )
    tests = {node["name"] for node in nodes if node["resource_type"] == "test"}
    assert {f"vault_matches_feed_{feed}" for feed in feeds} <= tests


def test_every_feed_of_a_source_has_a_gate_before_the_vault(
    manifest: dict[str, Any], root: Path
) -> None:
    feeds = [feed for feed in read_feeds(root / "contracts") if not feed.is_optional]
    gates = {
        (node["name"], node["attached_node"].split(".")[-1]): node["test_metadata"]["kwargs"]
        for node in manifest["nodes"].values()
        if (node.get("test_metadata") or {}).get("name") == "delivery_gate"
        and node["config"]["severity"].lower() == "error"
    }
    assert set(gates) == {(f"gate_{feed.name}", feed.stage) for feed in feeds}
    for feed in feeds:
        assert gates[f"gate_{feed.name}", feed.stage]["feed"] == feed.name


def model_links(manifest: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(reader, read) where both are models."""
    for reader, read in readings(manifest):
        if reader["resource_type"] == read["resource_type"] == "model":
            yield reader, read


def folder_of(node: dict[str, Any]) -> str:
    """The layer and the folder of a model in it."""
    return "/".join(node["original_file_path"].split("/")[1:-1][:2])


def test_each_step_of_the_business_vault_reads_only_earlier_steps(manifest: dict[str, Any]) -> None:
    place = {f"business_vault/{step}": number for number, step in enumerate(STEPS)}
    found = {folder_of(node) for pair in model_links(manifest) for node in pair}
    assert {folder for folder in found if folder.startswith("business_vault/")} == set(place)
    wrong = [
        f"{reader['name']} ({folder_of(reader)}) reads {read['name']} ({folder_of(read)})"
        for reader, read in model_links(manifest)
        if place.get(folder_of(reader), -1) < place.get(folder_of(read), -1)
        and folder_of(reader) in place
    ]
    assert wrong == []


def test_tables_and_columns_read_by_the_commands_exist(
    manifest: dict[str, Any], root: Path
) -> None:
    tables = {
        f"{node['schema']}.{node['name']}"
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }
    named = re.compile(r"\b(?:business_vault|marts)\.\w+")
    sources = [path.read_text(encoding="utf-8") for path in (root / "scripts").rglob("*.py")]
    read = {name for text in sources for name in named.findall(text)}
    assert "marts.mdm_match_pairs" in read
    assert read - tables == set()
