"""A running lookup service in the test's process, and its keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import duckdb
from fastapi import FastAPI
from fastapi.testclient import TestClient

from lookup.publications import Publications
from lookup.questions import Answers
from lookup.settings import Settings, read_settings

SECRETS = {
    "reader": ("read", "reader-secret-0000"),
    "seeing": ("read+personal_data", "seeing-secret-0000"),
    "matcher": ("match+personal_data", "matcher-secret-000"),
    "all": ("read+personal_data+match", "all-secret-0000000"),
}


@dataclass(frozen=True)
class Service:
    """The service on a published database, and the rows of that database."""

    api: FastAPI
    client: TestClient = field(repr=False)
    publications: Publications
    answers: Answers = field(repr=False)
    database: duckdb.DuckDBPyConnection = field(repr=False)

    def get(self, path: str, caller: str = "seeing", **parameters: Any) -> Any:
        """The body of an answer with status 200."""
        answer = self.client.get(path, params=parameters or None, headers=header(caller))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def match(self, record: dict[str, Any], caller: str = "matcher", limit: int = 200) -> Any:
        """The candidates of a record."""
        answer = self.client.post(f"/match?limit={limit}", json=record, headers=header(caller))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the published database."""
        return self.database.cursor().execute(sql, list(values)).fetchall()


def header(caller: str) -> dict[str, str]:
    """The header with the key of a caller."""
    return {"X-API-Key": SECRETS[caller][1]}


def settings(rate: float = 1e9) -> Settings:
    """The keys of SECRETS."""
    keys = ",".join(f"{name}:{scopes}:{secret}" for name, (scopes, secret) in SECRETS.items())
    return read_settings({"C360_SERVICE_KEYS": keys, "C360_SERVICE_RATE": str(rate)})
