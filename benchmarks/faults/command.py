"""`python -m faults`: faults in full builds, and a table of how the next build recovers."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from faults.builds import DATABASE, Place, write_landing
from faults.kills import Outcome, full_disk, killed, little_memory, random_points, reset

HEAD = "| fault | what was running | readers saw | make retry | next build | same state |"
RULE = "| --- | --- | --- | --- | --- | --- |"


def build_without_faults(place: Place, whole: Path) -> int:
    """Build and keep the database as `whole`, unless it is there; returns the lines of output."""
    counted = whole.with_suffix(".lines")
    if counted.is_file():
        return int(counted.read_text())
    reset(place)
    started = time.perf_counter()
    code, lines = place.run("build", VERBOSE="1")
    if code:
        raise RuntimeError("\n".join(lines[-40:]))
    seconds = time.perf_counter() - started
    shutil.copy(place.working, whole)
    counted.write_text(str(len(lines)))
    size = whole.stat().st_size / 1_000_000
    print(f"A build without faults: {seconds:.0f} s, {len(lines):,} lines, {size:,.0f} MB.\n")
    return len(lines)


def outcomes(options: argparse.Namespace, place: Place, whole: Path) -> Iterator[Outcome]:
    """The outcomes of the faults."""
    lines = build_without_faults(place, whole)
    size = whole.stat().st_size / 1_000_000
    points = random_points(options.skip + options.kills, lines, options.seed)[options.skip :]
    for first in range(0, len(points), options.in_a_row):
        yield killed(place, whole, points[first : first + options.in_a_row])
    for share in options.disk:
        yield full_disk(place, whole, max(1, int(size * share)))
    for limit in options.memory:
        yield little_memory(place, whole, limit)


def row(outcome: Outcome) -> str:
    """A row of the table."""
    shown = ", ".join(outcome.different[:3])
    same = "yes" if not outcome.different else f"no: {shown}"
    cells = (
        outcome.fault,
        outcome.running,
        outcome.readers,
        outcome.retry,
        outcome.next_build,
        same,
    )
    return f"| {' | '.join(cells)} |"


def parser() -> argparse.ArgumentParser:
    """Options of the command."""
    found = argparse.ArgumentParser(prog="python -m faults", description=__doc__)
    found.add_argument("--work", type=Path, required=True, help="folder for all databases")
    found.add_argument("--kills", type=int, default=50, help="number of builds that are killed")
    found.add_argument("--skip", type=int, default=0, help="kills of the seed to leave out")
    found.add_argument(
        "--in-a-row",
        type=int,
        default=1,
        help="kills before a build is left alone, each in the build after the one before",
    )
    found.add_argument("--seed", type=int, default=1, help="the same seed gives the same points")
    found.add_argument("--scale", type=float, default=1.0, help="size of the feeds")
    found.add_argument(
        "--disk",
        type=float,
        nargs="*",
        default=[0.3, 0.7, 1.5],
        help="sizes of a full disk, as shares of the database",
    )
    found.add_argument(
        "--memory", nargs="*", default=["40MB"], help="limits of DuckDB's memory that are too low"
    )
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Print a table of the faults; returns 1 if one of them lost something."""
    options = parser().parse_args(argv)
    options.work.mkdir(parents=True, exist_ok=True)
    work = options.work.resolve()
    landing = work / f"landing_{options.scale:g}"
    write_landing(landing, options.scale)
    place = Place(work / "place", landing, work / "target")
    (work / "whole").mkdir(exist_ok=True)
    good = True
    for number, outcome in enumerate(outcomes(options, place, work / "whole" / DATABASE)):
        if number == 0:
            print(f"{HEAD}\n{RULE}")
        print(row(outcome), flush=True)
        good = good and outcome.is_good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
