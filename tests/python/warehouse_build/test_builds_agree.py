"""The vault, identities and marts do not depend on how the batches are loaded."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from database_comparison import differences, row_counts, tables
from dbt_in_process import DATABASE, Project
from reference_build import Reference, parsed_project
from small_warehouse import REDELIVERED, SmallBuild

DAYS = [f"2026-01-{day:02d}" for day in range(1, 11)]
PAST_DAYS = ("2026-01-03", "2026-01-08")
# These count landed rows, so a batch that lands twice changes them.
COUNTS_OF_LANDED_ROWS = {"marts.load_audit", "raw_vault.load_counts", "raw_vault.snapshot_checks"}


def test_batch_delivered_twice_changes_only_the_count_of_landed_rows(
    small_build: SmallBuild,
) -> None:
    again, once = small_build.redelivered, small_build.built
    assert set(differences(again, once)) == COUNTS_OF_LANDED_ROWS
    assert counted(again, "loaded") == counted(once, "loaded")
    before, after = counted(once, "landed"), counted(again, "landed")
    with duckdb.connect(str(once), read_only=True) as connection:
        feeds = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'landing'"
            " and not starts_with(table_name, 'landing_')"
        ).fetchall()
        landed_again = {
            feed: connection.execute(
                f"select count(*) from landing.{feed} where _batch_id = ?", [REDELIVERED]
            ).fetchone()[0]
            for (feed,) in feeds
        }
    assert min(landed_again.values()) > 0
    assert {feed: after[feed] - before[feed] for feed in landed_again} == landed_again


def counted(database: Path, figure: str) -> dict[str, int]:
    """A figure of the load audit, by feed."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            f"select feed, sum({figure}) from marts.load_audit group by feed"
        ).fetchall()
    return {feed: int(number) for feed, number in rows}


@pytest.mark.long
def test_second_build_adds_nothing(
    project: Project, reference: Reference, copy_of_reference: Callable[[str], Path]
) -> None:
    database = copy_of_reference("again")
    project.run(database, "run")
    assert differences(database, reference.database) == {}


@pytest.fixture(scope="module")
def built_day_by_day(
    project: Project, reference: Reference, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A database that loaded one batch per run."""
    database = tmp_path_factory.mktemp("day_by_day") / DATABASE
    project.run(database, "seed")
    for day in DAYS:
        project.run(database, "run", dbt_vars={"load_until": day})
        if day in PAST_DAYS:
            shutil.copy(database, database.with_name(f"{day}.duckdb"))
    return database


@pytest.mark.long
def test_ten_daily_loads_give_the_same_warehouse_as_one(
    built_day_by_day: Path, reference: Reference
) -> None:
    assert row_counts(reference.database)["marts.fact_sales"] > 0
    assert differences(built_day_by_day, reference.database) == {}


@pytest.mark.long
def test_builds_as_of_two_days_give_the_marts_of_those_days_next_to_the_current_ones(
    built_day_by_day: Path, reference: Reference, copy_of_reference: Callable[[str], Path]
) -> None:
    database = copy_of_reference("as_of")
    for day in PAST_DAYS:
        name = f"test_as_of_{day.replace('-', '_')}"
        parsed_project(name, {"as_of_date": day}).run(database, "run")
    assert differences(database, reference.database) == {}
    for day in PAST_DAYS:
        schema = f"marts_as_of_{day.replace('-', '_')}"
        past = built_day_by_day.with_name(f"{day}.duckdb")
        assert tables(database, (schema,)) == [
            name.replace("marts.", f"{schema}.") for name in tables(past, ("marts",))
        ]
        assert differences(database, past, ("marts",), renamed={"marts": schema}) == {}


LIFECYCLE = """
    customer_uid, as_of_date, created_date, tenure_months, lifecycle_stage, status, is_churned,
    churn_risk_score, churn_risk_tier, health_score, total_orders, last_activity_date, idle_days,
    lifetime_value_eur, revenue_12_months_eur, predicted_ltv_12_months_eur
"""


def months_as_known_on(day: str, manifest: Path) -> tuple[str, str]:
    """The queries of the monthly engagement, with one month that ends on a day, and of the fact.

    The second reads the first as a table `engagement_on_day`.
    """
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    engagement, fact = (
        nodes[f"model.customer_360.{name}"]["compiled_code"]
        for name in ("bsat_customer_engagement_monthly", "fact_customer_monthly")
    )
    months = (
        f"all_months as (select 'load_time' as time_axis, 'month' as month_key, date '{day}' as"
        f" month_start, date '{day}' as as_of_date, true as is_complete,"
        f" timestamp '{day}' + interval 1 day as ends_at, ends_at as known_before),"
        "\n\nmonths as (select * from all_months),\n\ninputs as ("
    )
    on_day, replaced = re.subn(
        r"\ball_months as \(.*?\binputs as \(", months, engagement, flags=re.S
    )
    source = "engagement as (select * from engagement_on_day),\n\nthresholds as ("
    fact, of_fact = re.subn(r"\bengagement as \(.*?\bthresholds as \(", source, fact, flags=re.S)
    assert replaced == of_fact == 1
    return on_day, fact


@pytest.mark.long
@pytest.mark.parametrize("day", PAST_DAYS)
def test_a_month_as_known_is_the_lifecycle_of_its_last_day(
    built_day_by_day: Path, documented: Path, reference: Reference, day: str
) -> None:
    engagement, fact = months_as_known_on(day, documented / "manifest.json")
    past = built_day_by_day.with_name(f"{day}.duckdb")
    with duckdb.connect(str(reference.database), read_only=True) as connection:
        connection.execute(f"attach '{past}' as past (read_only)")
        connection.execute(f"create temp table engagement_on_day as {engagement}")
        connection.execute(f"create temp table monthly as {fact}")
        ((customers,),) = connection.execute("select count(*) from monthly").fetchall()
        assert customers > 1000
        for one, other in (
            ("monthly", "past.marts.dim_customer_lifecycle"),
            ("past.marts.dim_customer_lifecycle", "monthly"),
        ):
            query = f"select {LIFECYCLE} from {one} except select {LIFECYCLE} from {other}"
            assert connection.execute(query).fetchall() == []
