"""Starts the emulator on a free port, in a thread; it stops at the end of a `with` block.

PYTHONPATH=scripts:tests/snowflake python -m emulator.serve [PORT]
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import snowflake.connector
import uvicorn

from emulator.app import Emulator, application
from emulator.cursor import EmulatedInstance
from emulator.stages import remove_files
from emulator.statement_log import StatementLog

HOST = "127.0.0.1"
RECURSION = 30_000
STACK = 256 * 2**20


def free_port(preferred: int = 0) -> int:
    """A port that no other process listens on: the preferred one if it is free."""
    with socket.socket() as found:
        try:
            found.bind((HOST, preferred))
        except OSError:
            found.bind((HOST, 0))
        return found.getsockname()[1]


@contextmanager
def running(port: int = 0) -> Iterator[Emulator]:
    """An emulated account without databases, served until the block ends.

    port: used if it is free, otherwise another one.
    """
    # The expressions of long macros are nested deeply.
    sys.setrecursionlimit(max(RECURSION, sys.getrecursionlimit()))
    threading.stack_size(STACK)
    emulator = Emulator(EmulatedInstance(), StatementLog(), free_port(port))
    config = uvicorn.Config(
        application(emulator), host=HOST, port=emulator.port, log_level="critical"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            if not thread.is_alive():
                raise RuntimeError(f"the emulator does not start on port {emulator.port}")
            time.sleep(0.01)
        yield emulator
    finally:
        server.should_exit = True
        thread.join(10)
        with emulator.instance.duck_conn.cursor() as connection:
            remove_files(connection)


def connect(emulator: Emulator, **options: Any) -> snowflake.connector.SnowflakeConnection:
    """A connection of Snowflake's own connector to a running emulator."""
    defaults = {"database": "PROBES", "schema": "PUBLIC", "role": "SYSADMIN"}
    return snowflake.connector.connect(
        account="emulator",
        user="tester",
        password="none",
        host=HOST,
        port=emulator.port,
        protocol="http",
        login_timeout=20,
        network_timeout=60,
        session_parameters={"CLIENT_OUT_OF_BAND_TELEMETRY_ENABLED": False},
        **{**defaults, **options},
    )


if __name__ == "__main__":
    with running(int(sys.argv[1]) if len(sys.argv) > 1 else 0) as started:
        print(f"the emulator listens on {HOST}:{started.port}; Ctrl+C stops it", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.exit(0)
