"""Further items: a build of the sample, a second one, and what they built."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from snowflake_proof.run import Command

ROOT = Path(__file__).resolve().parents[2]
DBT = str(Path(sys.executable).with_name("dbt"))
ARCHIVE = ROOT / "target" / "mdm.zip"
LINES = 6


def last_lines(command: list[str], environment: Mapping[str, str], seconds: float) -> str:
    """Nothing if a command succeeds, otherwise the last lines of its output."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=dict(environment),
            capture_output=True,
            text=True,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return f"{' '.join(command)}: not finished after {seconds:.0f} seconds"
    lines = (done.stdout + done.stderr).strip().splitlines()
    return "" if done.returncode == 0 else "; ".join(lines[-LINES:])


def builds(
    environment: Mapping[str, str], seconds: float, differing: Callable[[], str]
) -> list[Command]:
    """A first load of the sample through dbt, a second build, and a publication.

    environment: with the credentials and the database. seconds: that each may take. differing: says
    how the tables differ from those of the build on DuckDB.
    """
    target = ["--target", "snowflake"]
    upload = f"{{archive: '{ARCHIVE}'}}"

    def first_load() -> str:
        zipped = [sys.executable, "-m", "zipfile", "-c", str(ARCHIVE), "scripts/mdm"]
        ARCHIVE.parent.mkdir(exist_ok=True)
        for command in (
            zipped,
            [DBT, "run-operation", "upload_match_engine", "--args", upload, *target],
            [DBT, "build", "--exclude-resource-types", "unit_test", *target],
        ):
            if wrong := last_lines(command, environment, seconds):
                return wrong
        return ""

    def run(*arguments: str) -> str:
        return last_lines([DBT, *arguments, *target], environment, seconds)

    return [
        Command("30_first_load", "The sample is loaded and every data test passes", first_load),
        Command("31_tables", "Vault and marts equal the build on DuckDB, ids and tiers included",
                differing),
        Command("32_unit_tests", "Every unit test passes", lambda: run("test", "--select",
                                                                        "test_type:unit")),
        Command("33_second_build", "A second build with nothing new passes", lambda: run(
            "build", "--exclude-resource-types", "unit_test", "seed")),
        Command("34_publication", "The marts are published", lambda: run("run-operation",
                                                                          "publish")),
        Command("35_roll_back", "The publication is rolled back", lambda: run(
            "run-operation", "publish") or run("run-operation", "roll_back_publication")),
    ]  # fmt: skip
