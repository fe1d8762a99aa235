"""A landing folder with the invented person, and a working database that knows its records."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import duckdb
from canary import CANARIES, RECORDS, write_feeds

from contracts.read import feeds_by_name
from dbt_in_process import ROOT
from erasure.cli import main
from erasure.person import Keys, parse_records

FEEDS = feeds_by_name(ROOT / "contracts")
RECORDS_OF = parse_records(RECORDS, Keys.of(FEEDS))
HISTORY = """
    create schema bookkeeping;
    create table bookkeeping.runs (
        run_id varchar, as_of_date varchar, command varchar, selection varchar, vars varchar,
        started_at timestamp, ended_at timestamp, status varchar, is_whole boolean
    );
    create table bookkeeping.open_problems (
        as_of_date varchar, node varchar, name varchar, resource_type varchar, status varchar,
        run_id varchar
    );
    create table bookkeeping.built_marts (
        as_of_date varchar, mart varchar, data_until date, built_at timestamp, run_id varchar
    );
    create table bookkeeping.publications (
        published_at timestamp, published_by varchar, published_as varchar, run_id varchar,
        data_until date, accepted varchar
    );
    create table bookkeeping.processed_loads (
        consumer varchar, source varchar, load varchar, state varchar, run_id varchar,
        status varchar
    );
"""
RUN = "insert into bookkeeping.runs values ($1, '', 'build', '', $2, now(), now(), 'ended', true)"


DECISIONS = """
    create schema snapshots;
    create table snapshots.steward_decision_history as
    select
        unnest(['SD-1', 'SD-2', 'SD-3']) as decision_id,
        unnest([$1, 'a', 'a']) as record_id_l,
        unnest(['KNA999901', 'KNA1', 'KNA1']) as customer_id_l,
        unnest(['b', 'b', 'c']) as record_id_r,
        unnest(['CUST1', 'CUST1', 'CUST2']) as customer_id_r,
        unnest(['same address', 'Mrs Quillfeather called', 'same address']) as reason
"""


class Warehouse:
    """A landing folder with the person, and a working database that knows the records."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.database = folder, folder / "c360.duckdb"
        self.landing = folder / "landing"
        (self.landing / "feeds").mkdir(parents=True)
        list(write_feeds(self.landing / "feeds", FEEDS, 20))
        self.environment = {
            "C360_DUCKDB_PATH": str(self.database),
            "C360_ERASURE_PATH": str(folder / "values"),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
            "EXPORTS": str(folder / "exports"),
        }
        with duckdb.connect(str(self.database)) as connection:
            connection.execute(HISTORY)
            connection.execute(RUN, ["run 1", json.dumps({"landing": str(self.landing)})])
            connection.execute(DECISIONS, [RECORDS_OF[0].hub_key])
            connection.execute("create schema operations")
            connection.execute("create table operations.node_runs as select 'run 1' as run_id")
            connection.execute("create schema raw_vault")
            connection.execute(
                "create table raw_vault.hub_customer as select unhex(unnest($1)) as customer_hk,"
                " 'SAP' as source_system, 'x' as customer_id",
                [[record.hub_key for record in RECORDS_OF]],
            )

    def dbt(self, arguments: Sequence[str]) -> int:
        """A green run: the tables of a fresh database, with the hub."""
        with duckdb.connect(str(self.database)) as connection:
            connection.execute(RUN, ["run 2", arguments[-1]])
            connection.execute("create schema raw_vault")
            connection.execute(
                "create table raw_vault.hub_customer as select unhex(unnest($1)) as customer_hk",
                [[record.hub_key for record in RECORDS_OF]],
            )
        return 0

    def make(self, command: str, **environment: str) -> int:
        """The exit code of a command."""
        return main([command], self.environment | environment, self.dbt)

    def places(self) -> list[str]:
        """The files that contain a canary."""
        return sorted(
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if path.is_file() and "values" not in path.parts
            if any(canary.encode() in path.read_bytes().lower() for canary in CANARIES)
        )
