"""Decisions of the steward desk are delivered files: checked, loaded by builds, and backed up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from landing_project import COLUMNS, Landed, parse

from contracts.read import read_feeds
from warehouse.build.last_build import build_inputs
from warehouse.landing.checked_feeds import Checked, with_decisions
from warehouse.landing.feed_shapes import shapes_of
from warehouse.options import ROOT, parser, stewardship_path

DECISION = {
    "decision_id": "SD-1", "source_system_l": "SAP", "customer_id_l": "KNA1",
    "source_system_r": "Oracle", "customer_id_r": "CUST1", "decision": "SAME",
    "decided_at": "2026-01-10 11:00:00", "steward": "j.weber", "reason": "called",
    "_loaded_at": "2026-01-10 11:00:00", "_batch_id": "DESK-2026-01-10",
    "_record_source": "STEWARD",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The stewardship folder of a database, with one decision."""
    folder = tmp_path / "c360.stewardship"
    decided = folder / "steward_decisions" / "SD-1.jsonl"
    decided.parent.mkdir(parents=True)
    decided.write_text(json.dumps(DECISION) + "\n")
    (folder / ".lock").touch()
    return folder


def environment(desk: Path) -> dict[str, str]:
    """The environment of a command on the database of the folder."""
    return {"C360_DUCKDB_PATH": str(desk.with_name("c360.duckdb"))}


def checked(desk: Path) -> Checked:
    """What a check says about the folder."""
    options = parser(environment(desk)).parse_args(["check"])
    return with_decisions(
        Checked("no feeds", []), options, shapes_of(read_feeds(ROOT / "contracts"))
    )


def test_the_folder_is_next_to_the_database_or_where_the_environment_says(tmp_path: Path) -> None:
    assert stewardship_path({}) == ROOT / "working" / "c360.stewardship"
    assert stewardship_path({"C360_DUCKDB_PATH": "/data/try.duckdb"}) == Path(
        "/data/try.stewardship"
    )
    given = {"C360_DUCKDB_PATH": "/data/try.duckdb", "C360_STEWARDSHIP_PATH": str(tmp_path)}
    assert stewardship_path(given) == tmp_path


def test_a_new_decision_is_counted_and_a_damaged_one_is_refused(desk: Path) -> None:
    found = checked(desk)
    assert found.problems == []
    assert found.summary == "no feeds, 1 new decision of stewards"
    assert [file.content.rows for file in found.files] == [1]
    assert list(found.skipped) == []
    (desk / "steward_decisions" / "SD-2.jsonl").write_text('{"decision_id": "SD-2"')
    (problem,) = checked(desk).problems
    assert "SD-2.jsonl" in str(problem)


def test_a_new_decision_is_a_reason_to_build(desk: Path) -> None:
    before = build_inputs(desk, {}, environment(desk))
    assert build_inputs(desk, {}, environment(desk)) == before
    (desk / "steward_decisions" / ".SD-2.part").write_text("{")
    assert build_inputs(desk, {}, environment(desk)) == before
    (desk / "steward_decisions" / "SD-2.jsonl").write_text("{}\n")
    assert build_inputs(desk, {}, environment(desk)) != before


@pytest.fixture
def landed(root: Path, tmp_path: Path) -> Landed:
    """A small project in which the desk adds to the feed `orders`."""
    project = tmp_path / "project"
    return Landed(project, tmp_path, parse(project, root, desk_feed="orders"))


def row(key: str) -> dict[str, str]:
    """A row of the feed `orders`."""
    loaded_at = "2026-01-10 11:00:00"
    values = [key, "1", 'a "note",\n of two lines', "20260110", "", loaded_at, "DESK", "STEWARD"]
    return dict(zip(COLUMNS, values, strict=True))


def test_a_build_reads_the_folder_besides_the_seeds(landed: Landed) -> None:
    folder = landed.folder / "test.stewardship" / "orders"
    folder.mkdir(parents=True)
    (folder / "D-2.jsonl").write_text(json.dumps(row("D-2")) + "\n")
    models = ("run", "--select", "orders", "landing_orders", "stg_orders")
    assert landed.run(*models, dbt_vars={"landing": ""}) == ""
    found = landed.rows("select order_id, landed_in from stg_orders order by order_id")
    assert found == [("D-0", "B000"), ("D-2", "D-2")]


def test_a_build_reads_the_folder_besides_the_landing_and_each_file_once(landed: Landed) -> None:
    header, values = ",".join(COLUMNS), "D-1,1,,20260110,,2026-01-10 11:00:00,B001,TEST"
    landed.write("B001.csv", f"{header}\n{values}\n".encode())
    folder = landed.folder / "test.stewardship" / "orders"
    folder.mkdir(parents=True)
    keys = "select order_id, landed_in from stg_orders order by order_id"
    for number in (2, 3):
        (folder / f"D-{number}.jsonl").write_text(json.dumps(row(f"D-{number}")) + "\n")
        (folder / f".D-{number + 1}.part").write_text("{")
        assert landed.run() == ""
    assert landed.rows(keys) == [("D-1", "B001"), ("D-2", "D-2"), ("D-3", "D-3")]
    (folder / "D-4.jsonl").write_text("[]\n")
    assert "not an object" in landed.run()
