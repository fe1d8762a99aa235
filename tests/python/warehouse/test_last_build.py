"""`make build` does nothing only if the last green build of this database had the same inputs."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from fake_dbt import FakeDbt

from warehouse.build.last_build import (
    build_inputs,
    is_current,
    record_path,
    remove_record,
    write_record,
)
from warehouse.cli import main


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project."""
    root = tmp_path / "project"
    for name in ("contracts", "models", "seeds/feeds", "macros", "scripts/mdm", "tests/python"):
        (root / name).mkdir(parents=True)
    (root / "models" / "one.sql").write_text("select 1 as one")
    (root / "seeds" / "feeds" / "orders.csv").write_text("ORDER_ID\n1\n")
    (root / "profiles.yml").write_text("path: \"{{ env_var('C360_SCHEMA', 'main') }}\"")
    return root


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with one table."""
    path = tmp_path / "c360.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table built as select 1 as one")
    return path


CHANGES = {
    "a changed model": ("models/one.sql", "select 2 as one"),
    "a new model": ("models/two.sql", "select 2 as two"),
    "a changed feed": ("seeds/feeds/orders.csv", "ORDER_ID\n2\n"),
    "a new macro": ("macros/one.sql", "{% macro one() %}1{% endmacro %}"),
    "a changed contract": ("contracts/orders.odcs.yaml", "name: orders"),
    "a changed script": ("scripts/mdm/score.py", "SCORE = 1"),
    "a changed data test": ("tests/one.sql", "select 1 where false"),
    "a changed profile": ("profiles.yml", "path: other"),
    "another lock": ("requirements.lock", "duckdb==3.0.0"),
}


@pytest.mark.parametrize(("name", "text"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_any_input_triggers_a_build(
    project: Path, database: Path, name: str, text: str
) -> None:
    write_record(database, build_inputs(project, {}, {}))
    assert is_current(database, build_inputs(project, {}, {}))
    (project / name).write_text(text)
    assert not is_current(database, build_inputs(project, {}, {}))


@pytest.mark.parametrize("name", ["profiles.yml", "macros/one.sql", "models/one.sql"])
def test_a_variable_that_is_read_anywhere_triggers_a_build(project: Path, name: str) -> None:
    (project / name).write_text("{{ env_var('C360_ANY', '') }}")
    inputs = [build_inputs(project, {}, {"C360_ANY": value}) for value in ("1", "1", "2")]
    assert inputs[0] == inputs[1] != inputs[2]


def test_a_renamed_or_removed_file_triggers_a_build(project: Path, database: Path) -> None:
    write_record(database, build_inputs(project, {}, {}))
    (project / "models" / "one.sql").rename(project / "models" / "two.sql")
    assert not is_current(database, build_inputs(project, {}, {}))
    (project / "models" / "two.sql").unlink()
    assert not is_current(database, build_inputs(project, {}, {}))


def test_python_tests_and_caches_trigger_no_build(project: Path, database: Path) -> None:
    write_record(database, build_inputs(project, {}, {}))
    (project / "tests" / "python" / "test_one.py").write_text("def test_one(): pass")
    (project / "scripts" / "mdm" / "__pycache__").mkdir()
    (project / "scripts" / "mdm" / "__pycache__" / "score.pyc").write_text("")
    assert is_current(database, build_inputs(project, {}, {}))


def test_different_vars_and_settings_trigger_a_build(project: Path, database: Path) -> None:
    environment = {"DBT_FULL_REFRESH": "", "HOME": "here"}
    write_record(database, build_inputs(project, {"load_until": "2026-01-05"}, environment))
    for dbt_vars, changed in (
        ({}, {}),
        ({"load_until": "2026-01-06"}, {}),
        ({"load_until": "2026-01-05"}, {"DBT_FULL_REFRESH": "1"}),
        ({"load_until": "2026-01-05"}, {"C360_SCHEMA": "other"}),
    ):
        assert not is_current(database, build_inputs(project, dbt_vars, environment | changed))
    elsewhere = environment | {"DBT_TARGET_PATH": "elsewhere", "HOME": "there"}
    assert is_current(database, build_inputs(project, {"load_until": "2026-01-05"}, elsewhere))


def test_a_file_that_lands_or_changes_triggers_a_build(project: Path, database: Path) -> None:
    landing = project.parent / "landing"
    (landing / "orders").mkdir(parents=True)
    (landing / "orders" / "B001.csv").write_text("ORDER_ID\n1\n")
    landed = {"landing": str(landing)}
    write_record(database, build_inputs(project, landed, {}))
    assert is_current(database, build_inputs(project, landed, {}))
    (landing / "orders" / "B002.csv").write_text("ORDER_ID\n2\n")
    assert not is_current(database, build_inputs(project, landed, {}))
    write_record(database, build_inputs(project, landed, {}))
    before = (landing / "orders" / "B002.csv").stat()
    (landing / "orders" / "B002.csv").write_text("ORDER_ID\n3\n")
    os.utime(landing / "orders" / "B002.csv", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not is_current(database, build_inputs(project, landed, {}))


def test_linked_files_and_broken_links_trigger_a_build(project: Path) -> None:
    landing, elsewhere = project.parent / "landing", project.parent / "elsewhere"
    for folder in (landing, elsewhere):
        folder.mkdir()
    (landing / "orders").symlink_to(elsewhere)
    changes = [
        lambda: (elsewhere / "B001.csv").write_text("ORDER_ID\n1\n"),
        lambda: (elsewhere / "B001.csv").write_text("ORDER_ID\n2\n"),
        lambda: (landing / "orders" / "B002.csv").symlink_to("nothing"),
        lambda: (landing / "archive").mkdir(),
        lambda: (elsewhere / os.fsdecode(b"B\xe9.csv")).write_text("ORDER_ID\n3\n"),
        lambda: (landing / "orders" / "2026").mkdir(),
    ]
    found = [build_inputs(project, {"landing": str(landing)}, {})]
    for change in changes:
        change()
        found.append(build_inputs(project, {"landing": str(landing)}, {}))
        assert found[-1] != found[-2]


def write_to(database: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute("insert into built values (2)")


def replace_by_copy(database: Path) -> None:
    shutil.copy2(database, database.with_name("copy"))
    database.with_name("copy").replace(database)


def leave_open(database: Path) -> None:
    database.with_name(f"{database.name}.wal").write_text("")


def corrupt_record(database: Path) -> None:
    record_path(database).write_text('{"inputs": ')


@pytest.mark.parametrize(
    "interfere",
    [Path.unlink, write_to, replace_by_copy, leave_open, corrupt_record, remove_record],
)
def test_a_database_changed_by_another_program_is_rebuilt(
    project: Path, database: Path, interfere
) -> None:
    inputs = build_inputs(project, {}, {})
    write_record(database, inputs)
    assert is_current(database, inputs)
    interfere(database)
    assert not is_current(database, inputs)


def test_a_database_that_was_only_read_is_current(project: Path, database: Path) -> None:
    inputs = build_inputs(project, {}, {})
    write_record(database, inputs)
    duckdb.connect(str(database), read_only=True).close()
    duckdb.connect(str(database)).close()
    assert is_current(database, inputs)


def test_a_record_without_its_database_is_not_current(project: Path, tmp_path: Path) -> None:
    inputs = build_inputs(project, {}, {})
    write_record(tmp_path / "never_made.duckdb", inputs)
    assert not is_current(tmp_path / "never_made.duckdb", inputs)


def test_the_command_builds_once_then_says_nothing_is_new_until_it_is_forced(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    database = tmp_path / "c360.duckdb"
    dbt = FakeDbt(database)
    environment = {"C360_DUCKDB_PATH": str(database), "DBT_TARGET_PATH": str(tmp_path / "target")}
    assert main(["build"], environment, dbt) == 0
    assert dbt.runs == 1
    capsys.readouterr()
    holder = duckdb.connect(str(database), read_only=True)
    assert main(["build"], environment, dbt) == 0
    holder.close()
    assert dbt.runs == 1
    said = capsys.readouterr().out
    assert said.startswith(f"Nothing new: {database} was built from these feeds, code and vars at")
    assert said.endswith("FORCE=1 builds anyway.\n")
    assert main(["build"], environment | {"FORCE": "1"}, dbt) == 0
    assert dbt.runs == 2
    assert main(["build"], environment | {"LOAD_UNTIL": "2026-01-05"}, dbt) == 0
    assert dbt.runs == 3


def test_a_build_that_failed_or_was_interrupted_is_repeated(tmp_path: Path) -> None:
    database = tmp_path / "c360.duckdb"
    dbt = FakeDbt(database)
    environment = {"C360_DUCKDB_PATH": str(database), "DBT_TARGET_PATH": str(tmp_path / "target")}
    assert main(["build"], environment, dbt) == 0
    dbt.outcomes = [{"fail": ["orders_are_paid"]}]
    assert main(["build", "--force"], environment, dbt) == 1
    assert main(["build"], environment, dbt) == 0
    assert dbt.runs == 3

    def interrupted(arguments: Sequence[str]) -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        main(["build", "--force"], environment, interrupted)
    assert main(["build"], environment, dbt) == 0
    assert dbt.runs == 4


def test_a_build_whose_code_changed_meanwhile_is_repeated(project: Path, database: Path) -> None:
    """The record has the inputs before dbt started, so that a later change triggers a build."""
    before = build_inputs(project, {}, {})
    (project / "models" / "one.sql").write_text("select 2 as one")
    write_record(database, before)
    assert not is_current(database, build_inputs(project, {}, {}))
    assert json.loads(record_path(database).read_text())["inputs"] == before


def test_a_snowflake_warehouse_is_always_built(tmp_path: Path) -> None:
    database = tmp_path / "c360.duckdb"
    dbt = FakeDbt(database)
    (tmp_path / "key.p8").write_text("key")
    environment = {
        "C360_DUCKDB_PATH": str(database),
        "DBT_TARGET": "snowflake",
        "DBT_TARGET_PATH": str(tmp_path / "target"),
        "SNOWFLAKE_ACCOUNT": "account",
        "SNOWFLAKE_USER": "user",
        "SNOWFLAKE_PRIVATE_KEY_PATH": str(tmp_path / "key.p8"),
    }
    assert [main(["build"], environment, dbt) for _ in range(2)] == [0, 0]
    assert dbt.runs == 2
