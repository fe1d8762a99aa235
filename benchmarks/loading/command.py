"""The command: python -m loading --scale N --work DIR."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from .arrivals import batches, deliver, generate
from .builds import Build, build, install_packages
from .tables import by_build, by_layer

PACKAGES = ("dbt-core", "dbt-duckdb", "duckdb", "pandas")


def main(argv: Sequence[str] | None = None) -> int:
    """Generate, build at once and day by day, print the tables; return 1 if a build failed."""
    options = _parser().parse_args(argv)
    options.work = options.work.absolute()
    generated = options.work / f"feeds_{options.scale}"
    if not generated.is_dir():
        generate(generated, options.scale, options.jobs)
    print(
        f"Scale {options.scale}, {os.cpu_count()} cores, memory limit {options.memory_limit}, "
        f"Python {sys.version.split()[0]}, " + ", ".join(f"{p} {version(p)}" for p in PACKAGES),
        flush=True,
    )
    install_packages()
    names = batches(generated)
    days = [[name] for name in names]
    if options.days:
        days = [names[: -options.days], *days[-options.days :]]
    try:
        built = [_build(options, generated, "by_day", arriving) for arriving in days]
        whole = built[0] if options.days else _build(options, generated, "at_once", names)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    titles = [" to ".join(dict.fromkeys((day[0], day[-1]))) for day in days]
    if not options.days:
        titles, built = ["all at once", *titles], [whole, *built]
    print(by_build(titles, built))
    print("\n" + by_layer(whole, built[-1], built[-2]))
    for name, measured in (("at once", whole), (names[-1], built[-1])):
        slowest = ", ".join(f"{node} {seconds:.1f}" for node, seconds in measured.slowest)
        print(f"\nSlowest, {name}: {slowest}")
    return 0


def _build(options: argparse.Namespace, generated: Path, name: str, arriving: list[str]) -> Build:
    landing = options.work / f"{name}_landing"
    database = options.work / f"{name}.duckdb"
    if arriving[0] == batches(generated)[0]:
        shutil.rmtree(landing, ignore_errors=True)
        database.unlink(missing_ok=True)
    size = sum(deliver(generated, batch, landing) for batch in arriving)
    measured = build(landing, database, options.memory_limit)
    print(
        f"{name} {arriving[-1]}: {size / 1e6:,.0f} MB of feeds, {measured.elapsed:.0f} s",
        file=sys.stderr,
        flush=True,
    )
    return measured


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="loading", description=__doc__)
    parser.add_argument("--scale", type=int, default=10, help="scale of the feeds (default: 10)")
    parser.add_argument("--work", type=Path, required=True, help="folder for feeds and databases")
    parser.add_argument(
        "--days",
        type=int,
        default=0,
        help="build the last N batches day by day, after a full build of the others"
        " (default: all day by day, and a full build of all)",
    )
    parser.add_argument(
        "--memory-limit", default="8GB", help="memory limit of DuckDB (default: 8GB)"
    )
    parser.add_argument(
        "--jobs", type=int, default=2, help="number of generator processes (default: 2)"
    )
    return parser
