"""Replays a sequence of steps on a warehouse."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
from sequences import SEED_CHANGES, Graph, Step

from replayed_warehouse import ReplayedWarehouse


def replay(
    warehouse: ReplayedWarehouse, graph: Graph, steps: Iterable[Step], seeds: Iterable[str]
) -> None:
    """Deliver batches, change seeds, lose bookkeeping and run models according to the steps.

    seeds: those that are changed at the end.
    """
    changed: set[str] = set()
    for step in steps:
        if step.batch:
            warehouse.deliver(step.batch)
        elif step.seed:
            change_seed(warehouse.connection, step.seed, is_changed=step.seed in changed)
            changed ^= {step.seed}
        elif step.loses_bookkeeping:
            warehouse.connection.execute(
                "delete from bookkeeping.processed_loads where consumer = ?",
                [step.loses_bookkeeping],
            )
        else:
            left = _run(warehouse, graph, step)
            if step.retried:
                warehouse.run(left)
    for seed in changed ^ set(seeds):
        change_seed(warehouse.connection, seed, is_changed=seed in changed)


def _run(warehouse: ReplayedWarehouse, graph: Graph, step: Step) -> set[str]:
    """Run the models of a step, and halfway through the models of another schedule."""
    if not step.interleaved:
        return warehouse.run(step.nodes, step.failing)
    half = len(step.nodes) // 2
    left = warehouse.run(step.nodes[:half], step.failing)
    warehouse.run(step.interleaved)
    skipped = {node for failed in left for node in graph.descendants(failed)}
    return left | warehouse.run(set(step.nodes[half:]) - skipped)


def change_seed(connection: duckdb.DuckDBPyConnection, seed: str, *, is_changed: bool) -> None:
    """Change a seed, or restore it if it is changed."""
    table, kept = f"reference.{seed}", f"reference.{seed}__kept"
    if is_changed:
        connection.execute(f"delete from {table}; insert into {table} from {kept}")
        connection.execute(f"drop table {kept}")
    else:
        connection.execute(f"create table {kept} as from {table}")
        connection.execute(SEED_CHANGES[seed])
