"""The project rendered for Snowflake, which several files of tests share."""

from __future__ import annotations

from typing import Any

import pytest
from model_graph import Nodes, models_and_seeds
from offline_project import Offline, offline_project


@pytest.fixture(scope="session")
def offline() -> Offline:
    """The project rendered as a first and as a later load."""
    return offline_project()


@pytest.fixture(scope="session")
def nodes(manifest: dict[str, Any]) -> Nodes:
    """Models and seeds of the project by name."""
    return models_and_seeds(manifest)
