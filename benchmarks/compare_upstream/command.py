"""`python -m compare_upstream`: the same models with both packages on random histories."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

import duckdb
from loading.tables import markdown
from upstream.packages import own_packages, upstream_packages

from .compiled import DATABASE, Compiled, compiled, count, differences, land, run
from .histories import Load, history, together
from .models import STRUCTURES

OWN, UPSTREAM = "own", "upstream"
# So many histories are loaded together.
TOGETHER = 20


def parser() -> argparse.ArgumentParser:
    """Options of the command."""
    found = argparse.ArgumentParser(prog="python -m compare_upstream", description=__doc__)
    found.add_argument("--upstream", type=Path, required=True, help="clone of AutomateDV")
    found.add_argument("--dbt-utils", type=Path, required=True, help="clone of dbt_utils")
    found.add_argument("--histories", type=int, default=200, help="for each structure")
    found.add_argument("--loads", type=int, default=4, help="of each history")
    found.add_argument("--seed", type=int, default=1, help="the same seed, the same histories")
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Print a table by structure; returns 1 if one differs."""
    options = parser().parse_args(argv)
    random = Random(options.seed)
    histories = [history(random, options.loads, f".{it}") for it in range(options.histories)]
    groups = [together(histories[n : n + TOGETHER]) for n in range(0, len(histories), TOGETHER)]
    totals = {name: [0, 0, 0] for name in STRUCTURES}
    with tempfile.TemporaryDirectory(prefix="compared_") as folder, duckdb.connect() as connection:
        work = Path(folder)
        theirs = upstream_packages(options.upstream, options.dbt_utils, work / "packages")
        packages = [
            compiled(OWN, own_packages(), work / OWN, groups[0]),
            compiled(UPSTREAM, theirs, work / UPSTREAM, groups[0]),
        ]
        connection.execute(f"attach ':memory:' as {DATABASE}; use {DATABASE}")
        for loads in groups:
            compare(connection, packages, loads, totals)
    heads = ["structure", "histories", "loads", "rows", "only here", "only upstream"]
    sizes = [len(histories), len(histories) * options.loads]
    lines = [[name, *(f"{cell:,}" for cell in sizes + counts)] for name, counts in totals.items()]
    print(markdown(heads, lines))
    return int(any(only_own or only_upstream for _, only_own, only_upstream in totals.values()))


def compare(
    connection: duckdb.DuckDBPyConnection,
    packages: Sequence[Compiled],
    loads: Sequence[Load],
    totals: dict[str, list[int]],
) -> None:
    """Build all structures load by load, and add to the totals of each.

    They are its rows in the end, and those that only one package had after the first load that
    differs, which are printed.
    """
    differing: set[str] = set()
    for number, load in enumerate(loads):
        land(connection, load)
        run(connection, packages, number)
        for name in set(STRUCTURES) - differing:
            only_own, only_upstream = differences(connection, name, OWN, UPSTREAM)
            if only_own or only_upstream:
                differing.add(name)
                totals[name][1] += len(only_own)
                totals[name][2] += len(only_upstream)
                print(f"{name}, load {number + 1}, only here: {only_own[:3]}", file=sys.stderr)
                print(f"{name}, only upstream: {only_upstream[:3]}", file=sys.stderr)
    for name in STRUCTURES:
        totals[name][0] += count(connection, f"{OWN}.{name}")
