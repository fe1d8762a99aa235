"""The layers run one way: no model reads a layer that is built from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

# Layer -> the layers its models may read. What a macro calls `this` is no reading.
READS = {
    "landing": {"feeds"},
    "quarantine": {"landing"},
    "staging": {"landing", "staging"},
    "raw_vault": {"staging", "raw_vault"},
    "business_vault": {"raw_vault", "business_vault", "reference", "stewardship"},
    "marts": {"raw_vault", "business_vault", "marts", "reference"},
}
# The audit counts what arrived and what was rejected, so it alone reads past staging.
READS_TOO = {"load_counts": {"landing", "quarantine"}}


def layer_of(node: dict[str, Any]) -> str:
    """The layer of a model or seed: the innermost folder above it that is one."""
    folders = node["fqn"][1:-1]
    return next((name for name in reversed(folders) if name in (*READS, "truth")), folders[0])


def readings(manifest: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(reader, read) for each model or snapshot and each node it depends on."""
    for node in manifest["nodes"].values():
        if node["resource_type"] in ("model", "snapshot"):
            for parent in node["depends_on"]["nodes"]:
                yield node, manifest["nodes"].get(parent) or manifest["sources"][parent]


def test_every_layer_reads_only_the_layers_before_it(manifest: dict[str, Any]) -> None:
    wrong = [
        f"{reader['name']} ({layer_of(reader)}) reads {read['name']} ({layer_of(read)})"
        for reader, read in readings(manifest)
        if layer_of(read) not in READS[layer_of(reader)] | READS_TOO.get(reader["name"], set())
    ]
    assert wrong == []


@pytest.mark.parametrize("layer", READS)
def test_every_layer_has_models(manifest: dict[str, Any], layer: str) -> None:
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    assert [node["name"] for node in models if layer_of(node) == layer]


def test_truth_is_read_by_tests_only(manifest: dict[str, Any]) -> None:
    readers = [
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] != "test"
        and any("truth_" in parent for parent in node["depends_on"].get("nodes", []))
    ]
    assert readers == []


def test_every_landed_feed_is_staged_quarantined_and_reconciled(manifest: dict[str, Any]) -> None:
    nodes = manifest["nodes"].values()
    feeds = {node["name"] for node in nodes if node["fqn"][1:2] == ["feeds"]}
    assert len(feeds) == 9
    read_by = {feed: set() for feed in feeds}
    for reader, read in readings(manifest):
        if read["name"].removeprefix("landing_") in feeds:
            read_by[read["name"].removeprefix("landing_")].add(layer_of(reader))
    assert {feed: {"landing", "staging", "quarantine"} - by for feed, by in read_by.items()} == (
        dict.fromkeys(feeds, set())
    )
    tests = {node["name"] for node in nodes if node["resource_type"] == "test"}
    assert {f"the_vault_holds_what_{feed}_delivered" for feed in feeds} <= tests
