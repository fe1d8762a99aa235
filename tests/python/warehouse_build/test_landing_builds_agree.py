"""From files as from seeds, in whatever order they arrive, the warehouse is the same."""

import json
from collections.abc import Callable
from pathlib import Path

from database_comparison import differences, row_counts
from dbt_runs import BATCHES, ROOT, run_dbt_on

# A hub keeps the day on which a key was first seen, so the tables that tell when something was
# seen, counted or known to be the same tell of the order of arrival; no dimension or fact does.
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


def test_files_give_the_same_warehouse_as_seeds_also_after_runs_that_stopped_and_pass_its_tests(
    landing: Callable[..., None], built_at_once: Path, tmp_path: Path
) -> None:
    landing(*BATCHES[:7])
    landing(BATCHES[7], options=("--select", "staging", "raw_vault"))
    landing(BATCHES[8], options=("--select", "+customer_identity_assignments"))
    landing(BATCHES[9])
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
    landing(*BATCHES[:7])
    landing(*BATCHES[8:])
    landing(BATCHES[7])
    found = differences(tmp_path / "c360.duckdb", built_at_once, ("marts",))
    assert set(found) <= OF_THE_ORDER_OF_ARRIVAL


def test_a_file_that_goes_on_after_load_until_loses_no_row(
    landing: Callable[..., None], delivered: Path, tmp_path: Path
) -> None:
    tables = ("stg_ecb__exchange_rates", "quarantine_ecb__exchange_rates")
    selected = ("--select", *(f"+{name}" for name in tables))
    landing("B001", options=selected)
    days = [delivered / "exchange_rates" / f"{batch}.jsonl" for batch in ("B002", "B003")]
    texts = [day.read_text(encoding="utf-8") for day in days]
    (tmp_path / "landing" / "exchange_rates" / "B002.jsonl").write_text("".join(texts))
    database, found = tmp_path / "c360.duckdb", []
    for load_until in ("2026-01-02", ""):
        limits = {"landing": str(tmp_path / "landing"), "load_until": load_until}
        run_dbt_on(ROOT, database, "run", "--quiet", "--vars", json.dumps(limits), *selected)
        rows = row_counts(database, ("staging", "quarantine"))
        found.append(sum(number for name, number in rows.items() if name.endswith(tables)))
    assert found[1] - found[0] == texts[1].count("\n") > 0
