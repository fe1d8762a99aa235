"""Fixtures that several folders of tests share: the parsed project and the built warehouse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dbt_in_process import ROOT, Project
from reference_build import Reference, parsed_project, redelivered_build, reference_build

# Tests with one of these fixtures build tables; `make test-quick` skips them.
BUILDS = {"reference", "redelivered", "landing", "landing_project"}
# The slowest files start first, so that both processes end at about the same time.
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
    """Mark tests that build tables, and start the slowest files first."""
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
    """The manifest.json of the project on DuckDB, also in modules that override `project`."""
    parsed = parsed_project("test", {}).parsed
    return json.loads(parsed.with_name("manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def reference() -> Reference:
    """The warehouse built by `make build`. It is read-only: a test that changes it makes a copy."""
    return reference_build()


@pytest.fixture(scope="session")
def redelivered() -> Reference:
    """The warehouse after a second run, before which one batch of all feeds has landed again."""
    return redelivered_build()
