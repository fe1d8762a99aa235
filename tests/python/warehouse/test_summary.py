"""The summary of a small warehouse, word for word, and of one that is partly built."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from warehouse.build.run_results import run_outcome
from warehouse.cli import main
from warehouse.summary.figures import read_summary
from warehouse.summary.report import WIDTH, render

TABLES = """
create schema marts;
create schema business_vault;
create schema truth;
create schema raw_vault;
create table raw_vault.delivery_conflicts as select 'orders' as feed, 'O-1' as row_key;
create table marts.dim_customer as select 1 as customer_key from range(1200);
create table marts.mdm_match_pairs as
    select * from (values
        ('AUTO_MERGE', 'SAME'), ('AUTO_MERGE', 'SAME'), ('REVIEW', 'SAME'), ('REVIEW', 'OPEN')
    ) as pairs (tier, decision);
create table marts.load_audit as
    select * from (values ('orders', 'B001', 11, 8, 1, 2, 0), ('orders', 'B002', 9, 5, 0, 0, 4))
        as loads (feed, batch_id, landed, loaded, already_known, quarantined, held);
create table business_vault.customer_identity as
    select * from (values ('SAP', 'K1', 'U1'), ('Oracle', 'C1', 'U1'), ('Support', 'T1', 'U2'))
        as records (source_system, customer_id, customer_uid);
create table truth.truth_customer_records as
    select * from (values ('SAP', 'K1', 'P1'), ('Oracle', 'C1', 'P1'), ('Support', 'T1', 'P1'))
        as records (source_system, customer_id, party_id);
"""
RELATIONS = {
    name: f'"{schema}"."{name}"'
    for schema, name in [
        ("marts", "dim_customer"),
        ("marts", "fact_sales"),
        ("marts", "mdm_match_pairs"),
        ("marts", "load_audit"),
        ("business_vault", "customer_identity"),
        ("raw_vault", "delivery_conflicts"),
        ("truth", "truth_customer_records"),
    ]
}
RESULTS = {
    "args": {"which": "build"},
    "elapsed_time": 71.4,
    "results": [
        {"unique_id": "model.customer_360.dim_customer", "status": "success"},
        {"unique_id": "test.customer_360.unique_dim_customer.a1b2", "status": "pass"},
        {"unique_id": "unit_test.customer_360.dim_customer.stage", "status": "pass"},
        {"unique_id": "test.customer_360.late_test.c3d4", "status": "skipped"},
    ],
}
EXPECTED = """\
Customer 360: c360.duckdb

Marts (rows)
  dim_customer                 1,200  versions of golden customers
  dim_product                      -  versions of products
  dim_date                         -  days
  fact_sales                       -  order lines
  mdm_match_pairs                  4  scored pairs of records
  load_audit                       2  loads, one row per feed and batch

Match tiers (pairs)
  AUTO_MERGE                       2  merged automatically
  REVIEW                           2  need a steward's decision
  NO_MATCH                         0  not merged

Golden customers
  golden customers                 2  from 3 source records
  records merged away              1
  largest customer                 2  source records
  review queue                     1  REVIEW pairs not yet one customer

Against the sample's truth
  precision, all records       1.000  1 pairs found
  recall, all records          0.333  of 3 true pairs
  precision, masters           1.000  1 pairs found
  recall, masters              1.000  of 1 true pairs

Loads
  feed                        landed      loaded       known  quarantined   held
  orders                          20          13           1            2      4
  orders: 1 quarantined row in raw_vault.delivery_conflicts

Run
  tests passed                     2  of 2
  time                          1:11  minutes, dbt build
"""


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    """A database with the tables that the summary reads, fact_sales not built."""
    connection = duckdb.connect()
    connection.execute(TABLES)
    return connection


def test_the_summary_has_the_expected_text(connection: duckdb.DuckDBPyConnection) -> None:
    text = render(read_summary(connection, RELATIONS, run_outcome(RESULTS)), "c360.duckdb")
    assert text.split("\nNext\n")[0] == EXPECTED
    assert max(map(len, text.splitlines())) <= WIDTH


def test_a_warehouse_without_tables_is_summarised_without_error() -> None:
    summary = read_summary(duckdb.connect(), RELATIONS, None)
    assert set(summary.rows.values()) == {None}
    assert summary.golden is None
    assert summary.quality is None
    assert "Golden customers" not in render(summary, "c360.duckdb")


HELD_BACK = """
create schema raw_vault;
create schema staging;
create schema bookkeeping;
create table raw_vault.snapshot_checks as select * from (values
    ('products', timestamp '2026-01-10 02:00:00', 'lost 20 of 40 keys; at most 8 may be missing',
        true),
    ('products', timestamp '2026-01-09 02:00:00', 'lost 1 of 41 keys', false)
) as checks (feed, loaded_at, reason, is_held_back);
create table raw_vault.snapshot_log__products as select 1 as x;
create table staging.manifests as select 'products' as feed, 'B010' as file_name;
create table bookkeeping.landed_files as select * from (values
    ('products', 'B010', 0), ('products', 'B011', 0), ('products', 'B009', 40),
    ('orders', 'B011', 0)
) as files (feed, landed_in, arrived);
"""


def test_the_summary_says_how_to_accept_each_held_back_snapshot() -> None:
    relations = {
        "snapshot_checks": "raw_vault.snapshot_checks",
        "snapshot_log__products": "raw_vault.snapshot_log__products",
        "stg_landing__snapshot_manifests": "staging.manifests",
    }
    connection = duckdb.connect()
    connection.execute(HELD_BACK)
    results = {**RESULTS, "args": {"which": "build", "vars": {"landing": "/in"}}}
    text = render(read_summary(connection, relations, run_outcome(results)), "c360.duckdb")
    decision = "ACCEPT,<decided at>,<steward>,<reason>,<load time>,<batch>,STEWARD"
    assert text.split("\n\n")[-2].splitlines() == [
        "Snapshots held back (docs/stewardship.md)",
        "  products, loaded at 2026-01-10 02:00:00: lost 20 of 40 keys; at most 8 may be missing.",
        "    No missing key counts as deleted. Deliver the rest with the same load time,",
        f"    or accept it in steward_snapshots: <number>,products,2026-01-10 02:00:00,{decision}",
        "  products, file B011: it has no rows, so no key counts as deleted. "
        "Deliver it again, or if it is right,",
        "    announce it in snapshot_manifests: "
        "products,<load time>,B011,1,0,,,<load time>,<batch>,MANIFEST",
        f"    and accept it in steward_snapshots: <number>,products,<load time>,{decision}",
    ]
    seeds = read_summary(connection, relations, run_outcome(RESULTS)).held_back
    assert [found.file for found in seeds] == [""]


def test_failures_are_listed_and_the_next_step_is_to_look_at_them() -> None:
    failed = {"unique_id": "test.customer_360.hub_grew.e5f6", "status": "fail"}
    outcome = run_outcome({**RESULTS, "results": [*RESULTS["results"], failed]})
    text = render(read_summary(duckdb.connect(), {}, outcome), "c360.duckdb")
    assert "  failed                              hub_grew" in text
    with duckdb.connect() as connection:
        connection.execute("""
            create schema bookkeeping; create schema operations;
            create table bookkeeping.open_problems as
            select 'hub_grew' as name, 'run 1' as run_id, '' as as_of_date;
            create table operations.gate_results as
            select 'hub_grew' as rule, 'run 1' as run_id, 'keys' as column_name,
                900::decimal(38, 6) as measured, 800::decimal(38, 6) as allowed,
                'failed' as outcome;
        """)
        measured = render(read_summary(connection, {}, outcome), "c360.duckdb")
    assert "hub_grew\n  keys: 900, allowed is at most 800\n" in measured
    assert "held_deliveries" not in text
    held = {"unique_id": "test.customer_360.gate_orders.a1b2", "status": "fail"}
    outcome = run_outcome({**RESULTS, "results": [*RESULTS["results"], failed, held]})
    shown = render(read_summary(duckdb.connect(), {}, outcome), "c360.duckdb")
    assert "gate_orders\n  next_step in operations.held_deliveries has the row that" in shown
    assert "make retry" in text
    assert "  logs/dbt.log                       the errors" in text
    assert "  /var/log/dbt.log                   the" in render(
        read_summary(duckdb.connect(), {}, outcome), "c360.duckdb", log="/var/log/dbt.log"
    )


def test_a_command_that_builds_nothing_has_no_outcome() -> None:
    assert run_outcome({**RESULTS, "args": {"which": "generate"}}) is None


def test_the_command_reads_what_dbt_wrote(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    with duckdb.connect(str(tmp_path / "c360.duckdb")) as connection:
        connection.execute(TABLES)
    nodes = {
        name: {"name": name, "resource_type": "model", "relation_name": relation}
        for name, relation in RELATIONS.items()
    }
    (tmp_path / "manifest.json").write_text(json.dumps({"nodes": nodes}))
    (tmp_path / "run_results.json").write_text(json.dumps(RESULTS))
    options = ["--database", str(tmp_path / "c360.duckdb"), "--artifacts", str(tmp_path)]
    assert main(["summary", *options], {}) == 0
    assert "golden customers                 2" in capsys.readouterr().out
    # As an earlier version created it, if the build stops before it.
    with duckdb.connect(str(tmp_path / "c360.duckdb")) as connection:
        connection.execute("alter table marts.load_audit drop column held")
    assert main(["summary", *options], {}) == 2
    assert "the build stopped before marts.load_audit was built; see" in capsys.readouterr().err


def test_a_missing_warehouse_gives_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    options = ["--database", str(tmp_path / "none.duckdb"), "--artifacts", str(tmp_path)]
    assert main(["summary", *options], {}) == 2
    assert capsys.readouterr().err.endswith("is not built yet: run `make build`.\n")
