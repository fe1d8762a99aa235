"""The service switches publications without a failed request, and only to complete ones."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from fastapi.testclient import TestClient
from lookup_client import Service, header, settings

import lookup.publications
from dashboard.publication import NotPublishedError
from lookup.api import create_api
from lookup.publications import SECONDS_TO_RETRY, Publications
from lookup.queries import EVENTS, QUERIES
from lookup.snapshot import Snapshot
from warehouse.publication.database_copy import swap


@pytest.fixture
def publish(published: Path, tmp_path: Path) -> tuple[Path, Callable[[str], None]]:
    """A path, and a function that publishes some rows there with another city of all customers."""
    target, working = tmp_path / "c360.duckdb", tmp_path / "working.duckdb"
    models = {query.model for query in (*QUERIES.values(), *EVENTS.values())}
    with duckdb.connect(str(working)) as connection:
        connection.execute(f"attach '{published}' as sample (read_only)")
        connection.execute("create schema marts")
        for model in sorted(models):
            rows = f"select * from sample.marts.{model} limit 2000"
            connection.execute(f"create table marts.{model} as {rows}")

    def publish_city(city: str) -> None:
        with duckdb.connect(str(working)) as connection:
            connection.execute("update marts.customer_summary set city = ?", [city])
        swap(working, target)

    return target, publish_city


def test_a_publication_is_switched_while_requests_run(
    service: Service, publish: tuple[Path, Callable[[str], None]]
) -> None:
    target, publish_city = publish
    publish_city("Before")
    publications = Publications(target)
    ((uid,),) = service.rows("select min(customer_uid) from marts.customer_summary")
    seen: list[str] = []
    api = create_api(settings(), publications, service.answers)
    with TestClient(api) as client, ThreadPoolExecutor() as pool:

        def ask() -> None:
            while "After" not in seen[-5:]:
                answer = client.get(f"/customers/{uid}", headers=header("seeing"))
                assert answer.status_code == 200
                seen.append(answer.json()["city"])
                time.sleep(0.02)

        def match() -> None:
            while "After" not in seen[-5:]:
                body = {"full_name": "Ann Lee", "city": "Berlin"}
                answer = client.post("/match", json=body, headers=header("matcher"))
                assert answer.status_code == 200

        asking = [pool.submit(ask), pool.submit(match)]
        while len(seen) < 3:
            time.sleep(0.01)
        publish_city("After")
        publications.look()
        for one in asking:
            one.result(timeout=60)
    assert seen[0] == "Before"
    assert {"Before", "After"} == set(seen)


def test_a_publication_that_cannot_be_read_does_not_replace_the_current_one(
    publish: tuple[Path, Callable[[str], None]],
) -> None:
    target, publish_city = publish
    publish_city("Before")
    publications = Publications(target)
    before = publications.current
    broken = target.with_suffix(".next")
    broken.write_bytes(b"not a database")
    broken.replace(target)
    publications.look()
    assert publications.current is before
    assert publications.problem
    target.unlink()
    publications.look()
    assert publications.current is before
    publish_city("After")
    publications.look()
    assert (publications.problem, publications.current is before) == (None, False)


def test_without_a_published_database_the_command_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotPublishedError, match="make build"):
        Publications(tmp_path / "c360.duckdb")
    with duckdb.connect(str(tmp_path / "c360.duckdb")) as connection:
        connection.execute("create schema marts")
    with pytest.raises(NotPublishedError, match="lacks"):
        Publications(tmp_path / "c360.duckdb")


def test_the_service_recovers_from_any_failure_to_read_a_publication(
    publish: tuple[Path, Callable[[str], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    target, publish_city = publish
    publish_city("Before")
    publications = Publications(target)
    before = publications.current
    clock = [0.0]
    monkeypatch.setattr("lookup.publications.time.monotonic", lambda: clock[0])
    read = lookup.publications.read_publication

    def out_of_memory(path: Path, key: str) -> Snapshot:
        raise MemoryError

    monkeypatch.setattr("lookup.publications.read_publication", out_of_memory)
    publish_city("After")
    publications.look()
    assert publications.problem
    monkeypatch.setattr("lookup.publications.read_publication", read)
    publications.look()
    assert publications.current is before
    clock[0] += SECONDS_TO_RETRY
    publications.look()
    assert publications.current is not before
    assert publications.problem is None
