"""Each probe gets the answer that Snowflake documents, through Snowflake's own connector."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from snowflake.connector import SnowflakeConnection
from snowflake.connector.errors import ProgrammingError

from emulator.app import Emulator
from emulator.copies import LOADED
from emulator.ledger import LEDGER
from emulator.serve import connect
from probes import (
    DOCUMENTATION,
    Fails,
    Probe,
    account,
    copies,
    dates,
    numbers,
    queries,
    refused,
    strings,
    tables,
)

AREAS = (strings, numbers, dates, queries, refused, tables, copies, account)
ALL = [pytest.param(probe, id=f"{area.__name__.split('.')[-1]}: {probe.behaviour}")
       for area in AREAS for probe in area.PROBES]  # fmt: skip


@pytest.fixture
def session(emulator: Emulator) -> Iterator[SnowflakeConnection]:
    """A session on an empty database, with an empty ledger and no files loaded."""
    with emulator.instance.duck_conn.cursor() as connection:
        connection.execute(f"delete from {LEDGER}")
        connection.execute(f"drop table if exists {LOADED}")
        names = connection.execute("select database_name from duckdb_databases()").fetchall()
        if ("PROBES",) in names:
            connection.execute("detach PROBES")
    session = connect(emulator)
    yield session
    session.close()


@pytest.mark.parametrize("probe", ALL)
def test_a_probe_gets_the_documented_answer(
    probe: Probe, session: SnowflakeConnection, tmp_path: Path
) -> None:
    *before, last = probe.statements.split(";;")
    cursor = session.cursor()
    if probe.files:
        cursor.execute("create or replace stage files")
    for name, content in probe.files.items():
        (tmp_path / name).write_bytes(content.encode())
        cursor.execute(f"put 'file://{tmp_path / name}' @files auto_compress = false")
    for statement in before:
        cursor.execute(statement)
    if isinstance(probe.expected, Fails):
        with pytest.raises(ProgrammingError, match=probe.expected.pattern):
            cursor.execute(last)
    else:
        rows = cursor.execute(last).fetchall()
        if probe.columns:
            names = [column.name for column in cursor.description]
            rows = [tuple(row[names.index(name)] for name in probe.columns) for row in rows]
        assert rows == probe.expected


def test_an_overwrite_that_fails_keeps_the_rows(session: SnowflakeConnection) -> None:
    cursor = session.cursor()
    cursor.execute("create table t (x int not null)")
    cursor.execute("insert into t select 1")
    with pytest.raises(ProgrammingError, match="NULL"):
        cursor.execute("insert overwrite into t select null")
    assert cursor.execute("select x from t").fetchall() == [(1,)]


def test_there_are_enough_probes_and_each_names_its_page() -> None:
    probes = [probe for area in AREAS for probe in area.PROBES]
    assert len(probes) >= 60
    assert len({probe.behaviour for probe in probes}) == len(probes)
    page = re.compile(r"(sql-reference|user-guide)/[a-z0-9_/#-]+")
    wrong = [probe.page for probe in probes if not page.fullmatch(probe.page)]
    assert wrong == []
    assert DOCUMENTATION.endswith("/en/")
