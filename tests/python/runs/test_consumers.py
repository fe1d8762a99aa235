"""The comparison of sequences fails if a table's record of processed loads is wrong."""

from collections.abc import Callable

import pytest
from sequences import CUSTOMER_FOLDERS, Graph

from replayed_warehouse import ReplayedWarehouse
from small_warehouse import UNDELIVERED

Opened = Callable[..., ReplayedWarehouse]
# Lists the loads of a later table, because it computes its rows.
LISTED_BY = {"customer_identity_assignments": "cluster_assignments"}
# These find what is new by comparing with the rows that they have; the log does because a ruling
# about the last snapshot makes it decide again.
COMPARED = {
    "bsat_customer_engagement_monthly", "matchable_records", "cluster_assignments", "pit_account",
    "pit_customer", "pit_opportunity", "pit_product", "snapshot_log__products",
}  # fmt: skip
# The late batches show nothing about these.
NOT_JUDGED = {
    # No block key of the small sample exceeds its cap.
    "oversized_block_keys",
    # It is empty without the model of the optional group `search`.
    "message_embeddings",
    # These track no loads: they compare all that the model before them has with their own rows.
    "customer_identity_assignments", "golden_customers", "pair_scores",
}  # fmt: skip


def test_a_table_without_bookkeeping_processes_everything_again(opened: Opened) -> None:
    """Therefore the comparison of sequences fails if a table does not record its loads."""
    warehouse = opened()
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
        lister = LISTED_BY.get(name, name)
        node = f"model.customer_360.{lister}"
        if lister not in warehouse.with_pending_loads([node]):
            unaffected.append(name)
        warehouse.connection.execute("rollback")
    assert unaffected == []


@pytest.mark.parametrize("area", ["orders", pytest.param("all", marks=pytest.mark.long)])
def test_a_table_that_marks_loads_without_processing_them_differs(
    opened: Opened, graph: Graph, area: str
) -> None:
    """Therefore the comparison of sequences fails if a table marks too much as processed."""
    warehouse = opened()
    warehouse.deliver(*UNDELIVERED)
    warehouse.start()
    affected, unaffected = set(), set()
    models = warehouse.order if area == "all" else graph.area(area, CUSTOMER_FOLDERS)
    for node in models:
        name = graph.nodes[node]["name"]
        pending = warehouse.with_pending_loads([node])
        if pending:
            before = warehouse.contents([node])
            skipped = warehouse.contents_if_skipped(node)
        warehouse.run_node(node)
        if pending:
            ((table, found),) = warehouse.contents([node]).items()
            if found != before[table]:
                (unaffected if found == skipped else affected).add(name)
    warehouse.end()
    # A table that the late batches do not change would pass whatever it marks.
    not_judged = set(graph.consumers(models)) - affected - unaffected
    names = {graph.nodes[node]["name"] for node in models}
    assert (unaffected, not_judged) == (COMPARED & names, NOT_JUDGED & names)
