"""Runs dbt as a process, with its log in logs/ and its progress on the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from warehouse.build.progress import names_code
from warehouse.options import is_switched_on

RunDbt = Callable[[Sequence[str]], int]
LINES = 3  # of an error


def dbt(arguments: Sequence[str]) -> int:
    """Runs dbt in this environment and returns its exit code.

    Its log file has the messages from the level info, unless DBT_LOG_LEVEL_FILE is set; VERBOSE=1
    shows them on the terminal.
    """
    if is_switched_on(os.environ.get("VERBOSE", "")):
        environment = {"DBT_LOG_LEVEL_FILE": "info", "DBT_LOG_FORMAT_FILE": "debug", **os.environ}
        command = [str(Path(sys.executable).with_name("dbt")), *arguments]
        return subprocess.run(command, env=environment, close_fds=False).returncode
    command = [sys.executable, "-m", "warehouse.build.dbt_with_progress", *arguments]
    # Warnings of libraries are not the reason why a run failed.
    return followed(command, {**os.environ, "PYTHONWARNINGS": "ignore"})


def followed(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Runs a command that shows its progress, and says why it stopped if it did."""
    # It inherits the lock of the database (warehouse.build_lock), and no other open file.
    running = subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, text=True, close_fds=False
    )
    with running as process:
        try:
            _, said = process.communicate()
        except KeyboardInterrupt:
            process.wait()  # dbt also gets the signal
            print("\nInterrupted. `make build` continues.", file=sys.stderr)
            return 1
    status = process.returncode
    if status < 0:
        print(killed_text(-status, environment), file=sys.stderr)
        return 1
    if status and (text := last_lines(said)):
        print(text, file=sys.stderr)
    return status


def last_lines(output: str) -> str:
    """The last lines of a process's output; only the error if they are a traceback."""
    lines = [line for line in output.splitlines() if line.strip() and not names_code(line)]
    return "\n".join(lines[-1:] if "Traceback" in output else lines[-LINES:])


def killed_text(signal: int, environment: Mapping[str, str]) -> str:
    """The message if a signal ended dbt."""
    limit = environment.get("C360_MEMORY_LIMIT", "80%")
    hint = f"; if memory ran out, lower C360_MEMORY_LIMIT (now {limit})" if signal == 9 else ""
    return f"dbt was killed by signal {signal}{hint}. `make build` continues."
