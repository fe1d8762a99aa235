"""`python -m faults.copying FILE ...`: the cost of a database copy for readers."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from warehouse.publication.database_copy import copy_database


def main(argv: Sequence[str]) -> int:
    """Copy each file next to itself as a publication does, print the cost, and delete the copy."""
    print("| GB | wall, s | CPU, s |\n| ---: | ---: | ---: |")
    for source in map(Path, argv):
        copy = source.with_name(f"{source.name}.copy")
        wall, processor = time.perf_counter(), time.process_time()
        copy_database(source, copy)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        copy.unlink()
        print(f"| {source.stat().st_size / 1e9:.2f} | {wall:.1f} | {processor:.1f} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
