"""`python -m vault.timed_dbt FILE ARGUMENTS...`: runs dbt, writes what each model cost in DuckDB.

Only statements count, not dbt's own work: CPU seconds of the process while they ran, and the peak
of its memory while the model ran.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from pathlib import Path

from dbt.adapters.duckdb.environments.local import DuckDBCursorWrapper
from dbt.cli.main import dbtRunner
from loading.timed_dbt import peak_memory, reset_peak


class Stopwatch:
    """Seconds and peaks of memory, in bytes, by the name of a model."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.peaks: dict[str, int] = {}
        self._running = ""

    def __call__(self, event) -> None:
        """Handle one dbt event."""
        if event.info.name == "NodeStart":
            self._running = event.data.node_info.node_name
            reset_peak()
        elif event.info.name == "NodeFinished":
            self.peaks[self._running] = peak_memory()
            self._running = ""

    def time_statements(self) -> None:
        """Add the time of each statement to the running model."""
        execute = DuckDBCursorWrapper.execute

        def timed(cursor, *arguments, **options):
            started = time.process_time()
            try:
                return execute(cursor, *arguments, **options)
            finally:
                self.seconds[self._running] += time.process_time() - started

        DuckDBCursorWrapper.execute = timed  # type: ignore[method-assign]


def main(argv: list[str]) -> int:
    """Run dbt with all but the first argument; return 0 on success."""
    stopwatch = Stopwatch()
    stopwatch.time_statements()
    result = dbtRunner(callbacks=[stopwatch]).invoke(argv[1:])
    taken = {
        name: {"seconds": stopwatch.seconds[name], "peak": peak}
        for name, peak in stopwatch.peaks.items()
    }
    Path(argv[0]).write_text(json.dumps(taken), encoding="utf-8")
    return 0 if result.success else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
