"""Any part of the warehouse can run at any time; a final full run equals a single build.

Otherwise a schedule that builds some models, or a run that fails halfway, would lose rows.
"""

import random
from collections.abc import Callable
from itertools import cycle, islice

import pytest
from sequence_replay import change_seed, replay
from sequences import AREAS, Graph, random_steps
from snapshot_satellites import CHANGES

from database_comparison import SCRATCH
from replayed_warehouse import ReplayedWarehouse
from small_warehouse import UNDELIVERED

# The area of each sequence: two areas have most models, and take most time.
# Months read the events of five areas; test_late_months.py is their short form. Messages are in the
# long form only.
OTHERS = ("customers", "audit", "months", "messages")
SMALL_AREAS = [name for name in AREAS if name not in OTHERS]
SEQUENCES = ["customers"] * 2 + ["audit"] + [*islice(cycle(SMALL_AREAS), 47)]
LONG_SEQUENCES = 20
LARGER_SEQUENCES = 20
# The score log also keeps pairs that were candidates only between two loads.
IGNORED = SCRATCH | {"pair_scores"}
Opened = Callable[..., ReplayedWarehouse]
Contents = dict[str, tuple[int, int]]
EXPECTED: dict[str, Contents] = {}


def single_build(opened: Opened, graph: Graph, name: str, models: list[str]) -> Contents:
    """The result of a first run on all batches and changed seeds, computed once per area."""
    if name not in EXPECTED:
        warehouse = opened()
        warehouse.deliver(*UNDELIVERED)
        for seed in graph.seeds(models):
            change_seed(warehouse.connection, seed, is_changed=False)
        warehouse.drop_models(models)
        warehouse.run(models)
        EXPECTED[name] = warehouse.contents(models, IGNORED, CHANGES)
    return EXPECTED[name]


def replay_and_compare(
    opened: Opened, graph: Graph, models: list[str], name: str, seed: int
) -> None:
    """Replay a random sequence, change all seeds, run all models, and compare with a first run."""
    expected = single_build(opened, graph, name, models)
    warehouse = opened()
    steps = random_steps(random.Random(seed), graph, models, UNDELIVERED)
    replay(warehouse, graph, steps, graph.seeds(models))
    warehouse.run(models)
    found = warehouse.contents(models, IGNORED, CHANGES)
    different = {table for table in expected if found[table] != expected[table]}
    assert different == set(), steps
    assert warehouse.with_pending_loads(models) == set()


@pytest.mark.parametrize(("seed", "name"), list(enumerate(SEQUENCES)))
def test_partial_runs_give_the_same_as_a_single_build(
    opened: Opened, graph: Graph, seed: int, name: str
) -> None:
    replay_and_compare(opened, graph, graph.area(name), name, seed)


def test_each_table_that_records_its_loads_is_in_an_area(graph: Graph) -> None:
    covered = {node for name in AREAS for node in graph.area(name)}
    missing = set(graph.consumers(graph.order)) - set(graph.consumers(list(covered)))
    assert missing == set()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(LONG_SEQUENCES))
def test_partial_runs_of_all_models_give_the_same_as_a_single_build(
    opened: Opened, graph: Graph, seed: int
) -> None:
    replay_and_compare(opened, graph, graph.order, "all", seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(LARGER_SEQUENCES))
def test_partial_runs_on_more_rows_give_the_same_as_a_single_build(
    opened_larger: Opened, graph: Graph, seed: int
) -> None:
    name = list(AREAS)[seed % len(AREAS)]
    replay_and_compare(opened_larger, graph, graph.area(name), f"{name} of more rows", seed)
