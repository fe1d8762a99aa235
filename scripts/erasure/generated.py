"""The files that the project generates from the warehouse, and those loaded from an inbox: exports
lose the rows of a person, other files and backups with a value are deleted."""

from __future__ import annotations

import argparse
import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from erasure.delivered_file import csv_rows, replace_text
from erasure.search import search_files
from erasure.sought import Sought
from exports.export import MANIFEST
from warehouse.build.last_build import content_digest
from warehouse.daily.alerts import alerts_log
from warehouse.daily.arrivals import LOADED
from warehouse.daily.column_differences import waiting_file
from warehouse.options import ROOT
from warehouse.publication.backup import CONTENTS

BACKUPS = ROOT / "backups"


def exports_folder(options: argparse.Namespace) -> Path:
    """The folder with exports."""
    return Path(options.environment.get("EXPORTS") or ROOT / "exports")


def generated_folders(options: argparse.Namespace) -> Iterator[Path]:
    """The folders with pages about builds, exports, logs, dbt's artifacts, and the files that were
    loaded from INBOX, whose rows the landing has."""
    yield options.published.parent / "reports"
    yield exports_folder(options)
    yield options.log.parent
    yield options.artifacts
    if inbox := options.environment.get("INBOX"):
        yield Path(inbox) / LOADED


def files_that_wait(options: argparse.Namespace) -> Iterator[Path]:
    """The files in INBOX that are not loaded yet."""
    if inbox := options.environment.get("INBOX"):
        for path in sorted(Path(inbox).rglob("*")):
            if path.is_file() and LOADED not in path.relative_to(inbox).parts:
                yield path


def generated_files(options: argparse.Namespace) -> Iterator[Path]:
    """The files in these folders, and those next to the database: sent alerts, refused deliveries.
    Databases among dbt's artifacts are those of the tests."""
    logs = (alerts_log(options.database), waiting_file(options.database))
    yield from filter(Path.is_file, logs)
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


def remove_rows(path: Path, sought: Sought) -> None:
    """Remove the rows with one of the values from a CSV file of an export, and write the new number
    of rows and SHA-256 to its manifest."""
    header, rows = csv_rows(path.read_text("utf-8"))
    kept = [row for row in rows if not any(map(sought.is_in, row)) and not sought.is_in_cells(row)]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([header, *kept])
    replace_text(path, out.getvalue())
    manifest = path.with_name(MANIFEST)
    contents = json.loads(manifest.read_text("utf-8")) if manifest.is_file() else {}
    if path.name in contents.get("files", {}):
        contents["files"][path.name] = {"rows": len(kept), "sha256": content_digest(path)}
        replace_text(manifest, json.dumps(contents, indent=2) + "\n")


def clean_generated(options: argparse.Namespace, sought: Sought) -> Iterator[str]:
    """Remove the values from generated files and backups; yields what was done with each."""
    for path in list(generated_files(options)):
        if not any(search_files([path], sought)):
            continue
        if path.suffix == ".csv" and path.is_relative_to(exports_folder(options)):
            remove_rows(path, sought)
            if not any(search_files([path], sought)):
                yield f"Removed rows from {path}"
                continue
        path.unlink()
        yield f"Deleted {path}"
    for folder in list(backups()):
        if any(search_files(files_of_backup(folder), sought)):
            shutil.rmtree(folder)
            yield f"Deleted {folder}"
