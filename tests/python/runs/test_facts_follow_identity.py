"""When a customer is split, its facts move to the parts; when it is merged, they move back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from copies_of_small import Opened, copies
from sequences import Graph

from database_comparison import SCRATCH
from mdm.match_model import CURRENT
from recorded_runs import Recordings
from replayed_warehouse import ReplayedWarehouse
from small_warehouse import SmallBuild

# Fact -> its key, and the time of the event.
FACTS = {
    "fact_interactions": ("interaction_hk", "interacted_at"),
    "fact_sales": ("order_product_hk", "ordered_at"),
    "fact_tickets": ("ticket_hk", "opened_at"),
    "fact_transactions": ("transaction_hk", "transacted_at"),
}
PARAMETERS = "match_model_parameters"
# No pair reaches this score, so only decisions of stewards merge.
HIGHEST = "1"
AUTO_MERGE = f"kind = 'threshold' and field = 'AUTO_MERGE' and model_version = '{CURRENT}'"


def readers_of_parameters(graph: Graph) -> list[str]:
    """The models below the parameters of the match model, in running order."""
    seed = f"seed.customer_360.{PARAMETERS}"
    read = {node for node in graph.order if seed in graph.nodes[node]["depends_on"]["nodes"]}
    below = set().union(*map(graph.descendants, read))
    return [node for node in graph.order if node in below]


def set_merge_threshold(warehouse: ReplayedWarehouse, graph: Graph, score: str) -> None:
    """Set the lowest score of AUTO_MERGE and run its readers; no feed has anything new."""
    changed = warehouse.connection.execute(
        f"update reference.{PARAMETERS} set value = ? where {AUTO_MERGE}", [score]
    ).fetchall()
    assert changed == [(1,)]
    warehouse.run(readers_of_parameters(graph))


@pytest.fixture(scope="module")
def split(
    small_build: SmallBuild,
    recordings: Recordings,
    manifest: dict[str, Any],
    graph: Graph,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[ReplayedWarehouse]:
    """A warehouse whose customers were split by a match model that requires a higher score."""
    folder = tmp_path_factory.mktemp("split")
    with copies(small_build, recordings, manifest, folder) as opened:
        warehouse = opened()
        warehouse.connection.execute(f"attach '{small_build.built}' as before (read_only)")
        set_merge_threshold(warehouse, graph, HIGHEST)
        yield warehouse


@pytest.mark.parametrize("fact", FACTS)
def test_a_split_moves_facts_by_source_record(fact: str, split: ReplayedWarehouse) -> None:
    key, _ = FACTS[fact]
    moved, of_other_records = split.connection.execute(
        f"""
        select count(*), count(*) filter (one.customer_hk <> two.customer_hk)
        from before.marts.{fact} as one
        inner join marts.{fact} as two
            on one.{key} = two.{key}
        where one.customer_uid <> two.customer_uid
        """
    ).fetchall()[0]
    assert moved > 0
    assert of_other_records == 0


@pytest.mark.parametrize("fact", FACTS)
def test_facts_have_the_current_customer_and_its_version_at_the_time(
    fact: str, split: ReplayedWarehouse
) -> None:
    _, event_at = FACTS[fact]
    wrong = split.connection.execute(
        f"""
        select facts.*
        from marts.{fact} as facts
        inner join business_vault.customer_identity as identity
            on facts.customer_hk = identity.customer_hk
        left join marts.dim_customer as versions
            on
                facts.customer_key = versions.customer_key
                and facts.{event_at} >= versions.valid_from
                and facts.{event_at} < versions.valid_to
        where
            facts.customer_uid <> identity.customer_uid
            or versions.customer_uid is distinct from identity.customer_uid
        """
    ).fetchall()
    assert wrong == []


def test_a_merge_moves_all_facts_back(opened: Opened, graph: Graph) -> None:
    warehouse = opened()
    ((threshold,),) = warehouse.connection.execute(
        f"select value from reference.{PARAMETERS} where {AUTO_MERGE}"
    ).fetchall()
    marts = [node for node in graph.order if "marts" in graph.nodes[node]["fqn"]]
    before = warehouse.contents(marts, SCRATCH)
    set_merge_threshold(warehouse, graph, HIGHEST)
    assert warehouse.contents(marts, SCRATCH) != before
    set_merge_threshold(warehouse, graph, threshold)
    after = warehouse.contents(marts, SCRATCH)
    assert {table for table in before if after[table] != before[table]} == set()
