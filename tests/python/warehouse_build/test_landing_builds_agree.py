"""The warehouse is the same from files as from seeds, in any order of arrival."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from database_comparison import differences, row_counts
from dbt_in_process import DATABASE, Project
from landed_warehouse import BATCHES, Landing
from reference_build import Reference
from small_warehouse import LANDED, SmallBuild

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
# Macros that read the var `landing`, and the folders in which such macros may be.
ABOUT_LANDING = {"landed", "duckdb__landed_outside", "default__landed_outside", "is_pending"}
PLACES = ("macros/landing", "macros/loads", "macros/checks", "macros/erasure")
# Feeds in CSV, JSON lines and Parquet that are staged in two loads.
TWICE = ("web__clickstream", "erp__products", "shop__orders")
THREE_LOADS = (BATCHES[:3], BATCHES[3:9], BATCHES[9:])
STAGED = ("stg", "quarantine")
STAGING = ("--select", "path:models/staging")


def test_only_staging_depends_on_where_the_feeds_land(manifest: dict[str, Any]) -> None:
    """Therefore a warehouse from files equals one from seeds if staging is the same."""
    macros, found = manifest["macros"], set(manifest["macros"])
    readers = {name for name in found if macros[name]["name"] in ABOUT_LANDING}
    assert len(readers) == len(ABOUT_LANDING)
    for name in found:
        text = macros[name]["macro_sql"]
        if macros[name]["package_name"] == "customer_360" and (
            "var('landing')" in text or "landing_place()" in text
        ):
            assert macros[name]["original_file_path"].startswith(PLACES)
    # These read a landing model only for models that do, and for the gates of staging models.
    of_staging = {"loads_of", "gate_deliveries"}
    found -= {name for name in found if macros[name]["name"] in of_staging}
    while added := {
        name for name in found - readers if readers & set(macros[name]["depends_on"]["macros"])
    }:
        readers |= added
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    about_landing = {
        node["original_file_path"].split("/")[1]
        for node in models
        if readers & set(node["depends_on"]["macros"])
        or any(".landing_" in parent for parent in node["depends_on"]["nodes"])
    }
    assert about_landing == {"staging"}


@pytest.mark.parametrize("are_all", [False, pytest.param(True, marks=pytest.mark.long)])
def test_two_loads_of_files_stage_the_same_rows_as_seeds(
    landing_project: Project,
    small_delivered: Path,
    small_build: SmallBuild,
    tmp_path: Path,
    are_all: bool,
) -> None:
    """The small warehouse has loaded the same batches from tables at once.

    are_all: the second load stages all feeds.
    """
    landing = Landing(landing_project, small_delivered, tmp_path / "landing", tmp_path / DATABASE)
    selected = ("--select", *(f"+stg_{name} quarantine_{name}" for name in TWICE))
    landing.deliver(*LANDED[:4])
    landing.run("run", *selected)
    feeds = [name.split("__")[1] for name in TWICE]
    kinds = {path.suffix for feed in feeds for path in landing.folder.glob(f"{feed}/*")}
    assert kinds == {".csv", ".jsonl", ".parquet"}
    landing.deliver(*LANDED[4:])
    landing.run("run", *(STAGING if are_all else selected))
    layers = ("staging", "quarantine")
    compared = [] if are_all else [f"{kind}_{name}" for name in TWICE for kind in STAGED]
    counts = row_counts(landing.database, layers)
    assert min(counts[f"staging.stg_{name}"] for name in ("shop__orders", "web__clickstream")) > 0
    assert sum(counts[name] for name in counts if name.startswith("quarantine.")) > 0
    assert differences(landing.database, small_build.built, layers, only=compared) == {}


@pytest.fixture(scope="module")
def loaded_from_files(new_landing: Callable[[str], Landing]) -> Landing:
    """A warehouse after three loads from files, the second of which stopped after the vault."""
    landing = new_landing("three_loads")
    landing.load(*THREE_LOADS[0])
    landing.load(*THREE_LOADS[1], options=("--select", "staging", "raw_vault"))
    landing.load(*THREE_LOADS[2])
    return landing


@pytest.mark.long
def test_three_loads_from_files_give_the_same_warehouse_as_one_from_seeds(
    loaded_from_files: Landing, reference: Reference
) -> None:
    assert row_counts(loaded_from_files.database)["marts.fact_sales"] > 0
    assert differences(loaded_from_files.database, reference.database) == {}


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
    contents = [day.read_text(encoding="utf-8") for day in days]
    (landing.folder / "exchange_rates" / "B002.jsonl").write_text("".join(contents))
    found = []
    for load_until in ("2026-01-02", ""):
        landing.run("run", *selected, load_until=load_until)
        rows = row_counts(landing.database, ("staging", "quarantine"))
        found.append(sum(number for name, number in rows.items() if name.endswith(names)))
    assert found[1] - found[0] == contents[1].count("\n") > 0
