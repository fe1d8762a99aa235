"""The models as a graph, and copies of the small warehouse."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sequences import Graph

from dbt_in_process import DATABASE
from recorded_runs import Recordings, running_order
from replayed_warehouse import ReplayedWarehouse
from small_warehouse import SmallBuild

Opened = Callable[..., ReplayedWarehouse]


@pytest.fixture(scope="session")
def graph(manifest: dict[str, Any]) -> Graph:
    """The models and what they read."""
    return Graph(manifest, running_order(manifest))


@pytest.fixture
def opened(
    small_build: SmallBuild, recordings: Recordings, manifest: dict[str, Any], tmp_path: Path
) -> Opened:
    """A function that opens a new copy of the small warehouse, or of the one without models."""
    found: list[ReplayedWarehouse] = []

    def copy(*, is_empty: bool = False) -> ReplayedWarehouse:
        database = tmp_path / str(len(found)) / DATABASE
        database.parent.mkdir()
        shutil.copy(small_build.empty if is_empty else small_build.built, database)
        warehouse = ReplayedWarehouse(database, manifest, recordings, is_small=True)
        # Nobody opens the file again.
        warehouse.connection.execute("pragma disable_checkpoint_on_shutdown")
        warehouse.connection.execute("set checkpoint_threshold = '1GB'")
        found.append(warehouse)
        return warehouse

    yield copy
    for warehouse in found:
        warehouse.close()
