"""`python -m loading.timed_dbt FILE ARGUMENTS...`: dbt, and in FILE each node's processor time.

One node at a time is to run (C360_THREADS=1), so that what the process spends between the start and
the end of a node, on all cores, is the node's.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from dbt.cli.main import dbtRunner


class Stopwatch:
    """Processor seconds of nodes, by unique id, as dbt's events tell of their start and end."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._started: dict[str, float] = {}

    def __call__(self, event) -> None:
        """Take one event of dbt."""
        if event.info.name not in ("NodeStart", "NodeFinished"):
            return
        node = event.data.node_info.unique_id
        if event.info.name == "NodeStart":
            self._started[node] = time.process_time()
        elif node in self._started:
            self.seconds[node] = time.process_time() - self._started[node]


def main(argv: list[str]) -> int:
    """Run dbt with all but the first argument; 0 where it succeeded."""
    stopwatch = Stopwatch()
    result = dbtRunner(callbacks=[stopwatch]).invoke(argv[1:])
    Path(argv[0]).write_text(json.dumps(stopwatch.seconds), encoding="utf-8")
    return 0 if result.success else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
