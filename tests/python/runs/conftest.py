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

from dbt_in_process import DATABASE, dbt_environment
from reference_build import (
    TARGET,
    Reference,
    dbt_command,
    one_process_at_a_time,
    run_command,
)

RECORDED = {
    "DBT_LOG_FORMAT_FILE": "json",
    "DBT_LOG_LEVEL_FILE": "debug",
    "DBT_LOG_FILE_MAX_BYTES": "0",
}


@dataclass(frozen=True)
class Recordings:
    """The two runs, and the small warehouse with the first batches loaded."""

    first: RecordedRun
    later: RecordedRun
    database: Path


@pytest.fixture(scope="session")
def recordings(reference: Reference, manifest: dict[str, Any]) -> Recordings:
    """Two dbt runs on a small warehouse, recorded once for all processes."""
    folder = TARGET / "recorded"
    database, small = folder / DATABASE, folder / "small" / DATABASE
    logs = [folder / name / "dbt.log" for name in ("first", "later")]
    with one_process_at_a_time("recorded"):
        built, complete = reference.database.stat().st_mtime, folder / "complete"
        if not complete.is_file() or complete.stat().st_mtime < built:
            shutil.rmtree(folder, ignore_errors=True)
            (folder / "small").mkdir(parents=True)
            run_command(
                [sys.executable, "-m", "feeds", "--scale", str(FEEDS_SCALE), "--out", str(folder)],
                {},
            )
            create_landing(database, reference.database, folder)
            shutil.copy(database, small)
            parsed = reference.artifacts / "partial_parse.msgpack"
            for log in logs:
                environment = dbt_environment(database, folder / "target") | RECORDED
                environment["DBT_LOG_PATH"] = str(log.parent)
                command = ["--quiet", "run", "--partial-parse-file-path", str(parsed)]
                run_command([dbt_command(), *command], environment)
            warehouse = ReplayedWarehouse(small, manifest, *map(recorded_run, logs))
            for batch in LANDED:
                warehouse.deliver(batch)
            warehouse.run(warehouse.order)
            warehouse.connection.close()
            complete.touch()
    return Recordings(*map(recorded_run, logs), small)


@pytest.fixture
def small_warehouse(
    recordings: Recordings, manifest: dict[str, Any], tmp_path: Path
) -> Callable[[], ReplayedWarehouse]:
    """A function that opens a new copy of the small warehouse."""
    opened: list[ReplayedWarehouse] = []

    def copy() -> ReplayedWarehouse:
        database = tmp_path / str(len(opened)) / DATABASE
        database.parent.mkdir()
        shutil.copy(recordings.database, database)
        opened.append(ReplayedWarehouse(database, manifest, recordings.first, recordings.later))
        return opened[-1]

    yield copy
    for warehouse in opened:
        warehouse.connection.close()
