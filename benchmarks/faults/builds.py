"""Runs `make build` without make: the same command in the same environment, in a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "test.duckdb"


@dataclass(frozen=True)
class Place:
    """A folder with a working database, what is published from it, and a landing folder.

    All builds share dbt's artifacts, so that only the first one parses the project.
    """

    folder: Path
    landing: Path
    artifacts: Path

    @property
    def working(self) -> Path:
        """The working database."""
        return self.folder / DATABASE

    @property
    def published(self) -> Path:
        """What readers open."""
        return self.folder / "published" / DATABASE

    def start(self, command: str, output: int | None = None, **options: str) -> subprocess.Popen:
        """Start a command of `python -m warehouse` in a process group of its own.

        output: file descriptor of its output, by default a pipe. options: environment variables.
        """
        environment = os.environ | {
            "C360_DUCKDB_PATH": str(self.working),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            "DBT_PROFILES_DIR": str(ROOT),
            "DBT_PROJECT_DIR": str(ROOT),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "False",
            "DBT_TARGET_PATH": str(self.artifacts),
            "LANDING": str(self.landing),
            "PYTHONPATH": str(ROOT / "scripts"),
            "PYTHONUNBUFFERED": "1",
        }
        return subprocess.Popen(
            [sys.executable, "-m", "warehouse", command],
            cwd=ROOT,
            env=environment | options,
            stdout=subprocess.PIPE if output is None else output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, command: str, **options: str) -> tuple[int, list[str]]:
        """The exit code of a command, and the lines that it printed."""
        with self.start(command, **options) as process:
            assert process.stdout is not None
            lines = process.stdout.read().splitlines()
        return process.returncode, lines


def write_landing(folder: Path, scale: float) -> None:
    """Write the sample of a size as a landing folder, unless it is there."""
    if folder.is_dir():
        return
    command = [sys.executable, "-m", "feeds", "--scale", str(scale), "--by-batch"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    subprocess.run([*command, "--out", str(folder)], env=environment, check=True)
