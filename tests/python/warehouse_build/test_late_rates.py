"""A late exchange rate revalues what was valued without it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
from database_comparison import differences

from dbt_in_process import DATABASE, Project

RATED = "exchange_rate_spans+,config.materialized:incremental"
"""The models that keep amounts in euro from one run to the next."""
BUSIEST = """
    select currency, cast(date_day as varchar)
    from marts.fact_pipeline_daily
    where date_day < cast('2026-01-01' as date)
    group by all
    order by count(*) desc, 1, 2
    limit 1
"""
"""The currency and day on which most deals were open."""


def test_late_rate_revalues_what_a_full_refresh_does(
    project: Project, copy_of_reference: Callable[[str], Path]
) -> None:
    database = copy_of_reference("late_rate")
    with duckdb.connect(str(database)) as connection:
        ((currency, day),) = connection.execute(BUSIEST).fetchall()
        connection.execute(
            "delete from raw_vault.ref_exchange_rates where currency = ? and rate_date = ?",
            [currency, day],
        )
    value_all(project, database)
    before = worth(database, currency, day)
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "insert into landing.exchange_rates"
            " values (?, ?, '2000.000000', '2026-01-10 02:00:00', 'B010', 'ECB.RATES')",
            [currency, day],
        )
    project.run(database, "run", "--select", "exchange_rates+")
    refreshed = database.parent / "refreshed" / DATABASE
    refreshed.parent.mkdir()
    shutil.copy(database, refreshed)
    value_all(project, refreshed)
    assert differences(database, refreshed, ("business_vault", "marts")) == {}
    assert 0 < worth(database, currency, day) < before / 100


def value_all(project: Project, database: Path) -> None:
    """Compute what is valued in euro from all of its rows."""
    project.run(database, "run", "--full-refresh", "--select", RATED)


def worth(database: Path, currency: str, day: str) -> float:
    """What the deals in a currency were worth on a day, in euro."""
    with duckdb.connect(str(database), read_only=True) as connection:
        ((amount,),) = connection.execute(
            "select sum(amount_eur) from marts.fact_pipeline_daily"
            " where currency = ? and date_day = ?",
            [currency, day],
        ).fetchall()
    return float(amount)
