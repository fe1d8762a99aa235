"""Writes a dbt project on DuckDB with given packages and models."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from .packages import Packages

NAME = "compared"
# Options of dbt for such a project: nothing but errors on the screen.
QUIET = ("--quiet", "--no-version-check", "--log-level-file", "none")


def write_project(
    folder: Path,
    packages: Packages,
    models: Mapping[str, str],
    variables: Mapping[str, Any],
    database: Path,
    threads: int = 1,
    schema: str = "main",
) -> list[str]:
    """Write the project; the options of dbt that name it. `dbt deps` is not needed.

    `threads` is the number of DuckDB's threads; dbt runs one model at a time.
    """
    (folder / "dbt_packages").mkdir(parents=True)
    for name, path in packages.folders.items():
        (folder / "dbt_packages" / name).symlink_to(path.resolve(), target_is_directory=True)
    for path in packages.macros:
        _write(folder / "macros" / path.name, path.read_text(encoding="utf-8"))
    for name, text in models.items():
        _write(folder / "models" / f"{name}.sql", text)
    output = {
        "type": "duckdb", "path": str(database), "schema": schema, "threads": 1,
        "settings": {"threads": threads},
    }  # fmt: skip
    order = {"macro_namespace": "automate_dv", "search_order": [NAME, "automate_dv"]}
    documents: dict[str, dict[str, Any]] = {
        "profiles.yml": {NAME: {"target": "duckdb", "outputs": {"duckdb": output}}},
        "dbt_project.yml": {
            "name": NAME,
            "version": "1.0.0",
            "profile": NAME,
            "vars": dict(variables),
            "dispatch": [order],
            "flags": {"send_anonymous_usage_stats": False},
            "models": {"+incremental_strategy": "append"},
        },
    }
    for name, document in documents.items():
        _write(folder / name, yaml.safe_dump(document, sort_keys=False))
    return ["--project-dir", str(folder), "--profiles-dir", str(folder), *QUIET]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
