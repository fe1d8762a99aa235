"""The small project that lands one feed; see landing_project.py."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from landing_project import Landed, parse

from dbt_in_process import ROOT

# test_bad_files.py has the deliveries of benchmarks/bad_files.
sys.path.append(str(ROOT / "benchmarks"))


@pytest.fixture(scope="session")
def new_landing(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Landed]:
    """A function that returns an empty landing folder and a database that does not exist yet."""
    project = tmp_path_factory.mktemp("small") / "project"
    manifest = parse(project, root)
    return lambda: Landed(project, tmp_path_factory.mktemp("landed"), manifest)
