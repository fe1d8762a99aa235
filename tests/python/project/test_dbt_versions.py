"""The project parses without deprecations with the oldest dbt that it allows, and with its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from dbt_in_process import dbt_environment
from reference_build import TARGET, dbt_command, install_packages, one_process_at_a_time

OLDEST = "1.10.5"
# The first adapters of that version; dbt-snowflake 1.10.1 needs a newer dbt-core.
PACKAGES = (f"dbt-core=={OLDEST}", "dbt-duckdb==1.10.1", "dbt-snowflake==1.10.0")


def oldest_dbt() -> str:
    """The oldest dbt, in an environment of its own."""
    folder = TARGET / f"dbt-{OLDEST}"
    with one_process_at_a_time(folder.name):
        if not (folder / "bin" / "dbt").is_file():
            uv = str(Path(sys.executable).with_name("uv"))
            index = os.environ.get("PIP_INDEX_URL")
            environment = {**os.environ, **({"UV_DEFAULT_INDEX": index} if index else {})}
            for command in (
                [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)],
                [uv, "pip", "install", "--quiet", "--python", str(folder), *PACKAGES],
            ):
                subprocess.run(command, env=environment, check=True)
    return str(folder / "bin" / "dbt")


def parse(dbt: str, target: str) -> str:
    """What dbt says when it parses the project for a target, with all deprecations."""
    install_packages()
    folder = TARGET / f"parsed-{Path(dbt).parents[1].name}"
    done = subprocess.run(
        [dbt, "parse", "--target", target, "--no-partial-parse", "--show-all-deprecations"],
        env={**os.environ, **dbt_environment(":memory:", folder)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


def test_the_range_of_versions_starts_with_the_oldest_and_allows_2(root: Path) -> None:
    for path in ("dbt_project.yml", "packages/automate_dv/dbt_project.yml"):
        project = yaml.safe_load((root / path).read_text(encoding="utf-8"))
        assert project["require-dbt-version"] == [f">={OLDEST}", "<3.0.0"]


@pytest.mark.long
@pytest.mark.parametrize("target", ["duckdb", "snowflake"])
@pytest.mark.parametrize("version", ["oldest", "own"])
def test_the_project_parses_without_deprecations(version: str, target: str) -> None:
    said = parse(oldest_dbt() if version == "oldest" else dbt_command(), target)
    assert "Running with dbt=" in said
    assert (f"dbt={OLDEST}" in said) == (version == "oldest")
    assert "deprecat" not in said.lower()
