"""Runs dbt as a process, with its log in logs/ and its progress on the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from warehouse.options import is_switched_on
from warehouse.progress import Progress

RunDbt = Callable[[Sequence[str]], int]


def dbt(arguments: Sequence[str]) -> int:
    """Runs dbt in this environment and returns its exit code.

    Its log file has what dbt says, at the level info: the debug level takes a tenth of a build's
    time. VERBOSE=1 shows the same in the terminal.
    """
    environment = {"DBT_LOG_LEVEL_FILE": "info", "DBT_LOG_FORMAT_FILE": "debug", **os.environ}
    command = [str(Path(sys.executable).with_name("dbt")), *arguments]
    if is_switched_on(os.environ.get("VERBOSE", "")):
        return subprocess.run(command, env=environment).returncode
    return followed(command, {**environment, "DBT_LOG_FORMAT": "json", "DBT_LOG_LEVEL": "info"})


def followed(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Runs dbt, shows its progress, and says why it stopped if it did."""
    progress = Progress(sys.stdout)
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None
        try:
            progress.follow(process.stdout)
        except KeyboardInterrupt:
            process.wait()  # dbt also gets the signal
            print("\nInterrupted. `make build` continues.", file=sys.stderr)
            return 1
    status = process.returncode
    if status < 0:
        print(killed_text(-status, environment), file=sys.stderr)
        return 1
    if status and (text := progress.error_text()):
        print(text, file=sys.stderr)
    return status


def killed_text(signal: int, environment: Mapping[str, str]) -> str:
    """The message if a signal ended dbt."""
    limit = environment.get("C360_MEMORY_LIMIT", "80%")
    hint = f"; if memory ran out, lower C360_MEMORY_LIMIT (now {limit})" if signal == 9 else ""
    return f"dbt was killed by signal {signal}{hint}. `make build` continues."
