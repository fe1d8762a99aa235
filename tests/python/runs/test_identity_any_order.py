"""Identity does not depend on the order in which batches arrive: a single load gives the same."""

import random
from collections.abc import Callable

import pytest
from sequences import CUSTOMER_FOLDERS, Graph

from database_comparison import SCRATCH
from landed_warehouse import BATCHES
from replayed_warehouse import ReplayedWarehouse

ORDERS = 3
LONG_ORDERS = 200
# A single load has fewer scores to log and nothing to compute again.
OF_LATER_LOADS = SCRATCH | {"pair_scores"}
TABLES = (
    "business_vault.bsat_golden_customer",
    "business_vault.candidate_pairs",
    "business_vault.eff_sat_sal_customer",
    "business_vault.golden_values",
    "marts.customer_attribute_conflicts",
    "marts.mdm_match_pairs",
)
Opened = Callable[..., ReplayedWarehouse]
Contents = dict[str, tuple[int, int]]


def identity_models(graph: Graph) -> tuple[list[str], list[str]]:
    """The ancestors of TABLES, and the identity models among them, both in run order."""
    chosen = graph.ancestors([table.split(".")[1] for table in TABLES])
    models = [node for node in graph.order if node in chosen]
    folders = {*CUSTOMER_FOLDERS, "marts"}
    return models, [node for node in models if folders & set(graph.nodes[node]["fqn"])]


def loaded(opened: Opened, models: list[str], loads: list[list[str]]) -> ReplayedWarehouse:
    """A warehouse after some loads of batches. The marts are built with the last."""
    warehouse = opened(is_empty=True)
    before_marts = [node for node in models if not warehouse.relation(node).startswith("marts.")]
    for batches in loads:
        warehouse.deliver(*batches)
        warehouse.run(models if batches == loads[-1] else before_marts)
    return warehouse


@pytest.fixture(scope="module")
def expected() -> Contents:
    """The identity tables after a single load, computed by the first test."""
    return {}


@pytest.mark.parametrize(
    "seed",
    [
        *range(ORDERS),
        *(pytest.param(n, marks=pytest.mark.long) for n in range(ORDERS, LONG_ORDERS)),
    ],
)
def test_any_order_of_arrival_gives_the_same_as_a_single_load(
    opened: Opened, graph: Graph, expected: Contents, seed: int
) -> None:
    models, identity = identity_models(graph)
    if not expected:
        single = loaded(opened, models, [BATCHES])
        expected |= single.contents(identity, OF_LATER_LOADS)
        assert min(expected[table][0] for table in TABLES) > 0
    draw = random.Random(seed)
    order, number = draw.sample(BATCHES, len(BATCHES)), draw.choice([2, 2, 2, 3])
    warehouse = loaded(opened, models, [order[load::number] for load in range(number)])
    found = warehouse.contents(identity, OF_LATER_LOADS)
    assert {table for table in found if found[table] != expected[table]} == set()


@pytest.mark.long
def test_a_full_refresh_of_identity_changes_nothing(opened: Opened, graph: Graph) -> None:
    models, identity = identity_models(graph)
    warehouse = loaded(opened, models, [BATCHES[::2], BATCHES[1::2]])
    before = warehouse.contents(identity, OF_LATER_LOADS)
    warehouse.drop(identity)
    warehouse.run(identity)
    assert warehouse.contents(identity, OF_LATER_LOADS) == before
