"""The models as a graph, and copies of the small warehouse."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from copies_of_small import Opened, copies
from sequences import Graph

from accepted_rows import land_accepted_rows
from recorded_runs import Recordings, recorded_run, running_order
from reference_build import Reference, made_once
from replayed_warehouse import ReplayedWarehouse
from small_warehouse import LANDED, LARGER_SCALE, SOURCES, SmallBuild, load_first_batches


@pytest.fixture(scope="session")
def graph(manifest: dict[str, Any]) -> Graph:
    """The models and what they read."""
    return Graph(manifest, running_order(manifest))


@pytest.fixture(scope="session")
def larger_build(reference: Reference, manifest: dict[str, Any]) -> SmallBuild:
    """The small warehouse with more rows, before and after the first run."""

    def make(folder: Path) -> None:
        first = recorded_run(reference.log)
        small = SmallBuild(folder)
        load_first_batches(small, reference.database, manifest, first, LARGER_SCALE)

    sources = [reference.database, *SOURCES]
    return SmallBuild(made_once("larger", sources, make))


@pytest.fixture
def opened(
    small_build: SmallBuild, recordings: Recordings, manifest: dict[str, Any], tmp_path: Path
) -> Iterator[Opened]:
    """A function that opens a new copy of the small warehouse, or of the one without models."""
    with copies(small_build, recordings, manifest, tmp_path / "small") as opened:
        yield opened


@pytest.fixture
def opened_larger(
    larger_build: SmallBuild, recordings: Recordings, manifest: dict[str, Any], tmp_path: Path
) -> Iterator[Opened]:
    """The same for the warehouse with more rows."""
    with copies(larger_build, recordings, manifest, tmp_path / "larger") as opened:
        yield opened


@pytest.fixture(scope="session")
def with_accepted_rows(
    small_build: SmallBuild,
    recordings: Recordings,
    manifest: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[ReplayedWarehouse]:
    """A small warehouse after a first run on two batches and the rows of accepted_rows.

    The sample's rates of the rupee are missing, because those rows have an amount in it.
    """
    with copies(small_build, recordings, manifest, tmp_path_factory.mktemp("accepted")) as opened:
        warehouse = opened(is_empty=True)
        warehouse.connection.execute(
            "delete from waiting.landing_exchange_rates where CURRENCY = 'INR'"
        )
        warehouse.deliver(*LANDED[:2])
        land_accepted_rows(warehouse)
        warehouse.run(warehouse.order)
        yield warehouse
