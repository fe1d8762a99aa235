"""The runner of `make prove-snowflake`, on the emulator: it proves nothing about Snowflake."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from pathlib import Path

import duckdb
import pytest
import sqlglot

from emulator.app import Emulator
from emulator.serve import connect
from snowflake_proof.__main__ import finish, main
from snowflake_proof.commands import builds, last_lines
from snowflake_proof.items import FOLDER, Item, read_item, read_items
from snowflake_proof.report import report
from snowflake_proof.run import NOT_RUN, PROVEN, REFUTED, Command, Outcome, run_items
from snowflake_proof.tables import differences_from_duckdb

# Items that the emulator answers like Snowflake.
EMULATED = {
    "04_division",
    "06_time_text",
    "10_clone_keeps_policies",
    "11_swap_keeps_privileges",
    "12_undrop",
    "14_view_in_clone",
}
# Refused on purpose, or syntax that only Snowflake knows.
UNKNOWN_TO_SQLGLOT = ("02_reserved_words", "09_row_access", "17_procedure", "19_alert")


@pytest.fixture
def session(emulator: Emulator) -> Callable:
    """Opens a session in the database of the proof."""
    return lambda: connect(emulator, database="C360_PROOF")


def outcomes(items: list, session: Callable, seconds: float = 100) -> dict[str, Outcome]:
    ticks = count()
    found = run_items(items, session, lambda: next(ticks), seconds)
    return {outcome.name: outcome for outcome in found}


def test_every_item_says_what_it_proves_and_what_it_expects() -> None:
    items = read_items()
    assert len(items) >= 20
    assert len({item.title for item in items}) == len(items)
    assert all(bool(item.rows) != bool(item.error) for item in items)
    assert all(item.statements for item in items)


def test_every_item_names_its_page() -> None:
    for path in FOLDER.glob("*.sql"):
        page = path.read_text(encoding="utf-8").splitlines()[1]
        assert re.fullmatch(r"-- https://docs\.snowflake\.com/en/[\w/#-]+", page), path


def test_every_script_parses() -> None:
    for item in read_items():
        if item.name in UNKNOWN_TO_SQLGLOT:
            continue
        for statement in item.statements:
            sqlglot.parse(statement, read="snowflake")


def test_items_that_the_emulator_can_answer_are_proven(session: Callable) -> None:
    found = outcomes([item for item in read_items() if item.name in EMULATED], session)
    assert {name: outcome.answer for name, outcome in found.items()
            if outcome.result != PROVEN} == {}  # fmt: skip
    assert found.keys() == EMULATED


def test_an_item_that_the_emulator_does_not_enforce_is_refuted(session: Callable) -> None:
    found = outcomes([item for item in read_items() if item.name == "08_masking"], session)
    assert found["08_masking"].result == REFUTED
    assert "Ann" in found["08_masking"].answer


@pytest.mark.parametrize(
    ("item", "result"),
    [
        (Item("a", "rows", ("select 1, 'x'",), rows=(("1", "x"),)), PROVEN),
        (Item("b", "other rows", ("select 2",), rows=(("1",),)), REFUTED),
        (Item("c", "an error", ("select 1 from missing",), error="missing"), PROVEN),
        (Item("d", "another error", ("select 1 from missing",), error="syntax"), REFUTED),
        (Item("e", "no error", ("select 1",), error="missing"), REFUTED),
        (Item("f", "an early error", ("select 1 from missing", "select 1"), error="miss"), REFUTED),
        (Item("g", "an error for rows", ("select 1 from missing",), rows=(("1",),)), REFUTED),
    ],
)
def test_only_the_expected_answer_is_a_proof(item: Item, result: str, session: Callable) -> None:
    assert outcomes([item], session)[item.name].result == result


def test_items_after_the_time_are_not_run(session: Callable) -> None:
    items = [Command(name, name, lambda: "") for name in ("one", "two", "three")]
    found = outcomes(items, session, seconds=5)
    assert [outcome.result for outcome in found.values()] == [PROVEN, PROVEN, NOT_RUN]


def test_a_command_is_proven_if_nothing_is_wrong(session: Callable) -> None:
    items = [Command("good", "", lambda: ""), Command("bad", "", lambda: "2 tests failed")]
    found = outcomes(items, session)
    assert (found["good"].result, found["bad"].result) == (PROVEN, REFUTED)
    assert found["bad"].answer == "2 tests failed"


def test_the_last_lines_of_a_command_say_why_it_failed() -> None:
    assert last_lines(["true"], {"PATH": "/usr/bin:/bin"}, 10) == ""
    wrong = last_lines(["sh", "-c", "echo first; echo last >&2; exit 1"], {}, 10)
    assert wrong == "first; last"
    assert "not finished" in last_lines(["sleep", "5"], {"PATH": "/usr/bin:/bin"}, 0.1)


def test_builds_are_proven_one_by_one() -> None:
    names = [command.name for command in builds({}, 1, lambda: "")]
    assert names == sorted(names)
    assert len(names) == 6


def test_tables_are_compared_with_the_build_on_duckdb(session: Callable, tmp_path: Path) -> None:
    built = tmp_path / "built.duckdb"
    rows = "select 'a' as full_name, 1.50::decimal(18, 2) as amount, date '2026-01-05' as day"
    with duckdb.connect(str(built)) as connection:
        for layer in ("raw_vault", "business_vault", "marts"):
            connection.execute(f"create schema {layer}; create table {layer}.people as {rows}")
    with session() as opened:
        for layer in ("raw_vault", "business_vault", "marts"):
            opened.execute_string(
                f"create or replace schema C360_PROOF.{layer};"
                f"create table C360_PROOF.{layer}.people as {rows};"
            )
        assert differences_from_duckdb(opened, "C360_PROOF", built) == ""
        opened.cursor().execute("update C360_PROOF.marts.people set full_name = 'b'")
        found = differences_from_duckdb(opened, "C360_PROOF", built)
        assert found.startswith("marts.people: 1 rows only on DuckDB, 1 only on Snowflake")
        assert "run `make build`" in differences_from_duckdb(opened, "C360_PROOF", tmp_path / "no")


def test_without_credentials_nothing_is_proven(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["--out", str(tmp_path / "report.md")], {"SNOWFLAKE_ACCOUNT": "a"}) == 2
    said = capsys.readouterr().err
    assert "Nothing is proven" in said
    assert "SNOWFLAKE_USER, SNOWFLAKE_PRIVATE_KEY_PATH not set" in said
    assert not (tmp_path / "report.md").exists()


def test_the_report_lists_what_is_not_proven(tmp_path: Path) -> None:
    found = [
        Outcome("a", "A says", PROVEN, "1", 30),
        Outcome("b", "B says", REFUTED, "[('2',)]", 60),
    ]
    text = report(found, "trial", "9.1", "2026-01-05 04:00")
    assert "1 of 2 items proven, in 1.5 minutes" in text
    assert "| b | B says | refuted | 60.0 |" in text
    assert "- b: [('2',)]" in text
    out = tmp_path / "folder" / "report.md"
    assert finish(found, out, "trial", "9.1", "2026-01-05 04:00") == 1
    assert finish(found[:1], out, "trial", "9.1", "2026-01-05 04:00") == 0
    assert "Not proven" not in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["select 1;", "-- Title\nselect 1;", "-- \n-- expect: [[1]]\nselect 1"]
)
def test_a_script_that_expects_nothing_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "01_item.sql"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="starts with a title"):
        read_item(path)
