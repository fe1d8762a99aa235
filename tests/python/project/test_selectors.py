"""Each saved selector of selectors.yml selects the part of the warehouse that it names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from dbt_in_process import DATABASE, Project

# Selector -> the folders of its models, and the folders that are excluded.
FOLDERS = {
    "bronze": (("staging/landing/", "raw_vault/"), ()),
    "silver": (("staging/", "business_vault/"), ("staging/landing/",)),
    "gold": (("marts/",), ()),
    "operations": (("operations/",), ()),
    "vault": (("raw_vault/",), ()),
    "identity": (
        (
            "business_vault/matching/",
            "business_vault/clusters/",
            "business_vault/identity_history/",
        ),
        (),
    ),
}
Select = Callable[[str], set[str]]


@pytest.fixture(scope="module")
def select(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Select:
    """A function that returns the models of a selector."""
    database = tmp_path_factory.mktemp("selectors") / DATABASE

    def select(selector: str) -> set[str]:
        return set(project.listed(database, "--resource-type", "model", "--selector", selector))

    return select


@pytest.fixture(scope="module")
def paths(manifest: dict[str, Any]) -> dict[str, str]:
    """Model -> its file, as a path below models/."""
    return {
        node["name"]: node["original_file_path"].removeprefix("models/")
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }


@pytest.mark.parametrize("selector", FOLDERS)
def test_a_selector_selects_its_folders(
    select: Select, paths: dict[str, str], selector: str
) -> None:
    inside, outside = FOLDERS[selector]
    expected = {
        name
        for name, path in paths.items()
        if path.startswith(inside) and not (outside and path.startswith(outside))
    }
    assert expected
    assert select(selector) == expected


def test_every_model_is_in_one_layer(select: Select, paths: dict[str, str]) -> None:
    layers = [select(selector) for selector in ("bronze", "silver", "gold", "operations")]
    assert set.union(*layers) == set(paths)
    assert sum(map(len, layers)) == len(paths)


def test_marts_are_selected_with_all_their_ancestors(
    select: Select, manifest: dict[str, Any]
) -> None:
    waiting = [node for node in manifest["nodes"].values() if "gold" in node.get("tags", [])]
    needed = set()
    while waiting:
        node = waiting.pop()
        if node["resource_type"] in ("model", "seed") and node["name"] not in needed:
            needed.add(node["name"])
            waiting += [manifest["nodes"][parent] for parent in node["depends_on"].get("nodes", [])]
    seeds = {node["name"] for node in manifest["nodes"].values() if node["resource_type"] == "seed"}
    assert select("marts") == needed - seeds


def test_every_selector_is_tested(root: Path) -> None:
    saved = yaml.safe_load((root / "selectors.yml").read_text(encoding="utf-8"))["selectors"]
    assert {selector["name"] for selector in saved} == {*FOLDERS, "marts"}
