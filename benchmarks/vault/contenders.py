"""The packages that are compared, each with a database of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from upstream.packages import Packages, own_packages, upstream_packages
from upstream.project import write_project

from .landing import deliver
from .models import models


@dataclass(frozen=True)
class Contender:
    """A package with the vars of a mode; `mode` has one contender of each package."""

    mode: str
    packages: Packages
    variables: Mapping[str, Any]
    is_upstream: bool

    @property
    def label(self) -> str:
        """The name in tables."""
        return self.packages.label


@dataclass(frozen=True)
class Cost:
    """CPU seconds and peak memory in bytes of a model in a run."""

    seconds: float
    peak: int


def contenders(upstream: Path, dbt_utils: Path, work: Path) -> list[Contender]:
    """Upstream and the own package with defaults, and with SHA-256 and the extra vars."""
    theirs, ours = upstream_packages(upstream, dbt_utils, work / "upstream"), own_packages()
    extra = {"hash": "SHA", "injective_hashing": True, "replay_safe_loading": True}
    return [
        Contender("default", theirs, {"hash": "MD5"}, True),
        Contender("default", ours, {"hash": "MD5"}, False),
        Contender("SHA-256, injective, replay-safe", theirs, {"hash": "SHA"}, True),
        Contender("SHA-256, injective, replay-safe", ours, extra, False),
    ]


class Warehouse:
    """The project and database of a contender in one repetition."""

    def __init__(self, contender: Contender, folder: Path, staging: str, threads: int) -> None:
        self._folder, self._database = folder, folder / "vault.duckdb"
        self._options = write_project(
            folder,
            contender.packages,
            models(contender.is_upstream, staging),
            contender.variables,
            self._database,
            threads,
        )

    def load(
        self, selected: Sequence[str], number: int, rows: int, stored: int, days: int
    ) -> dict[str, Cost]:
        """Deliver a load, run these models, and return the cost of each."""
        deliver(str(self._database), number, rows, stored, days)
        taken = self._folder / "taken.json"
        command = [sys.executable, "-m", "vault.timed_dbt", str(taken), "run", *self._options]
        done = subprocess.run(
            [*command, "--select", *selected], env=os.environ, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)
        found = json.loads(taken.read_text(encoding="utf-8"))
        return {name: Cost(cost["seconds"], cost["peak"]) for name, cost in found.items()}
