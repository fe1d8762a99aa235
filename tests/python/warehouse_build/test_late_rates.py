"""A rate of exchange that arrives late values anew what was valued without it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
from database_comparison import differences
from dbt_runs import run_dbt_on

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


def test_a_late_rate_values_anew_what_a_full_refresh_does(
    built_at_once: Path, copied_project: Callable[[str], Path], tmp_path: Path
) -> None:
    project = copied_project("late_rate")
    database, anew = tmp_path / "c360.duckdb", tmp_path / "anew.duckdb"
    shutil.copy(built_at_once, database)
    with duckdb.connect(str(database)) as connection:
        ((currency, day),) = connection.execute(BUSIEST).fetchall()
        connection.execute(
            "delete from raw_vault.ref_exchange_rates where currency = ? and rate_date = ?",
            [currency, day],
        )
    run_dbt_on(project, database, "run", "--quiet", "--select", "vault_loads")
    value_all(project, database)
    before = worth(database, currency, day)
    with (project / "seeds" / "feeds" / "exchange_rates.csv").open("a", encoding="utf-8") as feed:
        feed.write(f"{currency},{day},2000.000000,2026-01-10 02:00:00,B010,ECB.RATES\n")
    run_dbt_on(project, database, "seed", "--quiet", "--select", "exchange_rates")
    run_dbt_on(project, database, "run", "--quiet", "--select", "exchange_rates+")
    shutil.copy(database, anew)
    value_all(project, anew)
    assert differences(database, anew, ("business_vault", "marts")) == {}
    assert 0 < worth(database, currency, day) < before / 100


def value_all(project: Path, database: Path) -> None:
    """Compute what is valued in euro from all of its rows."""
    run_dbt_on(project, database, "run", "--quiet", "--full-refresh", "--select", RATED)


def worth(database: Path, currency: str, day: str) -> float:
    """What the deals in a currency were worth on a day, in euro."""
    with duckdb.connect(str(database), read_only=True) as connection:
        ((amount,),) = connection.execute(
            "select sum(amount_eur) from marts.fact_pipeline_daily"
            " where currency = ? and date_day = ?",
            [currency, day],
        ).fetchall()
    return float(amount)
