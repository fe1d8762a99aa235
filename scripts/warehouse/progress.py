"""The progress of a dbt run, from its JSON log: a counter instead of the log."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TextIO

# Events at the end of a node, except hooks.
ENDS = {"LogModelResult", "LogTestResult", "LogSeedResult", "LogSnapshotResult", "SkippingDetails"}
ENDS |= {"LogSkipBecauseError", "LogNodeNoOpResult", "LogFunctionResult"}
STEPS = 10  # lines without a terminal
WIDTH = 79
LINES = 3  # of an error


@dataclass
class Progress:
    """Counts the nodes that have ended.

    out: where progress goes; a terminal has one line that changes, anything else ten lines.
    """

    out: TextIO
    total: int = 0
    ended: int = 0
    errors: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    step: int = 0

    def follow(self, lines: Iterable[str]) -> None:
        """Read the log to its end."""
        for line in lines:
            try:
                event = json.loads(line)
                name, level = event["info"]["name"], event["info"]["level"]
            except (ValueError, KeyError, TypeError):
                self.raw.append(line.rstrip())
                continue
            if name == "ConcurrencyLine":
                self.total = event["data"]["node_count"]
                self.say("dbt runs", f"{self.total:,} models, seeds and tests")
            elif name in ENDS:
                self.ended += 1
                self.show(node_name(event["data"]))
            elif name.startswith("Main") and level == "error":
                self.errors.append(event["info"]["msg"])
        if self.out.isatty():
            self.out.write(f"\r{' ' * WIDTH}\r")
            self.out.flush()

    def show(self, name: str) -> None:
        """Show that a node has ended."""
        if self.out.isatty():
            text = f"  {self.ended:,} of {self.total:,}  {name}"
            self.out.write(f"\r{text[:WIDTH]:<{WIDTH}}")
            self.out.flush()
            return
        step = self.ended * STEPS // max(self.total, 1)
        if step > self.step:
            self.step = step
            self.say(f"  {step * 100 // STEPS:>3} %", f"{self.ended:,} of {self.total:,}, {name}")

    def say(self, what: str, detail: str) -> None:
        """Write a line."""
        self.out.write(f"{what}  {detail}"[:WIDTH] + "\n")
        self.out.flush()

    def error_text(self) -> str:
        """Why dbt stopped as a whole, in at most three lines; empty if it ran."""
        lines = [line.strip() for error in self.errors for line in error.splitlines()]
        lines = [line for line in lines if line and not line.startswith("Encountered an error")]
        if not lines and not self.ended:
            lines = [line for line in self.raw if line][-1:]
        return "\n".join(line[:300] for line in lines[:LINES])


def node_name(data: dict[str, Any]) -> str:
    """The name of the node of an event."""
    return str(data.get("node_info", {}).get("node_name", ""))
