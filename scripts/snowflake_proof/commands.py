"""Items that run dbt: a build of the sample, a second one, and a comparison of their tables."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from snowflake_account.connection import connect
from snowflake_proof.run import Command
from warehouse.match_engine import write_archive

ROOT = Path(__file__).resolve().parents[2]
DBT = str(Path(sys.executable).with_name("dbt"))
ACCOUNT = [sys.executable, "-m", "snowflake_account"]
SAMPLE = ("feeds", "stewardship")
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


def sample_files() -> list[Path]:
    """The files of the sample that have rows."""
    files = sorted(path for name in SAMPLE for path in (ROOT / "seeds" / name).glob("*.csv"))
    return [path for path in files if len(path.read_text(encoding="utf-8").splitlines()) > 1]


def put_sample(environment: Mapping[str, str]) -> None:
    """Put the files of the sample on the stage from which `snowflake_account load` loads."""
    stage = f"@{environment.get('SNOWFLAKE_DATABASE', 'CUSTOMER_360')}.landing_files.deliveries"
    with connect(environment) as connection:
        connection.cursor().execute(f"use role {environment['SNOWFLAKE_ROLE']}")
        for path in sample_files():
            connection.cursor().execute(f"put 'file://{path}' {stage}/{path.stem} overwrite = true")


def builds(
    environment: Mapping[str, str], seconds: float, differing: Callable[[], str]
) -> list[Command]:
    """A first load of the sample through dbt, a second build, and a publication.

    environment: has the credentials and the database. seconds: time limit of each. differing:
    returns how the tables differ from those of the build on DuckDB.
    """
    target = ["--target", "snowflake"]

    def first_load() -> str:
        archive = write_archive(ROOT / "scripts" / "mdm", ROOT / "target" / "match_engine")
        upload = f"{{archive: '{archive}'}}"
        if wrong := last_lines([*ACCOUNT, "setup"], environment, seconds):
            return wrong
        put_sample(environment)
        for command in (
            [*ACCOUNT, "load"],
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
