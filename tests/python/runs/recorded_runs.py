"""The statements that dbt sends to the database in a run, by node, read from its log."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

COMMENT = re.compile(r"\A\s*/\*.*?\*/\s*", re.S)
# Statements without effect: comments, and queries of columns and indexes.
IGNORED = re.compile(
    r"\A(comment on|select\s+column_name|select index_name|describe"
    r"|select count\(\*\) from \(select 1)",
    re.I,
)
TEMPORARY = re.compile(r'create temporary table\s+("\w+")', re.I)


@dataclass
class RecordedRun:
    """The statements of a run by node, in the order in which dbt sent them.

    `run_id` is the run's invocation id, which its statements contain.
    """

    run_id: str
    statements: dict[str, list[str]] = field(default_factory=dict)

    def of(self, node: str, run_id: str) -> list[str]:
        """The statements of a node with the id of another run."""
        return [text.replace(self.run_id, run_id) for text in self.statements.get(node, [])]


def recorded_run(log: Path) -> RecordedRun:
    """Read the last run of models from a JSON log of dbt at debug level.

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
        if node and text and not IGNORED.match(text):
            statements = runs.setdefault(run_id, RecordedRun(run_id)).statements
            statements = statements.setdefault(node, [])
            statements += [f"drop table if exists temp.{name}" for name in TEMPORARY.findall(text)]
            statements.append(text)
    whole = [run for run in runs.values() if "on-run-start" in run.statements]
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
