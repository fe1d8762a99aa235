"""Builds of the warehouse in databases of their own, beside the one that `make test` made."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from dbt_runs import ROOT, run_dbt_on


@pytest.fixture(scope="session")
def copied_project(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A function that copies the project, without what builds write, to a folder of a name."""

    def copy(name: str) -> Path:
        target = tmp_path_factory.mktemp(name) / "project"
        ignored = shutil.ignore_patterns(
            ".git", ".venv", "target", "logs", "*.duckdb*", "__pycache__", "python", "docs"
        )
        shutil.copytree(ROOT, target, ignore=ignored)
        return target

    return copy


@pytest.fixture(scope="session")
def built_at_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database built from all batches in one run."""
    database = tmp_path_factory.mktemp("at_once") / "c360.duckdb"
    run_dbt_on(ROOT, database, "seed", "--quiet")
    run_dbt_on(ROOT, database, "run", "--quiet")
    return database


@pytest.fixture(scope="session")
def documented(built_at_once: Path) -> Path:
    """The folder of what `dbt docs generate` tells of it: manifests, catalog, compiled SQL."""
    run_dbt_on(ROOT, built_at_once, "docs", "generate", "--quiet")
    return built_at_once.parent / "target"
