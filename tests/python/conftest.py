"""Fixtures that several folders of tests share: the parsed project and the built warehouse."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, settings

import small_warehouse
from dbt_in_process import DATABASE, ROOT, Project
from landed_warehouse import Landing
from recorded_runs import Recordings, recorded_run
from reference_build import (
    Reference,
    made_once,
    parsed_project,
    reference_build,
)
from small_warehouse import SmallBuild

# Tests with one of these fixtures build tables; `make test-quick` skips them.
BUILDS = {"reference", "landing", "landing_project"}
# The slowest files start first, so that both processes end at about the same time.
LONGEST_FIRST = (
    "test_runs_in_any_order.py",
    "test_engines.py",
    "test_landing_builds_agree.py",
    "test_loads_in_steps.py",
    "test_steward_decisions.py",
    "test_identity_any_order.py",
    "test_upgrade.py",
    "test_facts_follow_identity.py",
    "test_metrics.py",
    "test_reference_build.py",
    "test_documentation.py",
)
# The kinds of files; each feed has one of them.
KINDS = {
    "csv": "format csv, header",
    "jsonl": "format json",
    "parquet": "format parquet",
}

# How long drawing an example takes depends on what else the machine does.
settings.register_profile("suite", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


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
def small_build(reference: Reference, manifest: dict[str, Any], project: Project) -> SmallBuild:
    """The small warehouse, also after a redelivery and after a refresh of all rows."""

    def make(folder: Path) -> None:
        first = recorded_run(reference.log)
        small_warehouse.make_small_warehouse(folder, reference.database, project, manifest, first)

    return SmallBuild(
        made_once("small", [reference.database, Path(small_warehouse.__file__)], make)
    )


@pytest.fixture(scope="session")
def recordings(reference: Reference, small_build: SmallBuild) -> Recordings:
    """The recorded runs, from which a warehouse can replay any models."""
    return Recordings(
        recorded_run(reference.log),
        small_build.recorded(small_build.redelivered),
        small_build.recorded(small_build.refreshed),
    )


@pytest.fixture(scope="session")
def landing_project() -> Project:
    """The project parsed for files in a landing folder; each run sets the folder."""
    return parsed_project("test_landing", {"landing": "landing"})


@pytest.fixture(scope="session")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's feeds as files, `<feed>/<batch>.<kind>`."""
    folder = tmp_path_factory.mktemp("delivered")
    seeds = [
        *sorted((ROOT / "seeds" / "feeds").glob("*.csv")),
        *sorted((ROOT / "seeds" / "stewardship").glob("*.csv")),
    ]
    with duckdb.connect() as connection:
        for number, seed in enumerate(seeds):
            kind, options = list(KINDS.items())[number % len(KINDS)]
            (folder / seed.stem).mkdir()
            rows = f"read_csv('{seed}', all_varchar = true)"
            batches = connection.execute(f"select distinct _batch_id from {rows}").fetchall()
            for (batch,) in batches:
                connection.execute(
                    f"copy (select * from {rows} where _batch_id = '{batch}')"
                    f" to '{folder / seed.stem / batch}.{kind}' ({options})"
                )
    return folder


@pytest.fixture(scope="session")
def new_landing(
    landing_project: Project, delivered: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Landing]:
    """A function that creates an empty landing folder and warehouse."""

    def make(name: str) -> Landing:
        folder = tmp_path_factory.mktemp(name)
        return Landing(landing_project, delivered, folder / "landing", folder / DATABASE)

    return make


@pytest.fixture
def landing(new_landing: Callable[[str], Landing]) -> Landing:
    """An empty landing folder and warehouse."""
    return new_landing("landing")
