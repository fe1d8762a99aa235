"""Retention counts from the load time, and an export has only the person's rows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import duckdb

from contracts.read import feeds_by_name
from dbt_in_process import ROOT
from erasure.export_person import rows_about
from erasure.person import Keys, parse_records
from erasure.retention import kept_until, retentions
from warehouse.landing.landing_folder import LandedFile

FEEDS = feeds_by_name(ROOT / "contracts")
KEYS = Keys.of(FEEDS)
LEADS = "LEAD_ID,_loaded_at\nL1,2020-01-01 02:00:00\nL1,2021-01-01 02:00:00\nL2,soon\n"


def test_a_record_is_kept_as_long_as_its_newest_row(tmp_path: Path) -> None:
    path = tmp_path / "marketing_leads.csv"
    path.write_text(LEADS)
    file = LandedFile("marketing_leads", path, "csv", "")
    (lead,) = parse_records("Marketing:L1", KEYS)
    kept = {"marketing_leads": timedelta(days=10)}
    assert kept_until([file], KEYS, kept) == {lead.hub_key: date(2021, 1, 11)}
    assert kept_until([file], KEYS, {}) == {}


def test_the_retention_is_that_of_the_contract() -> None:
    found = dict(retentions(FEEDS))
    assert found["marketing_leads"] == timedelta(days=2 * 365.25)
    assert "steward_decisions" not in found


def test_an_export_has_only_the_rows_of_the_person() -> None:
    records = parse_records("Marketing:L1", KEYS)
    columns = ", ".join(f"'{name}' as {name}" for name in KEYS.columns["marketing_leads"])
    with duckdb.connect() as connection:
        for schema in ("staging", "quarantine", "marts"):
            connection.execute(f"create schema {schema}")
        key = f"unhex('{records[0].hub_key}')"
        connection.execute(f"""
            create table staging.stg_leads as
            select {key} as customer_hk, 'Ann' as name union all select unhex('00'), 'Bo';
            create table quarantine.leads as
            select * replace ('L1' as LEAD_ID) from (select {columns})
            union all select {columns};
            create table marts.pairs as
            select '{records[0].hub_key}' as record_id_l, 'other' as record_id_r;
            create table marts.dim_customer as
            select 'C-1' as customer_uid, 'Ann' as name union all select 'C-2', 'Bo';
        """)
        about = rows_about(connection, records, KEYS, ["C-1"])
    assert about["staging.stg_leads"] == [{"name": "Ann"}]
    assert [row["LEAD_ID"] for row in about["quarantine.leads"]] == ["L1"]
    assert about["marts.dim_customer"] == [{"customer_uid": "C-1", "name": "Ann"}]
    assert "marts.pairs" not in about
