"""The steps of `make daily` one by one, for a scheduler that runs each as a task.

`python -m warehouse daily --step build --part models/staging` builds one part of the project;
`make daily` builds all in a single run of dbt. A step that is repeated does what is left.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onboarding.inbox import differing_files
from warehouse.build.dbt_runs import RunDbt
from warehouse.build.last_build import unfinished_inputs, write_record
from warehouse.build.run_results import merged_outcome, read_json
from warehouse.cli import describe_refusal, describe_run, start, summary
from warehouse.daily.alerts import Alert, alerts_of
from warehouse.daily.column_differences import note_differences
from warehouse.daily.day import PUBLISH, export_changes, load_inbox, load_staged, send
from warehouse.options import ROOT, run_vars
from warehouse.problems import Problem
from warehouse.publication.database_copy import is_published
from warehouse.publication.publish import (
    COLUMNS_DIFFER,
    OK,
    REFUSED,
    history_of,
    publish_if_complete,
    say,
)

ALL_TESTS = ("--exclude-resource-types", "unit_test")
GATES = "test_name:delivery_gate"
# Each test runs with the part that completes the tables it reads. Gates run later, because a failed
# gate would stop the parts after it.
TESTS_OF_PARTS = ("--exclude", GATES, "--indirect-selection", "buildable", *ALL_TESTS)
# Besides the gates, no part runs the tests that compare the sample with the truth about it.
TESTS_OF_GATES = ("--select", GATES, "path:seeds/truth")

# The steps that may stop the run before there is a build to report.
BEFORE_BUILD = ("load", "check")


@dataclass
class Step:
    """What a step needs; `problems` has those that the step found."""

    options: argparse.Namespace
    environment: Mapping[str, str]
    run_dbt: RunDbt
    problems: list[Problem] = field(default_factory=list)

    @property
    def not_loaded(self) -> Path:
        """The file with what the step `load` could not load, for the report."""
        return self.options.artifacts / "not_loaded.json"

    @property
    def on_duckdb(self) -> bool:
        """Whether the warehouse is a DuckDB file."""
        return self.options.target == "duckdb"

    @property
    def results(self) -> Path:
        """The folder with dbt's results of each part of the build."""
        return self.options.artifacts / "parts"

    def dbt(self, *arguments: str) -> int:
        """Runs dbt with the vars of the build."""
        return self.run_dbt([*arguments, "--vars", json.dumps(run_vars(self.options))])


def run_step(options: argparse.Namespace, environment: Mapping[str, str], run_dbt: RunDbt) -> int:
    """Runs the step in the options, reports the problems that it found on a page and as an alert,
    and returns its exit code: 0 done, 1 failed, 2 refused, 3 columns differ, 99 nothing new."""
    step = Step(options, environment, run_dbt)
    status = RUN[options.step](step)
    if options.step in BEFORE_BUILD:
        describe_refusal(options, step.problems)
    unsent = send(options, environment, alerts_of(step.problems)) if step.problems else OK
    return status or unsent


def differing_columns(step: Step) -> bool:
    """Whether a file in the inbox has a column that is new, or lacks a required one."""
    inbox = step.environment.get("INBOX", "")
    if step.on_duckdb and inbox and Path(inbox).is_dir():
        for path, reason in differing_files(Path(inbox), ROOT):
            step.problems.append(Problem(str(path.relative_to(inbox)), reason))
    for problem in step.problems:
        print(f"Nothing was loaded: {problem}", file=sys.stderr)
    note_differences(step.options.database, step.problems)
    return bool(step.problems)


def load(step: Step) -> int:
    """Loads what has arrived, unless the columns of a file differ."""
    if not step.on_duckdb:
        return load_staged(step.environment)
    if differing_columns(step):
        return COLUMNS_DIFFER
    status = load_inbox(step.options.database, step.environment, step.problems)
    found = [[problem.subject, problem.public] for problem in step.problems]
    step.not_loaded.parent.mkdir(parents=True, exist_ok=True)
    step.not_loaded.write_text(json.dumps(found), encoding="utf-8")
    return status


def check(step: Step) -> int:
    """Checks what the build reads, and starts it."""
    if differing_columns(step):
        return COLUMNS_DIFFER
    shutil.rmtree(step.results, ignore_errors=True)
    status, _ = start(step.options, step.environment, step.problems)
    differ = any(problem.is_schema_drift for problem in step.problems)
    return COLUMNS_DIFFER if status == REFUSED and differ else status


def build(step: Step) -> int:
    """Builds a part of the project, and keeps dbt's results for the report."""
    part = step.options.part
    if not part:
        return say("The step build needs --part.", REFUSED)
    status = step.dbt("build", "--select", f"path:{part}", *TESTS_OF_PARTS)
    keep_results(step, part)
    return status


def gates(step: Step) -> int:
    """Runs the gates, on Snowflake all tests, and records that the build is complete."""
    status = step.dbt("test", *(TESTS_OF_GATES if step.on_duckdb else ALL_TESTS))
    keep_results(step, "gates")
    return step.dbt("run-operation", "complete_build") or status


def keep_results(step: Step, part: str) -> None:
    """Moves the results of the last run of dbt to those of the build."""
    written = step.options.artifacts / "run_results.json"
    if written.is_file():
        step.results.mkdir(parents=True, exist_ok=True)
        written.replace(step.results / f"{part.replace('/', '_')}.json")


def publish(step: Step) -> int:
    """Publishes if nothing failed."""
    options = step.options
    if not step.on_duckdb:
        return step.run_dbt(PUBLISH)
    if is_published(options.database, options.published):
        print(f"Nothing to publish: {options.published} is already a copy of the working database.")
        return OK
    history, inputs = history_of(options), unfinished_inputs(options.database)
    if not isinstance(history, int) and not history.obstacle() and inputs:
        write_record(options.database, inputs)
    return publish_if_complete(options)


def export(step: Step) -> int:
    """Exports what changed, if EXPORTS names a folder; on DuckDB only."""
    if not step.on_duckdb:
        return OK
    return export_changes(step.options, step.environment, step.problems)


def report(step: Step) -> int:
    """Prints the summary of the build, and writes the page about it."""
    options = step.options
    manifest = read_json(options.artifacts / "manifest.json")
    results = [read_json(path) for path in sorted(step.results.glob("*.json"))]
    if not step.on_duckdb or not results or not manifest:
        print("Nothing was built on DuckDB, so there is nothing to report.")
        return OK
    run: tuple[dict[str, Any], Any] = (manifest, merged_outcome(filter(None, results)))
    summary(options, run)
    problems = [Problem(*one) for one in read_json(step.not_loaded) or []]
    is_done = is_published(options.database, options.published)
    describe_run(options, run, problems, is_published=is_done)
    return OK


def tell(step: Step) -> int:
    """Alerts people of what the warehouse shows, and of a task that failed."""
    task = step.options.failed_task
    failed = [Alert(f"The task {task} failed")] if task else []
    return send(step.options, step.environment, failed)


RUN: dict[str, Callable[[Step], int]] = {
    "load": load,
    "check": check,
    "build": build,
    "gates": gates,
    "publish": publish,
    "export": export,
    "report": report,
    "alert": tell,
}
