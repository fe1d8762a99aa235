"""A row of a snapshot that a steward accepted gives way to an unchanged snapshot that arrives late.

The late snapshot repeats what was known before, so that the satellite stores no row of it; the
tables that are refreshed by key must nevertheless lose the accepted value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from sequences import Graph
from snapshot_satellites import CHANGES, SATELLITES
from test_corrections import models_of

from database_comparison import SCRATCH
from replayed_warehouse import ReplayedWarehouse

Opened = Callable[..., ReplayedWarehouse]
RESULTS = (
    "customer_attributes_by_load_time", "customer_attributes_by_source_time", "dim_product",
    "load_audit", "pit_customer", "pit_product",
)  # fmt: skip
# Feed -> key, a column, its accepted value and another one, the time of a later change.
FEEDS = {
    "sap_kna1": ("KUNNR", "BRSCH", "Accepted", "Other", "UPDAT", "20260108"),
    "products": (
        "PRODUCT_ID", "PRODUCT_NAME", "Accepted", "Other", "UPDATED_AT", "2026-01-08 12:00:00",
    ),
}  # fmt: skip
ACCEPTED_AT = "2026-01-13 18:00:00"
# Part -> load time and file. F contradicts the last snapshot about a key, A is its acceptance. The
# others are snapshots; N is unchanged.
PARTS = {
    "F": (None, "F"),
    "N": ("2026-01-09 03:00:00", "N"),
    "B": ("2026-01-10 03:00:00", "B"),
    "A": (ACCEPTED_AT, f"F accepted {ACCEPTED_AT}"),
    "M": ("2026-01-14 02:00:00", "M"),
}


def land(warehouse: ReplayedWarehouse, part: str) -> None:
    """Deliver a part for each feed: of one key F, A and M have the accepted value, B a later one.

    F and A have only this key, the snapshots have all.
    """
    loaded_at, landed_in = PARTS[part]
    for feed, (key, column, accepted, other, time, later) in FEEDS.items():
        table = f"landing.landing_{feed}"
        last = "_batch_id = 'B008' and _landed_in = 'B008' and quarantine_reason is null"
        chosen = f"{key} = (select max({key}) from {table} where {last})"
        value = {"B": other, "N": None}.get(part, accepted)
        changes = {time: f"'{later}'"} if part == "B" else {}
        changes |= {column: f"'{value}'"} if value else {}
        replaced = [
            f"case when {chosen} then {text} else {name} end as {name}"
            for name, text in changes.items()
        ]
        replaced.append(f"'{landed_in}' as _landed_in")
        if loaded_at:
            replaced += [f"'{loaded_at}' as _loaded_at", f"'{part}' as _batch_id"]
        warehouse.connection.execute(
            f"insert into {table} select * replace ({', '.join(replaced)}) from {table}"
            f" where {last}" + (f" and {chosen}" if part in "FA" else "")
        )


@pytest.mark.parametrize(
    "arrivals",
    [
        ("FA", "N"),
        ("FBA", "M", "N"),
        pytest.param(("FA", "M", "BN"), marks=pytest.mark.long),
        pytest.param(("FB", "A", "N", "M"), marks=pytest.mark.long),
        pytest.param(("FAM", "N", "B"), marks=pytest.mark.long),
    ],
    ids=lambda parts: ", ".join(parts),
)
def test_an_unchanged_snapshot_corrects_an_accepted_row_in_every_table(
    opened: Opened, graph: Graph, arrivals: Sequence[str]
) -> None:
    models = models_of(graph, [f"landing_{feed}" for feed in FEEDS], [*RESULTS, *SATELLITES])
    at_once, warehouse = opened(), opened()
    for part in "".join(arrivals):
        land(at_once, part)
    at_once.run(models)
    for parts in arrivals:
        for part in parts:
            land(warehouse, part)
        warehouse.run(models)
    assert warehouse.with_pending_loads(models) == set()
    expected, found = (built.contents(models, SCRATCH, CHANGES) for built in (at_once, warehouse))
    assert {table for table in expected if found[table] != expected[table]} == set()
