"""However the batches are loaded, the vault, its identities and the marts are the same."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from database_comparison import differences, row_counts, tables
from dbt_runs import ROOT, run_dbt_on

DAYS = [f"2026-01-{day:02d}" for day in range(1, 11)]
PAST_DAYS = ("2026-01-03", "2026-01-08")


@pytest.fixture(scope="module")
def built_day_by_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that loaded one batch a run."""
    database = tmp_path_factory.mktemp("day_by_day") / "c360.duckdb"
    run_dbt_on(ROOT, database, "seed", "--quiet")
    for day in DAYS:
        run_dbt_on(ROOT, database, "run", "--quiet", "--vars", f"load_until: {day}")
        if day in PAST_DAYS:
            shutil.copy(database, database.with_name(f"{day}.duckdb"))
    return database


def test_day_by_day_gives_the_same_warehouse_as_all_at_once(
    built_day_by_day: Path, built_at_once: Path
) -> None:
    assert row_counts(built_at_once)["marts.fact_sales"] > 0
    assert differences(built_day_by_day, built_at_once) == {}


def test_builds_as_of_two_days_give_the_marts_as_they_stood_beside_those_of_today(
    built_day_by_day: Path, built_at_once: Path, tmp_path: Path
) -> None:
    database = tmp_path / "c360.duckdb"
    shutil.copy(built_at_once, database)
    for day in PAST_DAYS:
        run_dbt_on(ROOT, database, "run", "--quiet", "--vars", f"as_of_date: {day}")
    assert differences(database, built_at_once) == {}
    for day in PAST_DAYS:
        schema = f"marts_as_of_{day.replace('-', '_')}"
        past = built_day_by_day.with_name(f"{day}.duckdb")
        assert tables(database, (schema,)) == [
            name.replace("marts.", f"{schema}.") for name in tables(past, ("marts",))
        ]
        assert differences(database, past, ("marts",), renamed={"marts": schema}) == {}


def test_a_second_build_adds_nothing(built_at_once: Path, tmp_path: Path) -> None:
    again = tmp_path / "c360.duckdb"
    shutil.copy(built_at_once, again)
    run_dbt_on(ROOT, again, "run", "--quiet")
    assert differences(again, built_at_once) == {}


def test_a_batch_delivered_again_changes_nothing_but_the_count_of_what_landed(
    built_at_once: Path, copied_project: Callable[[str], Path], tmp_path: Path
) -> None:
    project = copied_project("redelivered")
    landed = {}
    for feed in (project / "seeds" / "feeds").glob("*.csv"):
        header, *lines = feed.read_text(encoding="utf-8").splitlines(keepends=True)
        repeated = [line for line in lines if ",B003," in line]
        landed[feed.stem] = len(repeated)
        feed.write_text(header + "".join(lines + repeated), encoding="utf-8")
    assert min(landed.values()) > 0
    again = tmp_path / "c360.duckdb"
    shutil.copy(built_at_once, again)
    run_dbt_on(project, again, "build", "--quiet", "--select", "path:seeds/feeds")
    run_dbt_on(project, again, "run", "--quiet")
    audits = {"marts.load_audit", "raw_vault.load_counts"}
    assert set(differences(again, built_at_once)) == audits
    assert counted(again, "loaded") == counted(built_at_once, "loaded")
    more = {
        feed: counted(again, "landed")[feed] - counted(built_at_once, "landed")[feed]
        for feed in landed
    }
    assert more == landed


def counted(database: Path, figure: str) -> dict[str, int]:
    """A figure of the load audit, added up by feed."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            f"select feed, sum({figure}) from marts.load_audit group by feed"
        ).fetchall()
    return {feed: int(number) for feed, number in rows}
