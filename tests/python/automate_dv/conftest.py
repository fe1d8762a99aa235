"""One project with the switches on, loaded with thousands of random histories in a few runs."""

from __future__ import annotations

from random import Random

import pytest
from load_histories import (
    LANDING,
    Delivery,
    changes,
    in_any_order,
    sets,
    snapshots,
    snapshots_by_plan,
)
from loaded_vault import (
    CORRECTED,
    DAYS,
    FIXED_PLANS,
    LOADS,
    MODELS,
    RANDOM_PLANS,
    Loaded,
    random_plan,
    replayed,
    snapshot_models,
)
from vault_project import make_project


@pytest.fixture(scope="session")
def plans() -> list[list[list[int]]]:
    """How the snapshots of each feed arrive."""
    random = Random(7)
    return FIXED_PLANS + [random_plan(random) for _ in range(RANDOM_PLANS)]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory, plans: list[list[list[int]]]) -> Loaded:
    """The project after all loads but the last, which repeats everything."""
    random = Random(20260101)
    nameless = [Delivery("", it.loaded_at, it.payload, it.changed_at) for it in changes(random, 5)]
    loads = {
        "change": in_any_order(random, changes(random, 4000), LOADS),
        "member": in_any_order(random, sets(random, 2000), LOADS),
    }
    loads["change"] += in_any_order(random, nameless, LOADS)
    models = dict(MODELS)
    for number, plan in enumerate(plans):
        loads[f"snapshot_{number}"] = snapshots_by_plan(snapshots(random, 300, DAYS), plan)
        models |= snapshot_models(number)
    project = make_project(tmp_path_factory.mktemp("corrected") / "project", models, CORRECTED)
    for table, of_table in loads.items():
        project.create(table, LANDING, (load.row() for load in replayed(of_table)))
    for _ in range(LOADS):
        project.load()
    return Loaded(project, loads)
