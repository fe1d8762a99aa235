"""Partial runs of dbt itself, with failures and `dbt retry`, give the same as a single build."""

import random
import shutil
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sequence_replay import change_seed
from sequences import AREAS, Graph, Step, random_steps
from snapshot_satellites import CHANGES
from test_runs_in_any_order import IGNORED, single_build

from database_comparison import differences
from dbt_in_process import DATABASE, Outcome, Project
from landed_warehouse import BATCHES, Landing
from recorded_runs import Recordings
from reference_build import Reference
from replayed_warehouse import ReplayedWarehouse, deliver
from small_warehouse import UNDELIVERED, SmallBuild

SEQUENCES = 5
SHORT = "service"
LAST = BATCHES[8:]


@pytest.fixture(scope="module")
def first_loaded(new_landing: Callable[[str], Landing]) -> Landing:
    """A warehouse of all but the last batches."""
    landing = new_landing("first_loaded")
    landing.load(*BATCHES[:8])
    return landing


@dataclass(frozen=True)
class SmallLanding:
    """A copy of the small warehouse, on which dbt runs."""

    project: Project
    database: Path

    def attempt(self, *arguments: str, keeps_artifacts: bool = False) -> Outcome:
        """Run dbt and return the outcome."""
        with self.project.parsed_for_retries():
            return self.project.attempt(self.database, *arguments, keeps_artifacts=keeps_artifacts)


def test_a_failure_a_retry_and_a_late_batch_give_the_same_as_a_single_build(
    opened: Callable[..., ReplayedWarehouse],
    graph: Graph,
    project: Project,
    recordings: Recordings,
    small_build: SmallBuild,
    manifest: dict[str, Any],
    tmp_path: Path,
) -> None:
    """On few rows and models; the first run leaves out half of them."""
    area = graph.area(SHORT)
    expected = single_build(opened, graph, SHORT, area)
    landing = SmallLanding(project, tmp_path / DATABASE)
    shutil.copy(small_build.built, landing.database)
    models = [node for node in area if graph.nodes[node]["schema"] != "landing"]
    satellite = "model.customer_360.sat_interaction__crm"
    steps = [
        Step(batch=UNDELIVERED[1]),
        Step(nodes=tuple(models[1::2])),
        Step(batch=UNDELIVERED[0]),
        Step(nodes=tuple(models), failing=satellite, retried=True),
        Step(nodes=tuple(models)),
    ]
    for step in steps:
        if step.batch:
            with duckdb.connect(str(landing.database)) as connection:
                deliver(connection, step.batch)
        else:
            play(landing, graph, step)
    warehouse = ReplayedWarehouse(landing.database, manifest, recordings)
    found = warehouse.contents(area, IGNORED, CHANGES)
    pending = warehouse.with_pending_loads(area)
    warehouse.close()
    assert found == expected
    assert pending == set()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_partial_runs_of_dbt_give_the_same_as_a_single_build(
    first_loaded: Landing, graph: Graph, reference: Reference, tmp_path: Path, seed: int
) -> None:
    shutil.copytree(first_loaded.folder, tmp_path / "landing")
    shutil.copy(first_loaded.database, tmp_path / DATABASE)
    landing = replace(first_loaded, folder=tmp_path / "landing", database=tmp_path / DATABASE)
    models = graph.area(list(AREAS)[seed])
    changed: set[str] = set()
    steps = random_steps(random.Random(seed), graph, models, LAST)
    for step in steps:
        if step.batch:
            landing.deliver(step.batch)
        elif step.seed or step.loses_bookkeeping:
            with duckdb.connect(str(landing.database)) as connection:
                if step.seed:
                    change_seed(connection, step.seed, is_changed=step.seed in changed)
                    changed ^= {step.seed}
                else:
                    connection.execute(
                        "delete from bookkeeping.processed_loads where consumer = ?",
                        [step.loses_bookkeeping],
                    )
        else:
            play(landing, graph, step)
    # Loads the seeds as they were.
    landing.run("build", "--exclude-resource-type", "unit_test")
    found = differences(landing.database, reference.database, queries=CHANGES)
    different = {table for table in found if table.split(".")[1] not in IGNORED}
    assert different == set(), steps


def play(landing: Landing | SmallLanding, graph: Graph, step: Step) -> None:
    """Run the models of a step with dbt, and halfway through the models of another schedule."""
    half = len(step.nodes) // 2 if step.interleaved else len(step.nodes)
    left = run(landing, graph, step, step.nodes[:half])
    if step.interleaved:
        run(landing, graph, Step(), step.interleaved)
        skipped = {node for failed in left for node in graph.descendants(failed)}
        run(landing, graph, step, [node for node in step.nodes[half:] if node not in skipped])


def run(
    landing: Landing | SmallLanding, graph: Graph, step: Step, nodes: Sequence[str]
) -> list[str]:
    """Run models; one fails, and is retried, as the step says. Returns those that are left."""
    if not nodes:
        return []
    is_failing = step.failing in nodes
    names = [graph.nodes[node]["name"] for node in nodes]
    with landing.project.failing(step.failing) if is_failing else nullcontext():
        outcome = landing.attempt("run", "--select", *names, keeps_artifacts=is_failing)
    assert outcome.success is not is_failing, outcome.errors
    if is_failing and step.retried:
        retried = landing.attempt("retry")
        assert retried.success, retried.errors
        assert graph.nodes[step.failing]["name"] in retried.named("success")
        return []
    done = outcome.named("success")
    return [node for node in nodes if graph.nodes[node]["name"] not in done]
