"""A load whose rows changed is pending, even if it has as many rows as before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from replayed_warehouse import ReplayedWarehouse

# As deliveries that arrive late do: a key of the second load moves to the first, and a key of a
# later load, which has others, takes its place.
MOVE_KEYS = """
    update {table} set loaded_at = times[case {key} when keys[2] then 1 else 2 end]
    from (
        select
            list({key} order by place) as keys,
            list(loaded_at order by place) as times
        from (
            select
                min({key}) as {key}, loaded_at,
                row_number() over (order by loaded_at) as place,
                row_number() over (order by count(*) > 1 desc, loaded_at desc) as place_from_end
            from {table}
            group by loaded_at
        )
        where place <= 2 or place_from_end = 1
    ) as loads
    where list_contains(keys[2:3], {key})
"""


@pytest.mark.parametrize("table", ["hub_order", "hub_customer", "link_order_product"])
def test_a_load_in_which_one_key_replaces_another_is_pending(
    opened: Callable[[], ReplayedWarehouse], manifest: dict[str, Any], table: str
) -> None:
    warehouse = opened()
    relation, key = f"raw_vault.{table}", next(iter(node_of(manifest, table)["columns"]))
    readers = [
        name
        for name, node in manifest["nodes"].items()
        if node["config"]["materialized"] == "incremental"
        and node_of(manifest, table)["unique_id"] in node["depends_on"]["nodes"]
    ]
    assert readers
    counts = f"select loaded_at, count(*) from {relation} group by loaded_at order by loaded_at"
    before = dict(warehouse.connection.execute(counts).fetchall())
    warehouse.connection.execute(MOVE_KEYS.format(table=relation, key=key))
    after = dict(warehouse.connection.execute(counts).fetchall())
    assert len([load for load in before if before[load] != after[load]]) == 2
    for reader in readers:
        loads = {load for source, load in warehouse.pending_loads(reader) if source == table}
        assert len(loads) == 3, reader


def node_of(manifest: dict[str, Any], model: str) -> dict[str, Any]:
    return manifest["nodes"][f"model.customer_360.{model}"]
