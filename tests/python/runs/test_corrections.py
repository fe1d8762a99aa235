"""Later deliveries correct events; contradictions and several states are kept apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from sequences import Graph

from database_comparison import SCRATCH
from replayed_warehouse import ReplayedWarehouse

Opened = Callable[..., ReplayedWarehouse]
RESULTS = (
    "fact_clickstream", "current_interactions", "current_transactions", "exchange_rate_spans",
    "bsat_account_transaction_totals", "ref_platform_metrics", "nh_link_ledger_entry",
    "customer_attributes_by_source_time", "hub_account", "hub_customer", "load_audit",
    "delivery_conflicts",
)  # fmt: skip
# Landing view -> its key, and the columns that a correction changes. Another key of a parent moves
# the event to another visitor, customer or account.
CORRECTED = {
    "landing_clickstream": ("EVENT_ID", {"VISITOR_ID": "'V-9'", "PAGE": "'/corrected'"}),
    "landing_interactions": ("INTERACTION_ID", {"CUSTOMER_ID": "'CUST-9'", "OUTCOME": "'Other'"}),
    "landing_finance_transactions": ("TRANSACTION_ID", {"ACCOUNT_ID": "'ACC-9'"}),
    "landing_finance_ledger_entries": ("ENTRY_ID", {"AMOUNT": "'9999.00'"}),
    "landing_platform_metrics": ("METRIC_HOUR", {"PAGE_VIEWS": "'424242'"}),
    "landing_exchange_rates": ("CURRENCY, RATE_DATE", {"UNITS_PER_EURO": "'4.2'"}),
    "landing_marketing_leads": ("LEAD_ID", {"PHONE": "'0700 900 900'"}),
}
CURRENT = """
    select
        (select count(*) from marts.fact_clickstream
         where page = '/corrected' and visitor_id = 'V-9'),
        (select count(*) from business_vault.current_interactions
         inner join raw_vault.hub_customer using (customer_hk)
         where customer_id = 'CUST-9'),
        (select count(*) from business_vault.current_transactions
         inner join raw_vault.hub_account using (account_hk)
         where account_id = 'ACC-9'),
        (select count(*) from business_vault.exchange_rate_spans where units_per_euro = 4.2)
"""


def deliver(warehouse: ReplayedWarehouse, table: str, where: str, **values: str) -> None:
    """Deliver a row of the landing again, with other values (SQL expressions)."""
    replaced = ", ".join(f"{value} as {column}" for column, value in values.items())
    warehouse.connection.execute(
        f"insert into landing.{table} select * replace ({replaced}) from landing.{table}"
        f" where {where} order by all limit 1"
    )


def first_key(warehouse: ReplayedWarehouse, table: str, key: str) -> str:
    """A condition that holds for one accepted key of the first batch."""
    row = warehouse.connection.execute(
        f"select {key} from landing.{table}"
        " where quarantine_reason is null and _batch_id = 'B001' order by all limit 1"
    ).fetchone()
    assert row
    parts = [f"{name} = '{value}'" for name, value in zip(key.split(", "), row, strict=True)]
    return " and ".join(parts)


def correct(warehouse: ReplayedWarehouse, batch: str) -> None:
    """Deliver a correction of one row of each feed: C1 and C3 change it, C2 reverts it."""
    days = {"C1": "2026-01-12", "C2": "2026-01-13", "C3": "2026-01-14"}
    for table, (key, changes) in CORRECTED.items():
        row = first_key(warehouse, table, key)
        given = {} if batch == "C2" else changes
        deliver(
            warehouse, table, f"{row} and _batch_id = 'B001'",
            _loaded_at=f"'{days[batch]} 02:00:00'", _batch_id=f"'{batch}'",
            _landed_in=f"'{batch}'", **given,
        )  # fmt: skip


def models_of(graph: Graph, landed: Iterable[str], names: Iterable[str]) -> list[str]:
    """The models between landing models and the models of these names, in running order."""
    below = set().union(*(graph.descendants(f"model.customer_360.{name}") for name in landed))
    return [node for node in graph.order if node in below & graph.ancestors(list(names))]


@pytest.fixture
def models(graph: Graph) -> list[str]:
    return models_of(graph, CORRECTED, RESULTS)


def test_corrections_in_any_order_give_the_same_result(opened: Opened, models: list[str]) -> None:
    """Late, reverted and corrected again, the one that was loaded last by its load time counts."""
    at_once = opened()
    for batch in ("C1", "C2", "C3"):
        correct(at_once, batch)
    at_once.run(models)
    assert at_once.connection.execute(CURRENT).fetchone() == (1, 1, 1, 1)
    history = at_once.connection.execute(
        "select units_per_euro = 4.2, loaded_at from raw_vault.ref_exchange_rates"
        " where (currency, rate_date) in (select (currency, rate_date)"
        " from raw_vault.ref_exchange_rates where units_per_euro = 4.2) order by loaded_at"
    ).fetchall()
    assert [corrected for corrected, _ in history] == [False, True, False, True]
    for loads in (("C1",), ("C2",), ("C3",)), (("C3",), ("C1", "C2")):
        warehouse = opened()
        for batches in loads:
            for batch in batches:
                correct(warehouse, batch)
            warehouse.run(models)
            if batches == ("C2",):
                assert warehouse.connection.execute(CURRENT).fetchone() == (0, 0, 0, 0)
        contents = warehouse.contents(models, ignored=SCRATCH)
        assert contents == at_once.contents(models, ignored=SCRATCH)
        assert warehouse.with_pending_loads(models) == set()


def test_a_contradiction_is_kept_apart(opened: Opened, models: list[str]) -> None:
    """It has the batch and the load time of the row that it contradicts."""
    warehouse, other = opened(), opened()
    for table, (key, changes) in CORRECTED.items():
        row = first_key(warehouse, table, key)
        deliver(warehouse, table, f"{row} and _batch_id = 'B001'", _landed_in="'late'", **changes)
    warehouse.run(models)
    conflicts = warehouse.connection.execute(
        "select feed, count(*), any_value(loaded_from), bool_or(is_resolved)"
        " from raw_vault.delivery_conflicts where landed_in = 'late' group by feed"
    ).fetchall()
    expected = {(table.removeprefix("landing_"), 1, "B001", False) for table in CORRECTED}
    assert set(conflicts) == expected
    assert warehouse.connection.execute(CURRENT).fetchone() == (0, 0, 0, 0)
    unbalanced = "select * from marts.load_audit where not is_balanced"
    assert warehouse.connection.execute(unbalanced).fetchall() == []
    vault = [node for node in models if ".ref_" in node or ".nh_link_" in node or ".sat_" in node]
    assert warehouse.contents(vault) == other.contents(vault)


STATES = {"PENDING": "10:00:00", "SHIPPED": "11:00:00", "CANCELLED": "12:00:00"}


@pytest.mark.parametrize("is_split", [False, True])
def test_the_last_of_several_states_in_one_delivery_is_current(
    opened: Opened, graph: Graph, is_split: bool
) -> None:
    """is_split: each state is loaded by a run of its own, the last one first."""
    results = ("current_orders", "load_audit", "delivery_conflicts")
    models = models_of(graph, ["landing_orders"], results)
    warehouse = opened()
    order = first_key(warehouse, "landing_orders", "ORDER_ID")
    for number, (status, time) in enumerate(reversed(STATES.items())):
        deliver(
            warehouse, "landing_orders", f"{order} and _batch_id = 'B001'",
            STATUS=f"'{status}'", UPDATED_AT=f"'2026-01-11 {time}'",
            _loaded_at="'2026-01-12 02:00:00'", _batch_id="'C1'", _landed_in=f"'C1-{number}'",
        )  # fmt: skip
        if is_split:
            warehouse.run(models)
    warehouse.run(models)
    stored = warehouse.connection.execute(
        "select order_status from raw_vault.sat_order__shop"
        " where loaded_at = timestamp '2026-01-12 02:00:00' order by effective_from"
    ).fetchall()
    assert [status for (status,) in stored] == list(STATES)
    current = warehouse.connection.execute(
        f"select order_status from business_vault.current_orders where {order}"
    ).fetchall()
    assert current == [("CANCELLED",)]
    audit = "select landed, loaded, quarantined from marts.load_audit where batch_id = 'C1'"
    assert warehouse.connection.execute(audit).fetchall() == [(3, 3, 0)]
