"""An event that was accepted is delivered once, also if the receiver is killed."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import httpx2 as httpx
import pytest
from landed_rows import landed_rows

from contracts.read import feeds_by_name
from dbt_in_process import ROOT
from extract.delivery import utc_now
from extract.hours import Hours
from extract.webhooks import SIGNATURE, signature

pytestmark = pytest.mark.long

FEED, SECRET = "clickstream", "a-long-secret-of-the-shop"


def event(number: int) -> dict[str, str | int]:
    """An event as a sender writes it."""
    return {
        "EVENT_ID": f"E{number}", "SESSION_ID": "S", "VISITOR_ID": "V",
        "EVENT_TIME": "2026-01-05 10:00:00", "PAGE": "/", "EVENT_TYPE": "page_view",
        "DEVICE": "mobile",
    }  # fmt: skip


def free_port() -> int:
    """A port of this machine that nothing uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def start(folder: Path, port: int) -> subprocess.Popen:
    """Start the receiver and wait until it answers."""
    given = os.environ | {"C360_WEBHOOK_SECRET": SECRET}
    given["PYTHONPATH"] = f"{ROOT / 'extraction'}:{ROOT / 'scripts'}"
    command = [sys.executable, "-m", "extract", "webhooks", "--port", str(port)]
    command += ["--landing", str(folder / "landing"), "--spool", str(folder / "spool")]
    process = subprocess.Popen(command, env=given, cwd=ROOT)
    for _ in range(600):
        try:
            httpx.post(f"http://127.0.0.1:{port}/none", content=b"")
            return process
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the receiver does not answer")


def send(port: int, body: bytes, feed: str = FEED, signed: str | None = None) -> httpx.Response:
    """Send a body, with its signature or another."""
    headers = {SIGNATURE: signed or signature(SECRET, body)}
    return httpx.post(f"http://127.0.0.1:{port}/{feed}", content=body, headers=headers)


def test_events_survive_kills_and_are_delivered_once(tmp_path: Path) -> None:
    draw, port, sent = random.Random(1), free_port(), 0
    for _ in range(3):
        process = start(tmp_path, port)
        kill_at = time.monotonic() + draw.uniform(0.2, 1.0)
        while True:
            number = sent + 1
            body = json.dumps([event(number), event(number + 1)]).encode()
            if time.monotonic() > kill_at and process.poll() is None:
                process.send_signal(signal.SIGKILL)
            try:
                answer = send(port, body)
            except httpx.TransportError:
                process.wait()
                break  # the sender repeats the events of which it got no answer
            assert answer.json() == {"accepted": 2}
            sent += 2
    process = start(tmp_path, port)
    assert send(port, body).status_code == 200
    sent = number + 1
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) in (0, -signal.SIGTERM)
    feeds = feeds_by_name(ROOT / "contracts")
    later = utc_now() + timedelta(hours=2)
    hours = Hours(tmp_path / "landing", tmp_path / "spool", feeds, {FEED: "W"}, clock=lambda: later)
    hours.deliver()
    found = [row["EVENT_ID"] for row in landed_rows(tmp_path / "landing", FEED)]
    assert sorted(found) == sorted(f"E{n}" for n in range(1, sent + 1))


def test_only_signed_events_of_a_feed_are_accepted(tmp_path: Path) -> None:
    port = free_port()
    process = start(tmp_path, port)
    try:
        body = json.dumps(event(1)).encode()
        for answer, status in (
            (send(port, body, signed="sha256=0"), 401),
            (send(port, body + b" ", signed=signature(SECRET, body)), 401),
            (send(port, body, feed="orders"), 404),
            (send(port, b"{"), 400),
            (send(port, b'{"MOOD": "secret"}'), 422),
            (send(port, b" " * 5_000_001), 413),
            (send(port, body), 200),
        ):
            assert answer.status_code == status, answer.text
            assert "secret" not in answer.text
    finally:
        process.terminate()
        process.wait()
    assert len((next((tmp_path / "spool" / FEED).iterdir())).read_text().splitlines()) == 1
