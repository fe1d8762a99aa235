"""A warehouse built by version 0.1 keeps its records, ids, decisions and scores in an upgrade.

Only the last file of each feed still exists, and no steward log.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from old_warehouse import columns_of, extract_warehouse, lost_and_added, tables_with_rows

from dbt_in_process import DATABASE, Project

IDENTITY = [f"path:models/business_vault/{name}" for name in ("attributes", "decisions")]
IDENTITY += [f"path:models/business_vault/{name}" for name in ("matching", "clusters")]
REDIRECTS = ["path:models/business_vault/identity_history", "customer_uid_redirects"]
STEWARD_LOGS = [f"landing_steward_{name}" for name in ("decisions", "overrides", "snapshots")]
STEWARD_LOGS += ["landing_accepted_files", "path:models/staging/stewardship"]
GLOBAL_LOGS = ("stg_landing__batches", "vault_loads")
# Vault tables of which version 0.2 has other rows -> how many are lost and added: a snapshot that
# lost a fourth of the products is held back.
OTHER_VAULT_ROWS = {"raw_vault.status_sat_product__erp": (2, 3)}
# Marts with the same rows as in version 0.1: they have no golden customers and no amounts. All
# facts keep their number of rows.
SAME_MARTS = {
    "marts.dim_campaign", "marts.dim_page", "marts.dim_sales_rep", "marts.load_audit",
}  # fmt: skip


@pytest.fixture(scope="module")
def old_warehouse(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The database built by version 0.1, which is read-only, and its landing folder."""
    folder = tmp_path_factory.mktemp("version_0_1")
    extract_warehouse(folder / DATABASE, folder / "landing")
    return folder / DATABASE, folder / "landing"


@pytest.fixture(scope="module")
def run(landing_project: Project, old_warehouse: tuple[Path, Path]) -> Callable[..., Any]:
    """A function that runs dbt on a database with the landing folder; fails if dbt fails."""

    def run(database: Path, *arguments: str) -> Any:
        return landing_project.run(
            database, *arguments, dbt_vars={"landing": str(old_warehouse[1])}
        )

    return run


@pytest.fixture(scope="module")
def upgraded(
    old_warehouse: tuple[Path, Path],
    landing_project: Project,
    run: Callable[..., Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A copy of the old database after the upgrade and before the next build."""
    database = tmp_path_factory.mktemp("upgraded") / DATABASE
    shutil.copy(old_warehouse[0], database)
    refused = landing_project.attempt(
        database, "run", "--select", "hub_order", dbt_vars={"landing": str(old_warehouse[1])}
    )
    assert "make upgrade" in refused.errors
    landing_project.operate(database, "upgrade_warehouse")
    return database


def query(database: Path, text: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(text).fetchall()


def test_nothing_that_was_loaded_is_lost(old_warehouse: tuple[Path, Path], upgraded: Path) -> None:
    before = old_warehouse[0]
    kept = tables_with_rows(before, "raw_vault", "staging", "quarantine", "snapshots")
    # The next build counts loads again.
    kept = [table for table in kept if table.split(".")[1] not in (*GLOBAL_LOGS, "load_counts")]
    kept += ["business_vault.customer_identity_assignments"]
    assert len(kept) > 90
    changed = {name: lost_and_added(before, upgraded, name, name) for name in kept}
    assert {name: rows for name, rows in changed.items() if rows != (0, 0)} == {}


def test_the_register_of_deliveries_counts_what_landed(
    old_warehouse: tuple[Path, Path], upgraded: Path
) -> None:
    counted = "select feed, landed_in, batch_id, {} from staging.{} group by all order by all"
    batches = query(old_warehouse[0], counted.format("sum(landed)", "stg_landing__batches"))
    assert query(upgraded, counted.format("sum(landed)", "stg_landing__deliveries")) == batches
    dates = query(
        upgraded,
        "select distinct delivery_date from staging.stg_landing__deliveries"
        " where delivery_date is not null",
    )
    assert len(dates) == 10


def test_the_score_log_keeps_each_row_under_its_new_names(
    old_warehouse: tuple[Path, Path], upgraded: Path
) -> None:
    name = "business_vault.pair_scores"
    assert lost_and_added(old_warehouse[0], upgraded, name, name) == (0, 0)
    assert query(upgraded, f"select distinct load_id from {name}") == [("before upgrade",)]


def test_only_relations_of_this_version_are_left(
    old_warehouse: tuple[Path, Path], upgraded: Path, manifest: dict[str, Any]
) -> None:
    known = {
        f"{node['schema']}.{node['alias']}"
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed", "snapshot")
    }

    def unknown(database: Path) -> set[str]:
        relations = query(
            database,
            "select table_schema || '.' || table_name from information_schema.tables"
            " where table_schema not in ('bookkeeping', 'operations')",
        )
        return {name for (name,) in relations} - known

    assert {"business_vault.accepted_pairs", "reference.country_spellings"} <= unknown(
        old_warehouse[0]
    )
    assert unknown(upgraded) == set()


def test_facts_wait_for_the_next_build(upgraded: Path) -> None:
    facts = "select table_name from information_schema.tables where table_name = 'fact_sales'"
    assert query(upgraded, facts) == []


def test_vault_tables_get_not_null_constraints(upgraded: Path) -> None:
    database = upgraded.parent / "constrained.duckdb"
    shutil.copy(upgraded, database)
    with (
        duckdb.connect(str(database)) as connection,
        pytest.raises(duckdb.ConstraintException, match="hub_order.order_id"),
    ):
        connection.execute("update raw_vault.hub_order set order_id = null")


def test_a_second_upgrade_and_one_after_a_stop_change_nothing(
    old_warehouse: tuple[Path, Path], upgraded: Path, landing_project: Project, tmp_path: Path
) -> None:
    def content(database: Path) -> list[tuple[Any, ...]]:
        """The rows that an upgrade writes."""
        return query(
            database,
            "select consumer, source, load, state from bookkeeping.processed_loads"
            " union all select content_id_l, content_id_r, load_id, match_score::varchar"
            " from business_vault.pair_scores order by all",
        )

    expected = content(upgraded)
    database = tmp_path / DATABASE
    shutil.copy(upgraded, database)
    with duckdb.connect(str(database)) as connection:
        # As if it had stopped before the last step, with only some loads marked.
        connection.execute(f"attach '{old_warehouse[0]}' as before_upgrade (read_only)")
        connection.execute(
            "create table staging.stg_landing__batches as"
            " from before_upgrade.staging.stg_landing__batches"
        )
        connection.execute("delete from bookkeeping.processed_loads where consumer like 'hub%'")
    landing_project.operate(database, "upgrade_warehouse")
    assert content(database) == expected
    landing_project.operate(database, "upgrade_warehouse")
    assert content(database) == expected


def test_a_batch_that_was_not_finished_stays_pending(
    old_warehouse: tuple[Path, Path], landing_project: Project, tmp_path: Path
) -> None:
    database = tmp_path / DATABASE
    shutil.copy(old_warehouse[0], database)
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "update staging.stg_landing__batches set is_pending = (landed_in = 'B010'),"
            " is_whole = (landed_in <> 'B009')"
        )
    landing_project.operate(database, "upgrade_warehouse")
    marked = "select distinct load from bookkeeping.processed_loads where {} order by 1"
    staged = query(database, marked.format("consumer = 'stg_shop__orders'"))
    assert [load for (load,) in staged] == [f"B00{number}" for number in range(1, 9)]
    loaded = query(database, marked.format("consumer = 'hub_order'"))
    assert [load for (load,) in loaded] == [f"B00{number}" for number in range(1, 10)]


@pytest.fixture(scope="module")
def with_identity(
    upgraded: Path, run: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A copy of the upgraded database with identities built again, up to the redirects of uids."""
    database = tmp_path_factory.mktemp("with_identity") / DATABASE
    shutil.copy(upgraded, database)
    run(database, "seed", "--select", "reference")
    left_out = ("--exclude", "daily_pair_counts", "daily_customer_counts")
    run(database, "run", "--select", *STEWARD_LOGS, *IDENTITY, *REDIRECTS, *left_out)
    return database


def test_all_pairs_are_scored_by_the_new_model_and_old_scores_stay(
    old_warehouse: tuple[Path, Path], with_identity: Path
) -> None:
    before, database = old_warehouse[0], with_identity
    scores = "business_vault.pair_scores"
    lost, added = lost_and_added(before, database, scores, scores)
    assert (lost, added > 100) == (0, True)
    loads = (
        f"select model_version, load_id = 'before upgrade' from {scores} group by all order by all"
    )
    assert query(database, loads) == [("1", True), ("2", False)]
    used = "select distinct model_version from business_vault.scored_pairs"
    assert query(database, used) == [("2",)]
    # The model adds four records to other customers and makes one a customer of its own. All other
    # records keep their uids on each day.
    changes = {"customer_identity": (5, 5), "customer_identity_assignments": (5, 4)}
    found = {}
    for name in changes:
        table = f"business_vault.{name}"
        assert query(database, f"select count(*) > 100 from {table}") == [(True,)]
        found[name] = lost_and_added(before, database, table, table)
    assert found == changes
    for name in ("decisions", "overrides"):
        table = f"staging.stg_stewardship__{name}"
        assert lost_and_added(before, database, table, table) == (0, 0)


def test_each_customer_uid_of_version_0_1_leads_to_a_current_customer(
    old_warehouse: tuple[Path, Path], with_identity: Path
) -> None:
    before = old_warehouse[0]
    tables = tables_with_rows(before, "business_vault", "marts")
    with duckdb.connect(str(before), read_only=True) as connection:
        tables = [name for name in tables if "customer_uid" in columns_of(connection, name)]
    assert {"business_vault.customer_identity", "marts.dim_customer"} <= set(tables)
    used = " union ".join(f"select customer_uid from {name}" for name in tables)
    uids = {uid for (uid,) in query(before, used)} - {"UNKNOWN", None}
    assert len(uids) > 100
    resolved = query(
        with_identity,
        "select redirects.customer_uid from marts.customer_uid_redirects as redirects"
        " inner join business_vault.customer_identity as records"
        " on redirects.resolved_uid = records.customer_uid",
    )
    assert uids - {uid for (uid,) in resolved} == set()


@pytest.mark.long
def test_the_next_build_keeps_the_vault_and_one_more_adds_nothing(
    old_warehouse: tuple[Path, Path], upgraded: Path, run: Callable[..., Any], tmp_path: Path
) -> None:
    before, database = old_warehouse[0], tmp_path / DATABASE
    shutil.copy(upgraded, database)
    run(database, "seed")
    run(
        database, "build", "--exclude-resource-type", "unit_test", "--exclude-resource-type", "seed"
    )
    kept = tables_with_rows(before, "raw_vault", "marts", "quarantine", "snapshots")
    # The next build counts loads again.
    kept = [table for table in kept if table.split(".")[1] not in (*GLOBAL_LOGS, "load_counts")]
    changed = {name: lost_and_added(before, database, name, name) for name in kept}
    different = {name: rows for name, rows in changed.items() if rows != (0, 0)}
    marts = {name: rows for name, rows in different.items() if name.startswith("marts.")}
    assert {name: different[name] for name in different.keys() - marts.keys()} == OTHER_VAULT_ROWS
    assert changed.keys() - marts.keys() >= SAME_MARTS
    facts = {name: rows for name, rows in marts.items() if name.startswith("marts.fact_")}
    assert {name: rows for name, rows in facts.items() if rows[0] != rows[1]} == {}
    again = tmp_path / "again" / DATABASE
    again.parent.mkdir()
    shutil.copy(database, again)
    run(again, "run")
    # Not the whole business vault: some of its tables have the intermediate results of one run.
    stored = ["business_vault.pair_scores", "business_vault.customer_identity_assignments"]
    for name in tables_with_rows(database, "raw_vault", "marts", "staging") + stored:
        assert (name, *lost_and_added(database, again, name, name)) == (name, 0, 0)
