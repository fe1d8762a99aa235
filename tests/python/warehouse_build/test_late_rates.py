"""A late exchange rate changes the amounts that were converted without it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from database_comparison import differences
from dbt_in_process import DATABASE

RATED = "exchange_rate_spans+,config.materialized:incremental"
"""The incremental models with amounts in euro."""
BUSIEST = """
    select currency, cast(transaction_date as varchar)
    from marts.fact_transactions
    where transaction_date < cast('2026-01-01' as date) and currency in ('USD', 'GBP')
    group by all
    order by count(*) desc, 1, 2
    limit 1
"""
"""The foreign currency and day with most transactions."""


def test_a_late_rate_gives_the_same_amounts_as_a_full_refresh(
    replayed: Callable[..., None], copy_of_reference: Callable[[str], Path]
) -> None:
    database = copy_of_reference("late_rate")
    with duckdb.connect(str(database)) as connection:
        ((currency, day),) = connection.execute(BUSIEST).fetchall()
        connection.execute(
            "delete from raw_vault.ref_exchange_rates where currency = ? and rate_date = ?",
            [currency, day],
        )
    replayed(database, RATED, is_refresh=True)
    before = total_amount(database, currency, day)
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "insert into landing.exchange_rates"
            " values (?, ?, '2000.000000', '2026-01-10 02:00:00', 'B010', 'ECB.RATES')",
            [currency, day],
        )
    replayed(database, "exchange_rates+")
    refreshed = database.parent / "refreshed" / DATABASE
    refreshed.parent.mkdir()
    shutil.copy(database, refreshed)
    replayed(refreshed, RATED, is_refresh=True)
    assert differences(database, refreshed, ("business_vault", "marts")) == {}
    assert 0 < total_amount(database, currency, day) < before / 100


def total_amount(database: Path, currency: str, day: str) -> float:
    """Total amount in euro, without signs, of the transactions in a currency on a day."""
    with duckdb.connect(str(database), read_only=True) as connection:
        ((amount,),) = connection.execute(
            "select sum(abs(amount_eur)) from marts.fact_transactions"
            " where currency = ? and transaction_date = ?",
            [currency, day],
        ).fetchall()
    return float(amount)
