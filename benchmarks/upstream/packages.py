"""Takes AutomateDV and dbt_utils from clones of their repositories."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

OWN_PACKAGE = Path(__file__).parents[2] / "packages" / "automate_dv"
# Types, casts and hashes that upstream needs on DuckDB.
DISPATCHES = Path(__file__).parent / "duckdb_dispatches.sql"
SCENARIOS_TAG, MACROS_TAG, UTILS_TAG = "v0.10.3", "v0.11.5", "1.3.3"


@dataclass(frozen=True)
class Packages:
    """The dbt packages of a project by name, and the files of macros of its own.

    `label` is how tables call the package automate_dv among them.
    """

    label: str
    folders: Mapping[str, Path]
    macros: tuple[Path, ...] = field(default=())


def extract(repository: Path, tag: str, folder: Path, part: str = "") -> Path:
    """Write the files of a tag, or of one folder in it, from a clone or a bare one; the folder."""
    files = [part] if part else []
    command = ["git", "-C", str(repository), "archive", "--format=zip", tag, *files]
    archived = subprocess.run(command, capture_output=True)
    if archived.returncode:
        raise SystemExit(f"{repository}: no tag {tag} there: {archived.stderr.decode().strip()}")
    with zipfile.ZipFile(io.BytesIO(archived.stdout)) as archive:
        archive.extractall(folder)
    return folder


def own_packages() -> Packages:
    """The package of this repository."""
    return Packages("this package", {"automate_dv": OWN_PACKAGE})


def upstream_packages(upstream: Path, dbt_utils: Path, work: Path) -> Packages:
    """Upstream's macros and dbt_utils, from clones of both, with dispatches for DuckDB."""
    folders = {
        "automate_dv": extract(upstream, MACROS_TAG, work / "automate_dv"),
        "dbt_utils": extract(dbt_utils, UTILS_TAG, work / "dbt_utils"),
    }
    return Packages(f"AutomateDV {MACROS_TAG.removeprefix('v')}", folders, (DISPATCHES,))
