"""Identity does not depend on the order in which batches arrive: a full refresh gives the same."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from recorded_runs import running_order
from replayed_warehouse import ReplayedWarehouse
from sequences import CUSTOMER_FOLDERS, Graph
from small_warehouse import BATCHES

ORDERS = 4
LONG_ORDERS = 200
# A full refresh has fewer scores to log, and nothing to compute again.
OF_LATER_LOADS = {"cluster_assignments", "new_pair_scores", "pair_scores"}
TABLES = (
    "business_vault.bsat_golden_customer",
    "business_vault.candidate_pairs",
    "business_vault.eff_sat_sal_customer",
    "business_vault.golden_values",
    "marts.customer_attribute_conflicts",
    "marts.mdm_match_pairs",
)


@pytest.mark.parametrize(
    "seed",
    [
        *range(ORDERS),
        *(pytest.param(n, marks=pytest.mark.long) for n in range(ORDERS, LONG_ORDERS)),
    ],
)
def test_any_order_of_arrival_leaves_what_a_full_refresh_makes(
    recordings: Any,
    warehouse_of: Callable[[Path], ReplayedWarehouse],
    manifest: dict[str, Any],
    seed: int,
) -> None:
    graph = Graph(manifest, running_order(manifest))
    names = [table.split(".")[1] for table in TABLES]
    chosen = graph.ancestors(names)
    models = [node for node in graph.order if node in chosen]
    draw = random.Random(seed)
    order, loads = draw.sample(BATCHES, len(BATCHES)), draw.randint(2, 4)

    warehouse = warehouse_of(recordings.empty)
    for load in range(loads):
        for batch in order[load::loads]:
            warehouse.deliver(batch)
        warehouse.run(models)
    found = warehouse.contents(OF_LATER_LOADS)

    identity = [
        node for node in models if {*CUSTOMER_FOLDERS, "marts"} & set(graph.nodes[node]["fqn"])
    ]
    warehouse.drop(identity)
    warehouse.run(identity)
    refreshed = warehouse.contents(OF_LATER_LOADS)
    assert min(refreshed[table][0] for table in TABLES) > 0
    assert {table for table in refreshed if refreshed[table] != found[table]} == set()
