"""Probes: statements, the answers that the emulator must give, and the documented behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DOCUMENTATION = "https://docs.snowflake.com/en/"


@dataclass(frozen=True)
class Fails:
    """The statement ends with an error whose message has this pattern."""

    pattern: str


@dataclass(frozen=True)
class Probe:
    """One feature.

    behaviour: what Snowflake documents. page: its page, below DOCUMENTATION. statements: separated
    by `;;`; the last one gives the answer. expected: rows or error of the answer. columns: the
    compared columns of the answer; all if empty. files: content by name, on the stage `files`.
    """

    behaviour: str
    page: str
    statements: str
    expected: list[tuple[Any, ...]] | Fails
    columns: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
