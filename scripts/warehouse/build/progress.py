"""The progress of a dbt run, from its events: a counter instead of the log."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TextIO

from dbt_common.events.base_types import EventMsg

# Events at the end of a node, except hooks.
ENDS = {"LogModelResult", "LogTestResult", "LogSeedResult", "LogSnapshotResult", "SkippingDetails"}
ENDS |= {"LogSkipBecauseError", "LogNodeNoOpResult", "LogFunctionResult"}
STEPS = 10  # lines without a terminal
WIDTH = 79
LINES = 3  # of an error


def names_code(line: str) -> bool:
    """Whether a line of an error is one of a traceback, with a file of the code and a line."""
    return line.lstrip().startswith('File "')


@dataclass
class Progress:
    """Counts the nodes that have ended.

    out: where progress goes. A terminal shows one line that changes, other outputs get ten lines.
    """

    out: TextIO
    total: int = 0
    ended: int = 0
    errors: list[str] = field(default_factory=list)
    step: int = 0
    lock: Lock = field(default_factory=Lock)

    def heard(self, event: EventMsg) -> None:
        """Handle an event of dbt, which may come from any thread."""
        name = event.info.name
        if name == "ConcurrencyLine":
            self.total = event.data.node_count
            self.say("dbt runs", f"{self.total:,} models, seeds and tests")
        elif name in ENDS:
            with self.lock:
                self.ended += 1
                self.show(event.data.node_info.node_name)
        elif name.startswith("Main") and event.info.level == "error":
            self.errors.append(event.info.msg)

    def end(self) -> None:
        """Clear the line of a terminal."""
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
        """Why dbt itself failed, in at most three lines; empty if it ran."""
        lines = [line.strip() for error in self.errors for line in error.splitlines()]
        lines = [
            line
            for line in lines
            if line and not line.startswith("Encountered an error") and not names_code(line)
        ]
        return "\n".join(line[:300] for line in lines[:LINES])
