"""`python -m warehouse check` as make runs it: one line per problem, exit code 2, no traceback."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from contracts.cli import ROOT, contract_problems
from contracts.generate import generated_files
from contracts.read import read_feeds
from warehouse.cli import main
from warehouse.environment import SNOWFLAKE_VARIABLES
from warehouse.landing.feed_files import declared_columns


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    """A folder with a valid file of one row for each declared feed, and the steward logs."""
    for section in ("feeds", "stewardship"):
        folder = tmp_path / section
        folder.mkdir()
        for feed, columns in declared_columns(section).items():
            with (folder / f"{feed}.csv").open("w", newline="", encoding="utf-8") as file:
                csv.writer(file, lineterminator="\n").writerows([columns, ["x"] * len(columns)])
    return tmp_path / "feeds"


def check(feeds: Path, *options: str, **environment: str) -> int:
    """The exit code of the check on `feeds`, with a database that does not exist."""
    database = str(feeds.parent / "c360.duckdb")
    folders = ["--feeds", str(feeds), "--stewardship", str(feeds.parent / "stewardship")]
    return main(["check", *folders, "--database", database, *options], environment)


def test_valid_feeds_pass_and_are_counted(feeds: Path, capsys: pytest.CaptureFixture) -> None:
    assert check(feeds, LOAD_UNTIL="2026-01-05") == 0
    count = len(declared_columns()) + len(declared_columns("stewardship"))
    assert capsys.readouterr().out == f"Checked {count} feeds, {count} rows: no problems found.\n"


def test_a_steward_log_may_be_empty_but_must_have_its_columns(
    feeds: Path, capsys: pytest.CaptureFixture
) -> None:
    log = feeds.parent / "stewardship" / "steward_decisions.csv"
    header = log.read_text(encoding="utf-8").splitlines()[0]
    log.write_text(f"{header}\n", encoding="utf-8")
    assert check(feeds) == 0
    log.write_text(f"{header},mood\n", encoding="utf-8")
    assert check(feeds) == 2
    log.unlink()
    assert check(feeds) == 2
    problems = capsys.readouterr().err.replace(str(log), "LOG").splitlines()
    assert problems == [
        "feed steward_decisions: LOG has 1 unknown column: 'mood'; add them to "
        "contracts/steward_decisions.odcs.yaml and run `make contracts`",
        "Nothing was loaded.",
        "feed steward_decisions: LOG is missing; a header is enough",
        "Nothing was loaded.",
    ]


def test_every_problem_is_one_line_and_nothing_is_loaded(
    feeds: Path, capsys: pytest.CaptureFixture
) -> None:
    (feeds / "orders.csv").unlink()
    assert check(feeds, VARS="{lod_until: 2026-01-05}") == 2
    subjects = [line.split(":")[0] for line in capsys.readouterr().err.splitlines()]
    assert subjects == ["var lod_until", "feed orders", "Nothing was loaded."]
    assert not (feeds.parent / "c360.duckdb").exists()


def test_on_snowflake_the_seeds_of_feeds_are_not_checked(
    feeds: Path, capsys: pytest.CaptureFixture
) -> None:
    (feeds / "orders.csv").unlink()
    assert check(feeds, "--target", "snowflake") == 2
    subjects = [line.split(":")[0] for line in capsys.readouterr().err.splitlines()]
    assert subjects == [
        "environment variable SNOWFLAKE_ACCOUNT",
        "environment variable SNOWFLAKE_USER",
        "environment variable SNOWFLAKE_PRIVATE_KEY_PATH",
        "Nothing was loaded.",
    ]


def test_one_bad_var_gives_one_problem(feeds: Path, capsys: pytest.CaptureFixture) -> None:
    assert check(feeds, VARS="{match_model_version: [1]}") == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert check(feeds, VARS="{match_model_version: 99}") == 2
    assert "must be a version of " in capsys.readouterr().err
    for name in ("now", "calendar_until", "load_until", "hash", "rebuild_from_landing"):
        assert check(feeds, VARS=f"{{{name}: 9999}}") == 2
        assert [line.split(":")[0] for line in capsys.readouterr().err.splitlines()] == [
            f"var {name}",
            "Nothing was loaded.",
        ]


def test_the_clock_may_be_set_to_the_end_of_time(feeds: Path) -> None:
    assert check(feeds, VARS="{now: 9999-12-31 23:59:59}") == 0


def test_files_without_rows_trigger_no_load(feeds: Path, capsys: pytest.CaptureFixture) -> None:
    landing = feeds.parent / "landing"
    for feed, columns in declared_columns().items():
        (landing / feed).mkdir(parents=True)
        (landing / feed / "B1.csv").write_text(f"{','.join(columns)}\n", encoding="utf-8")
    assert check(feeds, "--landing", str(landing)) == 0
    assert f" files in {landing}, none new: " in capsys.readouterr().out
    with (landing / "orders" / "B1.csv").open("a", encoding="utf-8") as file:
        file.write(f"{'x,' * (len(declared_columns()['orders']) - 1)}x\n")
    assert check(feeds, "--landing", str(landing)) == 0
    assert f" files in {landing}, 1 of them new with 1 row: " in capsys.readouterr().out


def test_a_contract_that_was_edited_but_not_applied_is_reported(
    feeds: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = feeds.parent / "project"
    shutil.copytree(ROOT / "contracts", project / "contracts")
    for name, text in generated_files(read_feeds(ROOT / "contracts")):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    contract = project / "contracts" / "orders.odcs.yaml"
    contract.write_text(contract.read_text("utf-8").replace("EMEA", "EUROPE"), encoding="utf-8")
    monkeypatch.setattr("warehouse.cli.contract_problems", lambda root: contract_problems(project))
    assert check(feeds) == 2
    assert capsys.readouterr().err.splitlines() == [
        "contracts: macros/landing/feed_declarations.sql differs from the contracts; "
        "run `make contracts`",
        "Nothing was loaded.",
    ]


def test_vars_are_printed_as_json_for_dbt(capsys: pytest.CaptureFixture) -> None:
    assert main(["vars"], {"LOAD_UNTIL": "2026-01-05", "VARS": "{hash: MD5}"}) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed) == {"hash": "MD5", "load_until": "2026-01-05"}
    assert main(["vars"], {}) == 0
    assert capsys.readouterr().out == "{}\n"
    assert main(["vars"], {"VARS": "{"}) == 2


def test_a_landing_on_snowflake_is_a_schema(feeds: Path, capsys: pytest.CaptureFixture) -> None:
    snowflake = {name: str(feeds) for name in SNOWFLAKE_VARIABLES}
    for landing, code in (("raw.landing", 0), ("raw.landing; drop table x", 2)):
        snowflake["LANDING"] = landing
        snowflake["SNOWFLAKE_PRIVATE_KEY_PATH"] = str(feeds / "orders.csv")
        assert check(feeds, "--target", "snowflake", **snowflake) == code
    assert capsys.readouterr().err.splitlines()[0] == (
        "landing: must be a schema or database.schema, not 'raw.landing; drop table x'"
    )


def test_a_folder_that_cannot_be_written_stops_a_build_before_dbt(
    capsys: pytest.CaptureFixture,
) -> None:
    def dbt(arguments: object) -> int:
        raise AssertionError("dbt started")

    assert main(["build"], {"C360_DUCKDB_PATH": "/proc/c360.duckdb"}, dbt) == 2
    problem, last, page = capsys.readouterr().err.splitlines()
    assert problem.startswith("database /proc/c360.duckdb: the folder /proc cannot be written")
    assert last == "Nothing was loaded."
    assert page.startswith("The page about this run was not written")
