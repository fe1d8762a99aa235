"""A delivery is complete or absent wherever writing stops, and its rows are delivered once."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from landed_rows import landed_rows

from contracts.read import feeds_by_name
from dbt_in_process import ROOT
from extract.cli import main
from extract.delivery import Deliveries, ExtractError, locked
from extract.hours import EventError, Hours
from extract.salesforce import seconds_to_wait
from extract.values import text_of

FEEDS = feeds_by_name(ROOT / "contracts")
ACCOUNTS, CLICKS, ORACLE = "salesforce_accounts", "clickstream", "oracle_customers"
START = datetime(2026, 1, 5, 10)


class StoppedError(BaseException):
    """The machine stops here."""


def ticking(start: datetime = START, step: float = 1.0) -> Iterator[datetime]:
    """Times, each after the one before."""
    while True:
        start += timedelta(seconds=step)
        yield start


def row_of(feed: str, **values: str) -> dict[str, str | None]:
    """A row with a value in each required column."""
    columns = FEEDS[feed].own_columns
    return {column.name: "x" if column.is_required else None for column in columns} | values


def stop_at(monkeypatch: pytest.MonkeyPatch, place: str, times: int) -> None:
    """Stop before or after the n-th call of a system function."""
    name, _, when = place.partition(" ")
    owner, attribute = (Path, name) if name in ("rename", "unlink") else (os, name)
    real, left = getattr(owner, attribute), [times]

    def stopping(*arguments: object, **given: object) -> object:
        left[0] -= 1
        if left[0] == 0 and when == "before":
            raise StoppedError
        found = real(*arguments, **given)
        if left[0] == 0:
            raise StoppedError
        return found

    monkeypatch.setattr(owner, attribute, stopping)


@pytest.mark.parametrize("place", ["fsync before", "rename before", "rename after", "fsync after"])
@pytest.mark.parametrize("times", [1, 2, 3, 5])
def test_an_extraction_that_stops_anywhere_resumes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, times: int
) -> None:
    clock = ticking()
    changes = [
        (START + timedelta(seconds=n // 4), row_of(ACCOUNTS, Id=f"A{n}", IsDeleted="false"))
        for n in range(23)
    ]

    def run() -> None:
        feed = FEEDS[ACCOUNTS]
        found = Deliveries(tmp_path, feed, "SOURCE", lambda: next(clock), rows_per_file=5)
        since = found.start(timedelta(0))
        found.deliver((at, row) for at, row in changes if since is None or at >= since)

    with monkeypatch.context() as stopped:
        stop_at(stopped, place, times)
        with pytest.raises(StoppedError):
            run()
    run()
    run()
    rows = landed_rows(tmp_path, ACCOUNTS)
    assert sorted(row["Id"] for row in rows) == sorted(row["Id"] for _, row in changes)
    assert not list(tmp_path.rglob("*.part"))
    loaded = {(row["_batch_id"], row["_loaded_at"]) for row in rows}
    assert len(loaded) == len({batch for batch, _ in loaded}) == len({at for _, at in loaded})


@pytest.mark.parametrize("seed", range(6))
def test_changes_that_are_committed_late_are_delivered_within_the_overlap(
    tmp_path: Path, seed: int
) -> None:
    draw, clock = random.Random(seed), ticking()
    committed: list[tuple[datetime, dict]] = []
    for run in range(12):
        for n in range(draw.randint(0, 6)):
            late = timedelta(seconds=draw.choice([0, 0, 1, 40, 59]))
            at = START + timedelta(seconds=30 * run) - late
            committed.append((at, row_of(ACCOUNTS, Id=f"A{run}-{n}", IsDeleted="false")))
        committed.sort(key=lambda one: (one[0], one[1]["Id"]))
        found = Deliveries(tmp_path, FEEDS[ACCOUNTS], "SOURCE", lambda: next(clock), 4)
        since = found.start(timedelta(seconds=60))
        found.deliver((at, row) for at, row in committed if since is None or at >= since)
    rows = landed_rows(tmp_path, ACCOUNTS)
    assert sorted(row["Id"] for row in rows) == sorted(row["Id"] for _, row in committed)


def event(number: int) -> dict[str, object]:
    """An event as a sender writes it."""
    return {
        "EVENT_ID": f"E{number}", "SESSION_ID": "S", "VISITOR_ID": "V",
        "EVENT_TIME": "2026-01-05 10:00:00", "PAGE": "/", "EVENT_TYPE": "page_view",
        "DEVICE": "mobile", "PAGE_LOAD_MS": 12,
    }  # fmt: skip


def hours_at(folder: Path, now: list[datetime]) -> Hours:
    """A spool and a landing; the clock shows the first of the times."""
    feeds = {CLICKS: FEEDS[CLICKS]}
    return Hours(folder / "landing", folder / "spool", feeds, {CLICKS: "WEB"}, clock=lambda: now[0])


@pytest.mark.parametrize(
    "place", ["fsync before", "fsync after", "rename before", "rename after", "unlink before"]
)
def test_events_are_delivered_once_per_hour_also_after_a_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    now = [START + timedelta(minutes=59)]
    hours = hours_at(tmp_path, now)
    hours.add(CLICKS, [event(1), event(2)])
    hours.add(CLICKS, [event(2)])  # the sender got no answer
    with (tmp_path / "spool" / CLICKS / "2026-01-05T10.jsonl").open("a") as spool:
        spool.write('{"EVENT_ID": "E9", "SES')  # a kill while it was written
    hours.add(CLICKS, [event(3)])
    assert hours.deliver() == []
    now[0] += timedelta(minutes=1)
    hours.add(CLICKS, [event(3), event(4)])  # repeated in the next hour
    with monkeypatch.context() as stopped:
        stop_at(stopped, place, 1)
        with pytest.raises(StoppedError):
            hours.deliver()
    hours = hours_at(tmp_path, now)
    hours.deliver()
    now[0] += timedelta(hours=1)
    hours.deliver()
    assert hours.deliver() == []
    rows = landed_rows(tmp_path / "landing", CLICKS)
    found = sorted((row["EVENT_ID"], row["_loaded_at"]) for row in rows)
    first, second = "2026-01-05 11:00:00", "2026-01-05 12:00:00"
    assert found == [("E1", first), ("E2", first), ("E3", first), ("E4", second)]
    files = (tmp_path / "landing" / CLICKS).rglob("*.jsonl")
    folders = sorted(path.parent.relative_to(tmp_path / "landing").as_posix() for path in files)
    assert folders == [f"{CLICKS}/dt=2026-01-05/hr={hour}" for hour in (10, 11)]
    assert not list((tmp_path / "spool").rglob("*.jsonl"))


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ([1], "an event must be a JSON object"),
        (event(1) | {"MOOD": "x"}, "unknown keys: MOOD"),
        (event(1) | {"EVENT_ID": ""}, "no value in EVENT_ID"),
        (event(1) | {"PAGE": {"x": 1}}, "nested values in PAGE"),
    ],
)
def test_an_event_that_no_build_would_read_is_refused(
    tmp_path: Path, given: object, problem: str
) -> None:
    with pytest.raises(EventError, match=problem):
        hours_at(tmp_path, [START]).add(CLICKS, [event(0), given])
    assert not (tmp_path / "spool").exists()


@pytest.mark.parametrize(
    ("feed", "column", "value", "text"),
    [
        (ACCOUNTS, "SystemModstamp", datetime(2026, 1, 5, 10, tzinfo=UTC),
         "2026-01-05T10:00:00.000Z"),
        (ACCOUNTS, "AnnualRevenue", Decimal("1.25E+6"), "1250000"),
        (ACCOUNTS, "AnnualRevenue", 0.1, "0.1"),
        (ACCOUNTS, "IsDeleted", False, "false"),
        (ACCOUNTS, "Name", "", None),
        (ORACLE, "UPDATED_AT", datetime(2026, 1, 5, 10, tzinfo=UTC), "2026-01-05 05:00:00"),
        (ORACLE, "UPDATED_AT", datetime(2026, 1, 5, 10), "2026-01-05 10:00:00"),
        (ORACLE, "REGISTRATION_DATE", date(2026, 1, 5), "2026-01-05"),
        (ORACLE, "REGISTRATION_DATE", datetime(2026, 1, 5), "2026-01-05"),
    ],
)  # fmt: skip
def test_values_are_written_in_the_format_of_the_contract(
    feed: str, column: str, value: object, text: str | None
) -> None:
    (declared,) = (one for one in FEEDS[feed].columns if one.name == column)
    assert text_of(value, declared, FEEDS[feed]) == text


def test_a_feed_is_extracted_by_one_process_at_a_time(tmp_path: Path) -> None:
    with (
        locked(tmp_path / "orders"),
        pytest.raises(ExtractError, match="another extraction; wait"),
        locked(tmp_path / "orders"),
    ):
        pass
    with locked(tmp_path / "orders"):
        assert json.dumps(list(tmp_path.iterdir()), default=str)


def test_an_extraction_writes_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["salesforce"], {"LANDING": "s3://in/x"}) == 1
    assert "s3://in/x is not a folder; extract into one, then" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("", 4.0), ("12", 12.0), ("soon", 4.0), ("Mon, 05 Jan 2026 10:00:00 GMT", 0.0)],
)
def test_the_time_to_wait_is_a_number_or_a_time(text: str, seconds: float) -> None:
    assert seconds_to_wait({"Retry-After": text}, 4.0) == seconds
