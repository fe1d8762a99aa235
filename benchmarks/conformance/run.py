"""Runs scenarios wave by wave, many in one dbt run."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from upstream.packages import Packages

from .comparison import difference
from .planner import Planner
from .project import Project, first_words
from .scenarios import Scenario
from .suite import Fixtures
from .waves import Wave


@dataclass(frozen=True)
class Share:
    """The scenarios of one dbt project."""

    folder: Path
    suite: Path
    packages: Packages
    scenarios: Sequence[Scenario]


def run_share(share: Share) -> dict[str, str]:
    """Why scenarios failed, by uid."""
    fixtures, plans, failed = Fixtures(share.suite), dict[str, list[Wave]](), dict[str, str]()
    for scenario in share.scenarios:
        try:
            plans[scenario.uid] = Planner(scenario, fixtures.context(scenario.tags)).plan()
        except Exception as error:
            failed[scenario.uid] = f"not planned: {type(error).__name__}: {first_words(error)}"
    project = Project(share.folder, share.packages)
    project.prepare(plans)
    for number in range(max(map(len, plans.values()), default=0)):
        run_wave(project, number, plans)
    return {**failed, **project.errors}


def run_wave(project: Project, number: int, plans: dict[str, list[Wave]]) -> None:
    """Run wave `number` of the scenarios that have it and have not failed."""
    active = {
        uid: waves[number]
        for uid, waves in plans.items()
        if number < len(waves) and uid not in project.errors
    }
    project.write_tables(active)
    for uid, wave in active.items():
        if uid not in project.errors:
            project.write_models(wave.models.values())
    project.run(number)
    with project.connect() as connection:
        for uid, wave in active.items():
            reasons = (difference(connection, table, f"{uid}__") for table in wave.checks)
            if uid not in project.errors and (found := next(filter(None, reasons), None)):
                project.errors[uid] = f"after run {number + 1}: {found}"
    for uid in active.keys() & project.errors.keys():
        project.discard(uid, project.errors[uid])


def run_scenarios(
    suite: Path, packages: Packages, scenarios: Sequence[Scenario], jobs: int, shares: int
) -> dict[str, str]:
    """Why scenarios failed, by uid; those that are skipped do not run."""
    active = [it for it in scenarios if not it.skipped]
    count = max(1, min(shares, len(active) // 10))
    folder, failed = Path(tempfile.mkdtemp(prefix="conformance_")), dict[str, str]()
    work = [
        Share(folder / str(number), suite, packages, active[number::count])
        for number in range(count)
    ]
    try:
        with ProcessPoolExecutor(max(1, jobs), mp_context=get_context("spawn")) as pool:
            for reasons in pool.map(run_share, work):
                failed.update(reasons)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return failed
