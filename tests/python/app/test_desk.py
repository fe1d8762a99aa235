"""A steward decides on a page; the decision is in the log, and a build carries it out."""

from __future__ import annotations

import getpass
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from application import Open, application
from streamlit.testing.v1 import AppTest

import dashboard.query
from dashboard.desk import pair_id
from dashboard.effect import effect_of
from dashboard.golden_form import golden_form
from dashboard.roles import may_see_personal_data
from dashboard.set_values import set_value, set_values, take_back_value
from dashboard.side_by_side import compared_table, verdict
from dashboard.signed_in import NotSignedInError, signed_in
from dashboard.steward_log import (
    COLUMNS,
    DECISIONS,
    VALUES,
    DecidedMeanwhileError,
    LandingTables,
    LogFolder,
)
from dashboard.stewardship import (
    DIFFERENT,
    SAME,
    UNSURE,
    ContradictingError,
    decide,
    latest_decisions,
    open_pairs,
    pair_of,
)
from dbt_in_process import DATABASE, Project
from reference_build import Reference

NOW = datetime(2026, 11, 29, 14, 0, tzinfo=UTC)
# From the log to the customers of records.
MODELS = (
    "landing_steward_decisions", "landing_steward_overrides", "stg_stewardship__decision_log",
    "stg_stewardship__override_log", "stg_stewardship__known_records",
    "stg_stewardship__decisions", "nh_link_steward_decision", "steward_pair_decisions",
    "records_to_recluster", "cluster_assignments", "customer_identity_assignments",
    "sal_customer", "eff_sat_sal_customer",
)  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """The desk on the published reference warehouse, with a log of its own."""

    open_page: Open
    database: Path

    @property
    def log(self) -> Path:
        """The folder of the log."""
        return self.database.with_name("test.stewardship")

    def files(self, log: str = DECISIONS) -> list[dict[str, str]]:
        """The rows of the files of a log."""
        found = sorted((self.log / log).glob("*"))
        lines = [line for path in found for line in path.read_text("utf-8").splitlines()]
        return [json.loads(line) for line in lines]

    def open(self) -> AppTest:
        """The page."""
        return self.open_page("desk")


@pytest.fixture
def desk(opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk of a steward."""
    monkeypatch.setenv("C360_DUCKDB_PATH", str(tmp_path / DATABASE))
    monkeypatch.setenv("C360_APP_ROLE", "STEWARD")
    return Desk(opened, tmp_path / DATABASE)


def answer(page: AppTest, button: str, reason: str, confirm: str) -> AppTest:
    """The page after a decision with a reason."""
    page.button(key=f"desk {button}").click().run()
    page.text_input[-1].set_value(reason)
    confirmed = next(found for found in page.button if found.label == confirm)
    return confirmed.click().run()


def first_pair() -> dict[str, Any]:
    """The first pair of the queue."""
    return open_pairs({}).iloc[0].to_dict()


def test_a_decision_is_a_file_at_once_and_its_pair_leaves_the_queue(desk: Desk) -> None:
    page = desk.open()
    first = page.selectbox(key="desk pair").value
    waiting = len(page.selectbox(key="desk pair").options)
    page.button(key="desk SAME").click().run()
    assert any("survives" in item.value for item in page.markdown)
    assert desk.files() == []
    page = answer(page, SAME, " the same\nmobile number ", "Confirm SAME")
    assert not page.exception
    (row,) = desk.files()
    assert row["decision"] == SAME
    assert row["reason"] == "the same mobile number"
    assert row["steward"] == getpass.getuser()
    assert row["decided_at"] == row["_loaded_at"]
    assert row["decision_id"] in page.success[0].value
    assert page.selectbox(key="desk pair").value != first
    assert len(page.selectbox(key="desk pair").options) == waiting - 1


def test_a_decision_without_a_reason_is_not_saved(desk: Desk) -> None:
    page = answer(desk.open(), DIFFERENT, "  ", "Confirm DIFFERENT")
    assert "reason" in page.error[0].value
    assert desk.files() == []


def test_the_second_of_two_stewards_sees_the_first_decision(desk: Desk) -> None:
    page = desk.open()
    page.button(key="desk DIFFERENT").click().run()
    decide(first_pair(), SAME, "same passport", "j.weber", seen="")
    page.text_input[-1].set_value("two people")
    confirm = next(found for found in page.button if found.label == "Confirm DIFFERENT")
    page = confirm.click().run()
    message = " ".join(item.value for item in page.error)
    assert "j.weber decided SAME" in message.replace("\\", "")
    assert [row["decision"] for row in desk.files()] == [SAME]
    with pytest.raises(DecidedMeanwhileError, match="j.weber decided SAME .* same passport"):
        decide(first_pair(), DIFFERENT, "two people", "m.okafor", seen="")
    assert len(desk.files()) == 1


def test_a_decision_that_would_stop_the_build_is_refused(desk: Desk, as_reader: None) -> None:
    queue = open_pairs(latest_decisions()).to_dict("records")
    left, right = queue[0], queue[1]
    records = [
        (row[f"source_system_{side}"], row[f"customer_id_{side}"])
        for row, side in ((left, "l"), (left, "r"), (right, "l"))
    ]

    def pair(one: int, other: int) -> dict[str, str]:
        ends = zip("lr", (records[one], records[other]), strict=True)
        return {
            f"{name}_{side}": value
            for side, record in ends
            for name, value in zip(("source_system", "customer_id"), record, strict=True)
        }

    decide(pair(0, 1), SAME, "a", "j.weber", "")
    decide(pair(1, 2), SAME, "b", "j.weber", "")
    with pytest.raises(ContradictingError, match="is DIFFERENT from .* but SAME as"):
        decide(pair(0, 2), DIFFERENT, "c", "j.weber", "")
    assert len(desk.files()) == 2


def identity(database: Path) -> dict[str, str]:
    """Record -> customer."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return dict(
            connection.execute(
                "select lower(hex(customer_hk)), customer_uid from business_vault.customer_identity"
            ).fetchall()
        )


def test_the_next_build_has_the_shown_effect_and_taking_back_undoes_it(
    desk: Desk, reference: Reference, project: Project
) -> None:
    shutil.copy(reference.database, desk.database)
    before = identity(desk.database)
    pair = first_pair()
    effect = effect_of(pair, SAME, latest_decisions())
    page = answer(desk.open(), SAME, "the same mobile number", "Confirm SAME")
    project.run(desk.database, "run", "--select", *MODELS)
    merged = identity(desk.database)
    expected = dict(zip(effect.records["record_id"], effect.records["after"], strict=True))
    moved = {record for record in before if before[record] != merged[record]}
    assert moved
    assert {record: merged[record] for record in expected} == expected
    assert moved == {record for record in expected if before[record] != expected[record]}

    (row,) = desk.files()
    page.selectbox(key="desk decided").set_value(row["decision_id"]).run()
    page.text_input[-1].set_value("it was the phone of a shop")
    back = next(found for found in page.button if found.label == "Take it back")
    page = back.click().run()
    assert [row["decision"] for row in desk.files()] == [SAME, UNSURE]
    project.run(desk.database, "run", "--select", *MODELS)
    assert identity(desk.database) == before


def test_a_set_value_is_in_the_log_and_can_be_taken_back(desk: Desk, as_reader: None) -> None:
    pair = first_pair()
    records = [(pair["source_system_l"], pair["customer_id_l"])]
    row = set_value(records, "city", "Munich", "moved", "j.weber", NOW.date(), "", NOW)
    assert (row["attribute_value"], row["valid_from"], row["valid_to"]) == (
        "Munich",
        "2026-11-29",
        "",
    )
    with pytest.raises(DecidedMeanwhileError, match="j.weber has set city to 'Munich'"):
        set_value(records, "city", "Bonn", "moved on", "m.okafor", NOW.date(), "", NOW)
    seen = row["decided_at"]
    later = set_value(records, "city", "Bonn", "moved on", "m.okafor", NOW.date(), seen, NOW)
    assert later["decided_at"] > row["decided_at"]
    values = set_values()
    waiting = values[~values["is_built"]].set_index("attribute_value")
    assert waiting["is_active"].to_dict() == {"Munich": False, "Bonn": True}
    bonn = waiting.reset_index().iloc[-1].to_dict()
    take_back_value(bonn, "it was a typo", "j.weber", NOW)
    assert not set_values()[lambda table: ~table["is_built"]]["is_active"].any()
    assert len(list((desk.log / VALUES).glob("*.jsonl"))) == 3


def test_a_value_is_set_on_the_page(desk: Desk) -> None:
    page = desk.open()
    page.button(key="desk Set a value").click().run()
    page.text_input[0].set_value("+49 30 901820").run()
    attribute = next(box for box in page.selectbox if box.label == "Attribute")
    attribute.set_value("phone").run()
    page.text_input[0].set_value("+49 30 901820").run()
    tables = [item.value for item in page.dataframe]
    (compared,) = [table for table in tables if "after" in table]
    assert compared["after"].tolist() == ["+4930901820"]
    page.text_input[-1].set_value("called back")
    page = next(item for item in page.button if item.label == "Confirm the value").click().run()
    (row,) = desk.files(VALUES)
    assert (row["attribute"], row["attribute_value"]) == ("phone", "+49 30 901820")


@pytest.mark.parametrize(
    ("attribute", "value", "country", "form"),
    [
        ("phone", "030 / 901820", "DE", "+4930901820"),
        ("phone", "call me", "DE", None),
        ("email", " Ann.Lee@Example.com", None, "ann.lee@example.com"),
        ("country", "Germany", None, "DE"),
        ("full_name", "ANN lee", None, "ANN lee"),
        ("segment", "Retail", None, "Retail"),
    ],
)
def test_a_set_value_is_shown_in_its_golden_form(
    attribute: str, value: str, country: str | None, form: str | None
) -> None:
    assert golden_form(attribute, value.strip(), country) == form


def test_the_exposure_of_the_desk_names_the_models_that_it_reads(
    desk: Desk, exposures: dict[str, set[str]]
) -> None:
    models: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dashboard.query, "record_models", models.update)
        page = desk.open()
        page.button(key="desk SAME").click().run()
        page.button(key="desk Set a value").click().run()
    assert models == exposures["app_desk"]


def test_a_reader_sees_masked_records_and_cannot_decide(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("C360_APP_ROLE")
    page = desk.open()
    assert "cannot decide" in page.info[0].value
    assert [button.label for button in page.button] == []
    assert any("***" in part.proto.body for part in page.get("html"))


PROXY = {"C360_PROXY_SECRET": "s3cret"}


@pytest.mark.parametrize(
    ("user", "headers", "environment", "name"),
    [
        ({}, {"Host": "127.0.0.1:8501"}, {}, getpass.getuser()),
        ({}, {"Host": "[::1]:8501"}, {}, getpass.getuser()),
        ({}, {"Host": "c360.example.com"}, {}, None),
        ({}, {"Host": "localhost", "X-Forwarded-For": "10.0.0.1"}, {}, None),
        ({"is_logged_in": True, "email": "j.weber@example.com"}, {}, {}, "j.weber@example.com"),
        ({"is_logged_in": True, "name": "J. Weber"}, {}, {}, "J. Weber"),
        ({"is_logged_in": True, "email": None, "name": None}, {}, {}, None),
        ({"is_logged_in": False}, {"Host": "localhost"}, {}, None),
        ({}, {"X-Forwarded-User": "j.weber", "X-Proxy-Secret": "s3cret"}, PROXY, "j.weber"),
        ({}, {"X-Forwarded-User": "j.weber", "X-Proxy-Secret": "guess"}, PROXY, None),
        ({}, {"X-Forwarded-User": "j.weber", "Host": "localhost"}, PROXY, None),
    ],
)
def test_the_decider_is_the_signed_in_user(
    user: dict[str, Any], headers: dict[str, str], environment: dict[str, str], name: str | None
) -> None:
    if name:
        assert signed_in(user, headers, environment) == name
    else:
        with pytest.raises(NotSignedInError):
            signed_in(user, headers, environment)


@pytest.mark.parametrize(
    ("address", "is_near"), [("127.0.0.1", True), ("::1", True), ("10.0.0.5", False)]
)
def test_a_browser_on_another_machine_is_not_the_user_of_the_system(
    address: str, is_near: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = SimpleNamespace(headers={"Host": "localhost"}, ip_address=address)
    monkeypatch.setattr("streamlit.context", session)
    if is_near:
        assert signed_in({}, environment={}) == getpass.getuser()
        assert signed_in({}, {"Host": "localhost"}, {}, address) == getpass.getuser()
    else:
        with pytest.raises(NotSignedInError):
            signed_in({}, environment={})
        with pytest.raises(NotSignedInError):
            signed_in({}, {"Host": "localhost"}, {}, address)


def test_users_with_accounts_see_nothing_before_they_sign_in(
    monkeypatch: pytest.MonkeyPatch, as_reader: None
) -> None:
    monkeypatch.setattr("dashboard.signed_in.is_on_snowflake", lambda: False)
    monkeypatch.setattr("streamlit.user", {"is_logged_in": False})
    page = application().run()
    assert not page.exception
    assert [button.label for button in page.button] == ["Sign in"]
    assert not page.metric
    assert not may_see_personal_data()


def test_a_log_with_a_broken_file_is_read_and_the_file_is_named(tmp_path: Path) -> None:
    log = LogFolder(tmp_path)
    folder = tmp_path / DECISIONS
    folder.mkdir()
    row = dict.fromkeys(COLUMNS[DECISIONS], "x") | {"decided_at": "2026-01-01 00:00:00"}
    (folder / "good.jsonl").write_text(json.dumps(row), "utf-8")
    (folder / "cut.jsonl").write_text('{"decision_id": "SD-1", "source_sys', "utf-8")
    (folder / "short.jsonl").write_text('{"decision_id": "SD-2", "decision": "SAME"}', "utf-8")
    (folder / "list.jsonl").write_text("[1]", "utf-8")
    (folder / "bytes.jsonl").write_bytes(b"\xff\xfe")
    assert log.rows(DECISIONS) == [row]
    assert log.unread() == [
        f"{DECISIONS}/{name}.jsonl" for name in ("bytes", "cut", "list", "short")
    ]
    (folder / "cut.jsonl").write_text(json.dumps(row | {"decision_id": "z"}), "utf-8")
    os.utime(folder / "cut.jsonl", ns=(1, 1))
    assert [one["decision_id"] for one in log.rows(DECISIONS)] == ["x", "z"]


def test_differences_are_marked_and_markup_is_text() -> None:
    assert verdict("phone", "+49 (30) 901820", "030/901820") == "same"
    assert verdict("phone", "+49 30 901820", "030/901821") == "differs"
    assert verdict("full_name", "ANN LEE", "Ann Lee") == "same"
    assert verdict("full_name", "Ann", "Anne") == "differs"
    assert verdict("full_name", "", "Ann") == "missing"
    html = compared_table({"full_name": "<b>Ann"}, {"full_name": "<b>Anne"}, ["left", "right"])
    assert "&lt;b&gt;Ann<mark>e</mark>" in html
    assert "<b>" not in html


class Session:
    """A session of Snowpark that answers from a list, and keeps what it was asked."""

    def __init__(self, inserted: int) -> None:
        self.inserted = inserted
        self.asked: list[tuple[str, list[object]]] = []

    def sql(self, sql: str, params: list[object] = ()) -> Session:
        self.asked.append((sql, list(params)))
        return self

    def to_pandas(self) -> Any:
        import pandas as pd

        return pd.DataFrame({"DECISION_ID": ["SD-1"], "DECIDED_AT": ["2026-01-01 10:00:00"]})

    def collect(self) -> list[list[int]]:
        return [[self.inserted]]


def test_on_snowflake_a_row_is_added_only_if_the_log_has_not_changed_since_it_was_read() -> None:
    seen: list[int] = []
    check: Callable = lambda rows: seen.append(len(rows))  # noqa: E731
    row = {"decision_id": "SD-2", "decision": SAME}
    session = Session(inserted=1)
    LandingTables(session, "landing_files").add(DECISIONS, [row], check)
    sql, values = session.asked[-1]
    assert sql.startswith("merge into landing_files.steward_decisions")
    assert values[0] == 1 and "SD-2" in values
    assert sql.count("?") == len(values)
    with pytest.raises(DecidedMeanwhileError):
        LandingTables(Session(inserted=0), "landing_files").add(DECISIONS, [row], check)
    assert seen == [1, 1, 1]


def test_the_queue_has_one_pair_per_two_customers(desk: Desk, as_reader: None) -> None:
    waiting = open_pairs(latest_decisions())
    assert waiting["between"].is_unique
    assert waiting["queue_position"].is_monotonic_increasing
    pair = waiting.iloc[0].to_dict()
    decide(pair, DIFFERENT, "two people", "j.weber", "")
    decided = latest_decisions()
    assert decided[pair_of(pair)].word == DIFFERENT
    after = open_pairs(decided)
    assert pair_id(pair) not in set(map(pair_id, after.to_dict("records")))
