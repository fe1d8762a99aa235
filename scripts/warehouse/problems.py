"""A problem found before a build, and the one way to say it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that must be put right before dbt starts.

    `subject` names what is wrong (a feed, a var, a variable, the database), `message` says what is
    wrong with it and what to do. Both are one line of text.
    """

    subject: str
    message: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.message}"
