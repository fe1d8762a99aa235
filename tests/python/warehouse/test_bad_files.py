"""Bad deliveries are refused, quarantined or loaded as they should be; none is lost.

`python -m bad_files` (benchmarks/bad_files) sends the same deliveries through `make build`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import duckdb
import pytest
from bad_files.command import main
from bad_files.defects import REGISTRY
from bad_files.delivery import QUARANTINED, Delivery, Row
from bad_files.formats import file_bytes
from bad_files.landing import put, temporary_files
from bad_files.meaning import clean
from bad_files.refusals import RAW, message_faults
from bad_files.sample import deliveries, format_of, valid_rows

from contracts.read import feeds_by_name
from dbt_in_process import ROOT
from reference_build import Reference
from warehouse.landing.feed_shapes import shapes_of
from warehouse.landing.landing_files import CheckedLanding, check_landing

FEEDS = feeds_by_name(ROOT / "contracts")
ENOUGH, SEED = 150, 1
STRING_TYPES = {str, type(None)}
# Landing views that are left out: some have no strings, others thousands of valid rows.
LEFT_OUT = ("Parquet types", "snapshots")


@cache
def samples() -> dict[str, list[dict[str, str]]]:
    """Feed -> valid rows of the committed sample."""
    truth = ROOT / "seeds" / "truth" / "truth_malformed_rows.csv"
    return {
        name: valid_rows(ROOT / "seeds" / "feeds", truth, feed)
        for name, feed in FEEDS.items()
        if not feed.is_optional
    }


@cache
def drawn() -> list[Delivery]:
    """All deliveries."""
    return list(deliveries(REGISTRY, FEEDS, samples(), SEED))


def checked(folder: Path, *feeds: str) -> CheckedLanding:
    """The result of the check before a build, for a folder that has only these feeds."""
    return check_landing(folder, shapes_of(FEEDS[feed] for feed in feeds))


def valid_landing(folder: Path, *feeds: str) -> None:
    """A landing folder in which each feed has a file of an earlier time with all columns."""
    for feed in feeds:
        columns = [column.name for column in FEEDS[feed].columns]
        row = dict.fromkeys(columns) | {"_loaded_at": "2026-01-01 02:00:00"}
        content = file_bytes(format_of(feed), columns, [row])
        put(folder, {f"{feed}/B001.{format_of(feed)}": content})


def test_an_unknown_group_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--work", str(tmp_path), "--groups", "Typo"])
    assert refused.value.code == 2
    assert "invalid choice: 'Typo'" in capsys.readouterr().err


RAW_MESSAGES = (
    "cannot be read (Not a gzipped file (b'LE')); deliver it again",
    "cannot be read (CRC check failed 0x0 != 0x1b2c3d4e); deliver it again",
    "cannot be read (Compressed file ended before the end-of-stream marker was reached); x",
    'cannot be opened (IO Error: Could not set lock on file "x". See also https://duckdb.org); x',
    "cannot be read (KeyError: 'deliveryKind'); x",
)


@pytest.mark.parametrize("text", RAW_MESSAGES)
def test_a_raw_message_of_a_reader_is_a_fault(text: str) -> None:
    assert RAW.search(text)


def test_there_are_enough_deliveries_and_the_same_seed_gives_the_same_ones() -> None:
    assert len(drawn()) >= ENOUGH
    again = list(deliveries(REGISTRY[:50], FEEDS, samples(), SEED))
    first = drawn()[: len(again)]
    assert [(one.refusal, one.steps) for one in again] == [
        (one.refusal, one.steps) for one in first
    ]


def test_bad_files_are_refused_with_file_fault_and_remedy(tmp_path: Path) -> None:
    faults = []
    for delivery in drawn():
        if not delivery.refusal or 1 in delivery.steps:
            continue  # a change of a file that has been loaded: test_landing_files.py
        folder = tmp_path / str(delivery.number)
        feeds = {delivery.feed, "orders", "products"}
        valid_landing(folder, *feeds)
        with temporary_files(folder, delivery.refusal.files):
            problems = [str(problem) for problem in checked(folder, *feeds).problems]
        faults += [f"{delivery.name}: {fault}" for fault in message_faults(delivery, problems)]
        assert checked(folder, *feeds).problems == (), delivery.name
    assert faults == []


def test_every_row_that_is_read_is_counted(tmp_path: Path) -> None:
    faults = []
    for delivery in drawn():
        for number, step in delivery.steps.items():
            folder = tmp_path / f"{delivery.number}.{number}"
            put(folder, step.files)
            shapes = shapes_of(FEEDS.values())
            found = check_landing(folder, {name: shapes[name] for name in [delivery.feed]})
            problems = [one for one in found.problems if " has no file in " not in str(one)]
            problems = [one for one in problems if " belongs to no feed; " not in str(one)]
            rows = sum(file.content.rows for file in found.files)
            if step.rows and (problems or rows != len(step.rows)):
                faults.append(f"{delivery.name}: {rows} of {len(step.rows)} rows; {problems}")
    assert faults == []


def landed_rows(
    connection: duckdb.DuckDBPyConnection, schema: str, feed: str, rows: list[Row]
) -> None:
    """The table of a feed has delivered rows."""
    columns = [column.name for column in FEEDS[feed].columns]
    connection.execute(f"create schema if not exists {schema}")
    connection.execute(
        f"create table {schema}.{feed} ({', '.join(f'{c} varchar' for c in columns)})"
    )
    values = [[row.values[name] or None for row in rows] for name in columns]
    lists = ", ".join(f"unnest(${place + 1}::varchar[])" for place in range(len(columns)))
    connection.execute(f"insert into {schema}.{feed} select {lists}", values)


def rejected_rows(sql: str, feed: str, rows: list[Row]) -> Mapping[str | None, list[str]]:
    """Record source -> the reasons for which the landing view of a feed rejects rows of it."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'; create schema landing")
        for schema, read in set(re.findall(r"FROM (\w+)\.(\w+)", sql)):
            landed_rows(connection, schema, read, rows if read == feed else [])
        connection.execute(sql)
        found: dict[str | None, list[str]] = defaultdict(list)
        query = f"select _record_source, quarantine_reason from landing.landing_{feed}"
        for source, reason in connection.execute(query).fetchall():
            if reason:
                found[clean(source)].append(reason)
        return found


def test_the_landing_views_reject_what_must_be_in_quarantine(reference: Reference) -> None:
    by_feed: dict[str, list[Row]] = defaultdict(list)
    for delivery in drawn():
        if delivery.defect.group not in LEFT_OUT:
            rows = [
                row for row in delivery.rows if set(map(type, row.values.values())) <= STRING_TYPES
            ]
            by_feed[delivery.feed] += rows
    with duckdb.connect(str(reference.database), read_only=True) as connection:
        views = dict(
            connection.execute(
                "select view_name, sql from duckdb_views() where schema_name = 'landing'"
            ).fetchall()
        )
    for feed, rows in by_feed.items():
        if f"landing_{feed}" not in views:
            continue
        found = rejected_rows(views[f"landing_{feed}"], feed, rows)
        bad = [row for row in rows if row.outcome == QUARANTINED]
        assert found.keys() == {clean(row.values["_record_source"]) for row in bad}, feed
        for row in bad:
            reasons = found[clean(row.values["_record_source"])]
            assert any(reason.startswith(tuple(row.reason.split("|"))) for reason in reasons), row


@pytest.mark.long
def test_no_row_is_lost_or_changed_in_builds(root: Path, tmp_path: Path) -> None:
    folders = [root / name for name in ("scripts", "benchmarks", "tests/python")]
    done = subprocess.run(
        [sys.executable, "-m", "bad_files", "--work", str(tmp_path)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders))},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-3000:]
