"""A problem found before a build, and its message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that must be fixed before dbt starts.

    `subject` is a feed, var, environment variable or database; `message` says what is wrong with it
    and what to do. Both are one line of text.
    """

    subject: str
    message: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.message}"
