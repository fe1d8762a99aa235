"""`python -m recorded_build LOG`: `make build`, in which dbt writes all statements to a log."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from dbt.cli.main import dbtRunner

from dbt_in_process import UNLOGGED, close_connections, recorded
from unsynced import skip_syncs
from warehouse.cli import main
from warehouse.faster_dbt.dbt_shortcuts import take_shortcuts


def recorded_dbt(arguments: Sequence[str]) -> int:
    """Runs dbt in this process; returns its exit code."""
    take_shortcuts()
    skip_syncs()
    with recorded(Path(sys.argv[1])) as listener:
        result = dbtRunner(callbacks=[listener]).invoke([*UNLOGGED, *arguments])
    close_connections()
    if result.exception:
        print(result.exception, file=sys.stderr)
    return int(not result.success)


if __name__ == "__main__":
    sys.exit(main(["build"], os.environ, recorded_dbt))
