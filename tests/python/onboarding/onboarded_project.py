"""A copy of the project into which drawn feeds are onboarded, and its warehouse."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from drawn_feeds import DrawnFeed, now

from contracts.feed import SUFFIX
from dbt_in_process import DATABASE, dbt_environment
from onboarding.cli import COMMANDS
from onboarding.contract import FeedContract, read_contract

# What does not belong to the project, or is generated.
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

    def dbt(self, *arguments: str) -> str:
        """Runs dbt on the copy and its warehouse; fails with the output if dbt fails."""
        environment = dbt_environment(self.database, self.folder / "target" / "dbt")
        environment |= {"DBT_PROJECT_DIR": str(self.folder), "DBT_PROFILES_DIR": str(self.folder)}
        return self.command(str(Path(sys.executable).with_name("dbt")), *arguments, **environment)

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
