"""A late exchange rate changes the amounts that were converted without it."""

from collections.abc import Callable

from sequences import Graph

from replayed_warehouse import ReplayedWarehouse

BUSIEST = """
    select currency, cast(transaction_date as varchar)
    from marts.fact_transactions
    where currency in ('USD', 'GBP')
    group by all
    order by count(*) desc, 1, 2
    limit 1
"""
"""The foreign currency and day with most transactions."""
Opened = Callable[..., ReplayedWarehouse]


def test_a_late_rate_gives_the_same_amounts_as_a_full_refresh(opened: Opened, graph: Graph) -> None:
    warehouse = opened()
    ((currency, day),) = warehouse.connection.execute(BUSIEST).fetchall()
    converted = [
        node
        for node in graph.descendants("model.customer_360.exchange_rate_spans")
        if graph.nodes[node]["config"]["materialized"] == "incremental"
    ]
    warehouse.connection.execute(
        "delete from raw_vault.ref_exchange_rates where currency = ? and rate_date = ?",
        [currency, day],
    )
    refresh(warehouse, converted)
    before = total_amount(warehouse, currency, day)
    warehouse.connection.execute(
        "insert into landing.landing_exchange_rates"
        " values (?, ?, '2000.000000', '2026-01-10 02:00:00', 'B010', 'ECB.RATES', 'B010', null)",
        [currency, day],
    )
    warehouse.run(graph.descendants("model.customer_360.landing_exchange_rates"))
    assert 0 < total_amount(warehouse, currency, day) < before / 100

    found = warehouse.contents(converted)
    refresh(warehouse, converted)
    assert len(found) > 5
    assert warehouse.contents(converted) == found


def refresh(warehouse: ReplayedWarehouse, nodes: list[str]) -> None:
    """Rebuild tables, as with --full-refresh."""
    warehouse.drop(nodes)
    warehouse.run(nodes)


def total_amount(warehouse: ReplayedWarehouse, currency: str, day: str) -> float:
    """Total amount in euro, as absolute values, of the transactions in a currency on a day."""
    ((amount,),) = warehouse.connection.execute(
        "select sum(abs(amount_eur)) from marts.fact_transactions"
        " where currency = ? and transaction_date = ?",
        [currency, day],
    ).fetchall()
    return float(amount)
