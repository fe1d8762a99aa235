"""The dbt project as an object of Snowflake, which tasks execute."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from snowflake_proof.account import BUILDS_ON, DATABASE, ROLE

# A version that Snowflake supports; snowflake/proof/21_dbt_version.sql.
DBT_VERSION = "1.10.15"
PARTS = ("analyses", "dbt_packages", "macros", "models", "packages", "seeds", "snapshots", "tests")
SUFFIXES = (".csv", ".md", ".sql", ".yml")
STAGE = f"{DATABASE}.OPERATIONS.PROJECT_FILES"
PROJECT = f"{DATABASE}.OPERATIONS.CUSTOMER_360"


def patterns(root: Path) -> Iterator[tuple[str, str]]:
    """(files, folder on the stage) of the project as PUT takes them, dbt_packages included."""
    for name in ("dbt_project.yml", "packages.yml", "selectors.yml"):
        yield f"{root}/{name}", ""
    for part in PARTS:
        for folder, _, names in os.walk(root / part, followlinks=True):
            suffixes = {Path(name).suffix for name in names} & set(SUFFIXES)
            for suffix in sorted(suffixes):
                yield f"{folder}/*{suffix}", str(Path(folder).relative_to(root))


def execute_project(session: Any, root: Path, folder: Path, arguments: str) -> None:
    """Create the project from its files and let Snowflake execute dbt.

    root: the project. folder: for its profile, with the role and the database of the proof.
    """
    profiles = yaml.safe_load((root / "dbt_projects_profiles.yml").read_text(encoding="utf-8"))
    profiles["customer_360"]["outputs"]["snowflake"] |= {
        "role": ROLE, "warehouse": BUILDS_ON, "database": DATABASE,
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    profile = folder / "profiles.yml"
    profile.write_text(yaml.safe_dump(profiles), encoding="utf-8")
    with session.cursor() as cursor:
        cursor.execute(f"create or replace stage {STAGE}")
        for files, place in (*patterns(root), (str(profile), "")):
            cursor.execute(
                f"put 'file://{files}' '@{STAGE}/{place}' auto_compress = false overwrite = true"
            )
        cursor.execute(
            f"create or replace dbt project {PROJECT} from '@{STAGE}'"
            f" dbt_version = '{DBT_VERSION}' default_target = 'snowflake'"
        )
        cursor.execute(f"execute dbt project {PROJECT} args = '{arguments}'")
