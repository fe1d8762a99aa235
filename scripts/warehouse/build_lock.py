"""A lock file next to the working database: one command at a time changes it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path


class LockedError(Exception):
    """Another command has the lock; the message says which one and what to do."""


@contextmanager
def build_lock(database: Path, command: str, target: str) -> Iterator[None]:
    """Hold the lock of a DuckDB database. Raises LockedError at once if another process has it.

    The file stays; the operating system releases the lock when the process and those that inherit
    the open file have ended: a dbt that runs on after its command was killed.
    """
    path = database.with_name(f"{database.name}.lock")
    if target != "duckdb":
        yield
        return
    try:
        opened = path.open("a+", encoding="utf-8")
    except OSError:
        yield  # the checks report a folder that is missing or cannot be written
        return
    with opened as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            holder = file.read().strip() or "another command"
            message = f"{holder} is working on {database}; wait for it, or set C360_DUCKDB_PATH"
            raise LockedError(message) from error
        os.set_inheritable(file.fileno(), True)
        file.truncate(0)
        started = datetime.now().strftime("%H:%M:%S")
        file.write(f"`make {command}` (process {os.getpid()}, since {started})")
        file.flush()
        yield
