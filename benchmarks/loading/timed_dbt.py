"""`python -m loading.timed_dbt FILE ARGUMENTS...`: runs dbt, writes time and memory by node.

Run it with one node at a time (C360_THREADS=1), so that CPU time and peak memory of the process
between the start and the end of a node belong to that node.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from dbt.cli.main import dbtRunner

# Linux keeps the peak memory of a process here and resets it on request; unknown elsewhere.
STATUS, RESET_PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")


class Stopwatch:
    """Time and memory of nodes by unique id, from dbt's start and end events.

    `seconds` is CPU time, `peaks` the largest resident memory in bytes.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.peaks: dict[str, int] = {}
        self._started: dict[str, float] = {}

    def __call__(self, event) -> None:
        """Handle one dbt event."""
        if event.info.name not in ("NodeStart", "NodeFinished"):
            return
        node = event.data.node_info.unique_id
        if event.info.name == "NodeStart":
            reset_peak()
            self._started[node] = time.process_time()
        elif node in self._started:
            self.seconds[node] = time.process_time() - self._started[node]
            self.peaks[node] = peak_memory()


def reset_peak() -> None:
    """Let the system measure the peak memory of this process from now on."""
    if RESET_PEAK.exists():
        RESET_PEAK.write_text("5", encoding="ascii")


def peak_memory() -> int:
    """The peak memory of this process in bytes, or 0 if the system does not report it."""
    if not STATUS.exists():
        return 0
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def main(argv: list[str]) -> int:
    """Run dbt with all but the first argument; return 0 on success."""
    stopwatch = Stopwatch()
    result = dbtRunner(callbacks=[stopwatch]).invoke(argv[1:])
    taken = {"seconds": stopwatch.seconds, "peaks": stopwatch.peaks}
    Path(argv[0]).write_text(json.dumps(taken), encoding="utf-8")
    return 0 if result.success else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
