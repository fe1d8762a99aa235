"""The command `python -m exports`, which `make export-changes` runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from exports.export import ExportError, export
from warehouse.database import connect
from warehouse.options import ROOT, WORKING, published_path
from warehouse.problems import reason_of

OK, FAILED, REFUSED = 0, 1, 2


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Export what changed; returns 0 if done or nothing changed, 1 if it failed, 2 if refused."""
    working = Path(environment.get("C360_DUCKDB_PATH") or WORKING)
    folder = Path(environment.get("EXPORTS") or ROOT / "exports")
    parser = argparse.ArgumentParser(prog="python -m exports", description=__doc__)
    parser.add_argument("--published", type=Path, default=published_path(working, environment))
    parser.add_argument("--folder", type=Path, default=folder, help="folder of all exports")
    options = parser.parse_args(argv)
    status, said = export_published(options.published, options.folder)
    print(said, file=sys.stderr if status else sys.stdout)
    return status


def export_published(published: Path, folder: Path) -> tuple[int, str]:
    """Export what changed in a published database; returns an exit code, and a sentence that says
    what was written or why nothing was."""
    if not published.is_file():
        return REFUSED, f"{published} does not exist yet: run `make build`."
    try:
        with connect(published, read_only=True) as connection:
            written = export(connection, folder)
    except ExportError as error:
        return REFUSED, str(error)
    except (OSError, duckdb.Error) as error:
        return FAILED, f"make export-changes stopped: {reason_of(error)}. Run it again."
    if written is None:
        return OK, f"No golden customer has changed since the last export in {folder}."
    counts = ", ".join(f"{count:,} {change.lower()}" for change, count in written.changes.items())
    return OK, f"{written.folder}: customers {counts}"
