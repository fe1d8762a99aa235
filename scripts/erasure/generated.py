"""The files that the project generates from the warehouse."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path

from erasure.search import Sought, search_files
from warehouse.backup import CONTENTS
from warehouse.options import ROOT

BACKUPS = ROOT / "backups"


def generated_folders(options: argparse.Namespace) -> Iterator[Path]:
    """The folders with pages about builds, exports, logs and dbt's artifacts."""
    yield options.published.parent / "reports"
    yield Path(options.environment.get("EXPORTS") or ROOT / "exports")
    yield options.log.parent
    yield options.artifacts


def generated_files(options: argparse.Namespace) -> Iterator[Path]:
    """The files in these folders. Databases among dbt's artifacts are those of the tests."""
    for folder in generated_folders(options):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and ".duckdb" not in path.name:
                yield path


def backups() -> Iterator[Path]:
    """The backups in the default folder."""
    yield from (path.parent for path in sorted(BACKUPS.glob(f"*/{CONTENTS}")))


def files_of_backup(folder: Path) -> list[Path]:
    """The files of a backup."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def delete_generated(options: argparse.Namespace, sought: Sought) -> Iterator[Path]:
    """Delete generated files and backups with one of the values; yields the deleted paths."""
    for path in list(generated_files(options)):
        if any(search_files([path], sought)):
            path.unlink()
            yield path
    for folder in list(backups()):
        if any(search_files(files_of_backup(folder), sought)):
            shutil.rmtree(folder)
            yield folder
