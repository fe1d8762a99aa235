"""`python -m vault`: loads the same data with upstream's macros and with this package's."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from loading.tables import markdown

from .contenders import Contender, Cost, Warehouse, contenders
from .models import OWNERS, POINTS, SOURCES, STAGES

# Group of models that are measured together -> the models to run.
GROUPS: dict[str, list[str]] = {
    "vault": [*STAGES, "hub_customer", "sat_customer_0", "hub_account", "link_owner"],
    "eff_sat": ["stg_owner", "eff_sat_owner"],
    "points": [
        *STAGES, "hub_customer", *(f"sat_customer_{number}" for number in range(3)), *OWNERS,
        *POINTS,
    ],
    "readers": ["stg_customer", "sat_customer_0", "read_current", "read_timeline"],
}  # fmt: skip
# Contender and (step, model) -> the cost in each repetition.
Costs = defaultdict[tuple[str, str], list[Cost]]


def measure(options: argparse.Namespace, rows: int, compared: Sequence[Contender]) -> list[Costs]:
    """The costs of each contender, which take turns."""
    costs: list[Costs] = [defaultdict(list) for _ in compared]
    selected = [*SOURCES, *GROUPS[options.group]]
    for repetition in range(options.repeat):
        for contender, found in zip(compared, costs, strict=True):
            folder = Path(tempfile.mkdtemp(prefix="vault_", dir=options.work))
            warehouse = Warehouse(contender, folder / "project", options.staging, options.threads)
            stored = 0
            for load in range(options.deltas + 1):
                size = options.delta_rows if load else rows
                step = f"{size:,} on {stored:,}" if load else f"{size:,} at first"
                taken = warehouse.load(selected, load, size, stored, options.days)
                stored += size // 10 if load else size
                for name, cost in taken.items():
                    if name not in SOURCES:
                        found[step, name].append(cost)
            shutil.rmtree(folder)
            print(f"repetition {repetition + 1}, {contender.label}", file=sys.stderr, flush=True)
    return costs


def table(compared: Sequence[Contender], costs: Sequence[Costs]) -> str:
    """Markdown: for each step and model the median CPU seconds, their ratio, and peak memory."""
    heads = ["load, rows", "model"]
    for contender in compared:
        heads += [f"{contender.label}, CPU s"]
    heads += ["ratio", *(f"{contender.label}, MiB" for contender in compared)]
    lines = []
    for step, model in costs[0]:
        seconds = [median(cost.seconds for cost in of[step, model]) for of in costs]
        peaks = [median(cost.peak for cost in of[step, model]) / 2**20 for of in costs]
        lines.append(
            [
                step,
                model,
                *(f"{value:.2f}" for value in seconds),
                f"{seconds[1] / seconds[0]:.2f}" if seconds[0] else "",
                *(f"{value:,.0f}" for value in peaks),
            ]
        )
    return markdown(heads, lines, left=2)


def by_mode(compared: Sequence[Contender]) -> Mapping[str, list[int]]:
    """The places of the contenders of each mode."""
    places: dict[str, list[int]] = {}
    for place, contender in enumerate(compared):
        places.setdefault(contender.mode, []).append(place)
    return places


def parser() -> argparse.ArgumentParser:
    """Options of the command."""
    found = argparse.ArgumentParser(prog="python -m vault", description=__doc__)
    found.add_argument("group", choices=list(GROUPS), help="what to measure")
    found.add_argument("--upstream", type=Path, required=True, help="clone of AutomateDV")
    found.add_argument("--dbt-utils", type=Path, required=True, help="clone of dbt_utils")
    found.add_argument("--work", type=Path, help="folder for databases; a temporary one if none")
    found.add_argument("--rows", type=int, nargs="+", default=[1_000_000], help="of the first load")
    found.add_argument("--delta-rows", type=int, default=10_000, help="of each later load")
    found.add_argument("--deltas", type=int, default=2, help="number of later loads")
    found.add_argument("--days", type=int, default=2, help="number of as-of dates")
    found.add_argument("--repeat", type=int, default=3, help="repetitions; the median counts")
    found.add_argument("--staging", choices=["table", "view"], default="table")
    found.add_argument("--threads", type=int, default=2, help="of DuckDB")
    found.add_argument("--modes", nargs="*", default=[], help="beginnings of the modes to compare")
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Print a table for each mode and size."""
    options = parser().parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="upstream_") as folder:
        compared = [
            it
            for it in contenders(options.upstream, options.dbt_utils, Path(folder))
            if not options.modes or it.mode.startswith(tuple(options.modes))
        ]
        for rows in options.rows:
            costs = measure(options, rows, compared)
            for mode, places in by_mode(compared).items():
                shown = table([compared[i] for i in places], [costs[i] for i in places])
                print(f"{options.group}, {mode}, staging as {options.staging}\n\n{shown}\n")
                sys.stdout.flush()
    return 0
