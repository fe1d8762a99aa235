"""The single steps of `make daily` give the same result as one run, and can be repeated."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from fake_dbt import FakeDbt
from stored_objects import URL, StoreInMemory

from onboarding.inbox import differing_files
from warehouse.cli import main
from warehouse.daily.arrivals import expected_feeds, has_arrived, places_of
from warehouse.daily.column_differences import waiting_file
from warehouse.daily.run_page import LATEST
from warehouse.landing.checked_feeds import Checked
from warehouse.options import PARTS, STEPS
from warehouse.problems import Problem
from warehouse.publication.publish import COLUMNS_DIFFER, FAILED, NOTHING_NEW, OK, REFUSED

GATE = [{}] * len(PARTS) + [{"fail": ["gate_orders"]}]


class Steps:
    """A working database, and the steps of a day on it."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "c360.duckdb"
        self.published = folder / "published" / "c360.duckdb"
        self.dbt = FakeDbt(self.database)
        self.environment = {
            "C360_DUCKDB_PATH": str(self.database),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        }

    def run(self, step: str, *options: str, **environment: str) -> int:
        """The exit code of a step."""
        arguments = ["daily", "--step", step, *options]
        return main(arguments, self.environment | environment, self.dbt)

    def build(self) -> None:
        """Build all parts."""
        for part in PARTS:
            assert self.run("build", "--part", part) == OK


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    """Steps of a day on which nothing has run yet. Only the vars are inputs of a build."""
    monkeypatch.setattr("warehouse.cli.find_problems", lambda *_: Checked("no feeds", []))
    for module in ("cli", "publication.publish"):
        monkeypatch.setattr(
            f"warehouse.{module}.build_inputs", lambda _, found, __: {"vars": found}
        )
    return Steps(tmp_path)


def test_the_steps_publish_what_a_build_in_one_run_does(steps: Steps) -> None:
    for step in STEPS:
        if step == "build":
            steps.build()
        else:
            assert steps.run(step) == OK
    assert steps.published.is_file()
    assert main(["daily"], steps.environment, steps.dbt) == OK  # to it, nothing is new either
    assert steps.run("check") == NOTHING_NEW
    assert [command[0] for command in steps.dbt.commands] == [
        *["build"] * len(PARTS),
        "test",
        "run-operation",
    ]


def test_nothing_is_published_before_all_parts_are_built(steps: Steps) -> None:
    assert steps.run("check") == OK
    assert steps.run("build", "--part", PARTS[0]) == OK
    assert steps.run("publish") == FAILED
    assert not steps.published.exists()
    assert steps.run("check") == OK  # it goes on


def test_every_step_can_be_repeated(steps: Steps) -> None:
    for step in ("load", "check"):
        assert [steps.run(step), steps.run(step)] == [OK, OK]
    steps.build()
    steps.build()
    for step in ("gates", "publish", "report", "alert"):
        assert [steps.run(step), steps.run(step)] == [OK, OK]


def test_a_failed_gate_leaves_the_build_complete_and_unpublished(steps: Steps) -> None:
    steps.dbt.outcomes = list(GATE)
    assert steps.run("check") == OK
    steps.build()
    assert steps.run("gates") == FAILED
    with duckdb.connect(str(steps.database)) as connection:
        connection.execute(
            "insert into bookkeeping.open_problems"
            " values ('', 'gate_orders', 'gate_orders', 'test', 'fail', 'run')"
        )
    assert steps.run("publish") == FAILED
    assert not steps.published.exists()
    assert steps.run("check") == OK  # a build that is not green counts as new


def test_the_report_has_what_could_not_be_loaded(steps: Steps, tmp_path: Path) -> None:
    file = put(tmp_path / "inbox", "exchange_rates/a.csv", "CURRENCY,RATE_DATE", "USD,1")
    file.write_bytes(b"\xff\xfe\x00")
    folders = {"INBOX": str(tmp_path / "inbox"), "LANDING": str(tmp_path / "landing")}
    assert steps.run("load", **folders) == FAILED
    latest = steps.published.parent / "reports" / LATEST
    assert "exchange_rates/a.csv" in latest.read_text(encoding="utf-8")
    latest.unlink()
    results = tmp_path / "target" / "parts"
    results.mkdir()
    (results / "one.json").write_text('{"args": {}, "results": []}', encoding="utf-8")
    (results.parent / "manifest.json").write_text('{"nodes": {}}', encoding="utf-8")
    duckdb.connect(str(steps.database)).close()
    assert steps.run("report", **folders) == OK
    assert "exchange_rates/a.csv" in latest.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("B11.csv has 1 unknown column: 'MOOD'; add them", COLUMNS_DIFFER),
        ("B11.jsonl line 2 has 1 unknown key: 'MOOD'", COLUMNS_DIFFER),
        ("B11.csv lacks the columns: PRICE", COLUMNS_DIFFER),
        ("B11.csv has the columns 'Price'; write PRICE", COLUMNS_DIFFER),
        ("B11.csv line 2 has 3 fields instead of 4", REFUSED),
    ],
)
def test_columns_that_differ_end_the_check_with_their_own_code(
    steps: Steps, monkeypatch: pytest.MonkeyPatch, message: str, expected: int
) -> None:
    refused = Checked("1 feed", [Problem("feed orders", message)])
    monkeypatch.setattr("warehouse.cli.find_problems", lambda *_: refused)
    assert steps.run("check") == expected


def test_the_next_build_stores_which_deliveries_were_refused_for_their_columns(
    steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the names of columns: in a file without a header they are values of its first row."""
    problems = [
        Problem("feed orders", "/in/orders/B11.csv has 1 unknown column: 'someone@example.com'"),
        Problem("feed orders", "/in/orders/B12.csv line 2 has 3 fields instead of 4"),
    ]
    checks = iter([Checked("1 feed", problems), Checked("1 feed", []), Checked("1 feed", [])])
    monkeypatch.setattr("warehouse.cli.find_problems", lambda *_: next(checks))
    assert steps.run("check") == COLUMNS_DIFFER
    assert not steps.database.exists()
    waiting = waiting_file(steps.database)
    left = waiting.read_text(encoding="utf-8")
    assert steps.run("check") == OK
    assert not waiting.exists()
    waiting.write_text(f"{left}[cut off", encoding="utf-8")  # as after a kill before its end
    assert steps.run("check") == OK
    with duckdb.connect(str(steps.database), read_only=True) as connection:
        stored = connection.execute("from operations.column_differences").fetchall()
    today = datetime.now(UTC).replace(tzinfo=None)
    assert [(as_of_date, *row) for as_of_date, _, *row in stored] == [
        ("", "orders", "/in/orders/B11.csv")
    ]
    assert abs((today - stored[0][1]).total_seconds()) < 60


def put(inbox: Path, name: str, columns: str, row: str) -> Path:
    """Write a file of a source into an inbox."""
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{columns}\n{row}\n", encoding="utf-8")
    return path


def test_nothing_is_loaded_while_the_columns_of_a_file_differ(
    steps: Steps, tmp_path: Path, root: Path, capsys: pytest.CaptureFixture
) -> None:
    inbox, landing = tmp_path / "inbox", tmp_path / "landing"
    good = put(inbox, "exchange_rates/a.csv", "CURRENCY,RATE_DATE,UNITS_PER_EURO", "USD,2026,1")
    new = put(inbox, "products/b.csv", "PRODUCT_ID,MOOD", "P-1,x")
    absent = put(inbox, "exchange_rates/c.csv", "CURRENCY,RATE_DATE", "USD,2026-01-11")
    assert list(differing_files(inbox, root)) == [
        (absent, "lacks the columns: UNITS_PER_EURO, which its contract requires"),
        (new, "has 1 unknown column: 'MOOD'; add them to contracts/products.odcs.yaml,"
         " with physicalName if the name differs"),
    ]  # fmt: skip
    folders = {"INBOX": str(inbox), "LANDING": str(landing)}
    assert steps.run("load", **folders) == steps.run("check", **folders) == COLUMNS_DIFFER
    said = capsys.readouterr().err
    assert "Nothing was loaded: products/b.csv: has 1 unknown column: 'MOOD'" in said
    assert good.is_file() and not landing.exists()
    waiting = waiting_file(steps.database).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)[2:] for line in waiting[:2]] == [
        ["exchange_rates", "exchange_rates/c.csv"],
        ["products", "products/b.csv"],
    ]


def test_a_feed_is_expected_as_often_as_its_contract_says(tmp_path: Path, root: Path) -> None:
    feeds = expected_feeds(root / "contracts")
    assert feeds["exchange_rates"] == 24 and "steward_decisions" not in feeds
    environment = {"INBOX": str(tmp_path / "inbox"), "LANDING": str(tmp_path / "landing")}
    places = places_of(environment)
    now = datetime(2026, 1, 11, 4, tzinfo=UTC)

    def arrived(name: str, at: datetime) -> bool:
        path = put(tmp_path, name, "A", "1")
        os.utime(path, (at.timestamp(), at.timestamp()))
        found = has_arrived("orders", 24, places, now)
        path.unlink()
        return found

    in_time, late = datetime(2026, 1, 10, 5, tzinfo=UTC), datetime(2026, 1, 10, 3, tzinfo=UTC)
    for name in (
        "inbox/orders/a.csv",
        "inbox/.loaded/orders/a.csv",
        "landing/orders/a.csv",
        "landing/orders/dt=2026-01-10/hr=05/a.csv",
        "landing/feeds/orders.csv",
    ):
        assert (arrived(name, in_time), arrived(name, late)) == (True, False)
    assert not arrived("inbox/orders/a.csv.part", in_time)
    assert not arrived("inbox/products/a.csv", in_time)


def test_a_feed_in_an_object_store_arrives_like_one_in_a_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = StoreInMemory()
    monkeypatch.setattr(
        "warehouse.daily.arrivals.ObjectStore", lambda url: store if url == URL else None
    )
    places = places_of({"LANDING": URL})
    now = datetime(2026, 1, 11, 4, tzinfo=UTC)

    def arrived(path: str, hour: int) -> bool:
        at = datetime(2026, 1, 10, hour, tzinfo=UTC)
        store.contents, store.written = {path: b"A\n1\n"}, {path: int(at.timestamp())}
        return has_arrived("orders", 24, places, now)

    for path in ("orders/a.csv", "orders/dt=2026-01-10/hr=05/a.csv.gz", "feeds/orders.csv"):
        assert (arrived(path, 5), arrived(path, 3)) == (True, False)
    for path in ("orders/a.csv.part", "orders/b/a.csv", "products/a.csv", "feeds/order_lines.csv"):
        assert not arrived(path, 5)
