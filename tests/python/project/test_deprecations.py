"""Marts and their columns are deprecated, and listed in the changelog, before they are removed."""

from __future__ import annotations

import re
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

LAST_VERSION = "tests/python/upgrade/warehouse_0_1.zip"


@pytest.fixture(scope="module")
def changelog(root: Path) -> str:
    """The section of the changelog about the latest version."""
    return (root / "CHANGELOG.md").read_text("utf-8").split("\n## ")[1]


def marts(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Name -> node of each mart."""
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["fqn"][1] == "marts"
    }


def deprecated(manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(name, date) of each deprecated mart, and of each deprecated column of one."""
    for name, node in marts(manifest).items():
        if node["deprecation_date"]:
            yield name, node["deprecation_date"]
        for column in node["columns"].values():
            if column["meta"].get("deprecation_date"):
                yield column["name"], column["meta"]["deprecation_date"]


def test_the_version_is_the_same_everywhere(root: Path, changelog: str) -> None:
    project = yaml.safe_load((root / "dbt_project.yml").read_text("utf-8"))["version"]
    package = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert project == package == changelog.split()[0]


def test_the_changelog_names_what_is_deprecated(manifest: dict[str, Any], changelog: str) -> None:
    section = re.search(r"### Deprecated\n(.*?)(?=\n###|\Z)", changelog, re.S)
    found = dict(deprecated(manifest))
    assert len(found) == 15
    assert section is not None
    assert [name for name in found if f"`{name}`" not in section[1]] == []
    assert [
        day for day in found.values() if str(date.fromisoformat(day[:10])) not in section[1]
    ] == []


def test_a_deprecated_column_says_what_to_use(manifest: dict[str, Any]) -> None:
    for name, node in marts(manifest).items():
        for column in node["columns"].values():
            if column["meta"].get("deprecation_date"):
                other = re.fullmatch(r"Deprecated name of (\w+)\.", column["description"])
                assert other and other[1] in node["columns"], f"{name}.{column['name']}"


def test_no_mart_lost_a_column_of_the_last_version(root: Path, manifest: dict[str, Any]) -> None:
    with zipfile.ZipFile(root / LAST_VERSION) as archive:
        schema = archive.read("schema.sql").decode()
    before = re.findall(r"^CREATE TABLE marts\.(\w+)\((.*)\);$", schema, re.M)
    assert len(before) > 30
    now = marts(manifest)
    lost = [
        f"{table}.{column}"
        for table, columns in before
        for column in re.findall(r"(?:^|, )\"?(\w+)\"? [A-Z]", columns)
        if table not in now or column not in now[table]["columns"]
    ]
    assert lost == []
