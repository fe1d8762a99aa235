"""An emulated account that all tests of this folder share."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulator.app import Emulator
from emulator.serve import running
from loading import copy_of_reference

# Both log each session and each failure at length.
for name in ("snowflake", "fakesnow.server"):
    logging.getLogger(name).setLevel(logging.CRITICAL)


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    """A running emulator."""
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def built() -> Path:
    """The build on DuckDB that results are compared with."""
    return copy_of_reference()
