"""Reads dbt's artifacts of the last run: target/manifest.json and target/run_results.json."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TEST_KINDS = ("test", "unit_test")
# Commands that change or test the warehouse; others (compile, docs) also write run results.
RUNS = ("build", "retry", "run", "seed", "test")


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """The last dbt run: command, duration and results of tests and models.

    `failures`: names of failed tests and models. `warnings`: names of tests that warned.
    """

    command: str
    seconds: float
    tests_passed: int
    tests_run: int
    failures: tuple[str, ...]
    warnings: tuple[str, ...]
    dbt_vars: Mapping[str, Any] = field(default_factory=dict)


def read_json(path: Path) -> dict[str, Any] | None:
    """The JSON file at `path`; None if it does not exist."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def relation_names(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Name of a model, seed or snapshot -> its relation name in SQL."""
    return {
        node["name"]: node["relation_name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed", "snapshot") and node.get("relation_name")
    }


def run_outcome(run_results: Mapping[str, Any]) -> RunOutcome | None:
    """The outcome of the run in `run_results` (a parsed run_results.json).

    None if its command neither changes nor tests the warehouse.
    """
    command = run_results["args"].get("which", "")
    if command not in RUNS:
        return None
    tests = {"pass": 0, "run": 0}
    failures, warnings = [], []
    for result in run_results["results"]:
        kind, _, *names = result["unique_id"].split(".")
        name = names[-1] if kind == "unit_test" else names[0]
        status = result["status"]
        if kind in TEST_KINDS and status != "skipped":
            tests["run"] += 1
            tests["pass"] += status == "pass"
        if status in ("error", "fail", "runtime error"):
            failures.append(name)
        elif status == "warn":
            warnings.append(name)
    return RunOutcome(
        command=command,
        seconds=float(run_results["elapsed_time"]),
        tests_passed=tests["pass"],
        tests_run=tests["run"],
        failures=tuple(failures),
        warnings=tuple(warnings),
        dbt_vars=run_results["args"].get("vars") or {},
    )


def merged_outcome(runs: Iterable[Mapping[str, Any]]) -> RunOutcome | None:
    """The outcome of a build in several runs, from their run_results.json; None without any."""
    outcomes = [outcome for outcome in map(run_outcome, runs) if outcome]
    if not outcomes:
        return None
    return RunOutcome(
        command="build",
        seconds=sum(outcome.seconds for outcome in outcomes),
        tests_passed=sum(outcome.tests_passed for outcome in outcomes),
        tests_run=sum(outcome.tests_run for outcome in outcomes),
        failures=tuple(name for outcome in outcomes for name in outcome.failures),
        warnings=tuple(name for outcome in outcomes for name in outcome.warnings),
        dbt_vars=outcomes[-1].dbt_vars,
    )
