"""A full snapshot may arrive in parts: only the keys that none of them has are deleted.

Until the rest arrives, the snapshot has lost half of its keys, so it is held back.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sequences import Graph

from replayed_warehouse import ReplayedWarehouse
from small_warehouse import UNDELIVERED

# Full snapshots: landing table -> its key.
SNAPSHOTS = {"landing_sap_kna1": "KUNNR", "landing_products": "PRODUCT_ID"}
RESULTS = ("customer_attributes", "dim_product")
# They run without what other feeds need.
COUNTS = (
    "load_counts", "quarantine_erp__products", "quarantine_sap__kna1", "stg_landing__deliveries",
)  # fmt: skip
COUNTED = """
    select * from raw_vault.load_counts where feed in ('products', 'sap_kna1') order by all
"""
STATUSES = """
    select {key}, status, loaded_at from raw_vault.{table}
    qualify lag(status, 1, 'DELETED') over (partition by {key} order by loaded_at) <> status
    order by all
"""
# The rows of a satellite, without those that repeat the one before them.
CHANGES = """
    select {key}, {hashdiff}, effective_from, loaded_at from raw_vault.{table}
    qualify lag(({hashdiff}, effective_from)) over (
        partition by {key} order by loaded_at, effective_from
    ) is distinct from ({hashdiff}, effective_from)
    order by all
"""
SATELLITES = {
    "sat_customer__sap": ("customer_hk", "customer_hashdiff"),
    "sat_customer_pii__sap": ("customer_hk", "customer_pii_hashdiff"),
    "sat_product__erp": ("product_hk", "product_hashdiff"),
}
Opened = Callable[..., ReplayedWarehouse]


def hold_back(warehouse: ReplayedWarehouse, batch: str) -> None:
    """Move half of the rows of a batch from `waiting` to the schema `held_back`."""
    warehouse.connection.execute("create schema held_back")
    for table, key in SNAPSHOTS.items():
        half = f"_batch_id = '{batch}' and md5({key}) < '8'"
        warehouse.connection.execute(
            f"create table held_back.{table} as from waiting.{table} where {half}"
        )
        warehouse.connection.execute(f"delete from waiting.{table} where {half}")


def deliver_rest(warehouse: ReplayedWarehouse) -> None:
    """Deliver the rows that were held back."""
    for table in SNAPSHOTS:
        warehouse.connection.execute(f"insert into landing.{table} from held_back.{table}")


def statuses(warehouse: ReplayedWarehouse) -> list[list[tuple]]:
    """The changes of status in both status satellites."""
    tables = {"status_sat_customer__sap": "customer_hk", "status_sat_product__erp": "product_hk"}
    return [
        warehouse.connection.execute(STATUSES.format(table=table, key=key)).fetchall()
        for table, key in tables.items()
    ]


def changes(warehouse: ReplayedWarehouse) -> list[list[tuple]]:
    """The changes of state in the satellites."""
    return [
        warehouse.connection.execute(
            CHANGES.format(table=table, key=key, hashdiff=hashdiff)
        ).fetchall()
        for table, (key, hashdiff) in SATELLITES.items()
    ]


@pytest.mark.parametrize("is_late", [pytest.param(False, marks=pytest.mark.long), True])
def test_a_snapshot_in_two_parts_deletes_what_neither_has(
    opened: Opened, graph: Graph, is_late: bool
) -> None:
    """is_late: the second part arrives after the next snapshot."""
    chosen = graph.ancestors(RESULTS)
    models = [node for node in graph.order if node in chosen or graph.nodes[node]["name"] in COUNTS]
    split, *others = UNDELIVERED
    whole = opened()
    whole.deliver(*UNDELIVERED)
    whole.run(models)

    parts = opened()
    hold_back(parts, split)
    parts.deliver(split)
    parts.run(models)
    (loaded_at,) = parts.connection.execute(
        "select distinct cast(_loaded_at as timestamp) from waiting.landing_products"
        " where _batch_id = ?",
        [split],
    ).fetchone()
    in_between = statuses(parts)
    assert ("DELETED", loaded_at) not in {row[1:] for rows in in_between for row in rows}
    if not is_late:
        deliver_rest(parts)
        parts.run(models)
    parts.deliver(*others)
    parts.run(models)
    if is_late:
        deliver_rest(parts)
        parts.run(models)

    assert statuses(parts) == statuses(whole)
    assert changes(parts) == changes(whole)
    counted = [found.connection.execute(COUNTED).fetchall() for found in (parts, whole)]
    assert counted[0] == counted[1]
    named = [node for node in models if graph.nodes[node]["name"] in RESULTS]
    assert parts.contents(named) == whole.contents(named)
    assert parts.with_pending_loads(models) == set()
