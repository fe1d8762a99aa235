"""Any part of the warehouse can run at any time: a final full run gives the same as a single build.

Otherwise a schedule that builds some models, or a run that fails halfway, would lose rows.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from recorded_runs import running_order
from replayed_warehouse import ReplayedWarehouse
from sequences import AREAS, Graph, Step, random_steps
from small_warehouse import UNDELIVERED

from dbt_in_process import DATABASE, Project

SEQUENCES = 50
LONG_SEQUENCES = 20
# Tables with the intermediate results of a single run.
SCRATCH = {"cluster_assignments", "new_pair_scores"}
# A snapshot that arrives late leaves redundant rows in these, which readers skip.
SNAPSHOT_TABLES = {
    f"raw_vault.{name}"
    for name in (
        "sat_customer__sap", "sat_customer_pii__sap", "sat_product__erp", "sat_product_stock__erp",
        "status_sat_customer__sap", "status_sat_product__erp",
    )
}  # fmt: skip
# Point-in-time tables may point to such a row, which equals the one before it.
SNAPSHOT_TABLES |= {"business_vault.pit_customer", "business_vault.pit_product"}
# The score log also keeps pairs that were candidates only between two loads.
LOGS = {"pair_scores"}
Small = Callable[[], ReplayedWarehouse]
EXPECTED: dict[str, dict[str, tuple[int, int]]] = {}


@pytest.fixture(scope="module")
def graph(manifest: dict[str, Any]) -> Graph:
    return Graph(manifest, running_order(manifest))


def single_build(small_warehouse: Small, name: str, models: list[str]) -> dict[str, Any]:
    """The result of one run on all batches, computed once per area."""
    if name not in EXPECTED:
        warehouse = small_warehouse()
        for batch in UNDELIVERED:
            warehouse.deliver(batch)
        warehouse.run(models)
        EXPECTED[name] = warehouse.contents(SCRATCH | LOGS)
    return EXPECTED[name]


def replay_and_compare(
    small_warehouse: Small, graph: Graph, models: list[str], name: str, seed: int
) -> None:
    """Replay a random sequence, then run all models, and compare with a single run."""
    expected = single_build(small_warehouse, name, models)
    warehouse = small_warehouse()
    steps = random_steps(random.Random(seed), graph, models, UNDELIVERED)
    warehouse.replay(steps)
    warehouse.run(models)
    found = warehouse.contents(SCRATCH | LOGS)
    different = {table for table in expected if found[table] != expected[table]}
    if [step.batch for step in steps if step.batch] != UNDELIVERED:
        different -= SNAPSHOT_TABLES
    assert different == set(), steps
    assert warehouse.with_pending_loads(models) == set()


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_partial_runs_give_the_same_as_a_single_build(
    small_warehouse: Small, graph: Graph, seed: int
) -> None:
    name = list(AREAS)[seed % len(AREAS)]
    replay_and_compare(small_warehouse, graph, graph.area(name), name, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(LONG_SEQUENCES))
def test_partial_runs_of_all_models_give_the_same_as_a_single_build(
    small_warehouse: Small, graph: Graph, seed: int
) -> None:
    replay_and_compare(small_warehouse, graph, graph.order, "all", seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_partial_runs_of_dbt_give_the_same_as_a_single_build(
    small_warehouse: Small, graph: Graph, project: Project, recordings: Any, tmp_path, seed: int
) -> None:
    name = list(AREAS)[seed]
    models = graph.area(name)
    expected = single_build(small_warehouse, name, models)
    database = tmp_path / "dbt" / DATABASE
    database.parent.mkdir()
    shutil.copy(recordings.database, database)
    for step in [
        *random_steps(random.Random(seed), graph, models, UNDELIVERED),
        Step(nodes=models),
    ]:
        if step.batch:
            with replayed(database, graph, recordings) as warehouse:
                warehouse.deliver(step.batch)
        else:
            selected = [graph.nodes[node]["name"] for node in step.nodes]
            project.run(database, "run", "--select", *selected)
    with replayed(database, graph, recordings) as warehouse:
        found = warehouse.contents(SCRATCH | LOGS)
    different = {table for table in expected if found[table] != expected[table]}
    assert different - SNAPSHOT_TABLES == set()


@contextmanager
def replayed(database: Path, graph: Graph, recordings: Any) -> Iterator[ReplayedWarehouse]:
    """The warehouse in a database file, open until the end of the block."""
    manifest = {"nodes": graph.nodes}
    warehouse = ReplayedWarehouse(database, manifest, recordings.first, recordings.later)
    try:
        yield warehouse
    finally:
        warehouse.connection.close()


def test_a_table_without_bookkeeping_processes_everything_again(
    small_warehouse: Small, graph: Graph
) -> None:
    """So the comparison above fails if a table does not record its loads."""
    warehouse = small_warehouse()
    consumers = {
        name
        for (name,) in warehouse.connection.execute(
            "select distinct consumer from bookkeeping.processed_loads"
        ).fetchall()
    }
    assert len(consumers) > 100
    unaffected = []
    for name in sorted(consumers):
        warehouse.connection.execute("begin")
        warehouse.connection.execute(
            "delete from bookkeeping.processed_loads where consumer = ?", [name]
        )
        lister = "cluster_assignments" if name == "customer_identity_assignments" else name
        node = f"model.customer_360.{lister}"
        if lister not in warehouse.with_pending_loads([node]):
            unaffected.append(name)
        warehouse.connection.execute("rollback")
    assert unaffected == []
