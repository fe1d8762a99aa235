"""The project rendered for Snowflake, which several files of tests share."""

from __future__ import annotations

import pytest
from offline_project import Offline, offline_project


@pytest.fixture(scope="session")
def offline() -> Offline:
    """The project rendered as a first and as a later load."""
    return offline_project()
