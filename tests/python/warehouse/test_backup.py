"""A backup has all that cannot be computed again, and is restored unchanged or not at all."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import duckdb
import pytest
from fake_dbt import FakeDbt

from warehouse.cli import main
from warehouse.landing.checked_feeds import Checked
from warehouse.landing.feed_files import declared_columns


class Site:
    """A warehouse that was built once, its stewards' logs, and a folder for a backup."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture) -> None:
        self.folder, self.capsys = folder, capsys
        self.working = folder / "working" / "c360.duckdb"
        self.published = folder / "c360.duckdb"
        self.log = folder / "stewardship" / f"{min(declared_columns('stewardship'))}.csv"
        for path in (self.working, self.log):
            path.parent.mkdir()
        self.log.write_text("decided\nyes\n")
        self.dbt = FakeDbt(self.working)
        assert self.make("build") == 0

    def make(self, command: str, *options: str, **environment: str) -> int:
        """The exit code of a command."""
        paths = {"C360_DUCKDB_PATH": self.working, "C360_PUBLISHED_PATH": self.published}
        paths |= {"DBT_TARGET_PATH": self.folder / "target", "BACKUP": self.folder / "backup"}
        if command in ("backup", "restore"):
            options = (*options, "--stewardship", str(self.log.parent))
        given = {name: str(path) for name, path in paths.items()} | environment
        return main([command, *options], given, self.dbt)

    def said(self) -> str:
        """What the last commands said."""
        said = self.capsys.readouterr()
        return (said.out + said.err).replace(str(self.folder), "DIR")

    def runs(self, database: Path) -> list[tuple]:
        """The run history of a database, and the state that it has."""
        with duckdb.connect(str(database), read_only=True) as connection:
            return connection.execute(
                "select run_id, run from bookkeeping.runs, marts.built order by run_id"
            ).fetchall()


@pytest.fixture
def site(tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A warehouse that was built once."""
    monkeypatch.setattr("warehouse.cli.find_problems", lambda *_: Checked("no feeds", []))
    monkeypatch.setattr("warehouse.cli.build_inputs", lambda _, found, __: {"vars": found})
    return Site(tmp_path, capsys)


def test_run_history_and_decisions_are_restored(site: Site) -> None:
    before = site.runs(site.working)
    assert site.make("backup") == 0
    assert site.make("build", FORCE="1") == 0
    site.log.write_text("decided\nno\n")
    assert site.make("restore", OVERWRITE="1") == 0
    assert site.runs(site.working) == before
    assert site.runs(site.published) == before  # its build was green
    assert site.log.read_text() == "decided\nyes\n"
    assert site.make("build") == 0
    assert site.dbt.runs == 3


def test_a_restore_overwrites_files_only_on_request(site: Site) -> None:
    assert site.make("backup") == 0
    assert site.make("build", FORCE="1") == 0
    site.log.write_text("decided\nno\n")
    site.said()
    assert site.make("restore") == 2
    assert site.said().splitlines() == [
        "Nothing was restored: it would replace DIR/working/c360.duckdb, "
        f"DIR/stewardship/{site.log.name}.",
        "To replace them: make restore BACKUP=DIR/backup OVERWRITE=1",
    ]
    assert len(site.runs(site.working)) == 2
    site.working.unlink()
    site.log.unlink()
    assert site.make("restore") == 0
    assert len(site.runs(site.working)) == 1
    assert site.log.read_text() == "decided\nyes\n"


def corrupt(folder: Path) -> None:
    with (folder / "warehouse.duckdb").open("r+b") as file:
        file.seek(8192)
        file.write(b"x")


@pytest.mark.parametrize(
    ("interfere", "sentence"),
    [
        (corrupt, "warehouse.duckdb is missing or not what was backed up; use another backup"),
        (lambda folder: (folder / "warehouse.duckdb").unlink(), "is missing or not what was"),
        (lambda folder: (folder / "backup.json").unlink(), "is not a complete backup"),
        (lambda folder: (folder / "backup.json").write_text("{"), "is not a complete backup"),
    ],
)  # fmt: skip
def test_a_damaged_backup_is_not_restored(site: Site, interfere, sentence: str) -> None:
    assert site.make("backup") == 0
    interfere(site.folder / "backup")
    before = site.working.read_bytes()
    assert site.make("restore", OVERWRITE="1") == 2
    assert sentence in site.said()
    assert site.working.read_bytes() == before


def test_a_backup_of_a_failed_build_is_restored_and_not_published(site: Site) -> None:
    site.dbt.outcomes = [{"fail": ["orders_are_paid"]}]
    assert site.make("build", FORCE="1") == 1
    assert site.make("backup") == 0
    assert "This state has not been published: orders_are_paid failed." in site.said()
    assert site.make("restore", OVERWRITE="1") == 0
    assert "Not published: orders_are_paid failed." in site.said()
    assert site.runs(site.published) == [("run 1", 1)]


def test_a_backup_goes_to_a_new_folder(site: Site) -> None:
    assert site.make("backup") == 0
    assert site.make("backup") == 2
    assert "is not an empty folder; name a new one." in site.said()
    assert site.make("restore", BACKUP="") == 2
    assert site.said() == "Name the backup: make restore BACKUP=FOLDER\n"


def test_the_logs_belong_to_the_landing_that_the_warehouse_was_built_from(site: Site) -> None:
    landed = site.folder / "landing" / site.log.stem / "B001.csv"
    landed.parent.mkdir(parents=True)
    landed.write_text("decided\nlater\n")
    assert site.make("build", LANDING=str(site.folder / "landing"), FORCE="1") == 0
    assert site.make("backup") == 0
    landed.unlink()
    assert site.make("restore", OVERWRITE="1") == 0
    assert landed.read_text() == "decided\nlater\n"


def test_the_decisions_of_the_desk_are_part_of_a_backup(site: Site) -> None:
    decided = site.working.with_name("c360.stewardship") / "steward_decisions" / "SD-1.jsonl"
    decided.parent.mkdir(parents=True)
    decided.write_text("{}\n")
    assert site.make("backup") == 0
    decided.unlink()
    assert site.make("restore", OVERWRITE="1") == 0
    assert decided.read_text() == "{}\n"


@pytest.mark.parametrize("is_there", [True, False])
def test_a_failed_backup_leaves_nothing_that_refuses_the_next(
    site: Site, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    if is_there:
        (site.folder / "backup").mkdir()
    with monkeypatch.context() as patched:
        failed = OSError(28, "No space left on device")
        patched.setattr("warehouse.publication.backup.shutil.copy2", mock.Mock(side_effect=failed))
        assert site.make("backup") == 2
    assert "No backup was made: no space left on device; try again." in site.said()
    assert (site.folder / "backup").exists() == is_there
    assert site.make("backup") == 0


def test_the_logs_of_a_landing_folder_are_part_of_it(site: Site) -> None:
    landed = site.folder / "landing" / site.log.stem / "B001.csv"
    landed.parent.mkdir(parents=True)
    landed.write_text("decided\nlater\n")
    assert site.make("backup", LANDING=str(site.folder / "landing")) == 0
    landed.unlink()
    assert site.make("restore", OVERWRITE="1") == 0
    assert landed.read_text() == "decided\nlater\n"
