"""Fixtures that several folders of tests share: the parsed project and the built warehouse."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb
import pytest
from dbt_common.behavior_flags import BehaviorFlagRendered
from dbt_common.tests import enable_test_caching
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

import small_warehouse
from dbt_in_process import DATABASE, ROOT, Project
from landed_warehouse import Landing, deliver_seeds, write_deliveries
from recorded_runs import Recordings, recorded_run
from reference_build import (
    Reference,
    made_once,
    parsed_project,
    reference_build,
)
from small_warehouse import SOURCES, SmallBuild
from unsynced import skip_syncs
from warehouse.faster_dbt.dbt_shortcuts import take_shortcuts

# As in `make build`, dbt skips work that has no effect.
take_shortcuts()
skip_syncs()
# Many tests parse a small project with the same macros; dbt reads each of these once.
enable_test_caching()
# In each run, dbt looks through the stack, which is deep here, for the source of each flag.
BehaviorFlagRendered._default_source = staticmethod(lambda: "dbt")
# Tests with one of these fixtures build tables; `make test-quick` skips them.
BUILDS = {"reference", "landing", "landing_project"}
# The slowest files start first, so that both processes end at about the same time.
LONGEST_FIRST = (
    "test_runs_in_any_order.py",
    "test_landing_builds_agree.py",
    "test_airflow.py",
    "test_loads_in_steps.py",
    "test_steward_decisions.py",
    "test_identity_any_order.py",
    "test_upgrade.py",
    "test_metrics.py",
    "test_reference_build.py",
    "test_documentation.py",
    "test_pages.py",
)
# Folders whose tests share fixtures that take long, so that one process runs all of them.
TOGETHER = ("app", "automate_dv", "feeds", "service")

# How long an example takes depends on the load of the machine.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


class FilesAndFolders(LoadScopeScheduling):
    """Gives each process whole files of tests, or folders of TOGETHER."""

    def _split_scope(self, nodeid: str) -> str:
        path = PurePosixPath(nodeid.split("::")[0])
        return path.parent.name if path.parent.name in TOGETHER else str(path)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FilesAndFolders:
    """Distribute tests by files and folders."""
    return FilesAndFolders(config, log)


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

    return SmallBuild(made_once("small", [reference.database, *SOURCES], make))


@pytest.fixture(scope="session")
def recordings(reference: Reference, small_build: SmallBuild) -> Recordings:
    """The recorded runs, from which a warehouse can replay any models."""
    return Recordings(
        recorded_run(reference.log),
        small_build.recorded(small_build.redelivered),
        small_build.recorded(small_build.refreshed),
    )


@pytest.fixture(scope="session")
def landing_project(request: pytest.FixtureRequest, project: Project) -> Project:
    """The project for files in a landing folder; each run sets the folder.

    A parse for a landing leaves out the seeds of the feeds. Only the long tests need that.
    """
    if "not long" in request.config.getoption("markexpr"):
        return Project(project.parsed, {"landing": "landing"})
    return parsed_project("test_landing", {"landing": "landing"})


@pytest.fixture(scope="session")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's feeds as files."""
    folder = tmp_path_factory.mktemp("delivered")
    seeds = [
        path
        for name in ("feeds", "stewardship")
        for path in sorted((ROOT / "seeds" / name).glob("*.csv"))
    ]
    deliver_seeds(seeds, folder)
    return folder


@pytest.fixture(scope="session")
def small_delivered(small_build: SmallBuild, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The feeds of the small warehouse as files."""
    folder = tmp_path_factory.mktemp("small_delivered")
    with duckdb.connect(str(small_build.empty), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables()"
            " where schema_name in ('landing', 'stewardship')"
            " and not starts_with(table_name, 'landing_') order by all"
        ).fetchall()
        feeds = {name: f"{schema}.{name}" for schema, name in tables}
        write_deliveries(connection, feeds, folder)
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
