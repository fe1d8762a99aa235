"""A first and a later dbt run, recorded once, and a small warehouse on which to replay them."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from recorded_runs import RecordedRun, recorded_run
from replayed_warehouse import ReplayedWarehouse
from small_warehouse import FEEDS_SCALE, LANDED, create_landing

from dbt_in_process import DATABASE
from reference_build import TARGET, Reference, one_process_at_a_time, run_command


@dataclass(frozen=True)
class Recordings:
    """The two runs, a small warehouse with the first batches, and one that has no table yet."""

    first: RecordedRun
    later: RecordedRun
    database: Path
    empty: Path


@pytest.fixture(scope="session")
def recordings(
    reference: Reference, redelivered: Reference, manifest: dict[str, Any]
) -> Recordings:
    """The small warehouse is made once for all processes, from the recorded first run."""
    first, later = recorded_run(reference.log), recorded_run(redelivered.log)
    folder = TARGET / "small"
    database, complete = folder / DATABASE, folder / "complete"
    empty = folder / "empty" / DATABASE
    with one_process_at_a_time("small"):
        built = reference.database.stat().st_mtime
        if not complete.is_file() or complete.stat().st_mtime < built:
            shutil.rmtree(folder, ignore_errors=True)
            empty.parent.mkdir(parents=True)
            run_command(
                [sys.executable, "-m", "feeds", "--scale", str(FEEDS_SCALE), "--out", str(folder)],
                {},
            )
            create_landing(empty, reference.database, folder)
            shutil.copy(empty, database)
            warehouse = ReplayedWarehouse(database, manifest, first, later)
            for batch in LANDED:
                warehouse.deliver(batch)
            warehouse.run(warehouse.order)
            warehouse.connection.close()
            complete.touch()
    return Recordings(first, later, database, empty)


@pytest.fixture
def warehouse_of(
    recordings: Recordings, manifest: dict[str, Any], tmp_path: Path
) -> Callable[[Path], ReplayedWarehouse]:
    """A function that opens a copy of a database."""
    opened: list[ReplayedWarehouse] = []

    def copy(source: Path) -> ReplayedWarehouse:
        database = tmp_path / str(len(opened)) / DATABASE
        database.parent.mkdir()
        shutil.copy(source, database)
        opened.append(ReplayedWarehouse(database, manifest, recordings.first, recordings.later))
        return opened[-1]

    yield copy
    for warehouse in opened:
        warehouse.connection.close()


@pytest.fixture
def small_warehouse(
    recordings: Recordings, warehouse_of: Callable[[Path], ReplayedWarehouse]
) -> Callable[[], ReplayedWarehouse]:
    """A function that opens a new copy of the small warehouse."""
    return lambda: warehouse_of(recordings.database)
