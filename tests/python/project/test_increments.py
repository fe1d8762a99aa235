"""A build after the first takes in what is pending: nothing that lands or is loaded is left out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from dbt_in_process import DATABASE, Project

REBUILT = Path("docs/decisions/0003-each-table-records-what-it-has-processed.md")


def models(manifest: dict[str, Any], *folders: str) -> dict[str, dict[str, Any]]:
    """The models below some folders of `models`, by name."""
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node["original_file_path"].startswith(tuple(f"models/{folder}/" for folder in folders))
    }


def parents(node: dict[str, Any]) -> set[str]:
    """Names of the models that a model reads."""
    return {name.split(".")[-1] for name in node["depends_on"]["nodes"]}


def test_the_batches_of_every_feed_are_counted(manifest: dict[str, Any]) -> None:
    counted = models(manifest, "staging/batches")["stg_landing__batches"]
    assert parents(counted) == set(models(manifest, "staging/landing"))


def test_the_loads_of_every_link_satellite_and_reference_table_are_counted(
    manifest: dict[str, Any],
) -> None:
    counted = models(manifest, "raw_vault/audit")["vault_loads"]
    kept = models(manifest, *(f"raw_vault/{part}" for part in ("links", "reference", "satellites")))
    # Of hubs, that of the customers alone: a record known by its key is one to be matched.
    assert parents(counted) == {*kept, "hub_customer"}


def test_a_customer_is_pending_by_every_table_that_describes_it(manifest: dict[str, Any]) -> None:
    described = {
        name
        for name in models(manifest, "raw_vault/satellites")
        if re.match(r"(status_)?sat_customer(_pii)?__", name)
    }
    pending = models(manifest, "business_vault/increment")["pending_customers"]
    assert parents(pending) == {*described, "hub_customer", "vault_loads"}


def test_every_staged_row_says_what_it_arrived_in(manifest: dict[str, Any]) -> None:
    staged = models(manifest, "staging")
    silent = [
        name
        for name, node in staged.items()
        if node["config"]["materialized"] == "incremental"
        and name.startswith("stg_")
        and "landed_in" not in node["raw_code"]
    ]
    assert silent == []


def test_a_fact_is_incremental_or_its_rebuilding_has_a_reason(
    manifest: dict[str, Any], root: Path
) -> None:
    reasons = set(re.findall(r"`(fact_\w+)`", (root / REBUILT).read_text(encoding="utf-8")))
    facts = {name: node for name, node in models(manifest, "marts").items() if "fact_" in name}
    rebuilt = {
        name for name, node in facts.items() if node["config"]["materialized"] != "incremental"
    }
    assert rebuilt - reasons == set()


def test_what_is_computed_by_key_replaces_the_rows_of_the_keys_that_it_touches(
    manifest: dict[str, Any],
) -> None:
    wrong = {}
    for name, node in models(manifest, "business_vault", "marts").items():
        if found := re.search(r"\{\{ touched\(\s*'(\w+)'", node["raw_code"]):
            config = node["config"]
            settings = (
                config["materialized"],
                config["incremental_strategy"],
                config["unique_key"],
                config["on_schema_change"],
                f"is_touched('{found[1]}')" in node["raw_code"],
            )
            if settings != ("incremental", "delete+insert", found[1], "fail", True):
                wrong[name] = settings
    assert wrong == {}


def test_scored_pairs_are_refreshed_only_together_with_their_candidates(
    project: Project, tmp_path: Path
) -> None:
    selected = ("--full-refresh", "--select", "scored_pairs")
    outcome = project.attempt(tmp_path / DATABASE, "run", *selected)
    assert not outcome.success
    assert "scored_pairs is made anew together with candidate_pairs" in outcome.errors
