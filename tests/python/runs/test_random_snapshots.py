"""Full snapshots give the same result in any order: late, split, shrunken, held back, accepted."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sequences import Graph
from snapshot_satellites import CHANGES

from database_comparison import SCRATCH
from landed_warehouse import BATCHES
from replayed_warehouse import ReplayedWarehouse

HISTORIES = 30
RESULTS = (
    "customer_attributes_by_load_time", "dim_product", "load_audit", "pit_customer", "pit_product",
    "snapshot_checks",
)  # fmt: skip
# Feed -> key, a column with some values, the source's time, and its format.
FEEDS = {
    "sap_kna1": ("KUNNR", "BRSCH", ("Mining", "Retail", "Energy"), "UPDAT", "202601{:02}"),
    "products": (
        "PRODUCT_ID", "UNIT_PRICE", ("9.90", "19.90", "29.90"), "UPDATED_AT",
        "2026-01-{:02} 12:00:00",
    ),
}  # fmt: skip
Opened = Callable[..., ReplayedWarehouse]
Event = Callable[[ReplayedWarehouse], None]


def change_rows(warehouse: ReplayedWarehouse, draw: random.Random) -> None:
    """Change the snapshots that wait: values for some days, second states, lost keys."""
    run = warehouse.connection.execute
    for feed, (key, column, values, changed, times) in FEEDS.items():
        table = f"waiting.landing_{feed}"
        keys = [
            found
            for (found,) in run(f"select distinct {key} from {table} order by all").fetchall()
            if found
        ]
        for place, batch in enumerate(BATCHES[1:], start=1):
            for changing in draw.sample(keys, len(keys) // 4):
                days = BATCHES[place : place + draw.choice([1, 1, 2, 4])]
                time = times.format(draw.randrange(max(1, place - 2), place + 1))
                run(
                    f"update {table} set {column} = ?, {changed} = ?"
                    f" where {key} = ? and list_contains(?, _batch_id)",
                    [draw.choice(values), time, changing, days],
                )
            for doubled in draw.sample(keys, 2):
                run(
                    f"insert into {table} select * replace (? as {changed}, 'x' as {column})"
                    f" from {table} where {key} = ? and _batch_id = ? limit 1",
                    [times.format(place)[:-1] + "1", doubled, batch],
                )
            if draw.random() < 0.3:
                run(
                    f"delete from {table} where _batch_id = ? and md5({key}) < ?",
                    [batch, draw.choice("48")],
                )


def deliver(warehouse: ReplayedWarehouse, batch: str) -> None:
    """Deliver a batch."""
    warehouse.deliver(batch)


def deliver_part(warehouse: ReplayedWarehouse, feed: str, batch: str) -> None:
    """Deliver the rows of a snapshot that do not arrive with the batch."""
    warehouse.connection.execute(f"insert into landing.landing_{feed} from parts.{feed}_{batch}")


def deliver_row(warehouse: ReplayedWarehouse, feed: str, row: dict[str, Any]) -> None:
    """Deliver a row of an optional feed."""
    warehouse.land_row(feed, **row)


def in_parts(warehouse: ReplayedWarehouse, draw: random.Random) -> list[Event]:
    """Move half of some snapshots out of their batch; return the deliveries of these halves."""
    run, events = warehouse.connection.execute, []
    run("create schema parts")
    for feed, (key, *_) in FEEDS.items():
        for batch in BATCHES:
            if draw.random() < 0.4:
                half = f"_batch_id = '{batch}' and md5({key} || '{feed}') < '8'"
                table = f"waiting.landing_{feed}"
                run(f"create table parts.{feed}_{batch} as from {table} where {half}")
                run(f"delete from {table} where {half}")
                events.append(partial(deliver_part, feed=feed, batch=batch))
    return events


def rulings(warehouse: ReplayedWarehouse, draw: random.Random) -> list[Event]:
    """Decisions and manifests about some snapshots."""
    events = []
    for feed in FEEDS:
        for number, batch in enumerate(BATCHES):
            loaded_at, rows = warehouse.connection.execute(
                f"select max(_loaded_at), count(*) from waiting.landing_{feed}"
                " where _batch_id = ? and _loaded_at like '____-__-__ __:__:__'",
                [batch],
            ).fetchone()
            row = {
                "_landed_in": f"{feed} {batch}",
                "feed": feed,
                "snapshot_loaded_at": loaded_at,
            }
            if draw.random() < 0.25:
                decision = {
                    "decision_id": f"{feed}-{batch}",
                    "decision": draw.choice(["ACCEPT", "ACCEPT", "HOLD"]),
                    "decided_at": f"2026-01-11 07:00:{number:02}",
                    "steward": "a.tester",
                    "reason": "as agreed",
                }
                events.append(partial(deliver_row, feed="steward_snapshots", row=row | decision))
            if draw.random() < 0.15:
                row_count = str(rows + draw.choice([0, 0, 1]))
                manifest = {"file_name": batch, "file_count": "1", "row_count": row_count}
                events.append(partial(deliver_row, feed="snapshot_manifests", row=row | manifest))
    return events


@pytest.mark.long
@pytest.mark.parametrize("seed", range(HISTORIES))
def test_snapshots_give_the_same_result_in_any_order(
    opened: Opened, graph: Graph, seed: int
) -> None:
    chosen = graph.ancestors(RESULTS)
    models = [node for node in graph.order if node in chosen]
    single, warehouse = opened(is_empty=True), opened(is_empty=True)
    for changed in (single, warehouse):
        change_rows(changed, random.Random(seed))
    ruled = rulings(single, random.Random(seed))
    for event in [*(partial(deliver, batch=batch) for batch in BATCHES), *ruled]:
        event(single)
    single.run(models)

    draw = random.Random(seed)
    events = [partial(deliver, batch=batch) for batch in BATCHES]
    events += in_parts(warehouse, draw) + ruled
    draw.shuffle(events)
    for number, event in enumerate(events, start=1):
        event(warehouse)
        if number == len(events) or draw.random() < 5 / len(events):
            warehouse.run(models)

    expected, found = (built.contents(models, SCRATCH, CHANGES) for built in (single, warehouse))
    assert {table for table in expected if found[table] != expected[table]} == set()
    assert warehouse.with_pending_loads(models) == set()
