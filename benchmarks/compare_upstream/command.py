"""`python -m compare_upstream`: the same models with both packages on random histories."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

import duckdb
from loading.tables import markdown
from upstream.packages import own_packages, upstream_packages

from .compiled import DATABASE, compiled, differences, land, run
from .histories import history
from .models import STRUCTURES

OWN, UPSTREAM = "own", "upstream"


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
    histories = [history(random, options.loads) for _ in range(options.histories)]
    totals = {name: [0, 0, 0, 0] for name in STRUCTURES}
    with tempfile.TemporaryDirectory(prefix="compared_") as folder, duckdb.connect() as connection:
        work = Path(folder)
        theirs = upstream_packages(options.upstream, options.dbt_utils, work / "packages")
        packages = [
            compiled(OWN, own_packages(), work / OWN, histories[0]),
            compiled(UPSTREAM, theirs, work / UPSTREAM, histories[0]),
        ]
        connection.execute(f"attach ':memory:' as {DATABASE}; use {DATABASE}")
        for loads in histories:
            differing: set[str] = set()
            for number, load in enumerate(loads):
                land(connection, load)
                run(connection, packages, number)
                for name in STRUCTURES:
                    rows, only_own, only_upstream = differences(connection, name, OWN, UPSTREAM)
                    if (only_own or only_upstream) and name not in differing:
                        differing.add(name)
                        totals[name][1] += only_own
                        totals[name][2] += only_upstream
                        totals[name][3] += 1
                    totals[name][0] += rows if number == len(loads) - 1 else 0
    heads = ["structure", "histories", "loads", "rows", "only here", "only upstream", "differ"]
    sizes = [len(histories), len(histories) * options.loads]
    lines = [[name, *(f"{cell:,}" for cell in sizes + counts)] for name, counts in totals.items()]
    print(markdown(heads, lines))
    return int(any(count for *_, count in totals.values()))
