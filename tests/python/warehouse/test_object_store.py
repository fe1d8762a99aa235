"""A landing in a server that speaks S3's protocol is read completely, once, and without loss."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from landing_project import COLUMNS, Landed
from required_feeds import required_feeds

from object_server import object_server
from warehouse.cli import ROOT, main
from warehouse.daily.arrivals import has_arrived, places_of
from warehouse.object_store.store import ObjectStore, StoreError, cache_folder, copied_files

pytestmark = pytest.mark.long

NewLanding = Callable[[], Landed]
HEADER = ",".join(COLUMNS).encode() + b"\n"
REST = b"20260105,2026-01-05T10:00:00.000Z,2026-01-01 02:00:00,B1,SHOP\n"
EARLY, LATE = "dt=2026-01-01/hr=00/B1.csv", "dt=2026-01-05/hr=06/B1.csv"


def row(key: int) -> bytes:
    """A row of the feed of landing_project."""
    return b"%d,1.50,x," % key + REST


@dataclass(frozen=True)
class Bucket:
    """A bucket, written by a client of another library; `url` is the landing in it."""

    client: Any
    name: str
    prefix: str = "team a/landing[1]"

    @property
    def url(self) -> str:
        """The URL of the landing."""
        return f"s3://{self.name}/{self.prefix}"

    def put(self, path: str, content: bytes) -> None:
        """Write an object of the landing."""
        self.client.put_object(Bucket=self.name, Key=f"{self.prefix}/{path}", Body=content)

    def delete(self, path: str) -> None:
        """Delete an object of the landing."""
        self.client.delete_object(Bucket=self.name, Key=f"{self.prefix}/{path}")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of the server."""
    with object_server() as address:
        yield address


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """An empty bucket; the environment has its address and credentials."""
    import boto3

    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    client = boto3.client("s3", region_name="us-east-1")
    client.create_bucket(Bucket="deliveries")
    yield Bucket(client, "deliveries")
    found = client.get_paginator("list_objects_v2").paginate(Bucket="deliveries")
    for page in found:
        for stored in page.get("Contents", []):
            client.delete_object(Bucket="deliveries", Key=stored["Key"])
    client.delete_bucket(Bucket="deliveries")


def test_an_address_without_a_scheme_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "127.0.0.1:5599")
    with pytest.raises(StoreError, match="Invalid endpoint: 127.0.0.1:5599.*AWS_ENDPOINT_URL"):
        ObjectStore("s3://deliveries/x").objects()


@dataclass
class Site:
    """A working database and its commands; dbt is left out, and loads what `loaded` names."""

    folder: Path
    url: str

    @property
    def database(self) -> Path:
        """The working database."""
        return self.folder / "c360.duckdb"

    @property
    def files(self) -> Path:
        """The local copy of the landing."""
        return copied_files(self.url, self.database)

    def environment(self) -> dict[str, str]:
        """The environment of a command."""
        return {
            "C360_DUCKDB_PATH": str(self.database),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "LANDING": self.url,
        }

    def build(self) -> int:
        """Run a build; its exit code is 1 where it would start dbt."""
        return main(["build"], self.environment(), run_dbt=lambda arguments: 1)

    def mark_loaded(self, *loads: str) -> None:
        """Mark files of the orders as a load of dbt does."""
        with duckdb.connect(str(self.database)) as connection:
            connection.execute(
                "create table if not exists bookkeeping.processed_loads (source varchar, "
                "load varchar, status varchar)"
            )
            for load in loads:
                connection.execute(
                    "insert into bookkeeping.processed_loads values "
                    "('landing_orders', ?, 'processed')",
                    [load],
                )


@pytest.fixture
def site(tmp_path: Path, bucket: Bucket) -> Site:
    """A landing with a file of each feed, uploaded from a folder."""
    for shape in required_feeds():
        path = tmp_path / "landing" / shape.name / "dt=2026-01-02" / "hr=23" / "B1.csv"
        path.parent.mkdir(parents=True)
        path.write_text(",".join(shape.columns) + "\n" + ",".join("x" for _ in shape.columns))
    environment = {"LANDING": str(tmp_path / "landing"), "TO": f"{bucket.url}/"}
    assert main(["upload-landing"], environment) == 0
    return Site(tmp_path, bucket.url)


def orders(site: Site) -> bytes:
    """The content of a file of the orders."""
    return (site.folder / "landing" / "orders" / "dt=2026-01-02" / "hr=23" / "B1.csv").read_bytes()


def test_an_uploaded_landing_is_fetched_once_and_checked(
    site: Site, bucket: Bucket, capsys: pytest.CaptureFixture
) -> None:
    bucket.put("orders/", b"")
    bucket.put("README.md", b"# Deliveries")
    assert site.build() == 1
    shown = capsys.readouterr().out
    count = len(required_feeds())
    assert f"Fetched {count} objects (" in shown
    files = f"{count} files in {bucket.url}, {count} of them new with {count} rows"
    assert f"Checked {count} feeds, {files}" in shown
    assert "Skipped (not deliveries): README.md" in shown
    bucket.put(f"orders/{EARLY}", orders(site))
    assert site.build() == 1
    assert "Fetched 1 object (" in capsys.readouterr().out
    assert site.build() == 1
    assert "Fetched nothing new from " in capsys.readouterr().out


def test_the_arrival_of_a_feed_is_seen_by_the_times_of_its_objects(bucket: Bucket) -> None:
    bucket.put("orders/dt=2026-01-02/B1.csv", HEADER)
    bucket.put("orders/", b"")
    bucket.put("feeds/shipments.csv", HEADER)
    places, now = places_of({"LANDING": bucket.url}), datetime.now(UTC)
    for feed in ("orders", "shipments"):
        assert has_arrived(feed, 1, places, now)
        assert not has_arrived(feed, 1, places, now + timedelta(hours=2))
    assert not has_arrived("products", 1, places, now)
    with pytest.raises(StoreError):
        has_arrived("orders", 1, places_of({"LANDING": "s3://none/landing"}), now)


def test_changed_and_deleted_objects_are_noticed(
    site: Site, bucket: Bucket, capsys: pytest.CaptureFixture
) -> None:
    good, loaded = orders(site), "dt=2026-01-02/hr=23/B1"
    assert site.build() == 1
    site.mark_loaded(loaded)
    bucket.put(f"orders/{loaded}.csv", good.replace(b"x", b"y"))
    capsys.readouterr()
    assert site.build() == 2
    assert f"{bucket.url}/orders/{loaded}.csv has changed since it" in capsys.readouterr().err
    bucket.delete(f"orders/{loaded}.csv")
    assert site.build() == 1
    assert f"Deleted in {bucket.url} since they were loaded: orders" in capsys.readouterr().out
    bucket.put("orders/B2.csv", b"ORDER_ID\n1\n")
    assert site.build() == 2
    assert f"feed orders: {bucket.url}/orders/B2.csv lacks the columns" in capsys.readouterr().err
    bucket.delete("orders/B2.csv")
    assert site.build() == 1
    assert [path.name for path in site.files.glob("orders/**/*.csv")] == ["B1.csv"]


def test_objects_outside_feed_folders_are_refused_before_anything_is_fetched(
    site: Site, bucket: Bucket, capsys: pytest.CaptureFixture
) -> None:
    bucket.put("orderz/B1.csv", b"x")
    bucket.put("orders/2026/B1.csv", b"x")
    assert site.build() == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        f"feed orders: {bucket.url}/orders/2026 is a folder; move its files to {bucket.url}/orders"
        ", or to a folder dt=YYYY-MM-DD or dt=YYYY-MM-DD/hr=HH in it",
        f"landing: {bucket.url}/orderz belongs to no feed; did you mean orders?",
        "Nothing was loaded.",
    ]
    assert not site.files.exists()


@pytest.mark.parametrize(
    ("url", "variable", "value", "says"),
    [
        ("s3://missing/x", "", "", "landing: s3://missing/x does not exist; check bucket and"),
        ("s3://deliveries/x", "", "", "landing: s3://deliveries/x has no deliveries; check"),
        ("s3://deliveries/x", "AWS_ACCESS_KEY_ID", None, "landing: s3://deliveries/x needs cre"),
        ("s3://deliveries/x", "AWS_ENDPOINT_URL", "http://127.0.0.1:9", "cannot be used (Could"),
    ],
)
def test_an_unusable_store_gives_one_message(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture, url: str, variable: str, value: str | None, says: str,
) -> None:  # fmt: skip
    if variable:
        monkeypatch.setenv(variable, value) if value else monkeypatch.delenv(variable)
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY" if not value else "AWS_PROFILE", raising=False)
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        monkeypatch.setenv("HOME", str(tmp_path))
    assert Site(tmp_path, url).build() == 2
    first, last = capsys.readouterr().err.splitlines()
    assert says in first
    assert last == "Nothing was loaded."


def test_more_objects_than_a_page_of_the_listing_are_fetched_also_after_kills(
    site: Site, bucket: Bucket
) -> None:
    names = [f"orders/dt=2026-01-{n % 28 + 1:02}/hr={n % 24:02}/B{n}.csv" for n in range(1_100)]
    for name in names:
        bucket.put(name, orders(site))
    command = [sys.executable, "-m", "warehouse", "check"]
    environment = os.environ | site.environment()
    for files in (1, 100, 500):
        process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while process.poll() is None and sum(1 for _ in site.files.rglob("*.csv")) < files:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        there = list(site.files.glob("orders/**/*.csv"))
        assert {path.read_bytes() for path in there} <= {orders(site)}
    index = cache_folder(site.url, site.database) / "objects.jsonl"
    fetched = sum(1 for line in index.read_text().splitlines() if line)
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    # What was being fetched when a command was killed is fetched again, and nothing else.
    again = int(done.stdout.split("Fetched ")[1].split(" ")[0].replace(",", ""))
    expected = len(names) + len(required_feeds()) - fetched
    assert expected <= again <= expected + 10
    assert len(list(site.files.glob("orders/**/*.csv"))) == len(names) + 1


def test_an_object_is_of_one_version_also_if_it_is_replaced_while_it_is_read(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.object_store.store.BLOCK", 1_000)
    old, new = b"a" * 10_000, b"b" * 10_000
    bucket.put("orders/B1.csv", old)
    store = ObjectStore(bucket.url)
    (stored,) = store.objects()
    copy = shutil.copyfileobj

    def replaced_meanwhile(source: Any, target: Any, length: int) -> None:
        target.write(source.read(1_000))
        bucket.put("orders/B1.csv", new)
        copy(source, target, length)

    monkeypatch.setattr("shutil.copyfileobj", replaced_meanwhile)
    with pytest.raises(Exception, match="try again"):
        store.fetch(stored, tmp_path / "copy")


def test_rows_of_a_landing_in_a_store_are_loaded_once_by_the_macros(
    bucket: Bucket, new_landing: NewLanding, tmp_path: Path
) -> None:
    landed = new_landing()
    landed.landing.symlink_to(copied_files(bucket.url, landed.database))
    fetch = ["check", "--database", str(landed.database)]

    def load() -> str:
        # The check refuses the landing, which lacks the other feeds, after it was fetched.
        assert main(fetch, {"LANDING": bucket.url}) == 2
        return landed.make()

    bucket.put(f"orders/{LATE}", HEADER + row(1))
    assert load() == ""
    bucket.put(f"orders/{EARLY}", HEADER + row(2))
    bucket.delete(f"orders/{LATE}")
    assert load() == ""
    staged = "select order_id, landed_in from stg_orders order by order_id"
    expected = [("1", LATE.removesuffix(".csv")), ("2", EARLY.removesuffix(".csv"))]
    assert landed.rows(staged) == expected
    assert landed.run("build", "--full-refresh") == ""
    assert landed.rows(staged) == expected
