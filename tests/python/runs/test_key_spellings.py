"""A key that one load has in two spellings is stored in the same one, whichever file is first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sequences import Graph
from test_corrections import deliver, models_of

from database_comparison import SCRATCH
from replayed_warehouse import ReplayedWarehouse

Opened = Callable[..., ReplayedWarehouse]
# Landing view -> its key, the key of another object in it, two spellings of that, and the tables
# that show it.
FEEDS = {
    "landing_clickstream": (
        "EVENT_ID", "VISITOR_ID", {"X": "vis-new", "Y": "VIS-NEW"},
        ("hub_visitor", "fact_clickstream"),
    ),
    # Salesforce's ids of one account, with 15 and 18 characters.
    "landing_opportunities": (
        "DEAL_ID", "ACCOUNT_ID", {"X": "001D000000QqRrS", "Y": "001D000000QqRrSIAV"},
        ("hub_customer", "customer_records", "fact_pipeline"),
    ),
}  # fmt: skip


def land(warehouse: ReplayedWarehouse, table: str, file: str) -> None:
    """Deliver a file with a new object that refers to a new one."""
    key, column, spellings, _ = FEEDS[table]
    deliver(
        warehouse, table,
        "quarantine_reason is null and _batch_id = 'B001' and _landed_in = 'B001'",
        **{key: f"'NEW-{file}'", column: f"'{spellings[file]}'"},
        _loaded_at="'2026-01-12 02:00:00'", _batch_id="'C'", _landed_in=f"'{file}'",
    )  # fmt: skip


@pytest.mark.parametrize("arrivals", ["XY", "YX"])
@pytest.mark.parametrize(
    "table", ["landing_clickstream", pytest.param("landing_opportunities", marks=pytest.mark.long)]
)
def test_the_spelling_of_a_key_does_not_depend_on_the_order_of_files(
    opened: Opened, graph: Graph, table: str, arrivals: str
) -> None:
    models = models_of(graph, [table], FEEDS[table][3])
    at_once, warehouse = opened(), opened()
    for file in FEEDS[table][2]:
        land(at_once, table, file)
    at_once.run(models)
    for file in arrivals:
        land(warehouse, table, file)
        warehouse.run(models)
    assert warehouse.with_pending_loads(models) == set()
    expected, found = at_once.contents(models, SCRATCH), warehouse.contents(models, SCRATCH)
    assert {name for name in expected if found[name] != expected[name]} == set()
