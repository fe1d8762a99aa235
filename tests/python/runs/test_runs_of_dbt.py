"""Partial runs of dbt itself, with failures and `dbt retry`, give the same as a single build."""

import random
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from sequence_replay import change_seed
from sequences import AREAS, Graph, Step, random_steps
from test_runs_in_any_order import IGNORED, SNAPSHOT_TABLES

from database_comparison import differences
from dbt_in_process import DATABASE
from landed_warehouse import BATCHES, Landing
from reference_build import Reference

SEQUENCES = 5
LAST = BATCHES[8:]


@pytest.fixture(scope="module")
def first_loaded(new_landing: Callable[[str], Landing]) -> Landing:
    """A warehouse of all but the last batches."""
    landing = new_landing("first_loaded")
    landing.load(*BATCHES[:8])
    return landing


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
    found = differences(landing.database, reference.database)
    different = {table for table in found if table.split(".")[1] not in IGNORED}
    if [step.batch for step in steps if step.batch] != LAST:
        different -= SNAPSHOT_TABLES
    assert different == set(), steps


def play(landing: Landing, graph: Graph, step: Step) -> None:
    """Run the models of a step with dbt, and halfway through the models of another schedule."""
    half = len(step.nodes) // 2 if step.interleaved else len(step.nodes)
    left = run(landing, graph, step, step.nodes[:half])
    if step.interleaved:
        run(landing, graph, Step(), step.interleaved)
        skipped = {node for failed in left for node in graph.descendants(failed)}
        run(landing, graph, step, [node for node in step.nodes[half:] if node not in skipped])


def run(landing: Landing, graph: Graph, step: Step, nodes: list[str]) -> list[str]:
    """Run models; one fails, and is retried, as the step says. Returns those that are left."""
    if not nodes:
        return []
    is_failing = step.failing in nodes
    names = [graph.nodes[node]["name"] for node in nodes]
    with landing.project.failing(step.failing) if is_failing else nullcontext():
        outcome = landing.attempt("run", "--select", *names, keeps_artifacts=True)
    assert outcome.success is not is_failing, outcome.errors
    if is_failing and step.retried:
        retried = landing.attempt("retry")
        assert retried.success, retried.errors
        assert graph.nodes[step.failing]["name"] in retried.named("success")
        return []
    done = outcome.named("success")
    return [node for node in nodes if graph.nodes[node]["name"] not in done]
