"""The ancestors of the project's models and seeds, from the manifest."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

Nodes = dict[str, dict[str, Any]]

# The current as-of date comes from the register of deliveries, which has no test that stops a
# build. Every feed leads to it, so it does not count as an ancestor.
REGISTER = "stg_landing__deliveries"


def models_and_seeds(manifest: dict[str, Any]) -> Nodes:
    """Models and seeds of the project by name."""
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed")
    }


def parents(nodes: Nodes, name: str) -> set[str]:
    """Names of the models and seeds that a model reads."""
    found = {key.split(".")[-1] for key in nodes[name]["depends_on"].get("nodes", [])}
    return found & set(nodes)


def ancestors(nodes: Nodes, name: str, without: Collection[str] = ()) -> set[str]:
    """Names of all tables that a model is computed from, except the register of deliveries.

    without: tables that are left out with what leads to the model only through them.
    """
    found, waiting = set(), [name]
    while waiting:
        new = parents(nodes, waiting.pop()) - found - {REGISTER, *without}
        found |= new
        waiting += new
    return found


def is_feed(node: dict[str, Any]) -> bool:
    """Whether a node is the seed of a feed."""
    return node["resource_type"] == "seed" and node["fqn"][1] in ("feeds", "stewardship")


def feeds(nodes: Nodes, name: str, without: Collection[str] = ()) -> set[str]:
    """Names of the feeds that a model is computed from; `without` as in ancestors."""
    return {table for table in ancestors(nodes, name, without) if is_feed(nodes[table])}


def with_parent(nodes: Nodes, name: str, parent: str) -> Nodes:
    """The nodes if a model also read another one."""
    read = [*nodes[name]["depends_on"]["nodes"], nodes[parent]["unique_id"]]
    return nodes | {name: nodes[name] | {"depends_on": {"nodes": read}}}
