"""A dbt that writes a run history and a table, as macros/runs/run_history.sql does."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[3]
TABLE = re.compile(r"\{\{ run_history_table\('(\w+)'\)(\.without_identifier\(\))? \}\}")
KILLED = -9


def run_history_tables() -> str:
    """The statements of the macro create_run_history."""
    text = (ROOT / "macros" / "runs" / "run_history.sql").read_text(encoding="utf-8")
    body = text.split("{% macro create_run_history() -%}")[1].split("{%- endmacro %}")[0]
    body = re.sub(r"(?s)\{%-.*?-%\}", "", body)
    body = body.replace("{{ type_timestamp() }}", "timestamp")
    return TABLE.sub(lambda found: "bookkeeping" + ("" if found[2] else f".{found[1]}"), body)


@dataclass
class FakeDbt:
    """Counts its runs, and writes to the database what `outcomes` say, else what a green run does.

    outcomes: for each run the names of the tests that fail, of the models that are skipped after
    them, and of the models that end in an error; or KILLED.
    """

    database: Path
    outcomes: list[dict[str, Sequence[str]] | int] = field(default_factory=list)
    commands: list[Sequence[str]] = field(default_factory=list)

    @property
    def runs(self) -> int:
        """The number of runs."""
        return len(self.commands)

    def __call__(self, arguments: Sequence[str]) -> int:
        self.commands.append(list(arguments))
        if arguments[0] != "build":
            return self.finish(arguments)
        assert "--exclude-resource-types unit_test" in " ".join(arguments)
        outcome = self.outcomes.pop(0) if self.outcomes else {}
        dbt_vars = json.loads(arguments[list(arguments).index("--vars") + 1])
        scope = dbt_vars.get("as_of_date", "")
        suffix = f"_as_of_{scope.replace('-', '_')}" if scope else ""
        with duckdb.connect(str(self.database)) as connection:
            connection.execute(run_history_tables())
            connection.execute(f"create schema if not exists marts{suffix}")
            connection.execute(
                f"create or replace table marts{suffix}.built as select {self.runs} as run"
            )
            selected = "--select" in arguments
            ended = outcome != KILLED
            connection.execute(
                "insert into bookkeeping.runs select $1, $2, 'build', $3, $4,"
                " get_current_timestamp()::timestamp, null, if($5, 'ended', 'running'), $6",
                [
                    f"run {self.runs}",
                    scope,
                    "--select some" if selected else "",
                    json.dumps(dbt_vars),
                    ended,
                    ended and not selected,
                ],
            )
            if isinstance(outcome, int):
                return 1
            connection.execute(
                "delete from bookkeeping.open_problems where as_of_date = ?", [scope]
            )
            for status, kind in (("fail", "test"), ("skipped", "model"), ("error", "model")):
                for name in outcome.get(status, ()):
                    connection.execute(
                        "insert into bookkeeping.open_problems select $1, $2, $2, $3, $4, $5",
                        [scope, name, kind, status, f"run {self.runs}"],
                    )
            connection.execute(
                "insert into bookkeeping.built_marts"
                " select $1, 'built', date '2026-01-09' + $2, now()::timestamp, $3",
                [scope, self.runs, f"run {self.runs}"],
            )
        return int(bool(outcome))

    def finish(self, arguments: Sequence[str]) -> int:
        """The gates, and the macro that records that the build is complete."""
        assert arguments[:2] in (["test", "--select"], ["run-operation", "complete_build"])
        if arguments[0] == "test":
            return int(bool(self.outcomes.pop(0) if self.outcomes else {}))
        with duckdb.connect(str(self.database)) as connection:
            connection.execute(
                "update bookkeeping.runs set is_whole = true"
                " where started_at = (select max(started_at) from bookkeeping.runs)"
            )
        return 0
