"""The run history of a working database: whether it may be published, and what remains to be done.

macros/runs/run_history.sql writes it at the start and the end of each run of dbt.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.database import connect

TABLES = {"runs", "open_problems", "built_marts", "publications"}
SHOWN = 5  # names in a sentence


@dataclass(frozen=True, slots=True)
class Run:
    """A run of dbt; `as_of_date` is empty for the current warehouse."""

    run_id: str
    as_of_date: str
    command: str
    selection: str
    dbt_vars: Mapping[str, Any]
    started_at: datetime
    has_ended: bool
    is_whole: bool

    def __str__(self) -> str:
        text = f"dbt {self.command} {self.selection}".strip()
        shown = text if len(text) <= 60 else f"{text[:57]}..."
        return f"`{shown}` of {self.started_at:%Y-%m-%d %H:%M:%S} UTC{day_text(self.as_of_date)}"

    @property
    def remedy(self) -> str:
        """The command that builds the whole project after this run."""
        if self.as_of_date:
            return f"run `make build AS_OF_DATE={self.as_of_date}`, or drop the schemas of that day"
        return "run `make build`"


@dataclass(frozen=True, slots=True)
class OpenProblem:
    """A node that failed or was skipped in its latest run."""

    as_of_date: str
    name: str
    resource_type: str
    status: str

    @property
    def is_failed_test(self) -> bool:
        """Whether it is a test that found rows, which can be accepted."""
        return self.resource_type == "test" and self.status == "fail"

    @property
    def is_skipped(self) -> bool:
        """Whether it waits for another node."""
        return self.status == "skipped"


@dataclass(frozen=True, slots=True)
class RunHistory:
    """The latest run of the current warehouse and of each as-of date, and all open problems."""

    latest: Sequence[Run] = ()
    problems: Sequence[OpenProblem] = ()

    def of(self, as_of_date: str) -> Run | None:
        """The latest run of an as-of date; empty is the current warehouse."""
        return next((run for run in self.latest if run.as_of_date == as_of_date), None)

    def unfinished(self) -> str:
        """Why the database is only partly built; empty if the latest runs were whole."""
        for run in self.latest:
            if not run.has_ended:
                continues = "it continues, and no row is lost or loaded twice"
                return f"{run} did not end; {run.remedy}: {continues}"
            if not run.is_whole:
                return f"{run} built only a part; {run.remedy}"
        if self.latest:
            return ""
        return "it has no record of a run; run `make build`, or `make upgrade` if it is version 0.1"

    def failed(self, accepted: Collection[str] = ()) -> list[str]:
        """The failures, except accepted tests."""
        return [
            problem.name + day_text(problem.as_of_date)
            for problem in self.problems
            if not problem.is_skipped and not (problem.is_failed_test and problem.name in accepted)
        ]

    def skipped(self) -> dict[str, list[str]]:
        """As-of date -> the names of what was skipped."""
        found: dict[str, list[str]] = {}
        for problem in self.problems:
            if problem.is_skipped:
                found.setdefault(problem.as_of_date, []).append(problem.name)
        return found

    def obstacle(self, accepted: Collection[str] = ()) -> str:
        """Why the database may not be published, as one sentence; empty if it may."""
        if unfinished := self.unfinished():
            return unfinished
        if failed := self.failed(accepted):
            return f"{listed(failed)} failed"
        if skipped := [name for names in self.skipped().values() for name in names]:
            return f"{len(skipped):,} nodes were skipped; run `make build`"
        return ""


def day_text(as_of_date: str) -> str:
    """The as-of date of a run or problem in a sentence; empty for the current warehouse."""
    return f" (as of {as_of_date})" if as_of_date else ""


def listed(names: Sequence[str]) -> str:
    """Some names in a sentence."""
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more:,} more" if more > 0 else "")


def read_history(database: Path) -> RunHistory:
    """The run history of a database; empty if it has none. Raises duckdb.Error if it is locked."""
    if not database.is_file():
        return RunHistory()
    with connect(database, read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'bookkeeping'"
        ).fetchall()
        if not {name for (name,) in tables} >= TABLES:
            return RunHistory()
        # A date whose schemas were dropped has nothing to publish.
        exists = """
            (as_of_date = '' or 'marts_as_of_' || replace(as_of_date, '-', '_') in (
                select schema_name from duckdb_schemas()
            ))"""
        runs = connection.execute(f"""
            select
                run_id, as_of_date, command, selection, vars, started_at,
                status = 'ended', is_whole
            from bookkeeping.runs
            where {exists}
            qualify row_number() over (partition by as_of_date order by started_at desc) = 1
            order by as_of_date
        """).fetchall()
        problems = connection.execute(f"""
            select as_of_date, name, resource_type, status from bookkeeping.open_problems
            where {exists}
            order by as_of_date, resource_type <> 'test', name
        """).fetchall()
    latest = [Run(*run[:4], json.loads(run[4] or "{}"), *run[5:]) for run in runs]
    return RunHistory(latest, [OpenProblem(*problem) for problem in problems])


def mark_whole(database: Path, before: Run) -> None:
    """Record that the latest run completed the run `before`, which built the whole project."""
    with connect(database) as connection:
        connection.execute(
            """
            update bookkeeping.runs set is_whole = true
            where as_of_date = $1 and status = 'ended' and started_at = (
                select max(started_at) from bookkeeping.runs where as_of_date = $1
            )
            """,
            [before.as_of_date],
        )


def data_dates(database: Path) -> tuple[str, str]:
    """The oldest and the newest date until which the current marts have data, as text; both are
    empty if none is recorded. A mart whose feeds deliver less often has an older date."""
    try:
        with connect(database, read_only=True) as connection:
            found = connection.execute(
                "select min(data_until)::varchar, max(data_until)::varchar"
                " from bookkeeping.built_marts where as_of_date = ''"
            ).fetchone()
    except duckdb.Error:
        return "", ""
    oldest, newest = found or (None, None)
    return oldest or "", newest or ""


def data_until(database: Path) -> str:
    """The date until which all current marts have data, as text; empty if none is recorded."""
    return data_dates(database)[0]
