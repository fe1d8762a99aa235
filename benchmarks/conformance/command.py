"""`python -m conformance`: AutomateDV's scenarios on DuckDB, and a table by structure."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loading.tables import markdown
from upstream.packages import SCENARIOS_TAG, Packages, extract, own_packages, upstream_packages

from .deviations import deviation
from .run import run_scenarios
from .scenarios import Scenario
from .suite import read_scenarios


@dataclass(frozen=True)
class Outcome:
    """The result of the scenarios with some packages: uid -> why a scenario failed."""

    packages: Packages
    failed: Mapping[str, str]


def table(scenarios: Sequence[Scenario], outcomes: Sequence[Outcome]) -> str:
    """Markdown: for each structure, how many scenarios there are, run, and pass."""
    heads = ["structure", "scenarios", "skipped there", "other engine", "deprecated", "run"]
    heads += [f"{it.packages.label}: {what}" for it in outcomes for what in ("passed", "failed")]
    lines = []
    structures = sorted({it.structure for it in scenarios})
    for structure in [*structures, "all"]:
        members = [it for it in scenarios if structure in ("all", it.structure)]
        skipped = Counter(it.skipped for it in members if it.skipped)
        run = [it for it in members if not it.skipped]
        counts = [len(members), *(skipped[head] for head in heads[2:5]), len(run)]
        for outcome in outcomes:
            failed = sum(it.uid in outcome.failed for it in run)
            counts += [len(run) - failed, failed]
        lines.append([structure, *map(str, counts)])
    return markdown(heads, lines)


def failures(scenarios: Sequence[Scenario], outcome: Outcome) -> str:
    """Each failed scenario with the reason, and why it is expected, if it is."""
    lines = [f"Failed with {outcome.packages.label}:"]
    for it in scenarios:
        if it.uid in outcome.failed:
            known = deviation(it.file, it.name)
            lines.append(f"  {it.file}: {it.name}\n      {outcome.failed[it.uid]}")
            if known and outcome.packages.label == own_packages().label:
                lines.append(f"      {known}")
    return "\n".join(lines)


def parser() -> argparse.ArgumentParser:
    """Options of the command."""
    found = argparse.ArgumentParser(prog="python -m conformance", description=__doc__)
    found.add_argument("--upstream", type=Path, required=True, help="clone of AutomateDV")
    found.add_argument(
        "--dbt-utils", type=Path, help="clone of dbt_utils; then upstream's own macros also run"
    )
    found.add_argument("--only", nargs="*", default=[], help="structures, such as hubs and links")
    found.add_argument("--match", default="", help="only scenarios with this in file or name")
    found.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    found.add_argument("--shares", type=int, default=8, help="dbt projects that share scenarios")
    found.add_argument("--results", type=Path, help="a JSON file for the outcome of each scenario")
    return found


def write_results(path: Path, scenarios: Sequence[Scenario], outcomes: Sequence[Outcome]) -> None:
    """Write why each scenario failed, or null, by packages."""
    found = {
        f"{it.file}: {it.name}": {
            outcome.packages.label: outcome.failed.get(it.uid) for outcome in outcomes
        }
        for it in scenarios
        if not it.skipped
    }
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; returns 1 if this package fails a scenario that DEVIATIONS does not have."""
    options = parser().parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="upstream_") as folder:
        work = Path(folder)
        suite = extract(options.upstream, SCENARIOS_TAG, work / "suite", "test") / "test"
        compared = [own_packages()]
        if options.dbt_utils:
            compared.append(upstream_packages(options.upstream, options.dbt_utils, work))
        scenarios = [
            it
            for it in read_scenarios(suite)
            if options.match in f"{it.file}: {it.name}"
            and (not options.only or it.structure in options.only)
        ]
        outcomes = [
            Outcome(
                packages,
                run_scenarios(suite, packages, scenarios, options.jobs, options.shares),
            )
            for packages in compared
        ]
    print(table(scenarios, outcomes))
    for outcome in outcomes:
        if outcome.failed:
            print(f"\n{failures(scenarios, outcome)}")
    if options.results:
        write_results(options.results, scenarios, outcomes)
    own = outcomes[0].failed
    return int(any(it.uid in own and not deviation(it.file, it.name) for it in scenarios))
