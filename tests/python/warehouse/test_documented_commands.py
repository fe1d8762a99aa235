"""The commands that CONTRIBUTING.md mentions run: those of the warehouse with a fake dbt; of the
others, the program that they start exists."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from pathlib import Path

import pytest
from fake_dbt import FakeDbt

from documented_commands import commands, options_of
from warehouse.cli import ROOT, main
from warehouse.landing.checked_feeds import Checked
from warehouse.options import CHANGES

# What a command that is mentioned without its options needs.
NEEDED = {"restore": {"BACKUP": "DIR", "OVERWRITE": "1"}, "backup": {"BACKUP": "DIR"}}
PROGRAM = re.compile(r"(?:PYTHONPATH=(\S+) )?python -m ([\w.]+)")


class Site:
    """A working database, and the commands on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.dbt = FakeDbt(folder / "c360.duckdb")

    def run(self, command: str, options: dict[str, str]) -> int:
        """The exit code of a command. Folders and databases are those of the test."""
        database = self.folder / Path(options.get("C360_DUCKDB_PATH", "c360.duckdb")).name
        self.dbt.database = database
        environment = {
            **options,
            "C360_DUCKDB_PATH": str(database),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
        }
        for name in ("BACKUP", "LANDING", "INBOX"):
            if environment.get(name) == "DIR":
                environment[name] = str(self.folder / name)
                (self.folder / name).mkdir(exist_ok=True)
        return main([command], environment, self.dbt)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site on which nothing has run yet. Only the vars are inputs of a build."""
    monkeypatch.setattr("warehouse.cli.find_problems", lambda *_: Checked("no feeds", []))
    monkeypatch.setattr("warehouse.cli.fetch_landing", lambda *_: 0)  # there is no object store
    for module in ("cli", "publication.publish"):
        monkeypatch.setattr(
            f"warehouse.{module}.build_inputs", lambda _, found, __: {"vars": found}
        )
    return Site(tmp_path)


def test_the_commands_of_the_warehouse_run_in_order(site: Site) -> None:
    ran = set()
    for words in commands(ROOT):
        command, options = words[1], options_of(words)
        if command not in CHANGES:
            continue
        if failing := options.get("ACCEPT"):
            site.dbt.outcomes = [{"fail": [failing]}]
            assert site.run("build", {"FORCE": "1"}) == 1
        assert site.run(command, NEEDED.get(command, {}) | options) == 0, words
        ran.add((command, *options))
    assert {command for command, *_ in ran} == set(CHANGES) - {"prepare"}
    assert len([command for command, *_ in ran if command == "build"]) > 5


def test_every_command_starts_a_program_that_exists() -> None:
    targets = sorted({words[1] for words in commands(ROOT)})
    shown = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", *targets],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert shown.returncode == 0, shown.stderr[-2000:]
    started = set(PROGRAM.findall(shown.stdout))
    assert len(started) > 8
    for folders, module in started:
        folders = [*filter(None, folders.split(":")), "scripts"]
        places = [ROOT / folder / module.replace(".", "/") for folder in folders]
        is_own = any(place.is_dir() or place.with_suffix(".py").is_file() for place in places)
        assert is_own or importlib.util.find_spec(module), module
