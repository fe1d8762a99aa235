"""`make daily` loads what has arrived once, and alerts people of what needs them once a day."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from fake_dbt import FakeDbt

from exports.export import VALUES
from onboarding.inbox import keep_loaded, load_arrived
from warehouse.build_lock import build_lock
from warehouse.cli import main
from warehouse.daily.alerts import Alert, log_sent, unsent
from warehouse.daily.day import send
from warehouse.daily.run_page import LATEST
from warehouse.landing.checked_feeds import Checked
from warehouse.options import parser
from warehouse.problems import Problem
from webhook import Webhook, running_webhook

# What the views of operations show after a build in which a gate failed and a feed is late.
VIEWS = """
create schema if not exists operations;
create or replace table operations.held_deliveries as select * from (values
    ('orders', 'orders@example.com', 'B<11>', 'null_share', 'ORDER_ID', 40, 8, 0.2, 0.01)
) as held (
    feed, alert_address, landed_in, rule, column_name, landed, wrong_rows, measured, allowed
);
create or replace table operations.late_feeds as select * from (values
    ('shipments', 'logistics@example.com', date '2026-01-08', 24)
) as late (feed, alert_address, newest_delivery, allowed_hours);
"""
HELD = (
    "Gate gate_orders holds B<11> back: null_share of ORDER_ID is 0.2000, allowed is at most "
    "0.0100; 8 of 40 rows are wrong (orders@example.com)"
)
LATE = (
    "Feed shipments is late: its newest delivery is from 2026-01-08, and it is due every 24 hours "
    "(logistics@example.com)"
)


# A golden customer with a record, as the marts have it after each build.
OTHER_VALUES = ", ".join(f"'' as {name}" for name in VALUES[1:])
CUSTOMER = f"""
create or replace table marts.dim_customer as select
    'C-1' as customer_uid, '{{name}}' as full_name, {OTHER_VALUES}, true as is_current;
create or replace table marts.customer_records as
    select 'C-1' as customer_uid, 'CRM' as source_system, '1' as customer_id, true as is_current;
create or replace table marts.customer_uid_redirects (
    customer_uid varchar, status varchar, status_since date, resolved_uid varchar,
    relation varchar, is_main boolean
);
delete from operations.held_deliveries;
"""


def ended(status: int) -> str:
    """The alert about a run that did not end with 0."""
    return f"make daily ended with {status}; its output says why"


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    """A running server."""
    with running_webhook() as server:
        yield server


class Day:
    """A working database, and `make daily` on it; dbt leaves what the views show."""

    def __init__(self, folder: Path, webhook: Webhook) -> None:
        self.database = folder / "c360.duckdb"
        self.environment = {
            "C360_DUCKDB_PATH": str(self.database),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
            "ALERT_WEBHOOK": webhook.url,
        }
        self.outcomes: list[dict[str, list[str]]] = []
        self.views = VIEWS

    def dbt(self, arguments: list[str]) -> int:
        code = FakeDbt(self.database, self.outcomes)(arguments)
        with duckdb.connect(str(self.database)) as connection:
            connection.execute(self.views)
        return code

    def run(self, **environment: str) -> int:
        """The exit code of `make daily`."""
        return main(["daily"], self.environment | environment, self.dbt)


@pytest.fixture
def day(tmp_path: Path, webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> Day:
    """A day on which nothing has run yet. Only the vars are inputs of a build."""
    monkeypatch.setattr("warehouse.cli.find_problems", lambda *_: Checked("no feeds", []))
    for module in ("cli", "publication.publish"):
        monkeypatch.setattr(
            f"warehouse.{module}.build_inputs", lambda _, found, __: {"vars": found}
        )
    return Day(tmp_path, webhook)


def test_a_failed_gate_and_a_late_feed_reach_the_webhook_once(day: Day, webhook: Webhook) -> None:
    day.outcomes = [{"fail": ["gate_orders"]}] * 2
    assert day.run() == 1
    (received,) = webhook.messages
    assert list(received) == ["text"]  # a message in Slack's format
    title, *lines = received["text"].splitlines()
    assert title.startswith("*Customer 360, ") and title.endswith(": 3 alerts*")
    held = HELD.replace("<", "&lt;").replace(">", "&gt;")
    assert lines == [f"• {ended(1)}", f"• {held}", f"• {LATE}"]
    assert day.run() == 1  # a retry builds again, and tells nobody twice
    assert len(webhook.messages) == 1


def test_a_green_day_ends_with_0_and_says_which_feed_is_late(
    day: Day, webhook: Webhook, capsys: pytest.CaptureFixture
) -> None:
    day.views += "delete from operations.held_deliveries;"
    assert day.run() == 0
    assert [message["text"].splitlines()[1:] for message in webhook.messages] == [[f"• {LATE}"]]
    assert f"Alert: {LATE}" in capsys.readouterr().out
    assert day.run() == 0  # nothing new: nothing is built, published or sent
    assert len(webhook.messages) == 1


def test_an_alert_that_was_not_sent_fails_the_run_and_is_sent_by_the_next(
    day: Day, webhook: Webhook, capsys: pytest.CaptureFixture
) -> None:
    webhook.answer = 404
    assert day.run() == 1
    said = capsys.readouterr().err
    assert "No alert was sent: the webhook answered 404 Not Found." in said
    assert "secret" not in said
    webhook.answer = 200
    assert day.run() == 0
    assert len(webhook.messages) == 2


def test_without_a_webhook_the_alerts_are_printed(
    day: Day, webhook: Webhook, capsys: pytest.CaptureFixture
) -> None:
    assert day.run(ALERT_WEBHOOK="") == 0
    assert f"Alert: {LATE}\nNo alert was sent" in capsys.readouterr().out
    assert webhook.messages == []


def test_refused_feeds_are_an_alert(
    day: Day, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = Checked("1 feed", [Problem("orders/B011.csv", "has the unknown column X")])
    monkeypatch.setattr("warehouse.cli.find_problems", lambda *_: refused)
    assert day.run() == 2
    assert webhook.lines() == [
        "• Refused: orders/B011.csv: has the unknown column X",
        f"• {ended(2)}",
    ]


def test_a_run_that_builds_nothing_has_a_page_with_the_reasons(
    day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def latest() -> str:
        (page,) = day.database.parent.rglob(LATEST)
        return page.read_text(encoding="utf-8")

    inbox = tmp_path / "inbox"
    put(inbox, "exchange_rates/more.csv", "CURRENCY,MOOD", "USD,b")
    folders = {"INBOX": str(inbox), "LANDING": str(tmp_path / "landing")}
    refused = Checked("1 feed", [Problem("feed orders", "B011.csv is not UTF-8")])
    with monkeypatch.context() as patch:
        patch.setattr("warehouse.cli.find_problems", lambda *_: refused)
        assert day.run(**folders) == 2
    for cell in ("B011.csv is not UTF-8", "exchange_rates/more.csv", "has 1 unknown column;"):
        assert cell in latest()
    assert day.run(LANDING=folders["LANDING"]) == 0
    assert day.run(**folders) == 1  # nothing is new
    assert "exchange_rates/more.csv" in latest() and "B011.csv" not in latest()


def test_the_page_of_a_build_has_the_files_that_were_not_loaded(day: Day, tmp_path: Path) -> None:
    put(tmp_path / "inbox", "exchange_rates/more.csv", "CURRENCY,MOOD", "USD,b")
    build = day.dbt

    def dbt(arguments: list[str]) -> int:
        artifacts = tmp_path / "target"
        artifacts.mkdir(exist_ok=True)
        (artifacts / "manifest.json").write_text('{"nodes": {}, "sources": {}}')
        (artifacts / "run_results.json").write_text('{"args": {}, "results": []}')
        return build(arguments)

    day.dbt = dbt
    assert day.run(INBOX=str(tmp_path / "inbox"), LANDING=str(tmp_path / "landing")) != 0
    (page,) = tmp_path.rglob(LATEST)
    text = page.read_text(encoding="utf-8")
    assert "exchange_rates/more.csv" in text and "What arrived" in text


def test_an_object_store_that_cannot_be_reached_is_an_alert(day: Day, webhook: Webhook) -> None:
    landing = {"LANDING": "s3://in/landing", "AWS_ENDPOINT_URL": "http://127.0.0.1:1"}
    keys = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_MAX_ATTEMPTS": "1"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (landing | keys).items():
            patch.setenv(name, value)
        assert day.run(**landing, **keys) == 2
    refused, last = webhook.lines()
    assert refused.startswith("• Refused: landing: s3://in/landing cannot be used (")
    assert last == f"• {ended(2)}"


def test_a_dbt_that_writes_no_results_is_an_alert(day: Day, webhook: Webhook) -> None:
    day.dbt = lambda _: 2
    assert day.run() == 2
    assert webhook.lines() == [f"• {ended(2)}"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), RuntimeError("broken")])
def test_an_error_of_any_kind_is_an_alert(day: Day, webhook: Webhook, error: Exception) -> None:
    def dbt(_: list[str]) -> int:
        raise error

    day.dbt = dbt
    if isinstance(error, OSError):
        assert day.run() == 1
    else:
        with pytest.raises(RuntimeError):
            day.run()
    (line,) = webhook.lines()
    reason = "no space left on device" if isinstance(error, OSError) else "broken"
    assert line == f"• make daily stopped: {reason}"


def test_a_day_that_cannot_start_because_another_command_runs_is_an_alert(
    day: Day, webhook: Webhook
) -> None:
    with build_lock(day.database, "build", "duckdb"):
        assert day.run() == 2
    (line,) = webhook.lines()
    assert line.startswith("• make daily stopped: ") and "make build" in line


def test_a_database_that_cannot_be_read_does_not_prevent_an_alert(
    day: Day, webhook: Webhook
) -> None:
    def dbt(_: list[str]) -> int:
        day.database.write_text("damaged", encoding="utf-8")
        return 1

    day.dbt = dbt
    assert day.run() != 0
    assert any("cannot be read for alerts" in line for line in webhook.lines())


def exported(folder: Path) -> list[str]:
    """The names of the customers in each export of a folder, in the order of the exports."""
    files = sorted(folder.glob("[0-9]*/customers.csv"))
    return [file.read_text(encoding="utf-8").splitlines()[1].split(",")[2] for file in files]


def test_each_publication_is_exported_once(day: Day, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    assert day.run() == 0 and not folder.exists()  # without EXPORTS
    for name, outcome in (("Ann", {}), ("Bob", {"fail": ["totals_agree"]}), ("Cy", {})):
        day.views = VIEWS + CUSTOMER.format(name=name)
        day.outcomes = [outcome]
        assert day.run(EXPORTS=str(folder), FORCE="1") == len(outcome)
    assert day.run(EXPORTS=str(folder)) == 0  # nothing is new
    assert exported(folder) == ["Ann", "Cy"]


def test_an_export_that_did_not_run_is_repeated(
    day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "exports"
    day.views += CUSTOMER.format(name="Ann")

    def stopped(*_: object) -> None:
        raise RuntimeError("stopped")

    with monkeypatch.context() as patch:
        patch.setattr("warehouse.daily.day.export_published", stopped)
        with pytest.raises(RuntimeError):
            day.run(EXPORTS=str(folder))
    assert exported(folder) == []
    assert [day.run(EXPORTS=str(folder)), day.run(EXPORTS=str(folder))] == [0, 0]
    assert exported(folder) == ["Ann"]


def test_an_export_that_fails_is_an_alert_and_is_written_by_the_next_run(
    day: Day, webhook: Webhook, tmp_path: Path
) -> None:
    folder = tmp_path / "exports"
    folder.write_text("a file", encoding="utf-8")
    day.views += CUSTOMER.format(name="Ann")
    assert day.run(EXPORTS=str(folder)) == 1
    refused, last = [line for line in webhook.lines() if LATE not in line]
    assert refused.startswith("• Refused: exports: make export-changes stopped: file exists")
    assert last == f"• {ended(1)}"
    folder.unlink()
    assert day.run(EXPORTS=str(folder)) == 0
    assert exported(folder) == ["Ann"]


def test_files_that_lie_elsewhere_than_in_the_folder_of_a_feed_are_an_alert(
    day: Day, webhook: Webhook, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    for name in ("dt=2026-01-10/rates.csv", "../rates.csv", ".hidden/rates.csv"):
        put(inbox, f"exchange_rates/{name}", "CURRENCY,RATE_DATE,UNITS_PER_EURO")
    assert day.run(INBOX=str(inbox), LANDING=str(tmp_path / "landing")) == 1
    assert [line for line in webhook.lines() if "Refused" in line] == [
        "• Refused: exchange_rates/dt=2026-01-10: is a folder; move its files to "
        f"{inbox}/exchange_rates",
        "• Refused: rates.csv: is not in the folder of a feed; move it to "
        "&lt;feed&gt;/&lt;batch&gt;.&lt;extension&gt;",
    ]


def test_alerts_do_not_quote_files(
    day: Day, webhook: Webhook, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    """In a file without a header, the names of columns are values of its first row."""
    inbox = tmp_path / "inbox"
    put(inbox, "oracle_customers/first_row.csv", "CUST9,Ada,ada@example.com", "CUST8,Bo,b@x.com")
    put(inbox, "exchange_rates/more.csv", "CURRENCY,ann@example.com,Ann", "USD,b,c")
    assert day.run(INBOX=str(inbox), LANDING=str(tmp_path / "landing")) == 1
    number = Problem("feed orders", "B1.jsonl line 1 has the number 4.10e2 in IBAN; write the text")
    assert number.public == "B1.jsonl line 1 has a number in IBAN; write the text"
    sent = day.database.with_name(f"{day.database.name}.alerts.json").read_text(encoding="utf-8")
    for text in (str(webhook.messages), sent):
        assert "oracle_customers/first_row.csv: has no header" in text
        assert "exchange_rates/more.csv: has 2 unknown columns; the output" in text
        assert not any(value in text for value in ("Ann", "ann@", "Ada", "ada@", "CUST9"))
    printed = capsys.readouterr()
    assert "has 2 unknown columns: 'ann@example.com', 'Ann'; add them" in printed.err
    assert "Ada" not in printed.err + printed.out


def test_a_day_starts_with_no_sent_alerts(tmp_path: Path) -> None:
    log, alerts = tmp_path / "alerts.json", [Alert("a", "x"), Alert("b")]
    assert unsent(alerts, log, date(2026, 1, 10)) == alerts
    log_sent(alerts[:1], log, date(2026, 1, 10))
    assert unsent(alerts, log, date(2026, 1, 10)) == alerts[1:]
    assert unsent(alerts, log, date(2026, 1, 11)) == alerts


def test_an_alert_about_another_process_is_sent_once(tmp_path: Path) -> None:
    log, today = tmp_path / "alerts.json", date(2026, 1, 10)
    patterns = [
        "make daily stopped: `make build` (process {}, since 0{}:00:00) is working on c360.duckdb",
        "c360.duckdb cannot be read for alerts: process {} (python{}) has it open",
    ]
    for pattern in patterns:
        log_sent([Alert(pattern.format(17, 4))], log, today)
    assert (
        unsent([Alert(patterns[0].format(18, 5)), Alert(patterns[1].format(18, 4))], log, today)
        == []
    )
    other = Alert(patterns[0].format(17, 4).replace("build", "retry"))
    assert unsent([other], log, today) == [other]


def test_a_file_whose_name_was_used_before_is_kept_next_to_it(tmp_path: Path) -> None:
    for content in ("a", "b", "b", "c"):
        file = tmp_path / "rates.csv"
        file.write_text(content, encoding="utf-8")
        keep_loaded(file, tmp_path / ".loaded")
    kept = {path.name: path.read_text("utf-8") for path in (tmp_path / ".loaded").iterdir()}
    assert kept == {"rates.csv": "a", "rates_2.csv": "b", "rates_3.csv": "c"}


def test_many_alerts_are_sent_in_several_messages(day: Day, webhook: Webhook) -> None:
    options = parser(day.environment).parse_args(["daily"])
    alerts = [Alert(str(number)) for number in range(45)]
    webhook.fail_after = 1
    assert send(options, day.environment, alerts) == 1
    assert webhook.lines() == [f"• {alert}" for alert in alerts[:40]]
    webhook.fail_after = None
    assert send(options, day.environment, alerts) == 0
    assert webhook.lines() == [f"• {alert}" for alert in alerts]


def test_a_failed_gate_is_named_with_value_and_limit(day: Day, webhook: Webhook) -> None:
    day.outcomes = [{"fail": ["size_limit", "orders_exist", "no_values"]}]
    day.views += """
    create or replace table operations.gate_results as
    select problems.name as rule, problems.run_id, values_of_gates.* exclude (gate)
    from bookkeeping.open_problems as problems
    inner join (values
        ('size_limit', 'records of a customer', 101::decimal(38, 6), 100::decimal(38, 6), 'failed'),
        ('size_limit', 'records of a customer', 1120, 100, 'failed'),
        ('size_limit', 'records of a household', 3, 100, 'passed'),
        ('orders_exist', '', 2, 0, 'failed')
    ) as values_of_gates (gate, column_name, measured, allowed, outcome)
        on problems.name = values_of_gates.gate
    """
    assert day.run() == 1
    failed = [line for line in webhook.lines() if "failed" in line]
    assert failed == [
        "• no_values failed",
        "• Gate orders_exist failed: rows that violate it: 2, allowed is at most 0",
        "• Gate size_limit failed: records of a customer: 1,120, allowed is at most 100",
    ]


def put(inbox: Path, name: str, columns: str, *rows: str) -> Path:
    """Write a file of a source into an inbox."""
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([columns, *rows]) + "\n", encoding="utf-8")
    os.utime(path, (1768104000, 1768104000))  # 2026-01-11 04:00:00
    return path


def test_arrived_files_are_loaded_once_and_others_stay_in_the_inbox(
    tmp_path: Path, root: Path
) -> None:
    inbox, landing = tmp_path / "inbox", tmp_path / "landing"
    rate = put(
        inbox,
        "exchange_rates/rates_1.csv",
        "CURRENCY,RATE_DATE,UNITS_PER_EURO",
        "USD,2026-01-10,1.1",
    )
    put(
        inbox,
        "exchange_rates/rates_2.csv",
        "CURRENCY,RATE_DATE,UNITS_PER_EURO,MOOD",
        "USD,2026-01-11,1,x",
    )
    # Such as what Excel writes next to a file that somebody has open.
    not_delivered = ("rates_3.csv.part", "~$rates_3.csv", "Thumbs.db", ".rates_3.csv")
    for name in not_delivered:
        put(inbox, f"exchange_rates/{name}", "CURRENCY")
    put(inbox, "unknown/file.csv", "A", "1")
    content = rate.read_text()

    def loaded() -> list[str]:
        options = {"LANDING": str(landing)}
        refused = load_arrived(inbox, options, root)
        return [f"{path.relative_to(inbox)}: {reason[:40]}" for path, reason in refused]

    refused = [
        "exchange_rates/rates_2.csv: has 1 unknown column: 'MOOD'; add them t",
        "unknown: no contract declares a feed unknown; see",
    ]
    assert loaded() == refused
    landed = landing / "exchange_rates" / "rates_1.csv"
    assert landed.read_text().splitlines()[1] == (
        "USD,2026-01-10,1.1,2026-01-11 04:00:00,rates_1,ECB.RATES"
    )
    assert {path.name for path in (inbox / "exchange_rates").iterdir()} == {
        "rates_2.csv",
        *not_delivered,
    }
    before = landed.read_bytes()
    # As after a stop between the landing and the move.
    put(inbox, "exchange_rates/rates_1.csv", *content.splitlines())
    assert loaded() == refused
    assert landed.read_bytes() == before
    assert (inbox / ".loaded" / "exchange_rates" / "rates_1.csv").read_text() == content


def test_a_source_may_use_one_name_for_all_its_files(tmp_path: Path, root: Path) -> None:
    inbox, landing = tmp_path / "inbox", tmp_path / "landing"

    def arrive(day: int, rate: str, name: str = "rates") -> list[str]:
        header = "CURRENCY,RATE_DATE,UNITS_PER_EURO"
        path = put(inbox, f"exchange_rates/{name}.csv", header, f"USD,2026-01-10,{rate}")
        os.utime(path, (1768104000 + day * 86400,) * 2)
        refused = load_arrived(inbox, {"LANDING": str(landing)}, root)
        return [reason for _, reason in refused]

    # Also if a later file has the rows of an earlier one, or the loaded files were removed.
    assert [arrive(0, "1.1"), arrive(1, "1.2"), arrive(2, "1.1")] == [[], [], []]
    shutil.rmtree(inbox / ".loaded")
    assert arrive(3, "1.3") == []
    assert {path.name for path in (landing / "exchange_rates").iterdir()} == {
        "rates.csv",
        "rates_20260112T040000.csv",
        "rates_20260113T040000.csv",
        "rates_20260114T040000.csv",
    }
    # Two files with the same day in their name have the same load time.
    assert arrive(4, "1.1", "rates_2026-01-10") == []
    (refused,) = arrive(5, "1.2", "rates_2026-01-10")
    assert "exists with other rows" in refused
