"""A copy of the project into which drawn feeds are onboarded, and its warehouse."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from unittest import mock

from dbt.cli.main import dbtRunner
from dbt.parser.manifest import ManifestLoader
from drawn_feeds import DrawnFeed, now

from contracts.feed import SUFFIX
from dbt_in_process import DATABASE, UNLOGGED, close_connections, dbt_environment, outcome_of
from onboarding.cli import COMMANDS
from onboarding.contract import FeedContract, read_contract
from reference_build import parsed_project

# Files that are generated or do not belong to the project.
LEFT_OUT = (
    ".git", ".venv*", "target", "logs", "working", "backups", "__pycache__", "*.duckdb*", ".cache",
)  # fmt: skip


@dataclass
class OnboardedProject:
    """A copy of the project. feeds: the drawn feeds by the names of their contracts."""

    folder: Path
    feeds: dict[str, DrawnFeed] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """The warehouse of the copy."""
        return self.folder / "target" / DATABASE

    def run(self, command: str, **options: str) -> str:
        """Runs a command of `make`; returns what it prints."""
        printed = StringIO()
        with redirect_stdout(printed):
            COMMANDS[command](options, self.folder, now())
        return printed.getvalue()

    def contract(self, feed: str) -> FeedContract:
        """The contract of a feed."""
        return read_contract(self.folder / "contracts" / f"{feed}{SUFFIX}")

    def onboard(self, drawn: DrawnFeed) -> str:
        """Onboards a drawn feed, with its contract as new-feed writes it; returns its name."""
        before = set(self.folder.glob(f"contracts/*{SUFFIX}"))
        self.run("new-feed", FILE=" ".join(f"'{path}'" for path in drawn.files))
        (path,) = set(self.folder.glob(f"contracts/*{SUFFIX}")) - before
        name = path.name.removesuffix(SUFFIX)
        self.feeds[name] = drawn
        self.run("feed", CONTRACT=f"contracts/{name}{SUFFIX}")
        return name

    def dbt(self, command: str, *arguments: str) -> None:
        """Runs dbt on the copy and its warehouse, in this process; fails with the errors if dbt
        fails.

        dbt parses only the files that differ from the project: what it stores of a parse also
        holds for the copy, except the path of the database.
        """
        environment = dbt_environment(self.database, self.folder / "target" / "dbt")
        environment |= {"DBT_PROJECT_DIR": str(self.folder), "DBT_PROFILES_DIR": str(self.folder)}
        parsed = parsed_project("test", {}).parsed
        options = [*UNLOGGED, "--partial-parse-file-path", str(parsed)]
        with (
            mock.patch.dict(os.environ, environment),
            mock.patch.object(ManifestLoader, "is_partial_parsable", return_value=(True, None)),
        ):
            result = dbtRunner().invoke([*options, command, *arguments, "--no-write-json"])
            close_connections()
        outcome = outcome_of(result)
        assert outcome.success, outcome.errors[-6000:]

    def command(self, *arguments: str, **environment: str) -> str:
        """Runs a command in the copy; fails with its output if it fails."""
        paths = [str(self.folder / name) for name in ("scripts", "tests/python")]
        done = subprocess.run(
            arguments,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, done.stdout[-6000:]
        return done.stdout

    def content(self) -> dict[str, bytes]:
        """Path -> content of each file that belongs to the project."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        names = {path: path.relative_to(self.folder) for path in files}
        return {
            str(name): path.read_bytes()
            for path, name in names.items()
            if name.parts[0] not in ("target", "dbt_packages", "logs")
            and "__pycache__" not in name.parts
        }


def copy_of(root: Path, folder: Path) -> OnboardedProject:
    """A copy of the project."""
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
    return OnboardedProject(folder)


def draw(kinds: Sequence, root: Path, folder: Path, seed: int) -> list[DrawnFeed]:
    """A feed of each kind."""
    folder.mkdir(parents=True)
    return [kind(root, folder, random.Random(seed)) for kind in kinds]
