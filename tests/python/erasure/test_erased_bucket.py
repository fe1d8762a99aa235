"""A person is also erased from a landing in an object store."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from canary import CANARIES, RECORDS
from warehouse_with_person import Warehouse

from object_server import object_server
from warehouse.cli import main as warehouse_main
from warehouse.object_store.store import ObjectStore, OldVersion, StoreError, copied_files

pytestmark = pytest.mark.long

URL = "s3://deliveries/team"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of a server with an empty bucket; the environment has its address."""
    import boto3

    with object_server() as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        client = boto3.client("s3", region_name="us-east-1")
        # Servers of one process share their objects.
        reset = urllib.request.Request(f"{address}/moto-api/reset", method="POST")
        urllib.request.urlopen(reset).close()
        client.create_bucket(Bucket="deliveries")
        yield client


@pytest.fixture
def stored(client: Any, tmp_path: Path) -> Warehouse:
    """A warehouse whose last run read the landing from the bucket."""
    warehouse = Warehouse(tmp_path)
    environment = {"LANDING": str(warehouse.landing), "TO": URL}
    assert warehouse_main(["upload-landing"], environment) == 0
    warehouse.landing.rename(tmp_path / "values")  # not searched by `places`
    copy = str(copied_files(URL, warehouse.database))
    with duckdb.connect(str(warehouse.database)) as connection:
        connection.execute("update bookkeeping.runs set vars = $1", [json.dumps({"landing": copy})])
    warehouse.environment["C360_ERASURE_PATH"] = str(tmp_path / "values" / "of_person")
    return warehouse


def objects_with_person(client: Any) -> list[str]:
    """The objects with a value of the person."""
    found = client.list_objects_v2(Bucket="deliveries")["Contents"]
    bodies = {
        one["Key"]: client.get_object(Bucket="deliveries", Key=one["Key"])["Body"].read().lower()
        for one in found
    }
    return [key for key, body in bodies.items() if any(one.encode() in body for one in CANARIES)]


def test_objects_are_rewritten_and_later_builds_accept_them(
    stored: Warehouse, client: Any, capsys: pytest.CaptureFixture
) -> None:
    assert len(objects_with_person(client)) > 10
    assert stored.make("erase", RECORD=RECORDS, REASON="test") == 2
    assert "is the copy of an object store; name it" in capsys.readouterr().err
    assert stored.make("erase", RECORD=RECORDS, REASON="test", LANDING=URL) == 0
    assert objects_with_person(client) == []
    assert stored.places() == []
    assert stored.make("erase-proof", RECORD=RECORDS, LANDING=URL) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0"
    assert warehouse_main(["check"], stored.environment | {"LANDING": URL}) == 0


@pytest.fixture
def versioned(client: Any, stored: Warehouse) -> Warehouse:
    """A warehouse whose bucket keeps versions: one of each object with the person, and the current
    one."""
    enabled = {"Status": "Enabled"}
    client.put_bucket_versioning(Bucket="deliveries", VersioningConfiguration=enabled)
    for one in client.list_objects_v2(Bucket="deliveries")["Contents"]:
        source = {"Bucket": "deliveries", "Key": one["Key"]}
        body = client.get_object(**source)["Body"].read()
        client.put_object(**source, Body=body)
    # An interrupted erasure has replaced an object and left its old version; another one is gone.
    for key in ("team/feeds/orders_of_2025.csv", "team/feeds/gone.csv"):
        client.put_object(Bucket="deliveries", Key=key, Body=f"A\n{CANARIES[0]}\n".encode())
        client.delete_object(Bucket="deliveries", Key=key)
    return stored


def old_versions(client: Any) -> list[str]:
    """The objects with old versions, once for each version."""
    found = client.list_object_versions(Bucket="deliveries")["Versions"]
    return [one["Key"] for one in found if not one["IsLatest"]]


def test_old_versions_with_the_person_are_deleted(
    versioned: Warehouse, client: Any, capsys: pytest.CaptureFixture
) -> None:
    objects = len(client.list_objects_v2(Bucket="deliveries")["Contents"])
    assert versioned.make("erase", RECORD=RECORDS, REASON="test", LANDING=URL) == 0
    left = old_versions(client)
    # Two of each replaced object, and the two whose object is gone.
    deleted = 2 * (objects - len(left)) + 2
    assert f"Deleted {deleted} old versions of objects in {URL}." in capsys.readouterr().out
    # Objects without the person keep theirs.
    assert left and "team/feeds/products.csv" in left and "team/feeds/gone.csv" not in left
    assert versioned.make("erase-proof", RECORD=RECORDS, LANDING=URL) == 0


def test_old_versions_that_may_not_be_deleted_are_named(
    versioned: Warehouse,
    client: Any,
    capsys: pytest.CaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(store: ObjectStore, version: OldVersion) -> None:
        raise StoreError(f"{store.url}/{version.path} may not be used")

    monkeypatch.setattr(ObjectStore, "delete_version", refuse)
    before = len(old_versions(client))
    assert versioned.make("erase", RECORD=RECORDS, REASON="test", LANDING=URL) == 0
    said = capsys.readouterr().out
    assert f"old versions of objects in {URL} remain: {URL}/" in said
    assert len(old_versions(client)) > before
    assert versioned.make("erase-proof", RECORD=RECORDS, LANDING=URL) == 1
    shown = capsys.readouterr()
    assert f" old versions of objects in {URL} remain." in shown.err
    assert int(shown.out.splitlines()[-1]) >= 10


def mark_loaded(stored: Warehouse, feed: str) -> None:
    """Record the files of the landing, and one of them as loaded, as a build does."""
    environment = stored.environment | {"LANDING": URL}
    assert warehouse_main(["build"], environment, lambda arguments: 1) == 1
    with duckdb.connect(str(stored.database)) as connection:
        connection.execute(
            "insert into bookkeeping.processed_loads values ('', $1, 'B003', '', '', 'processed')",
            [f"landing_{feed}"],
        )


def test_an_erasure_continues_after_it_was_interrupted(stored: Warehouse, client: Any) -> None:
    mark_loaded(stored, "orders")
    with duckdb.connect(str(stored.database)) as connection:
        connection.execute("create table snapshots.unknown as select 1 as a")
    assert stored.make("erase", RECORD=RECORDS, REASON="test", LANDING=URL) == 1
    with duckdb.connect(str(stored.database)) as connection:
        connection.execute("drop table snapshots.unknown")
    assert stored.make("erase", RECORD=RECORDS, REASON="test", LANDING=URL) == 0
    assert objects_with_person(client) == []
    assert stored.places() == []


def test_an_object_that_is_gone_stops_an_erasure(
    stored: Warehouse, client: Any, capsys: pytest.CaptureFixture
) -> None:
    mark_loaded(stored, "orders")
    client.delete_object(Bucket="deliveries", Key="team/feeds/orders.csv")
    before = objects_with_person(client)
    assert stored.make("erase", RECORD=RECORDS, REASON="test", LANDING=URL) == 1
    assert "feeds/orders.csv are gone" in capsys.readouterr().err
    assert objects_with_person(client) == before
