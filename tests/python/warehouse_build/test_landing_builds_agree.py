"""The warehouse is the same from files as from seeds, in any order of arrival."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from database_comparison import differences, row_counts, tables
from landed_warehouse import BATCHES, Landing

from reference_build import Reference, parsed_project

# Tables with the time at which something was first seen, counted or matched depend on the order of
# arrival; no dimension or fact does.
DEPENDS_ON_ORDER_OF_ARRIVAL = {
    "marts.customer_change_events",
    "marts.customer_id_changes",
    "marts.customer_id_lifecycle",
    "marts.customer_uid_redirects",
    "marts.customer_id_tombstones",
    "marts.load_audit",
    "marts.match_quality_metrics",
    "marts.mdm_match_pairs",
    "marts.steward_review_queue",
}
PAST_DAY, PAST_BATCHES = "2026-01-03", BATCHES[:3]
PAST_MARTS = ("dim_customer", "fact_sales", "fact_pipeline_daily", "customer_change_events")


@pytest.fixture(scope="module")
def loaded_from_files(new_landing: Callable[[str], Landing]) -> Landing:
    """A warehouse after three loads from files, the second of which stopped after the vault.

    The warehouse after the first load is kept beside it as past.duckdb.
    """
    landing = new_landing("three_loads")
    landing.load(*PAST_BATCHES)
    shutil.copy(landing.database, landing.database.with_name("past.duckdb"))
    landing.load(*BATCHES[3:9], options=("--select", "staging", "raw_vault"))
    landing.load(BATCHES[9])
    return landing


def test_three_loads_from_files_give_the_same_warehouse_as_one_from_seeds(
    loaded_from_files: Landing, reference: Reference
) -> None:
    assert row_counts(loaded_from_files.database)["marts.fact_sales"] > 0
    assert differences(loaded_from_files.database, reference.database) == {}


def test_build_as_of_a_day_gives_the_marts_of_that_day_beside_the_current_ones(
    loaded_from_files: Landing, reference: Reference, copy_of_reference: Callable[[str], Path]
) -> None:
    database = copy_of_reference("as_of")
    schema = f"marts_as_of_{PAST_DAY.replace('-', '_')}"
    selected = [f"+{name}" for name in PAST_MARTS]
    parsed_project("test_as_of", {"as_of_date": PAST_DAY}).run(
        database, "run", "--select", *selected
    )
    assert differences(database, reference.database) == {}
    past = loaded_from_files.database.with_name("past.duckdb")
    assert {f"{schema}.{name}" for name in PAST_MARTS} <= set(tables(database, (schema,)))
    assert differences(database, past, ("marts",), {"marts": schema}, PAST_MARTS) == {}


@pytest.mark.long
def test_warehouse_from_files_passes_its_tests_and_a_run_without_new_files_changes_nothing(
    loaded_from_files: Landing,
) -> None:
    before = row_counts(loaded_from_files.database)
    loaded_from_files.load()
    assert row_counts(loaded_from_files.database) == before
    for command in ("snapshot", "test"):
        loaded_from_files.run(command)


@pytest.mark.long
def test_late_batch_gives_the_same_dimensions_and_facts(
    landing: Landing, reference: Reference
) -> None:
    landing.load(*BATCHES[:7], *BATCHES[8:])
    landing.load(BATCHES[7])
    found = differences(landing.database, reference.database, ("marts",))
    assert set(found) <= DEPENDS_ON_ORDER_OF_ARRIVAL


@pytest.mark.long
def test_batch_that_arrives_after_its_successors_gives_the_same_dimensions_and_facts(
    landing: Landing, reference: Reference
) -> None:
    landing.load(*BATCHES[:7])
    landing.load(*BATCHES[8:])
    landing.load(BATCHES[7])
    found = differences(landing.database, reference.database, ("marts",))
    assert set(found) <= DEPENDS_ON_ORDER_OF_ARRIVAL


def test_no_row_after_load_until_is_lost(landing: Landing, delivered: Path) -> None:
    names = ("stg_ecb__exchange_rates", "quarantine_ecb__exchange_rates")
    selected = ("--select", *(f"+{name}" for name in names))
    landing.load("B001", options=selected)
    days = [delivered / "exchange_rates" / f"{batch}.jsonl" for batch in ("B002", "B003")]
    texts = [day.read_text(encoding="utf-8") for day in days]
    (landing.folder / "exchange_rates" / "B002.jsonl").write_text("".join(texts))
    found = []
    for load_until in ("2026-01-02", ""):
        landing.run("run", *selected, load_until=load_until)
        rows = row_counts(landing.database, ("staging", "quarantine"))
        found.append(sum(number for name, number in rows.items() if name.endswith(names)))
    assert found[1] - found[0] == texts[1].count("\n") > 0
