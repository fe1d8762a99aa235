"""From files as from seeds, in whatever order they arrive, the warehouse is the same."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from database_comparison import differences, row_counts
from dbt_runs import ROOT, run_dbt_on

# Each kind of file is that of some feeds.
KINDS = {
    "csv": "format csv, header",
    "jsonl": "format json",
    "parquet": "format parquet",
}
DAYS = [f"B{number:03d}" for number in range(1, 11)]
# A hub keeps the day on which a key was first seen, so the tables that tell when something was seen,
# counted or known to be the same tell of the order of arrival; no dimension and no fact does.
OF_THE_ORDER_OF_ARRIVAL = {
    "marts.customer_change_events",
    "marts.customer_id_changes",
    "marts.customer_id_lifecycle",
    "marts.customer_id_resolution",
    "marts.customer_id_tombstones",
    "marts.load_audit",
    "marts.match_quality_metrics",
    "marts.mdm_match_pairs",
    "marts.steward_review_queue",
}


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's feeds as files, `<feed>/<batch>.<kind>`."""
    folder = tmp_path_factory.mktemp("delivered")
    seeds = [
        *sorted((ROOT / "seeds" / "feeds").glob("*.csv")),
        *sorted((ROOT / "seeds" / "stewardship").glob("*.csv")),
    ]
    with duckdb.connect() as connection:
        for number, seed in enumerate(seeds):
            kind, options = list(KINDS.items())[number % len(KINDS)]
            (folder / seed.stem).mkdir()
            rows = f"read_csv('{seed}', all_varchar = true)"
            batches = connection.execute(f"select distinct _batch_id from {rows}").fetchall()
            for (batch,) in batches:
                connection.execute(
                    f"copy (select * from {rows} where _batch_id = '{batch}')"
                    f" to '{folder / seed.stem / batch}.{kind}' ({options})"
                )
    return folder


@pytest.fixture
def landing(delivered: Path, tmp_path: Path) -> Callable[..., None]:
    """A function that lets batches arrive and then runs dbt on what has landed."""

    def arrive_and_run(*batches: str, options: tuple[str, ...] = ()) -> None:
        for path in delivered.glob("*/*.*"):
            if path.stem in batches:
                target = tmp_path / "landing" / path.parent.name / path.name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)
        variables = json.dumps({"landing": str(tmp_path / "landing")})
        database = tmp_path / "c360.duckdb"
        if not database.exists():
            run_dbt_on(ROOT, database, "seed", "--quiet", "--vars", variables)
        run_dbt_on(ROOT, database, "run", "--quiet", "--vars", variables, *options)

    return arrive_and_run


def test_files_give_the_same_warehouse_as_seeds_also_after_a_run_that_stopped_and_pass_its_tests(
    landing: Callable[..., None], built_at_once: Path, tmp_path: Path
) -> None:
    landing(*DAYS[:8])
    landing(DAYS[8], options=("--select", "staging", "raw_vault"))
    landing(DAYS[9])
    assert row_counts(tmp_path / "c360.duckdb")["marts.fact_sales"] > 0
    assert differences(tmp_path / "c360.duckdb", built_at_once) == {}
    before = row_counts(tmp_path / "c360.duckdb")
    landing()
    assert row_counts(tmp_path / "c360.duckdb") == before
    variables = json.dumps({"landing": str(tmp_path / "landing")})
    for command in ("snapshot", "test"):
        run_dbt_on(ROOT, tmp_path / "c360.duckdb", command, "--quiet", "--vars", variables)


def test_a_batch_that_arrives_late_gives_the_same_dimensions_and_facts(
    landing: Callable[..., None], built_at_once: Path, tmp_path: Path
) -> None:
    landing(*DAYS[:7])
    landing(*DAYS[8:])
    landing(DAYS[7])
    found = differences(tmp_path / "c360.duckdb", built_at_once, ("marts",))
    assert set(found) <= OF_THE_ORDER_OF_ARRIVAL
