"""Rows that the contracts accept, at their limits, stop no model and fail no test."""

from __future__ import annotations

from recorded_runs import Recordings
from replayed_warehouse import ReplayedWarehouse


def failing_tests(warehouse: ReplayedWarehouse, recordings: Recordings, severity: str) -> list[str]:
    """Names of the data tests of a severity that fail, without those of tables that are missing."""
    failing = []
    for unique_id, node in warehouse.manifest["nodes"].items():
        if node["resource_type"] != "test" or node["config"]["severity"].lower() != severity:
            continue
        if set(map(warehouse.relation, node["depends_on"]["nodes"])) <= warehouse.existing:
            query = recordings.first.of(unique_id)[-1]
            ((failures, *_),) = warehouse.connection.execute(query).fetchall()
            failing += [node["name"]] if failures else []
    return failing


def test_accepted_rows_fail_no_test(
    with_accepted_rows: ReplayedWarehouse, recordings: Recordings
) -> None:
    assert failing_tests(with_accepted_rows, recordings, "error") == []


def test_every_order_with_a_customer_key_has_its_record(
    with_accepted_rows: ReplayedWarehouse,
) -> None:
    orders = with_accepted_rows.connection.execute(
        "select count(*), count(customers.customer_hk) from business_vault.current_orders as orders"
        " left join raw_vault.hub_customer as customers using (customer_hk)"
    ).fetchall()
    assert orders[0][0] == orders[0][1] > 0


def test_currencies_without_a_rate_are_named(
    with_accepted_rows: ReplayedWarehouse, recordings: Recordings
) -> None:
    """No rate of the rupee has been delivered."""
    name = "every_currency_has_an_exchange_rate"
    assert name in failing_tests(with_accepted_rows, recordings, "warn")
    ((sales,),) = with_accepted_rows.connection.execute(
        "select count(*) from marts.fact_sales where currency = 'INR' and line_total_eur is null"
    ).fetchall()
    assert sales > 0
