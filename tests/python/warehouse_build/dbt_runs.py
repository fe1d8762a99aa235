"""dbt runs on any copy of the project and any database."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BATCHES = [f"B{number:03d}" for number in range(1, 11)]
"""The batches of the sample, a day each."""


def run_dbt_on(project: Path, database: Path, *arguments: str) -> None:
    """Run dbt in `project` on `database`; fail with the end of its output if dbt fails."""
    done = try_dbt_on(project, database, *arguments)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def try_dbt_on(project: Path, database: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run dbt in `project` on `database`, and return how it went."""
    environment = os.environ | {
        "C360_DUCKDB_PATH": str(database),
        "DBT_PROJECT_DIR": str(project),
        "DBT_PROFILES_DIR": str(project),
        "DBT_TARGET_PATH": str(database.parent / "target"),
        "DBT_LOG_PATH": str(database.parent / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "False",
    }
    dbt = Path(sys.executable).parent / "dbt"
    return subprocess.run(
        [str(dbt), *arguments], cwd=project, env=environment, capture_output=True, text=True
    )
