"""Standard output of the commands."""

from __future__ import annotations

import os
from typing import Any, TextIO


class Output:
    """Standard output that ignores a closed pipe, as in `make build | head`."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a string; complete lines are flushed at once."""
        try:
            self.stream.write(text)
            if "\n" in text:
                self.stream.flush()
        except BrokenPipeError:
            self.discard()
        return len(text)

    def flush(self) -> None:
        """Write the remaining output."""
        try:
            self.stream.flush()
        except BrokenPipeError:
            self.discard()

    def discard(self) -> None:
        """Discard further output, also of child processes."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.stream.fileno())
        os.close(nowhere)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)
