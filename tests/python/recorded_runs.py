"""The statements that dbt sends to the database in a run, by node, read from a log."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

COMMENT = re.compile(r"\A\s*/\*.*?\*/\s*", re.S)
# Statements without effect: comments, and queries of columns, indexes, existing tables, and
# deliveries whose null shares must be measured.
IGNORED = re.compile(
    r"\A(comment on|select\s+column_name|select index_name|describe|select\s+table_schema"
    r"|select\s+landed_in,\s+is_measured)",
    re.I,
)
# The query by which a table finds out whether it must refresh all rows, see must_refresh_all.
CHECK = re.compile(r"\Aselect count\(\*\) from \(select 1", re.I)
# The run history at the end of a run, which needs tables that a replay may not have built.
HISTORY = re.compile(r'"built_marts"|"feed_checks"|\A(begin|commit)\b', re.I)
LISTING = re.compile(r'(insert into \S+"processed_loads"[^;]*?)(select.*?);', re.S)
TEMPORARY = re.compile(r'create temporary table\s+("\w+")', re.I)


# The id of the run that replays the statements, instead of the id of the recorded run.
RUN_ID = "getvariable('run_id')"


@dataclass
class RecordedRun:
    """The statements of a run by node, in the order in which dbt sent them.

    `checks` has the query of each model whose statements depend on it: whether it must refresh all
    rows.
    """

    scripts: dict[str, list[str]] = field(default_factory=dict)
    checks: dict[str, str] = field(default_factory=dict)

    def of(self, node: str) -> list[str]:
        """The statements of a node."""
        return self.scripts.get(node, [])

    def listing(self, node: str) -> tuple[str, str] | None:
        """The statement by which a model lists its pending loads: where they go, and the query."""
        found = (LISTING.search(text) for text in self.of(node))
        return next(((listing[1], listing[2]) for listing in found if listing), None)


@dataclass(frozen=True)
class Recordings:
    """Three runs, from which the statements of a model are chosen.

    first: on an empty warehouse. later: on an existing one. refreshing: on one whose tables have
    lost the records of what they have processed, so that all rows are refreshed; it has only the
    models with a check.
    """

    first: RecordedRun
    later: RecordedRun
    refreshing: RecordedRun


def recorded_run(log: Path) -> RecordedRun:
    """Read the last run of models from a log of statements, see `recorded` of dbt_in_process.

    Nodes have their unique id as name, the project's hooks `on-run-start` and `on-run-end`.
    """
    runs: dict[str, RecordedRun] = {}
    for event in _events(log):
        if event["info"]["name"] != "SQLQuery":
            continue
        run_id, data = event["info"]["invocation_id"], event["data"]
        node = data.get("node_info", {}).get("unique_id") or ""
        hook = re.search(r"on-run-(start|end)", node)
        node = hook[0] if hook else node
        text = COMMENT.sub("", data["sql"]).strip()
        text = text.replace(f"'{run_id}'", RUN_ID)
        run = runs.setdefault(run_id, RecordedRun())
        if CHECK.match(text):
            run.checks[node] = text
        elif node == "on-run-end" and HISTORY.search(text):
            continue
        elif node and text and not IGNORED.match(text):
            statements = run.scripts.setdefault(node, [])
            statements += [f"drop table if exists temp.{name}" for name in TEMPORARY.findall(text)]
            statements.append(text)
    whole = [run for run in runs.values() if "on-run-start" in run.scripts]
    assert whole, f"{log} has no complete run of models"
    return whole[-1]


def _events(log: Path) -> Iterator[dict[str, Any]]:
    with log.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("{") and '"SQLQuery"' in line:
                yield json.loads(line)


def running_order(manifest: Mapping[str, Any]) -> list[str]:
    """Unique ids of the project's models, each after its parents."""
    nodes = manifest["nodes"]
    ordered: dict[str, None] = {}

    def visit(unique_id: str) -> None:
        node = nodes.get(unique_id)
        if unique_id in ordered or not node or node["resource_type"] != "model":
            return
        for parent in sorted(node["depends_on"].get("nodes", [])):
            visit(parent)
        ordered[unique_id] = None

    for unique_id in sorted(nodes):
        visit(unique_id)
    return list(ordered)
