"""Runs dbt's Python models: an anonymous procedure is executed in a process of its own.

The process has a real Snowpark session on this server and imports what was put on a stage, as on
Snowflake; it sees no file of the project.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from snowflake.connector.errors import ProgrammingError

from emulator import packages
from emulator.cursor import EmulatedConnection
from emulator.session import escaped
from emulator.stages import staged_file
from emulator.statements import NAME, Entry

PROCEDURE = re.compile(
    rf"with\s+(?P<name>{NAME})\s+as\s+procedure\s*\(\s*\)(?P<options>.*?)\bas\s*\$\$(?P<code>.*)\$\$"
    r"\s*call\s+(?P=name)\s*\(\s*\)$",
    re.I | re.S,
)
RUNNER = Path(__file__).with_name("procedure_runner.py")


@dataclass(frozen=True)
class Procedure:
    """A Python procedure without arguments that is created and called in one statement."""

    name: str
    code: str
    handler: str
    runtime: str
    packages: tuple[str, ...]
    imports: tuple[str, ...]

    def entry(self) -> Entry:
        """What the ledger keeps."""
        detail = json.dumps({"runtime": self.runtime, "packages": self.packages,
                             "imports": self.imports})  # fmt: skip
        return Entry("CALL", "PROCEDURE", self.name.upper(), detail=detail)


def recognised(sql: str) -> Procedure | None:
    """The procedure of a statement; None if it is a different statement.

    sql: a statement without comments.
    """
    procedure = PROCEDURE.match(sql)
    if not procedure:
        return None
    options = procedure["options"]

    def text(option: str) -> str:
        found = re.search(rf"\b{option}\s*=\s*'([^']*)'", options, re.I)
        return found[1] if found else ""

    def values(option: str) -> tuple[str, ...]:
        found = re.search(rf"\b{option}\s*=\s*\(([^)]*)\)", options, re.I)
        return tuple(re.findall(r"'([^']*)'", found[1])) if found else ()

    return Procedure(
        name=procedure["name"],
        code=procedure["code"],
        handler=text("handler") or "main",
        runtime=text("runtime_version"),
        packages=values("packages"),
        imports=values("imports"),
    )


def run(procedure: Procedure, session: EmulatedConnection, port: int) -> str:
    """Execute a procedure, and return a query with its result.

    Raises a ProgrammingError with the traceback if it fails, or for a package that is missing.
    """
    packages.require(procedure.packages, procedure.runtime)
    request = {
        "code": procedure.code,
        "handler": procedure.handler,
        "paths": [
            str(staged_file(name, session.database, session.schema)) for name in procedure.imports
        ],
        "connection": {"port": port, "database": session.database, "schema": session.schema},
    }
    done = subprocess.run(
        [sys.executable, "-I", str(RUNNER)],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        env={
            name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR")
        },
    )
    if done.returncode:
        message = f"Python Interpreter Error:\n{done.stderr[-4000:]}\nin {procedure.name}"
        raise ProgrammingError(msg=message, errno=100357, sqlstate="P0000")
    result = json.loads(done.stdout.splitlines()[-1])
    return f"select '{escaped(str(result))}' as \"{procedure.name.upper()}\""
