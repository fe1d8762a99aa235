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
    if not options.published.is_file():
        print(f"{options.published} does not exist yet: run `make build`.", file=sys.stderr)
        return REFUSED
    try:
        with connect(options.published, read_only=True) as connection:
            written = export(connection, options.folder)
    except ExportError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except (OSError, duckdb.Error) as error:
        print(f"make export-changes stopped: {reason_of(error)}. Run it again.", file=sys.stderr)
        return FAILED
    if written is None:
        print(f"No golden customer has changed since the last export in {options.folder}.")
        return OK
    counts = ", ".join(f"{count:,} {change.lower()}" for change, count in written.changes.items())
    print(f"{written.folder}: customers {counts}")
    return OK
