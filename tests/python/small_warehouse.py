"""A small warehouse with some batches loaded and the others waiting to be delivered."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

import small_deliveries
from dbt_in_process import DATABASE, Project
from landed_warehouse import BATCHES
from recorded_runs import RecordedRun, Recordings, recorded_run
from reference_build import run_command
from replayed_warehouse import ReplayedWarehouse, deliver
from small_deliveries import complete_batches

FEEDS_SCALE = 0.05
LARGER_SCALE = 0.15
LANDED, UNDELIVERED = BATCHES[:8], BATCHES[8:]
# The batch that lands twice.
REDELIVERED = "B001"
# When these files change, the small warehouse is made again.
SOURCES = (Path(__file__), Path(small_deliveries.__file__))
SCHEMAS = ("bookkeeping", "business_vault", "landing", "marts", "quarantine", "raw_vault")
SCHEMAS += ("reference", "staging", "stewardship", "waiting")


def create_landing(
    database: Path, reference: Path, feeds: Path, views: Mapping[str, Sequence[str]]
) -> None:
    """Create a database with the seeds of another and feeds that have not been delivered.

    reference: a built warehouse whose reference seeds are copied. feeds: folder with
    `feeds/<feed>.csv`. views: name of a landing view -> the statements that create it.

    The landing views have no state, and take long to plan. So they are tables here, filled from the
    table of the same name in the schema `waiting` when a batch is delivered. The feeds themselves
    have all rows from the start.
    """
    # Many small tables fit into few small blocks, and copies of the database take less time.
    with duckdb.connect(str(database), config={"default_block_size": "16384"}) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{reference}' as built (read_only)")
        for schema in SCHEMAS:
            connection.execute(f"create schema {schema}")
        seeds = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'built'"
            " and schema_name in ('reference', 'landing', 'stewardship')"
        ).fetchall()
        for schema, name in seeds:
            rows = "" if schema == "reference" else "limit 0"
            connection.execute(f"create table {schema}.{name} as from built.{schema}.{name} {rows}")
            # The generator makes the feeds of the sample only.
            if schema == "landing" and (feeds / "feeds" / f"{name}.csv").is_file():
                connection.execute(
                    f"insert into landing.{name} by name"
                    f" from read_csv('{feeds}/feeds/{name}.csv', all_varchar = true,"
                    " hive_partitioning = false)"
                )
        complete_batches(connection, LANDED, UNDELIVERED)
        connection.execute("detach built")
        for view, statements in views.items():
            for statement in statements:
                # A landing view also reads the accepted files; here there are none.
                if not statement.lstrip().startswith("select"):
                    connection.execute(statement)
            connection.execute(f"create table waiting.{view} as from landing.{view}")
            connection.execute(f"drop view landing.{view}")
            connection.execute(f"create table landing.{view} as from waiting.{view} limit 0")


@dataclass(frozen=True)
class SmallBuild:
    """Folders of the small warehouse, each with test.duckdb.

    built: eight batches are loaded, two have not been delivered. empty: no model has run.
    redelivered: as `built`, and one batch landed again before a second run. refreshed: as `built`,
    and all rows were refreshed. The last two have the logs of their runs.
    """

    folder: Path

    @property
    def built(self) -> Path:
        """The database with eight batches."""
        return self.folder / DATABASE

    @property
    def empty(self) -> Path:
        """The database before the first run."""
        return self.folder / "empty" / DATABASE

    @property
    def redelivered(self) -> Path:
        """The database after a second run on a batch that landed again."""
        return self.folder / "redelivered" / DATABASE

    @property
    def refreshed(self) -> Path:
        """The database after a run that refreshed all rows."""
        return self.folder / "refreshed" / DATABASE

    def log(self, database: Path) -> Path:
        """The log of the run of dbt on one of the databases."""
        return database.with_name("statements.jsonl")

    def recorded(self, database: Path) -> RecordedRun:
        """The run of dbt on one of the databases."""
        return recorded_run(self.log(database))


def make_small_warehouse(
    folder: Path, reference: Path, project: Project, manifest: Mapping[str, Any], first: RecordedRun
) -> None:
    """Make the small warehouse in a folder, see SmallBuild.

    reference: a built warehouse. first: the run that built it.
    """
    small = SmallBuild(folder)
    views = load_first_batches(small, reference, manifest, first, FEEDS_SCALE)
    for database in (small.redelivered, small.refreshed):
        database.parent.mkdir()
    record_later_run(small, project, ["--exclude", *views])
    record_refreshing_run(small, project)


def load_first_batches(
    small: SmallBuild,
    reference: Path,
    manifest: Mapping[str, Any],
    first: RecordedRun,
    scale: float,
) -> list[str]:
    """Make the databases `empty` and `built` of a small warehouse; return its landing views.

    reference, first: as of make_small_warehouse. scale: how many rows the feeds have.
    """
    views = {
        node["name"]: first.of(unique_id)
        for unique_id, node in manifest["nodes"].items()
        if node["schema"] == "landing" and node["resource_type"] == "model"
    }
    small.empty.parent.mkdir()
    sample = ["--scale", str(scale), "--out", str(small.folder)]
    run_command([sys.executable, "-m", "feeds", *sample], {})
    create_landing(small.empty, reference, small.folder, views)
    shutil.copy(small.empty, small.built)
    warehouse = ReplayedWarehouse(
        small.built, manifest, Recordings(first, first, first), is_small=True
    )
    warehouse.deliver(*LANDED)
    warehouse.run(warehouse.order)
    warehouse.close()
    return list(views)


def record_later_run(small: SmallBuild, project: Project, options: Sequence[str]) -> None:
    """Record a run on an existing warehouse, before which a batch of all feeds has landed again."""
    shutil.copy(small.built, small.redelivered)
    with duckdb.connect(str(small.redelivered)) as connection:
        deliver(connection, REDELIVERED)
    project.record(small.redelivered, small.log(small.redelivered), "run", *options)


def record_refreshing_run(small: SmallBuild, project: Project) -> None:
    """Record a run in which models refresh all rows, because they lost what they had recorded."""
    shutil.copy(small.built, small.refreshed)
    with duckdb.connect(str(small.refreshed)) as connection:
        connection.execute("delete from bookkeeping.processed_loads")
    later = small.recorded(small.redelivered)
    refreshed = [unique_id.split(".")[-1] for unique_id in later.checks]
    project.record(small.refreshed, small.log(small.refreshed), "run", "--select", *refreshed)
