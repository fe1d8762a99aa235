"""The page about a build shows its loads and results, without personal data."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from reference_build import Reference
from warehouse.build.run_results import RunOutcome, read_json, run_outcome
from warehouse.daily.run_page import LATEST, RunPage, read_run_page, render_page, write_page
from warehouse.problems import Problem
from warehouse.summary.failed_gates import FailedGate

TABLES = """
create schema bookkeeping;
create schema staging;
create schema quarantine;
create schema marts;
create table bookkeeping.runs as select * from (values
    ('first', '', timestamp '2026-01-09 03:00:00', true),
    ('second', '', timestamp '2026-01-10 03:00:00', true)
) as runs (run_id, as_of_date, started_at, is_whole);
create table bookkeeping.processed_loads as select * from (values
    ('stg_shop__orders', 'landing_orders', 'B001', 'first'),
    ('stg_shop__orders', 'landing_orders', 'B002', 'second'),
    ('hub_order', 'stg_shop__orders', '2026-01-10', 'second')
) as loads (consumer, source, load, run_id);
create table staging.deliveries as select * from (values
    ('orders', 'B001', 5, 1, date '2026-01-09'), ('orders', 'B002', 7, 2, date '2026-01-10')
) as deliveries (feed, landed_in, landed, rejected, delivery_date);
create table quarantine.orders as select * from (values
    ('B001', 'missing_key in ORDER_ID'), ('B002', 'unknown_code in <STATUS>'),
    ('B002', 'unknown_code in <STATUS>')
) as rows (_landed_in, quarantine_reason);
create table marts.events as select * from (values
    ('INSERT', 'a', date '2026-01-09'), ('MERGE', 'b', date '2026-01-10'),
    ('MERGE', 'b', date '2026-01-10')
) as events (event_type, customer_uid, event_date);
"""
MANIFEST = {
    "nodes": {
        name: {
            "name": name,
            "resource_type": "model",
            "relation_name": relation,
            "depends_on": {"nodes": parents},
        }
        for name, relation, parents in (
            ("stg_landing__deliveries", "staging.deliveries", []),
            ("quarantine_shop__orders", "quarantine.orders", ["model.x.landing_orders"]),
            ("customer_change_events", "marts.events", []),
            ("steward_review_queue", "marts.not_built_yet", []),
        )
    }
}


@pytest.fixture
def page() -> RunPage:
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        return read_run_page(connection, MANIFEST, None)


def test_the_page_counts_what_the_latest_run_has_read(page: RunPage) -> None:
    assert page.arrived == [("orders", 1, 7, 2)]
    assert page.refused == [("orders", "unknown_code in <STATUS>", 2)]
    assert page.changed == [("MERGE", 1)]


def test_the_page_counts_what_all_runs_of_a_build_in_parts_have_read() -> None:
    parts = """
    insert into bookkeeping.runs values
        ('marts', '', timestamp '2026-01-10 03:30:00', true),
        ('other day', '2026-01-08', timestamp '2026-01-10 03:15:00', true);
    update bookkeeping.runs set is_whole = false where run_id = 'second';
    """
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        connection.execute(parts)
        assert read_run_page(connection, MANIFEST, None).arrived == [("orders", 1, 7, 2)]


def test_a_table_that_is_not_built_has_no_rows(page: RunPage) -> None:
    assert (page.waiting, page.conflicts, page.held_back) == ([], [], ())


def test_values_are_escaped(page: RunPage) -> None:
    text = render_page(page, "a & b", "<i>")
    assert "unknown_code in &lt;STATUS&gt;" in text
    assert "a &amp; b" in text and "<i>" not in text


def test_the_page_shows_held_deliveries_and_late_feeds(page: RunPage) -> None:
    held = ("orders", "B<2>", "null_share", "ORDER_ID", 4000, 80, Decimal("0.020000"), 0.01)
    late = ("shipments", date(2026, 1, 8), 24)
    text = render_page(replace(page, held=[held], late=[late]), "title", "")
    for cell in ("B&lt;2&gt;", "4,000", "0.020000", "shipments", "2026-01-08"):
        assert f"{cell}</td>" in text
    assert (page.held, page.late) == ([], [])  # nothing has recorded any


def test_the_page_names_rejected_deliveries() -> None:
    held = """
    create table bookkeeping.held_loads as select * from (values
        ('orders', 'B<2>', 'rejected', 40), ('orders', 'B003', 'completeness', 41)
    ) as held (feed, load, rule, landed);
    """
    with duckdb.connect() as connection:
        connection.execute(TABLES + held)
        found = read_run_page(connection, MANIFEST, None)
    assert found.rejected == [("orders", "B<2>", 40)]
    assert "B&lt;2&gt;</td>" in render_page(found, "title", "")


def test_the_page_names_failed_nodes(page: RunPage) -> None:
    outcome = RunOutcome("build", 71.4, 8, 10, ("no_row_is_lost",), ("late",))
    failed = RunPage(
        page.arrived,
        page.refused,
        (),
        (),
        page.changed,
        [("a", "b", 0.5, "same", "")] * 12,
        outcome,
        failed_gates=[FailedGate("no_row_is_lost", "rows", Decimal("0.50"), Decimal("0.995"))],
    )
    text = render_page(failed, "title", "Not published.")
    for part in ("dbt build, 71 seconds; 8 of 10 tests", "warned: late",
                 "failed: no_row_is_lost: rows: 0.5, allowed is at least 0.995",
                 "12 pairs", "and 2 more"):  # fmt: skip
        assert part in text


def test_the_latest_page_is_found_under_one_name(page: RunPage, tmp_path: Path) -> None:
    path = write_page(page, tmp_path / "reports", datetime(2026, 1, 10, 3, 5), "Readers see it.")
    assert path.name == "2026-01-10T030500.html"
    assert path.read_text() == (path.parent / LATEST).read_text()


def test_the_page_says_what_was_not_loaded_without_its_values(page: RunPage) -> None:
    refused = [Problem("orders/b.csv", "has 2 unknown columns: 'Ada', 'ada@example.com'; add them")]
    assert "What was not loaded" not in render_page(page, "title", "")
    for built in (page, None):
        text = render_page(built, "title", "", refused)
        assert "orders/b.csv</td>" in text and "has 2 unknown columns; the output" in text
        assert "Ada" not in text
        assert ("Nothing was built." in text) == (built is None)


def test_the_page_of_the_sample_has_no_personal_data(reference: Reference) -> None:
    manifest = read_json(reference.artifacts / "manifest.json")
    results = reference.artifacts / "run_results.json"
    outcome = run_outcome(json.loads(results.read_text("utf-8"))) if results.is_file() else None
    with duckdb.connect(str(reference.database), read_only=True) as connection:
        found = read_run_page(connection, manifest, outcome)
        names = connection.execute(
            "select distinct full_name, email from marts.dim_customer"
            " where full_name like '% %' and customer_uid <> 'UNKNOWN'"
        ).fetchall()
    assert len(found.arrived) > 15 and found.refused and found.waiting
    text = render_page(found, "title", "")
    words = set(re.findall(r"[\w.+-]+@[\w.-]+", text))
    assert words == set()
    assert [name for name, _ in names if name in text] == []
