"""The process of a Python procedure: reads a request from standard input, prints the result.

It is started by procedures.py without the project's modules on its path.
"""

from __future__ import annotations

import json
import os
import sys
import types
from pathlib import Path
from typing import Any

from snowflake.snowpark import Session


def new_session(port: int, database: str, schema: str) -> Session:
    """A Snowpark session on the emulator."""
    return Session.builder.configs(
        {
            "account": "emulator",
            "user": "procedure",
            "password": "none",
            "host": "127.0.0.1",
            "port": port,
            "protocol": "http",
            "database": database,
            "schema": schema,
            "session_parameters": {"CLIENT_OUT_OF_BAND_TELEMETRY_ENABLED": False},
        }
    ).create()


def import_path(path: str) -> str:
    """The path from which a file of a stage is imported."""
    return path if path.endswith(".zip") else str(Path(path).parent)


def main(request: dict[str, Any]) -> Any:
    """Execute the code and call its handler with a session."""
    sys.path[:0] = [import_path(path) for path in request["paths"]]
    module = types.ModuleType("procedure")
    exec(compile(request["code"], "procedure", "exec"), module.__dict__)
    session = new_session(**request["connection"])
    return getattr(module, request["handler"])(session)


if __name__ == "__main__":
    print(json.dumps(str(main(json.load(sys.stdin)))), flush=True)
    # The connector's exit handlers would call the server again.
    os._exit(0)
