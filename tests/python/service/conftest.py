"""The lookup service on the published reference warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from fastapi.testclient import TestClient
from lookup_client import Service, settings

from lookup.api import create_api
from lookup.publications import Publications
from lookup.questions import Answers
from reference_build import Reference


@pytest.fixture(scope="session")
def published(reference: Reference) -> Path:
    """The database that `make build` published with the reference warehouse."""
    return reference.database.parent / "published" / reference.database.name


@pytest.fixture(scope="session")
def service(published: Path) -> Iterator[Service]:
    """A running service, which all tests share."""
    publications = Publications(published)
    answers = Answers.with_committed_model()
    api = create_api(settings(), publications, answers)
    with (
        TestClient(api, raise_server_exceptions=False) as client,
        duckdb.connect(str(published), read_only=True) as database,
    ):
        yield Service(api, client, publications, answers, database)
