"""A log of all statements with their dbt node, seconds and errors."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.responses import Response

NODE = re.compile(r'"node_id":\s*"([^"]+)"')


@dataclass
class Logged:
    """A statement: the node that sent it, its seconds, and its error, empty if it succeeded."""

    sql: str
    node: str = ""
    seconds: float = 0.0
    error: str = ""

    def note(self, response: Response) -> None:
        """Keep the message of a failure."""
        if b'"success":false' in response.body[-4000:]:
            self.error = json.loads(response.body).get("message") or "failed"


@dataclass
class StatementLog:
    """The statements since the start, or since `clear`."""

    statements: list[Logged] = field(default_factory=list)

    @contextmanager
    def measured(self, sql: str) -> Iterator[Logged]:
        """Log a statement that is executed in the block."""
        node = NODE.search(sql)
        logged = Logged(sql, node[1] if node else "")
        started = time.perf_counter()
        try:
            yield logged
        finally:
            logged.seconds = time.perf_counter() - started
            self.statements.append(logged)

    def failed(self) -> list[Logged]:
        """The statements that ended with an error."""
        return [logged for logged in self.statements if logged.error]
