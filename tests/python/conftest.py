"""What several folders of tests share: the project as parsed, and the warehouse as built."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dbt_in_process import ROOT, Project
from reference_build import Reference, parsed_project, redelivered_build, reference_build

# Tests that use one of these build tables; `make test-quick` leaves them out.
BUILDS = {"reference", "redelivered", "landing", "landing_project"}
# Files in the order in which they take longest, so that both processes end at about the same time.
LONGEST_FIRST = (
    "test_landing_builds_agree.py",
    "test_steward_decisions.py",
    "test_builds_agree.py",
    "test_identity_any_order.py",
    "test_engines.py",
    "test_facts_follow_identity.py",
    "test_late_rates.py",
    "test_metrics.py",
    "test_reference_build.py",
    "test_documentation.py",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what builds tables, and start the longest files first."""
    for item in items:
        if BUILDS & set(getattr(item, "fixturenames", ())):
            item.add_marker("warehouse")
    places = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of dbt_project.yml."""
    return ROOT


@pytest.fixture(scope="session")
def project() -> Project:
    """The project parsed without vars."""
    return parsed_project("test", {})


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    """The manifest.json of the project on DuckDB, also where a module has a project of its own."""
    parsed = parsed_project("test", {}).parsed
    return json.loads(parsed.with_name("manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def reference() -> Reference:
    """The warehouse as `make build` leaves it; only to be read, so copy it before a change."""
    return reference_build()


@pytest.fixture(scope="session")
def redelivered() -> Reference:
    """The warehouse after a second run, before which one batch of all feeds has landed again."""
    return redelivered_build()
