"""Copies of the reference build, which tests may change, and its documentation."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dbt_in_process import DATABASE, Project
from recorded_runs import Recordings
from reference_build import Reference, made_once
from replayed_warehouse import ReplayedWarehouse

Replayed = Callable[..., None]


@pytest.fixture(scope="session")
def copy_of_reference(
    reference: Reference, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """A function that copies the reference database into a folder of the given name."""

    def copy(name: str) -> Path:
        target = tmp_path_factory.mktemp(name) / DATABASE
        shutil.copy(reference.database, target)
        return target

    return copy


@pytest.fixture(scope="session")
def replayed(project: Project, manifest: dict[str, Any], recordings: Recordings) -> Replayed:
    """A function that runs models on a copy of the reference, with the statements of recorded runs.

    Its arguments are the database and what dbt's option --select takes. It costs a third of a run
    of dbt, and suits tests of what a run does to the tables. is_refresh: whether the selected
    models are dropped first, as by --full-refresh.
    """

    def run(database: Path, *selection: str, is_refresh: bool = False) -> None:
        listed = project.listed(database, "--resource-type", "model", "--select", *selection)
        nodes = [f"model.customer_360.{name}" for name in listed]
        warehouse = ReplayedWarehouse(database, manifest, recordings)
        if is_refresh:
            warehouse.drop(nodes)
        warehouse.run(nodes)
        warehouse.close()

    return run


@pytest.fixture(scope="session")
def documented(project: Project, reference: Reference) -> Path:
    """The folder with the output of `dbt docs generate` for the reference build.

    Written once for all processes, on a copy, so that dbt does not lock the database. Nobody reads
    the SQL of generic tests.
    """

    def make(folder: Path) -> None:
        shutil.copy(reference.database, folder / DATABASE)
        command = ("docs", "generate", "--exclude", "test_type:generic", "test_type:unit")
        project.run(folder / DATABASE, *command, keeps_artifacts=True)

    return made_once("documented", [reference.database], make) / "target"
