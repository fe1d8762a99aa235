"""Accounts of Salesforce are delivered once each, whatever the server answers and when it stops."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from landed_rows import landed_rows, states
from salesforce_server import START, Server, account, accounts, stamp

from dbt_in_process import ROOT
from extract.cli import main

pytestmark = pytest.mark.long

FEED = "salesforce_accounts"
OPTIONS = ["--field", "Email=Email__c", "--overlap", "10"]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server, and no waiting for it."""
    monkeypatch.setattr("time.sleep", lambda seconds: WAITED.append(seconds))
    WAITED.clear()
    found = Server()
    running = found.start()
    yield found
    running.shutdown()
    running.server_close()


WAITED: list[float] = []


def environment(server: Server, landing: Path) -> dict[str, str]:
    """The environment of an extraction."""
    return {
        "SALESFORCE_LOGIN_URL": server.url,
        "SALESFORCE_CLIENT_ID": "id",
        "SALESFORCE_CLIENT_SECRET": "secret",
        "LANDING": str(landing),
    }


def extract(server: Server, landing: Path, *options: str) -> int:
    """Run an extraction."""
    return main(["salesforce", *OPTIONS, *options], environment(server, landing))


def expected(found: list[dict[str, Any]]) -> dict[tuple[str, str], int]:
    """Each state of each account, once."""
    return {(one["Id"], one["SystemModstamp"].replace("+0000", "Z")): 1 for one in found}


def check(server: Server, landing: Path) -> list[dict[str, str]]:
    """The delivered rows, after a check that each account was delivered once."""
    rows = landed_rows(landing, FEED)
    assert states(rows, "Id", "SystemModstamp") == expected(server.committed)
    return rows


def test_pages_with_ties_are_read_completely_and_later_changes_once(
    server: Server, tmp_path: Path
) -> None:
    server.committed = accounts(1_003)
    server.committed[5] |= {"IsDeleted": True, "Email__c": "a@b.example", "AnnualRevenue": 1e9}
    assert extract(server, tmp_path) == 0
    rows = {row["Id"]: row for row in check(server, tmp_path)}
    row = rows[server.committed[5]["Id"]]
    named = ("Email", "AnnualRevenue", "NumberOfEmployees", "CreatedDate", "IsDeleted", "Phone")
    assert [row[name] for name in named] == [
        "a@b.example", "1000000000.0", "7", "2026-01-05T10:00:00.000Z", "true", None,
    ]  # fmt: skip
    assert {row["_record_source"] for row in rows.values()} == {"SALESFORCE.ACCOUNT"}
    last = START + timedelta(seconds=143)
    # One with the time of the watermark, and one that was committed late, with an earlier time.
    server.committed += [account(2_000, last), account(2_001, last - timedelta(minutes=9))]
    assert extract(server, tmp_path) == 0
    check(server, tmp_path)
    assert extract(server, tmp_path) == 0
    assert len(list((tmp_path / FEED).rglob("*.jsonl"))) == 2


BUSY = [{"message": "busy", "errorCode": "SERVER_UNAVAILABLE"}]


def test_an_expired_token_is_renewed_and_a_busy_server_is_given_time(
    server: Server, tmp_path: Path
) -> None:
    server.committed = accounts(350)
    later = f"{datetime.now(UTC) + timedelta(seconds=90):%a, %d %b %Y %H:%M:%S GMT}"
    server.answers = {
        1: (503, {"Retry-After": "3"}, BUSY),
        3: (429, {"Retry-After": "7"}, BUSY),
        5: (401, {}, [{"message": "expired", "errorCode": "INVALID_SESSION_ID"}]),
        8: (503, {"Retry-After": later}, BUSY),
        9: (503, {}, BUSY),
    }
    assert extract(server, tmp_path) == 0
    check(server, tmp_path)
    assert server.token == 2
    assert WAITED[:2] == [3.0, 7.0]
    assert 80 < WAITED[2] < 91
    assert WAITED[3] == 4.0


def test_a_server_that_stays_busy_or_refuses_stops_the_extraction(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    server.committed = accounts(3)
    server.answers = {number: (503, {"Retry-After": "9999"}, BUSY) for number in range(2, 20)}
    assert extract(server, tmp_path) == 1
    assert "Salesforce is busy (status 503: SERVER_UNAVAILABLE busy)" in capsys.readouterr().err
    assert max(WAITED) == 300.0
    server.answers = {}
    assert main(["salesforce"], environment(server, tmp_path)) == 1
    assert "INVALID_FIELD" in capsys.readouterr().err
    without = environment(server, tmp_path) | {"SALESFORCE_CLIENT_SECRET": ""}
    assert main(["salesforce"], without) == 1
    assert "SALESFORCE_CLIENT_SECRET must be set" in capsys.readouterr().err
    assert list(tmp_path.rglob("*.jsonl")) == []


def test_a_cursor_that_the_server_drops_is_followed_by_a_new_query(
    server: Server, tmp_path: Path
) -> None:
    server.committed = accounts(450)

    def drop(number: int) -> None:
        if number == 4:
            server.cursors.clear()

    server.before = drop
    assert extract(server, tmp_path, "--rows-per-file", "90") == 0
    check(server, tmp_path)


@pytest.mark.parametrize("request_number", [1, 2, 3, 5, 7, 11])
def test_a_killed_extraction_resumes_without_loss_or_repetition(
    tmp_path: Path, request_number: int
) -> None:
    server = Server(committed=accounts(1_000), page=90)
    running = server.start()
    command = [sys.executable, "-m", "extract", "salesforce", *OPTIONS, "--rows-per-file", "150"]
    given = os.environ | environment(server, tmp_path)
    given["PYTHONPATH"] = f"{ROOT / 'extraction'}:{ROOT / 'scripts'}"
    processes = [subprocess.Popen(command, env=given, cwd=ROOT)]

    def kill(number: int) -> None:
        if number == request_number:
            processes[0].send_signal(signal.SIGKILL)

    server.before = kill
    assert processes[0].wait(60) == -signal.SIGKILL
    server.before = lambda number: None
    # Some accounts change in between.
    for one in server.committed[:3]:
        one["SystemModstamp"] = stamp(START + timedelta(hours=1))
    has_delivered = any(tmp_path.rglob("*.jsonl"))
    done = subprocess.run(command, env=given, cwd=ROOT, capture_output=True, text=True)
    running.shutdown()
    running.server_close()
    assert done.returncode == 0, done.stderr
    rows = landed_rows(tmp_path, FEED)
    old = expected(accounts(3)) if has_delivered else {}
    assert states(rows, "Id", "SystemModstamp") == expected(server.committed) | old
