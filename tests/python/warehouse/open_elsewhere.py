"""Holds a database open in another process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOLD = """
import sys
import duckdb

connection = duckdb.connect(sys.argv[1])
if sys.argv[2]:
    connection.execute("create table of_a_reader as select 1")
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def open_elsewhere(database: Path, writes: str = "") -> Iterator[int]:
    """The id of a process that has the database open, and is killed when the block ends.

    writes: not empty if it also writes a table.
    """
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database), writes],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "open\n"
            yield holder.pid
        finally:
            holder.kill()
