"""What dbt sends to the database in a run, read from its log: the statements of each node."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

COMMENT = re.compile(r"\A\s*/\*.*?\*/\s*", re.S)
RUN_START, RUN_END = "on-run-start", "on-run-end"


@dataclass
class RecordedRun:
    """The statements of a run by node, in the order in which dbt sent them.

    `run_id` is the run's invocation id, which its statements contain.
    """

    run_id: str
    statements: dict[str, list[str]] = field(default_factory=dict)

    def of(self, node: str, run_id: str) -> list[str]:
        """The statements of a node as another run would send them."""
        return [text.replace(self.run_id, run_id) for text in self.statements.get(node, [])]


def recorded_run(log: Path) -> RecordedRun:
    """Read the last run of a log that dbt wrote with `--log-format-file json`."""
    run: RecordedRun | None = None
    for event in _events(log):
        info, data = event["info"], event["data"]
        if run is None or info["invocation_id"] != run.run_id:
            run = RecordedRun(info["invocation_id"])
        if info["name"] == "SQLQuery":
            node = data.get("node_info", {}).get("unique_id") or _hook(data["conn_name"])
            text = COMMENT.sub("", data["sql"]).strip()
            if node and not text.startswith("comment on"):
                run.statements.setdefault(node, []).append(text)
    assert run is not None, f"{log} has no event"
    return run


def _events(log: Path) -> Iterator[dict[str, Any]]:
    with log.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("{"):
                yield json.loads(line)


def _hook(connection: str) -> str:
    for moment in (RUN_START, RUN_END):
        if moment in connection:
            return moment
    return ""


def running_order(manifest: Mapping[str, Any]) -> list[str]:
    """The models of the project, each after those that it reads."""
    nodes = manifest["nodes"]
    ordered: dict[str, None] = {}

    def visit(unique_id: str) -> None:
        if unique_id in ordered or unique_id not in nodes:
            return
        if nodes[unique_id]["resource_type"] != "model":
            return
        for parent in sorted(nodes[unique_id]["depends_on"].get("nodes", [])):
            visit(parent)
        ordered[unique_id] = None

    for unique_id in sorted(nodes):
        visit(unique_id)
    return list(ordered)
