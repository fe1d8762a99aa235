"""What several folders of tests share: the project's root, a dbt to run, and its manifest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
RunDbt = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of dbt_project.yml."""
    return ROOT


@pytest.fixture(scope="session")
def run_dbt(tmp_path_factory: pytest.TempPathFactory) -> RunDbt:
    """A function that runs dbt (or another script) with arguments, in the project's folder.

    Target, logs and database are temporary unless `environment` says otherwise, so a test neither
    sees nor changes what a person built. The output is text, stdout and stderr in one.
    """
    scratch = tmp_path_factory.mktemp("dbt")

    def run(
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        script: Path = Path(sys.executable).parent / "dbt",
    ) -> subprocess.CompletedProcess[str]:
        settings = {
            "C360_DUCKDB_PATH": ":memory:",
            "DBT_TARGET_PATH": str(scratch / "target"),
            "DBT_LOG_PATH": str(scratch / "logs"),
            "DBT_PROFILES_DIR": str(ROOT),
            "DBT_PROJECT_DIR": str(ROOT),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "False",
        }
        return subprocess.run(
            [sys.executable, str(script), *arguments],
            cwd=ROOT,
            env={**os.environ, **settings, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    if not (ROOT / "dbt_packages").is_dir():
        deps = run("deps")
        assert deps.returncode == 0, deps.stdout
    return run


@pytest.fixture(scope="session")
def manifest(run_dbt: RunDbt, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The parsed manifest.json of the project on DuckDB."""
    target = tmp_path_factory.mktemp("manifest")
    parse = run_dbt("parse", environment={"DBT_TARGET_PATH": str(target)})
    assert parse.returncode == 0, parse.stdout
    return json.loads((target / "manifest.json").read_text(encoding="utf-8"))
