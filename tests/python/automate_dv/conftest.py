"""One project, parsed once, whose models are compiled with the package's extra vars on and off."""

from __future__ import annotations

from random import Random

import pytest
from in_order_models import IN_ORDER
from load_histories import changes, in_any_order, sets, snapshots, snapshots_by_plan, states
from memory_vault import LoadedByDbt, MakeVault, MemoryVault, compiled_models
from special_models import PROPERTIES
from vault_models import MODELS, TABLES
from vault_project import DEFAULT, REPLAY_SAFE, MakeProject, VaultProject, parsed_project

OTHER_MODELS = [
    "path:models/parts",
    "path:models/pit",
    "path:models/staging",
    "path:models/wrong",
    "rendered",
]
UPSTREAM_MODELS = ["+hub_thing", "+link_thing_member", "+sat_thing", "+ma_sat_member", "+hashes"]
UPSTREAM_MODELS += ["+eff_sat_account", "+eff_sat_auto_ended", "+hub_collision"]
UPSTREAM_MODELS += ["+eff_sat_starts_at_change", "+eff_sat_auto_starts_at_change"]
UPSTREAM_MODELS += ["+hub_of_sources"]
UPSTREAM_MODELS += [f"+{name}" for name in IN_ORDER]


@pytest.fixture(scope="session")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> VaultProject:
    """The project, parsed with the extra vars on, so that its graph has all dependencies."""
    path = tmp_path_factory.mktemp("automate_dv") / "project"
    return parsed_project(path, MODELS, PROPERTIES, REPLAY_SAFE)


@pytest.fixture(scope="session")
def new_project(parsed: VaultProject, tmp_path_factory: pytest.TempPathFactory) -> MakeProject:
    """A function that returns the project on a new database with empty landing tables."""
    return lambda name: parsed.on_new_database(tmp_path_factory.mktemp(name), TABLES)


@pytest.fixture(scope="session")
def loaded_by_dbt(new_project: MakeProject) -> LoadedByDbt:
    """Models compiled before the first load and before the second, in both modes.

    The modes differ only in vars, so the tables of one mode serve to compile the other.
    """
    random = Random(1)
    plan = [[0, 2], [1, 2]]
    loads = {
        "change": in_any_order(random, changes(random, 40), 2),
        "member": in_any_order(random, sets(random, 30), 2),
        "snapshot": snapshots_by_plan(snapshots(random, range(30), range(3)), plan),
        "other": in_any_order(random, states(random, 20), 2),
    }
    landing = {table: [load.row() for load in of_table] for table, of_table in loads.items()}
    project = new_project("by_dbt")
    for table, rows in landing.items():
        project.deliver(table, rows)
    replay_safe, default = [], []
    for selected in (["*"], ["config.materialized:incremental"]):
        replay_safe.append(project.compile("--exclude", *OTHER_MODELS, variables=REPLAY_SAFE))
        default.append(project.compile("--select", *UPSTREAM_MODELS, variables=DEFAULT))
        project.run("--select", *selected, "--exclude", *OTHER_MODELS)
    return LoadedByDbt(
        project,
        landing,
        compiled_models(project, *replay_safe),
        compiled_models(project, *default),
    )


@pytest.fixture(scope="session")
def replay_safe(loaded_by_dbt: LoadedByDbt) -> MakeVault:
    """A function that returns a vault in memory with some models, with the extra vars on."""
    return lambda *models: MemoryVault(loaded_by_dbt.replay_safe, models, TABLES)


@pytest.fixture(scope="session")
def default(loaded_by_dbt: LoadedByDbt) -> MakeVault:
    """The same with the extra vars off."""
    return lambda *models: MemoryVault(loaded_by_dbt.default, models, TABLES)
