"""The command: python -m matching FOLDER [--records N]."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from mdm.tables import InputError

from .learning import print_learning
from .sets import find_sets, measure_set
from .speed import measure
from .splink_model import SETTINGS
from .tables import mean_rows, summary, table

PACKAGES = ("splink", "duckdb", "pandas", "numpy", "scipy", "rapidfuzz", "jellyfish")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure every set in a folder; return 0, or 2 with one sentence on stderr."""
    arguments = _parser().parse_args(argv)
    if arguments.records:
        print(measure(arguments.records, arguments.folder))
        return 0
    try:
        sets = find_sets(arguments.folder, arguments.only)
    except InputError as error:
        print(f"matching: {error}", file=sys.stderr)
        return 2
    if arguments.labels:
        print_learning(sets, arguments.labels, print)
        return 0
    print(f"Python {sys.version.split()[0]}, " + ", ".join(f"{p} {version(p)}" for p in PACKAGES))
    print(SETTINGS, flush=True)
    rows = pd.DataFrame()
    for path in sets:
        found, notes = measure_set(path)
        rows = pd.concat([rows, pd.DataFrame(map(asdict, found))], ignore_index=True)
        print(f"\n{path.stem}: {notes}\n\n{table(rows[rows['set'] == path.stem])}", flush=True)
        if arguments.csv:
            rows.to_csv(arguments.csv, index=False, lineterminator="\n")
    print(f"\nF1 of pairs, cluster F1\n\n{summary(rows)}")
    print(f"\nMean of {len(sets)} sets\n\n{table(mean_rows(rows))}", flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="matching", description=__doc__)
    parser.add_argument(
        "folder", type=Path, help="folder of labelled sets, or the work folder of --records"
    )
    parser.add_argument("--records", type=int, help="time all contenders on N generated customers")
    parser.add_argument("--only", nargs="*", help="names of the sets to measure (default: all)")
    parser.add_argument("--labels", type=int, help="measure learning from N decisions instead")
    parser.add_argument("--csv", type=Path, help="also write the figures to this file")
    return parser
