"""Copies of the small warehouse, on which recorded statements run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dbt_in_process import DATABASE
from recorded_runs import Recordings
from replayed_warehouse import ReplayedWarehouse
from small_warehouse import SmallBuild

Opened = Callable[..., ReplayedWarehouse]


@contextmanager
def copies(
    build: SmallBuild, recordings: Recordings, manifest: dict[str, Any], folder: Path
) -> Iterator[Opened]:
    """A function that opens copies of a small warehouse; they are closed at the end."""
    found: list[ReplayedWarehouse] = []

    def copy(*, is_empty: bool = False) -> ReplayedWarehouse:
        database = folder / str(len(found)) / DATABASE
        database.parent.mkdir(parents=True)
        shutil.copy(build.empty if is_empty else build.built, database)
        warehouse = ReplayedWarehouse(database, manifest, recordings, is_small=True)
        # Nobody opens the file again.
        warehouse.connection.execute("pragma disable_checkpoint_on_shutdown")
        warehouse.connection.execute("set checkpoint_threshold = '1GB'")
        found.append(warehouse)
        return warehouse

    yield copy
    for warehouse in found:
        warehouse.close()
