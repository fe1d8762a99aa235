"""Only a held delivery is left out, and its release gives the same result as if it was never held.

A gate that held back more would hide good deliveries from readers; one whose deliveries were lost
or partly read would change the history.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest
from sequences import Graph
from snapshot_satellites import CHANGES
from test_corrections import models_of

from database_comparison import SCRATCH
from recorded_runs import RecordedRun, Recordings
from replayed_warehouse import ReplayedWarehouse

Opened = Callable[..., ReplayedWarehouse]
Contents = dict[str, tuple[int, int]]
RESULTS = (
    "current_orders", "ref_platform_metrics", "dim_product", "status_sat_product__erp",
    "snapshot_log__products", "load_audit", "sat_customer_pii__shop",
)  # fmt: skip
# Landing view -> its key, its staging model, and a column that changes: a change feed, a feed of
# events and full snapshots.
FEEDS = {
    "landing_orders": ("ORDER_ID", "stg_shop__orders", "STATUS"),
    "landing_platform_metrics": ("METRIC_HOUR", "stg_platform__metrics", "PAGE_VIEWS"),
    "landing_products": ("PRODUCT_ID", "stg_erp__products", "STOCK_QUANTITY"),
}
STAGES = [stage for _, stage, _ in FEEDS.values()]
# The deliveries of the steps: one good and five rejected rows, which a gate holds back; the other
# rows of the delivery, which release it; and the next delivery.
BAD, REST, NEXT = "bad", "rest", "next"
ROWS = {BAD: ("B011", 11, "<= 2"), REST: ("B011", 11, "> 1"), NEXT: ("B012", 12, "> 0")}


def deliver(warehouse: ReplayedWarehouse, *parts: str) -> None:
    """Deliver changed rows of forty keys; the second one of the bad part is rejected five times."""
    for part in parts:
        batch, day, numbers = ROWS[part]
        for table, (key, _, column) in FEEDS.items():
            changed = {
                column: f"'{day}' || line",
                key: f"{key} || if(copy > 0, '-' || copy, '')",
                "_loaded_at": f"'2026-01-{day} 02:00:00'",
                "_batch_id": f"'{batch}'",
                "_landed_in": f"'{batch}'",
                "quarantine_reason": f"if('{part}' = '{BAD}' and number = 2, 'wrong', null)",
            }
            if table != "landing_platform_metrics":
                changed["UPDATED_AT"] = f"'2026-01-{day} 01:00:00'"
            replaced = ", ".join(f"{value} as {column}" for column, value in changed.items())
            warehouse.connection.execute(f"""
                insert into landing.{table}
                select * exclude (number, copy, line) replace ({replaced})
                from (
                    select *, row_number() over (order by copy, {key}) as number
                    from (
                        select * from landing.{table} as landed
                        where quarantine_reason is null and _batch_id not in ('B011', 'B012')
                        qualify row_number() over (
                            partition by {key} order by _batch_id desc, cast(landed as varchar)
                        ) = 1
                    )
                    cross join range(10) as copies (copy)
                    qualify number <= 40
                )
                cross join range(5) as lines (line)
                where number {numbers} and (line = 0 or ('{part}' = '{BAD}' and number = 2))
            """)


def with_limit(recordings: Recordings, completeness: str) -> Recordings:
    """The recorded statements with another smallest share of accepted rows in the contracts."""

    def changed(run: RecordedRun) -> RecordedRun:
        scripts = {
            node: [re.sub(r"\b0\.99\d*", completeness, text) for text in statements]
            if node.split(".")[-1] in STAGES
            else statements
            for node, statements in run.scripts.items()
        }
        return RecordedRun(scripts, run.checks)

    return Recordings(*map(changed, (recordings.first, recordings.later, recordings.refreshing)))


@pytest.fixture
def models(graph: Graph) -> list[str]:
    """The models between the three feeds and the results."""
    return models_of(graph, FEEDS, RESULTS)


def contents(warehouse: ReplayedWarehouse, models: Sequence[str]) -> Contents:
    """What the models have."""
    return warehouse.contents(models, SCRATCH, CHANGES)


def held(warehouse: ReplayedWarehouse) -> set[str]:
    """The staging models in which the bad delivery is held."""
    rows = warehouse.connection.execute(
        "select source from bookkeeping.held_loads where load = 'B011'"
    ).fetchall()
    return {source for (source,) in rows}


def check_left_out(warehouse: ReplayedWarehouse, models: Sequence[str]) -> None:
    """The bad delivery is held, counted and pending, and nothing is deleted for its absence."""
    assert held(warehouse) == set(STAGES)
    (read,) = warehouse.connection.execute(
        "select count(*) from bookkeeping.processed_loads where load = 'B011' and list_contains("
        "?, source)", [STAGES],
    ).fetchone()  # fmt: skip
    assert read == 0
    assert warehouse.with_pending_loads(models) == set()
    audit = warehouse.connection.execute(
        "select feed, loaded, already_known, quarantined, held from marts.load_audit"
        " where batch_id = 'B011' order by feed"
    ).fetchall()
    names = sorted(table.removeprefix("landing_") for table in FEEDS)
    assert audit == [(feed, 0, 0, 5, 1) for feed in names]
    unbalanced = "select count(*) from marts.load_audit where not is_balanced"
    assert warehouse.connection.execute(unbalanced).fetchone() == (0,)
    buyers = "select count(*) from raw_vault.sat_customer_pii__shop"
    read = warehouse.connection.execute(f"{buyers} where cast(loaded_at as date) = '2026-01-11'")
    assert read.fetchone() == (0,)
    statuses = "select distinct status from raw_vault.status_sat_product__erp"
    changed = warehouse.connection.execute(f"{statuses} where loaded_at >= '2026-01-11'")
    assert set(changed.fetchall()) <= {("ACTIVE",)}


@pytest.mark.parametrize(
    "steps",
    [
        ((BAD,), (NEXT,), (REST,)),
        pytest.param(((BAD,), (REST,), (NEXT,)), marks=pytest.mark.long),
        pytest.param(((BAD, NEXT), (REST,)), marks=pytest.mark.long),
    ],
    ids=lambda steps: ", ".join("+".join(parts) for parts in steps),
)
def test_a_delivery_that_was_held_gives_the_same_once_its_other_rows_arrive(
    opened: Opened, models: list[str], steps: Sequence[Sequence[str]]
) -> None:
    at_once = opened()
    deliver(at_once, BAD, REST, NEXT)
    at_once.run(models)
    assert held(at_once) == set()
    warehouse, delivered = opened(), []
    for number, parts in enumerate(steps):
        deliver(warehouse, *parts)
        delivered += parts
        if number == 1:  # any part can run at any time
            warehouse.run(models[: len(models) // 2])
        warehouse.run(models)
        if REST not in delivered:
            check_left_out(warehouse, models)
    assert held(warehouse) == set()
    assert contents(warehouse, models) == contents(at_once, models)


def test_a_changed_limit_releases_and_a_rebuild_decides_the_same(
    opened: Opened, models: list[str], recordings: Recordings
) -> None:
    warehouse = opened()
    deliver(warehouse, BAD, NEXT)
    warehouse.run(models)
    check_left_out(warehouse, models)
    before = contents(warehouse, models)
    assert before["raw_vault.sat_order__shop"][0] > 0
    warehouse.drop_models(models)
    warehouse.run(models)
    check_left_out(warehouse, models)
    assert contents(warehouse, models) == before
    warehouse.recordings = with_limit(recordings, "0.1")
    warehouse.run(models)
    assert held(warehouse) == set()
    after = contents(warehouse, models)
    assert after["raw_vault.sat_order__shop"][0] == before["raw_vault.sat_order__shop"][0] + 1
    warehouse.recordings = recordings  # a stricter limit does not take back what was read
    warehouse.run(models)
    assert held(warehouse) == set()
    warehouse.recordings = with_limit(recordings, "0.1")
    warehouse.drop_models(models)
    warehouse.run(models)
    assert contents(warehouse, models) == after
