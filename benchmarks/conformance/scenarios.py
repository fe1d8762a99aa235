"""Scenarios with their steps, and which of them are run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# The engine whose fixtures and tags are followed.
PERSONA = "snowflake"
PLATFORMS = {"snowflake", "bigquery", "sqlserver", "databricks", "postgres"}
DEPRECATED = re.compile(r"insert by (period|rank)|have a rank column", re.IGNORECASE)


@dataclass(frozen=True)
class Step:
    """A step of a scenario with its table."""

    text: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Scenario:
    """A scenario; `skipped` is the reason if it is not run. `uid` is the prefix of its tables."""

    uid: str
    name: str
    structure: str
    file: str
    tags: Sequence[str]
    steps: Sequence[Step]
    skipped: str | None


def skip_reason(tags: set[str], steps: Iterable[Step]) -> str | None:
    """Why a scenario is not run: skipped by its authors, or for another engine."""
    if "skip" in tags:
        return "skipped there"
    only = PLATFORMS & tags
    if (only and PERSONA not in only) or f"not_{PERSONA}" in tags:
        return "other engine"
    if any(DEPRECATED.search(step.text) for step in steps):
        return "deprecated"
    return None
