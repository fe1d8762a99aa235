"""A late event changes the customer month of its date and all later ones, but no earlier ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from replayed_warehouse import ReplayedWarehouse

MODELS = ["bsat_customer_engagement_monthly", "fact_customer_monthly", "customer_stage_movements"]
NODES = [f"model.customer_360.{name}" for name in MODELS]
# An order that had its latest state before a day and counts as revenue.
ORDER = """
    select orders.order_hk
    from business_vault.bsat_order_value as orders
    inner join business_vault.customer_identity using (customer_hk)
    inner join raw_vault.sat_order__shop as states using (order_hk)
    where orders.is_revenue and orders.order_total_eur > 0
    group by orders.order_hk
    having max(states.effective_from) < cast(? as timestamp)
    order by orders.order_hk
    limit 1
"""
CANCELLED = """
    insert into raw_vault.sat_order__shop
    select * replace (
        'CANCELLED' as order_status,
        unhex('FF') as order_hashdiff,
        cast(? as timestamp) as effective_from,
        timestamp '2026-01-08 12:00:00' as loaded_at
    )
    from raw_vault.sat_order__shop
    where order_hk = ?
    order by effective_from desc
    limit 1
"""
MONTHS = """
    select month_key, bit_xor(hash(facts)) from marts.fact_customer_monthly as facts
    group by month_key
"""
Opened = Callable[..., ReplayedWarehouse]


# By source time, months begin a year after the first event: October 2024 is before the first one.
@pytest.mark.parametrize("day", ["2025-08-15", "2024-10-15"])
def test_a_late_cancellation_changes_its_month_and_all_later_ones(opened: Opened, day: str) -> None:
    warehouse = opened()
    before = dict(warehouse.connection.execute(MONTHS).fetchall())
    ((order,),) = warehouse.connection.execute(ORDER, [day]).fetchall()
    warehouse.connection.execute(CANCELLED, [day, order])
    warehouse.run(NODES)
    after = dict(warehouse.connection.execute(MONTHS).fetchall())
    assert set(after) == set(before)
    changed = sorted(key for key in after if after[key] != before[key])
    expected = sorted(key for key in before if key.split()[1] >= f"{day[:7]}-01")
    assert len(expected) > 6
    assert changed == expected

    found = warehouse.contents(NODES)
    warehouse.drop(NODES)
    warehouse.run(NODES)
    assert warehouse.contents(NODES) == found
