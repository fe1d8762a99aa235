"""Test databases do not wait for the disk, because none has to survive a crash of the machine."""

from __future__ import annotations

from functools import wraps
from typing import Any

import duckdb

connect = duckdb.connect


@wraps(connect)
def connect_unsynced(
    database: Any = ":memory:", read_only: bool = False, config: dict[str, Any] | None = None
) -> duckdb.DuckDBPyConnection:
    """Connect, as duckdb.connect does, to a database whose commits do not wait for the disk."""
    return connect(database, read_only=read_only, config={"fsync_mode": "none", **(config or {})})


def skip_syncs() -> None:
    """Make all connections of this process without waiting for the disk."""
    duckdb.connect = connect_unsynced
