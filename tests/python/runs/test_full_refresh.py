"""A full refresh by dbt keeps tables that cannot be computed again without their source files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb

from dbt_in_process import DATABASE, Project
from small_warehouse import SmallBuild

# A table of each kind, and a table that each is loaded from, which is empty now.
LOADED_FROM = {
    "staging.stg_support__tickets": "landing.landing_support_tickets",
    "raw_vault.hub_fraud_alert": "staging.stg_risk__fraud_alerts",
    "raw_vault.link_customer_fraud_alert": "staging.stg_risk__fraud_alerts",
    "raw_vault.sat_fraud_alert__risk": "staging.stg_risk__fraud_alerts",
    "raw_vault.nh_link_clickstream": "staging.stg_web__clickstream",
    "raw_vault.eff_sat_customer_account": "staging.stg_finance__accounts",
    "raw_vault.ref_exchange_rates": "staging.stg_ecb__exchange_rates",
    "raw_vault.status_sat_product__erp": "raw_vault.snapshot_log__products",
    "business_vault.pair_scores": "business_vault.new_pair_scores",
    "business_vault.customer_identity_assignments": "business_vault.cluster_assignments",
}
REFRESHED = "marts.fact_fraud_signals"


def rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    """All rows of a table."""
    return connection.execute(f"from {table} order by all").fetchall()


def test_a_full_refresh_keeps_vault_scores_and_id_history(
    small_build: SmallBuild, project: Project, tmp_path: Path
) -> None:
    database = tmp_path / DATABASE
    shutil.copy(small_build.built, database)
    with duckdb.connect(str(database)) as connection:
        before = {table: rows(connection, table) for table in LOADED_FROM}
        assert all(before.values())
        for source in sorted(set(LOADED_FROM.values())):
            connection.execute(f"delete from {source}")
        connection.execute(f"update {REFRESHED} set fraud_type = 'outdated'")
    names = [table.split(".")[1] for table in [*LOADED_FROM, REFRESHED]]
    project.run(database, "run", "--full-refresh", "--select", *names)
    with duckdb.connect(str(database), read_only=True) as connection:
        lost = [table for table in LOADED_FROM if rows(connection, table) != before[table]]
        outdated = f"select count(*) from {REFRESHED} where fraud_type = 'outdated'"
        assert connection.execute(outdated).fetchone() == (0,)
    assert lost == []
