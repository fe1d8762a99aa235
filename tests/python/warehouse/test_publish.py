"""Readers see the last published state, whatever happens to a build or a publication."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
import pytest
from fake_dbt import KILLED, FakeDbt
from open_elsewhere import open_elsewhere

from warehouse.build_lock import build_lock
from warehouse.cli import main
from warehouse.landing.checked_feeds import Checked
from warehouse.options import PUBLISHED, WORKING, published_path
from warehouse.publication import database_copy
from warehouse.publication.database_copy import copy_path
from warehouse.publication.publish import with_date


class Warehouse:
    """A working database, its published file, and commands on both."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture) -> None:
        self.working = folder / "c360.duckdb"
        self.published = folder / "published" / "c360.duckdb"
        self.dbt = FakeDbt(self.working)
        self.capsys = capsys
        self.environment = {
            "C360_DUCKDB_PATH": str(self.working),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        }

    def make(self, command: str, **environment: str) -> tuple[int, str]:
        """The exit code of a command, and what it says."""
        code = main([command], self.environment | environment, self.dbt)
        said = self.capsys.readouterr()
        text = (said.out + said.err).replace(str(self.working.parent), "DIR")
        assert len(said.err.splitlines()) <= 3
        return code, text

    def seen(self) -> int:
        """The run whose state readers see."""
        with duckdb.connect(str(self.published), read_only=True) as connection:
            return connection.execute("select run from marts.built").fetchall()[0][0]

    def left(self) -> set[str]:
        """The names of all files in the two folders."""
        return {path.name for path in self.working.parent.rglob("*") if path.is_file()}


@pytest.fixture
def warehouse(
    tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> Warehouse:
    """A warehouse that has been built and published once. Only the vars are inputs of a build."""
    monkeypatch.setattr("warehouse.cli.find_problems", lambda *_: Checked("no feeds", []))
    for module in ("cli", "publication.publish"):
        monkeypatch.setattr(
            f"warehouse.{module}.build_inputs", lambda _, found, __: {"vars": found}
        )
    built = Warehouse(tmp_path, capsys)
    code, said = built.make("build")
    assert (code, built.seen()) == (0, 1)
    assert said.endswith("Published DIR/published/c360.duckdb, with data until 2026-01-10.\n")
    return built


def test_the_published_file_has_the_name_of_the_working_database(tmp_path: Path) -> None:
    other = tmp_path / "then.duckdb"
    assert published_path(WORKING, {}) == PUBLISHED
    assert published_path(other, {}) == tmp_path / "published" / "then.duckdb"
    assert published_path(other, {"C360_PUBLISHED_PATH": str(WORKING)}) == WORKING


def test_an_open_reader_keeps_its_state_and_a_new_one_sees_the_next(warehouse: Warehouse) -> None:
    reader = duckdb.connect(str(warehouse.published), read_only=True)
    assert warehouse.make("build", FORCE="1")[0] == 0
    assert reader.execute("select run from marts.built").fetchall() == [(1,)]
    reader.close()
    assert warehouse.seen() == 2
    assert "c360.duckdb.publishing" not in warehouse.left()


def test_the_dates_of_marts_whose_feeds_deliver_less_often_are_named(warehouse: Warehouse) -> None:
    path = warehouse.published
    assert with_date(path) == f"{path}, with data until 2026-01-10."
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "insert into bookkeeping.built_marts select * replace ('x' as mart, data_until + 40"
            " as data_until) from bookkeeping.built_marts where as_of_date = ''"
        )
    assert with_date(path) == (
        f"{path}, with data until 2026-02-19, in some marts until 2026-01-10."
    )


def test_all_failing_tests_are_in_the_command_that_publishes_anyway(warehouse: Warehouse) -> None:
    names = [f"gate_{letter}" for letter in "abcde"]
    warehouse.dbt.outcomes = [{"fail": names}]
    _, said = warehouse.make("build", FORCE="1")
    assert said.splitlines()[-1] == (f"To publish anyway: make publish ACCEPT={','.join(names)}")


def test_a_failed_model_cannot_be_accepted(warehouse: Warehouse) -> None:
    warehouse.dbt.outcomes = [{"fail": ["orders_are_paid"], "error": ["fact_sales"]}]
    _, said = warehouse.make("build", FORCE="1")
    assert "fact_sales" in said and "To publish anyway" not in said


def test_nothing_is_published_while_a_test_fails(warehouse: Warehouse) -> None:
    warehouse.dbt.outcomes = [{"fail": ["orders_are_paid"], "skipped": ["fact_sales"]}]
    code, said = warehouse.make("build", FORCE="1")
    assert (code, warehouse.seen()) == (1, 1)
    assert said.splitlines()[-3:] == [
        "Not published: orders_are_paid failed.",
        "Readers still see DIR/published/c360.duckdb, with data until 2026-01-10.",
        "To publish anyway: make publish ACCEPT=orders_are_paid",
    ]
    assert warehouse.make("publish")[0] == 1
    assert warehouse.seen() == 1
    assert warehouse.make("build")[0] == 0
    assert warehouse.seen() == 3


def test_an_accepted_test_builds_and_publishes_what_it_blocked_and_is_logged(
    warehouse: Warehouse,
) -> None:
    warehouse.dbt.outcomes = [
        {"fail": ["orders_are_paid"], "skipped": ["fact_sales"]},
        {"fail": ["orders_are_paid"]},
    ]
    assert warehouse.make("build", FORCE="1", VARS="{calendar_until: 2027-12-31}")[0] == 1
    assert warehouse.make("publish", ACCEPT="orders_are_paid")[0] == 0
    assert warehouse.dbt.commands[-1][3:] == [
        "--select", "fact_sales", "--exclude", "orders_are_paid",
        "--vars", '{"calendar_until": "2027-12-31"}',
    ]  # fmt: skip
    assert warehouse.seen() == 3
    with duckdb.connect(str(warehouse.published), read_only=True) as connection:
        log = connection.execute(
            "select run_id, accepted, published_by like '%@%', published_at is not null"
            " from bookkeeping.publications order by published_at"
        ).fetchall()
    assert log == [("run 1", "", True, True), ("run 3", "orders_are_paid", True, True)]
    assert warehouse.make("build")[0] == 0
    assert warehouse.dbt.runs == 4  # an acceptance does not make the build green


@pytest.mark.parametrize(
    ("accepted", "code", "sentence"),
    [
        ("orders_are_payed", 2, "ACCEPT=orders_are_payed: no failing test has this name; failing "
         "tests: orders_are_paid, rates_are_known."),
        ("fact_sales", 2, "ACCEPT=fact_sales: no failing test has this name"),
        ("orders_are_paid", 1, "Not published: rates_are_known, dim_date also failed."),
        ("orders_are_paid, rates_are_known", 1, "Not published: dim_date also failed."),
    ],
)  # fmt: skip
def test_only_failing_tests_can_be_accepted_and_only_all_of_them(
    warehouse: Warehouse, accepted: str, code: int, sentence: str
) -> None:
    warehouse.dbt.outcomes = [
        {
            "fail": ["orders_are_paid", "rates_are_known"],
            "skipped": ["fact_sales"],
            "error": ["dim_date"],
        }
    ]
    assert warehouse.make("build", FORCE="1")[0] == 1
    found, said = warehouse.make("publish", ACCEPT=accepted)
    assert (found, warehouse.seen(), warehouse.dbt.runs) == (code, 1, 2)
    assert sentence in said


def test_a_failing_test_among_blocked_nodes_is_not_accepted(warehouse: Warehouse) -> None:
    warehouse.dbt.outcomes = [
        {"fail": ["orders_are_paid"], "skipped": ["fact_sales"]},
        {"fail": ["orders_are_paid", "sales_are_complete"]},
    ]
    warehouse.make("build", FORCE="1")
    code, said = warehouse.make("publish", ACCEPT="orders_are_paid")
    assert (code, warehouse.seen()) == (1, 1)
    assert "Not published: sales_are_complete failed." in said


def test_accepting_what_does_not_fail_is_an_error(warehouse: Warehouse) -> None:
    code, said = warehouse.make("publish", ACCEPT="orders_are_paid")
    assert code == 2
    assert said == "ACCEPT=orders_are_paid: no failing test has this name; none fails.\n"


def test_a_killed_run_is_neither_published_nor_retried(warehouse: Warehouse) -> None:
    warehouse.dbt.outcomes = [KILLED]
    assert warehouse.make("build", FORCE="1")[0] == 1
    for command in ("publish", "retry"):
        code, said = warehouse.make(command)
        assert (code, warehouse.seen()) != (0, 2)
        assert code != 0
        assert "did not end; run `make build`: it continues" in said
    assert warehouse.make("build")[0] == 0
    assert warehouse.seen() == 3


def test_nothing_is_published_if_dbt_does_not_start(warehouse: Warehouse) -> None:
    published = warehouse.published.stat()
    warehouse.dbt = lambda arguments: 2  # a macro that does not compile
    code, said = warehouse.make("build", FORCE="1")
    assert (code, warehouse.published.stat()) == (2, published)
    assert "Not published: dbt stopped before it built anything." in said


def test_a_partial_run_is_not_published(warehouse: Warehouse) -> None:
    command = ["build", "--exclude-resource-types", "unit_test"]
    warehouse.dbt([*command, "--select", "a", "--vars", "{}"])
    code, said = warehouse.make("publish")
    assert (code, warehouse.seen()) == (1, 1)
    assert "built only a part; run `make build`" in said
    warehouse.dbt([*command, "--vars", "{}"])
    assert warehouse.make("publish")[0] == 0
    assert warehouse.seen() == 3
    assert warehouse.make("publish")[1].startswith("Nothing to publish: ")


def test_a_retry_builds_the_rest_and_publishes(warehouse: Warehouse) -> None:
    warehouse.dbt.outcomes = [{"error": ["dim_date"], "skipped": ["fact_sales"]}]
    assert warehouse.make("build", FORCE="1")[0] == 1
    assert warehouse.make("retry")[0] == 0
    assert warehouse.dbt.commands[-1][3:6] == ["--select", "dim_date", "fact_sales"]
    assert warehouse.seen() == 3
    assert warehouse.make("retry")[1].startswith("Nothing to retry: ")
    assert warehouse.make("build")[1].startswith("Nothing new: ")


def test_a_retry_on_other_inputs_stops(warehouse: Warehouse) -> None:
    warehouse.dbt.outcomes = [{"error": ["dim_date"]}]
    assert warehouse.make("build", FORCE="1")[0] == 1
    code, said = warehouse.make("retry", LOAD_UNTIL="2026-01-05")
    assert (code, warehouse.dbt.runs) == (2, 2)
    assert said == "Nothing was retried: vars changed since; run `make build`.\n"


def test_a_problem_of_another_day_blocks_publication(warehouse: Warehouse) -> None:
    """One file has the current schemas and those as of a day, so readers would see both."""
    warehouse.dbt.outcomes = [{"fail": ["orders_are_paid"]}]
    assert warehouse.make("build", AS_OF_DATE="2026-01-05")[0] == 1
    code, said = warehouse.make("build", FORCE="1")
    assert (code, warehouse.seen()) == (1, 1)
    assert "Not published: orders_are_paid (as of 2026-01-05) failed." in said
    with duckdb.connect(str(warehouse.working)) as connection:
        connection.execute("drop schema marts_as_of_2026_01_05 cascade")
    assert warehouse.make("publish")[0] == 0
    assert warehouse.seen() == 3


def full_disk(source: Path, copy: object) -> None:
    if isinstance(copy, Path):
        copy.write_bytes(b"half of it")
    raise OSError(28, "No space left on device")


def test_after_a_full_disk_only_the_next_build_publishes(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(database_copy.shutil, "copyfile", full_disk)
        code, said = warehouse.make("build", FORCE="1")
    assert (code, warehouse.seen()) == (1, 1)
    assert "cannot be written (no space left on device)" in said
    assert "c360.duckdb.publishing" not in warehouse.left()
    code, said = warehouse.make("build")
    assert (code, warehouse.seen(), warehouse.dbt.runs) == (0, 2, 2)
    assert said.startswith("Nothing new: ")


def test_a_failed_publication_is_not_logged(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def logged() -> list[tuple]:
        with duckdb.connect(str(warehouse.working), read_only=True) as connection:
            return connection.execute("select * from bookkeeping.publications").fetchall()

    before = logged()
    with monkeypatch.context() as patched:
        patched.setattr(database_copy.shutil, "copyfile", full_disk)
        assert warehouse.make("build", FORCE="1")[0] == 1
    assert logged() == before
    assert warehouse.make("publish")[0] == 0
    assert len(logged()) == len(before) + 1


def test_a_full_disk_before_dbt_starts_gives_two_lines(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.cli.start_record", full_disk)
    code, said = warehouse.make("build", FORCE="1")
    assert (code, warehouse.seen(), warehouse.dbt.runs) == (1, 1, 1)
    assert said.splitlines()[-2:] == [
        "make build stopped: no space left on device.",
        "Fix that, then run `make build`, which continues: no row is lost or loaded twice.",
    ]


def test_too_little_disk_space_is_reported_before_the_copy(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(warehouse.working.parent)
    monkeypatch.setattr(database_copy.shutil, "disk_usage", lambda path: usage._replace(free=1000))
    code, said = warehouse.make("build", FORCE="1")
    assert (code, warehouse.seen()) == (1, 1)
    assert "is too full: it needs 0.00 GB for a copy, 0.00 GB are free" in said


def test_a_working_database_that_changes_during_the_copy_is_not_published(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copyfile

    def copy_while_dbt_writes(source: Path, target: Path) -> None:
        copy(source, target)
        with duckdb.connect(str(source)) as connection:
            connection.execute("create table meanwhile as select 1")

    monkeypatch.setattr(database_copy.shutil, "copyfile", copy_while_dbt_writes)
    code, said = warehouse.make("build", FORCE="1")
    assert (code, warehouse.seen()) == (1, 1)
    assert "was written during the copy" in said


def test_the_leftover_copy_of_a_killed_publication_is_removed(warehouse: Warehouse) -> None:
    copy_path(warehouse.published).write_bytes(b"half of it")
    assert warehouse.make("build")[1].startswith("Nothing new: ")
    assert "c360.duckdb.publishing" not in warehouse.left()


def test_a_published_file_that_was_changed_or_removed_is_published_again(
    warehouse: Warehouse,
) -> None:
    for interfere in (Path.unlink, lambda path: path.write_bytes(b"not a database")):
        interfere(warehouse.published)
        assert warehouse.make("build")[0] == 0
        assert (warehouse.seen(), warehouse.dbt.runs) == (1, 1)


@pytest.mark.parametrize("writes", ["", "writes"])
def test_a_published_file_open_for_writing_is_not_replaced(
    warehouse: Warehouse, writes: str
) -> None:
    """Otherwise their changes, now or later, would be applied to the new file."""
    with open_elsewhere(warehouse.published, writes) as process:
        code, said = warehouse.make("build", FORCE="1")
    assert code == 1
    assert f"process {process} (" in said
    assert "http" not in said
    assert "close it there, and open it read-only" in said
    assert warehouse.make("build")[0] == 0
    assert warehouse.seen() == 2
    assert "c360.duckdb.wal" not in warehouse.left()


def test_a_link_to_another_disk_stays_a_link(warehouse: Warehouse, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    warehouse.published.rename(elsewhere / "c360.duckdb")
    warehouse.published.symlink_to(elsewhere / "c360.duckdb")
    assert warehouse.make("build", FORCE="1")[0] == 0
    assert warehouse.published.is_symlink()
    assert warehouse.seen() == 2


def test_a_second_build_says_who_is_building(warehouse: Warehouse) -> None:
    with build_lock(warehouse.working, "build", "duckdb"):
        code, said = warehouse.make("build", FORCE="1")
    assert (code, warehouse.dbt.runs) == (2, 1)
    assert said.startswith(f"`make build` (process {os.getpid()}, since ")
    assert said.endswith("is working on DIR/c360.duckdb; wait for it, or set C360_DUCKDB_PATH\n")


def test_a_missing_working_database_starts_as_a_copy(warehouse: Warehouse) -> None:
    warehouse.working.unlink()
    code, said = warehouse.make("build")
    assert (code, warehouse.seen(), warehouse.dbt.runs) == (0, 2, 2)
    assert "Created DIR/c360.duckdb as a copy of DIR/published/c360.duckdb." in said
    with duckdb.connect(str(warehouse.working), read_only=True) as connection:
        assert connection.execute("select count(*) from bookkeeping.runs").fetchall() == [(2,)]


@pytest.mark.parametrize("command", ["publish", "retry", "backup"])
def test_commands_on_a_missing_warehouse_give_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture, command: str
) -> None:
    code, said = Warehouse(tmp_path, capsys).make(command)
    assert (code, said) == (2, "DIR/c360.duckdb is not built yet: run `make build`.\n")


def test_publishing_on_snowflake_is_an_operation_of_dbt(warehouse: Warehouse) -> None:
    code, said = warehouse.make("publish", DBT_TARGET="snowflake")
    assert (code, said.split(",")[0]) == (2, "On Snowflake: dbt run-operation publish")
