"""Descriptions are informative and not repeated, and every table declares all its columns.

That models and columns have a description at all is a rule of dbt-bouncer.yml.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from contracts.text import MARK

FOLDERS = ("models", "seeds", "macros", "analyses", "snapshots", "tests")
DOC_BLOCK = re.compile(r"\{\{ doc\('\w+'\) \}\}")


@pytest.fixture(scope="module")
def models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The models of the project, without packages."""
    nodes = manifest["nodes"].values()
    found = [node for node in nodes if node["resource_type"] == "model"]
    return [node for node in found if node["package_name"] == "customer_360"]


def described(node: Any) -> Iterator[str]:
    """Each description in a part of a YAML file."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "description" and isinstance(value, str):
                yield value
            else:
                yield from described(value)
    elif isinstance(node, list):
        for value in node:
            yield from described(value)


def test_no_description_is_repeated(root: Path) -> None:
    places = defaultdict(list)
    found = (path for folder in FOLDERS for path in (root / folder).rglob("*.yml"))
    # A contract describes its feed without the others, so feeds repeat each other.
    files = [path for path in found if MARK not in path.read_text(encoding="utf-8")]
    for path in [*files, root / "selectors.yml"]:
        for text in described(yaml.safe_load(path.read_text(encoding="utf-8"))):
            if not DOC_BLOCK.fullmatch(text.strip()):
                places[" ".join(text.lower().split())].append(path.name)
    for path in (root / "models").rglob("*.md"):
        blocks = re.findall(
            r"{% docs (\w+) %}(.*?){% enddocs %}", path.read_text(encoding="utf-8"), re.S
        )
        for name, text in blocks:
            places[" ".join(text.lower().split())].append(f"{path.name}: {name}")
    assert {text: found for text, found in places.items() if len(found) > 1} == {}
    assert len(places) > 200


def test_every_table_declares_its_columns(models: list[dict[str, Any]]) -> None:
    undeclared = [node["name"] for node in models if not node["columns"]]
    # A landing or quarantine table has the columns of its feed.
    assert [name for name in undeclared if not name.startswith(("landing_", "quarantine_"))] == []


def test_descriptions_say_more_than_the_name(models: list[dict[str, Any]]) -> None:
    def words(text: str) -> str:
        return re.sub(r"[^a-z]+", " ", text.lower()).strip()

    uninformative = [
        f"{node['name']}.{column['name']}"
        for node in models
        for column in node["columns"].values()
        if words(column["description"]).removeprefix("the ") == words(column["name"])
    ]
    assert uninformative == []


def test_the_declared_feed_columns_equal_the_columns_of_the_committed_seeds(root) -> None:
    from warehouse.landing.feed_files import declared_columns

    for section in ("feeds", "stewardship"):
        for feed, columns in declared_columns(section).items():
            path = root / "seeds" / section / f"{feed}.csv"
            with path.open(encoding="utf-8", newline="") as lines:
                found = next(csv.reader(lines))
            assert tuple(found) == columns, feed
