"""A missing variable or a database that cannot be written gives one sentence before dbt starts."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from open_elsewhere import open_elsewhere

from warehouse.environment import (
    check_database,
    check_folders,
    check_published,
    check_variables,
    database_error_text,
)


def test_snowflake_needs_its_account_user_and_key(tmp_path: Path) -> None:
    given = {"SNOWFLAKE_USER": "loader", "SNOWFLAKE_PRIVATE_KEY_PATH": str(tmp_path / "key.p8")}
    problems = [str(problem) for problem in check_variables("snowflake", given, [])]
    assert problems == [
        "environment variable SNOWFLAKE_ACCOUNT: is not set, and target snowflake needs it; "
        "set it first",
        f"environment variable SNOWFLAKE_PRIVATE_KEY_PATH: is not a file: {tmp_path / 'key.p8'}",
    ]
    assert check_variables("duckdb", {}, []) == []


def test_a_variable_without_default_in_a_settings_file_must_be_set(tmp_path: Path) -> None:
    settings = tmp_path / "profiles.yml"
    settings.write_text("a: \"{{ env_var('NEEDED') }}\"\nb: \"{{ env_var('FREE', 'x') }}\"\n")
    problems = [str(problem) for problem in check_variables("duckdb", {}, [settings])]
    assert problems == [
        "environment variable NEEDED: is not set, and profiles.yml needs it; set it first"
    ]
    assert check_variables("duckdb", {"NEEDED": "1"}, [settings]) == []


def test_a_locked_database_is_reported_with_the_process_that_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "held.duckdb"
    with open_elsewhere(path) as process:
        problems = check_database(path)
    assert len(problems) == 1
    assert f"process {process}" in str(problems[0])
    assert "has it open; close it there, or set another C360_DUCKDB_PATH" in str(problems[0])
    assert check_database(path) == []


def test_a_file_that_is_not_a_database_and_a_missing_folder_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "notes.duckdb"
    path.write_text("this is not a database, but it has more than a few bytes" * 100)
    assert "is not a DuckDB database" in str(check_database(path)[0])
    absent = tmp_path / "absent" / "c360.duckdb"
    assert "does not exist; create it first" in str(check_database(absent)[0])
    assert not absent.parent.exists()


@pytest.mark.parametrize("name", ["it's", 'a"b', "a;b", "a#b", "temp", "Main", "marts"])
def test_a_database_name_that_dbt_cannot_use_is_reported(tmp_path: Path, name: str) -> None:
    (problem,) = check_database(tmp_path / f"{name}.duckdb")
    assert problem.message.startswith("has ")
    assert problem.message.endswith("; set another C360_DUCKDB_PATH")
    (tmp_path / name).mkdir()
    assert check_database(tmp_path / name / "my file.v2.duckdb") == []


ERRORS = {
    'IO Error: Could not set lock on file "/x": Conflicting lock is held in /usr/bin/python3.11 '
    "(PID 42). See also https://duckdb.org/docs/stable/connect/concurrency": "process 42 "
    "(/usr/bin/python3.11) has it open; close it there, or set another C360_DUCKDB_PATH",
    'IO Error: Cannot open file "/x": Permission denied': "cannot be opened (no permission); ",
    "Serialization Error: Failed to deserialize: field id mismatch": "cannot be opened (it is dam",
    "Out of Memory Error: failed to allocate 32 KiB": "cannot be opened (memory ran out); set",
    'IO Error: Trying to read a database file with version number 99, but we can only read "64"\n'
    "See https://duckdb.org": (
        "cannot be opened (it was written by a different version of DuckDB); "
    ),
    "Binder Error: Something. See also https://duckdb.org/x": "cannot be opened (Something); set",
}


@pytest.mark.parametrize(("error", "text"), ERRORS.items())
def test_duckdb_errors_are_translated_into_plain_words(error: str, text: str) -> None:
    said = database_error_text(duckdb.IOException(error))
    assert said.startswith(text)
    assert "http" not in said
    assert "Error" not in said
    assert "\n" not in said


def test_the_check_does_not_create_a_missing_database(tmp_path: Path) -> None:
    path = tmp_path / "c360.duckdb"
    assert check_database(path) == []
    assert not path.exists()
    duckdb.connect(str(path)).close()
    assert check_database(path) == []


def test_a_folder_that_cannot_be_written_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(dir: Path) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("warehouse.environment.TemporaryFile", refuse)
    (problem,) = check_database(tmp_path / "c360.duckdb")
    assert problem.message == (
        f"the folder {tmp_path} cannot be written (Read-only file system); "
        "set another C360_DUCKDB_PATH"
    )


def test_the_published_file_needs_a_folder_of_its_own_name(tmp_path: Path) -> None:
    working = tmp_path / "c360.duckdb"
    assert check_published(tmp_path / "published" / "c360.duckdb", working) == []
    assert not (tmp_path / "published").exists()
    (problem,) = check_published(working, working)
    assert problem.message == "is also the working database; set another C360_PUBLISHED_PATH"
    (problem,) = check_published(tmp_path / "absent" / "c360.duckdb", working)
    assert problem.message == f"the folder {tmp_path / 'absent'} does not exist; create it first"


@pytest.mark.parametrize("name", ["a[1]", "a*", "{a}", "it's", 'a"b', "a\\b", "a\nb"])
def test_a_project_in_a_path_that_dbt_cannot_use_is_reported(tmp_path: Path, name: str) -> None:
    (problem,) = check_folders(tmp_path / name, tmp_path, {"DBT_LOG_PATH": str(tmp_path)})
    assert "in its path, which dbt cannot use; move or rename it" in problem.message
    assert "\n" not in problem.message


def test_folders_that_dbt_cannot_write_are_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    logs = {"DBT_LOG_PATH": str(tmp_path / "file" / "logs")}
    (problem,) = check_folders(tmp_path, tmp_path / "target", logs)
    assert str(problem) == (
        f"folder {tmp_path}/file/logs: {tmp_path}/file is a file; "
        "move it, or set another DBT_LOG_PATH"
    )
    (problem,) = check_folders(tmp_path, Path("/proc/target"), {"DBT_LOG_PATH": str(tmp_path)})
    assert problem.subject == "folder /proc/target"
    assert problem.message.endswith("; set another DBT_TARGET_PATH")
    assert check_folders(tmp_path, tmp_path / "target", {"DBT_LOG_PATH": ""}) == []
