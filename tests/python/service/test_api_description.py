"""Answers to requests that Schemathesis generates conform to the OpenAPI description."""

from __future__ import annotations

import re
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from lookup_client import Service, header

OPERATIONS = [
    ("GET", "/customers"),
    ("GET", "/customers/{identifier}"),
    ("GET", "/customers/{identifier}/timeline"),
    ("GET", "/search"),
    ("GET", "/resolve/{uid}"),
    ("POST", "/match"),
    ("GET", "/health"),
    ("GET", "/metrics"),
]


@pytest.fixture(scope="session")
def described(service: Service) -> Any:
    """The description of the running service."""
    return schemathesis.openapi.from_asgi("/openapi.json", service.api)


def test_every_operation_is_described(described: Any) -> None:
    found = {(one.ok().method.upper(), one.ok().path) for one in described.get_all_operations()}
    assert found == set(OPERATIONS)


def answers_are_as_described(described: Any, method: str, path: str, examples: int) -> None:
    """Send generated requests, valid and not, and check status, headers and body of each answer."""

    @seed(1)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described[path][method].as_strategy())
    def check(case: Any) -> None:
        case.call_and_validate(headers=header("all"))

    check()


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_answers_are_as_described(described: Any, method: str, path: str) -> None:
    answers_are_as_described(described, method, path, examples=5)


@pytest.mark.long
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_many_answers_are_as_described(described: Any, method: str, path: str) -> None:
    answers_are_as_described(described, method, path, examples=300)


def test_the_page_docs_loads_only_files_of_the_service(service: Service) -> None:
    page = service.client.get("/docs").text
    assert not re.search(r"https?:|['\"]//", page)
    assert '"validatorUrl": null' in page
    files = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(files) == 3
    for file in (*files, "/openapi.json"):
        assert service.client.get(file).status_code == 200
