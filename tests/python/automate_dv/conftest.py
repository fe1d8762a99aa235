"""One project, parsed once, whose models are compiled with the package's switches on and off."""

from __future__ import annotations

from random import Random

import pytest
from load_histories import changes, in_any_order, sets, snapshots, snapshots_by_plan
from memory_vault import LoadedByDbt, MakeVault, MemoryVault, compiled_models
from special_models import PROPERTIES
from vault_models import MODELS, TABLES
from vault_project import DEFAULT, REPLAY_SAFE, MakeProject, VaultProject, parsed_project

OTHERS = ["--exclude", "path:models/staging", "path:models/wrong", "path:models/rendered"]


@pytest.fixture(scope="session")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> VaultProject:
    """The project, parsed with the switches on: its graph then has all dependencies."""
    path = tmp_path_factory.mktemp("automate_dv") / "project"
    return parsed_project(path, MODELS, PROPERTIES, REPLAY_SAFE)


@pytest.fixture(scope="session")
def new_project(parsed: VaultProject, tmp_path_factory: pytest.TempPathFactory) -> MakeProject:
    """A function that gives the project on a new database with empty landing tables."""
    return lambda name: parsed.on_new_database(tmp_path_factory.mktemp(name), TABLES)


@pytest.fixture(scope="session")
def loaded_by_dbt(new_project: MakeProject) -> LoadedByDbt:
    """Models compiled before the first load and before the second, in both modes."""
    random = Random(1)
    plan = [[0, 2], [1, 2]]
    loads = {
        "change": in_any_order(random, changes(random, 40), 2),
        "member": in_any_order(random, sets(random, 30), 2),
        "snapshot": snapshots_by_plan(snapshots(random, 30, 3), plan),
    }
    landing = {table: [load.row() for load in of_table] for table, of_table in loads.items()}
    project = new_project("by_dbt")
    for table, rows in landing.items():
        project.deliver(table, rows)
    compiled = []
    for _ in range(2):
        compiled.append([project.compile(*OTHERS, variables=it) for it in (REPLAY_SAFE, DEFAULT)])
        project.run(*OTHERS)
    (first, first_default), (later, later_default) = compiled
    return LoadedByDbt(
        project,
        landing,
        compiled_models(project, first, later),
        compiled_models(project, first_default, later_default),
    )


@pytest.fixture(scope="session")
def replay_safe(loaded_by_dbt: LoadedByDbt) -> MakeVault:
    """A function that gives a vault in memory of some models, with the switches on."""
    return lambda *models: MemoryVault(loaded_by_dbt.replay_safe, models, TABLES)


@pytest.fixture(scope="session")
def default(loaded_by_dbt: LoadedByDbt) -> MakeVault:
    """The same with the switches off."""
    return lambda *models: MemoryVault(loaded_by_dbt.default, models, TABLES)
