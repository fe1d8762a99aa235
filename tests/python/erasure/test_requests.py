"""Retention counts from the load time, and an export has only the person's rows."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from contracts.read import feeds_by_name
from dbt_in_process import ROOT
from erasure import retention
from erasure.export_person import rows_about
from erasure.person import Keys, PersonError, Record, hub_key, parse_records
from erasure.retention import kept_until, retentions
from erasure.stored_landing import StoredLanding
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


def test_the_rows_of_an_optional_feed_extend_the_retention() -> None:
    feed = replace(FEEDS["marketing_leads"], is_optional=True)
    assert "marketing_leads" in dict(retentions({"marketing_leads": feed}))


def test_keys_with_spaces_are_records() -> None:
    found = parse_records("Oracle:Kunde 17, SAP:K 1  oracle:CUST1 ", KEYS)
    assert [record.name for record in found] == ["Oracle:Kunde 17", "SAP:K 1", "Oracle:CUST1"]
    with pytest.raises(PersonError, match="is not <source system>:<key>"):
        parse_records("Club 17", KEYS)


def test_retention_erases_a_record_whose_key_looks_like_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "A SAP:K 1"
    key = hub_key("Marketing", name, KEYS.casings["Marketing"])
    leads = tmp_path / "landing" / "feeds" / "marketing_leads.csv"
    leads.parent.mkdir(parents=True)
    leads.write_text(f"LEAD_ID,_loaded_at\n{name},2010-01-01 02:00:00\n")
    with duckdb.connect(str(tmp_path / "c360.duckdb")) as connection:
        connection.execute("create schema raw_vault")
        connection.execute(
            "create table raw_vault.hub_customer as select unhex($1) as customer_hk,"
            " 'Marketing' as source_system, $2 as customer_id",
            [key, name],
        )
    given: list[Record] = []
    monkeypatch.setattr(retention, "erase", lambda _, records: given.extend(records) or 0)
    landing = StoredLanding(str(leads.parents[1]))
    monkeypatch.setattr(retention, "find_landing", lambda _: landing)
    options = argparse.Namespace(
        environment={"ERASE": "1", "TODAY": "2026-01-01"},
        database=tmp_path / "c360.duckdb",
        desk=tmp_path / "desk",
    )
    assert retention.retain(options) == 0
    assert given == [Record("Marketing", name, key)]


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
