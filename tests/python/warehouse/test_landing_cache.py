"""Each object becomes a complete local file once; files that were loaded are kept."""

from __future__ import annotations

import hashlib
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from stored_objects import URL, StoreInMemory

from warehouse.cli import main
from warehouse.landing.checked_files import KnownFile
from warehouse.landing.file_content import Content
from warehouse.landing.landing_folder import Landing, list_landing
from warehouse.object_store.landing_cache import LandingCache
from warehouse.object_store.object_names import sort_objects
from warehouse.object_store.store import (
    ObjectStore,
    StoredObject,
    StoreError,
    cache_folder,
    url_problem,
)
from warehouse.object_store.upload import upload, upload_landing
from warehouse.options import parser

FEEDS = ("orders", "products")
EARLY, LATE = "orders/dt=2026-01-01/hr=00/B1.csv", "orders/dt=2026-01-05/hr=06/B1.csv"
Loaded = dict[tuple[str, str], KnownFile]


def loaded_as(store: StoreInMemory, *paths: str) -> Loaded:
    """The record of a build that has loaded objects as they are."""
    return {
        (path.partition("/")[0], path.partition("/")[2].removesuffix(".csv")): KnownFile(
            hashlib.sha256(store.contents[path]).hexdigest(), Content((), 1, ""), True
        )
        for path in paths
    }


def update(store: StoreInMemory, folder: Path, loaded: Loaded | None = None) -> LandingCache:
    """Bring a copy up to date; returns it with what was done in `done`."""
    cache = LandingCache(folder, loaded or {})
    cache.done = cache.update(store, sort_objects(URL, store.objects(), FEEDS).deliveries)
    return cache


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a copy by path."""
    files = folder / "files"
    found = (path for path in files.rglob("*") if path.is_file())
    return {path.relative_to(files).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("orders/B1.csv", ""),
        (EARLY, ""),
        ("feeds/orders.csv", ""),
        ("orders.csv", f"{URL}/orders.csv is not in the folder of a feed; move it to <feed>"),
        ("orderz/2026/B1.csv", f"{URL}/orderz belongs to no feed; did you mean orders?"),
        ("orders/2026/x/B1.csv", f"{URL}/orders/2026 is a folder; move its files to {URL}/orders,"),
        ("orders/hr=06/B1.csv", f"{URL}/orders/hr=06 is a folder; move its files to {URL}/orders,"),
        ("orders/dt=2026-02-30/B1.csv", f"{URL}/orders/dt=2026-02-30 is a folder; move its files"),
        ("orders//B1.csv", f"{URL}/orders/ is a folder; move its files to {URL}/orders, or to"),
        ("/orders/B1.csv", f"{URL}/ belongs to no feed; declare it in contracts/, or move it"),
        ("feeds/x/orders.csv", f"{URL}/feeds/x is a folder; move its files to {URL}/feeds"),
        ("orders/B1.xlsx", f"{URL}/orders/B1.xlsx has an unexpected file name extension; expected"),
        ("orders/a\nb.csv", f"{URL}/orders/a\\nb.csv has a control character or a backslash in"),
    ],
)
def test_objects_are_read_or_refused_as_the_files_of_a_folder(path: str, problem: str) -> None:
    found = sort_objects(URL, [StoredObject(path, 1, "a")], FEEDS)
    assert [one.message[: len(problem)] for one in found.problems] == [problem] * bool(problem)
    assert list(found.deliveries) == [path] * (not problem)


def test_objects_that_are_not_deliveries_are_skipped() -> None:
    paths = ["README.md", "orders/B1.csv.part", "orders/.old/B1.csv", "truth/x.csv", "../B1.csv"]
    paths += ["orders/../../B1.csv", "orders/./B1.csv"]
    found = sort_objects(URL, [StoredObject(path, 1, "a") for path in paths], FEEDS)
    assert (found.problems, found.deliveries) == ([], {})
    assert sorted(found.skipped) == sorted(paths)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("s3://bucket", ""),
        ("s3://bucket/a prefix/[x]/", ""),
        ("gs://bucket", "has the scheme gs; only s3 is read: s3://bucket/prefix"),
        ("s3://key:secret@bucket/x", "has credentials in its URL; delete them, and set AWS_ACCESS"),
        ("s3://", "is not a bucket with an optional prefix: s3://bucket/prefix"),
        ("s3:///prefix", "is not a bucket with an optional prefix: s3://bucket/prefix"),
    ],
)
def test_a_url_without_a_bucket_or_with_credentials_is_refused(
    tmp_path: Path, url: str, problem: str, capsys: pytest.CaptureFixture
) -> None:
    assert url_problem(url)[: len(problem)] == problem
    assert bool(url_problem(url)) == bool(problem)
    environment = {"C360_DUCKDB_PATH": str(tmp_path / "c360.duckdb"), "LANDING": url}
    assert main(["vars"], environment) == (2 if problem else 0)
    shown = capsys.readouterr()
    assert "secret" not in shown.err
    assert (str(tmp_path / "c360.landing") in shown.out) is not bool(problem)


def test_each_url_has_a_copy_of_its_own(tmp_path: Path) -> None:
    urls = ["s3://in", "s3://in/a", "s3://in/a/b", "s3://in/a-b", "s3://in/dt=2026/*", "s3://im"]
    folders = {cache_folder(url, tmp_path / "c360.duckdb") for url in urls}
    assert len(folders) == len(urls)
    assert cache_folder("s3://in/a/", tmp_path / "c360.duckdb") in folders
    assert not any(set("*=[]?") & set(str(folder)) for folder in folders)


def test_without_s3fs_the_command_that_installs_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    environment = {"C360_DUCKDB_PATH": str(tmp_path / "c360.duckdb"), "LANDING": "s3://in/x"}
    assert main(["check"], environment) == 2
    first, last = capsys.readouterr().err.splitlines()
    assert first == "landing: s3://in/x needs s3fs, which is not installed; run `make install-s3`"
    assert last == "Nothing was loaded."


def test_an_object_is_fetched_once_also_a_late_one_in_an_old_folder(tmp_path: Path) -> None:
    store = StoreInMemory(contents={LATE: b"late", "products/B1.csv": b"", "feeds/x.csv": b"x"})
    assert update(store, tmp_path).done.objects == 3
    assert contents(tmp_path) == store.contents
    store.contents[EARLY] = b"early"
    assert update(store, tmp_path).done.objects == 1
    assert update(store, tmp_path).done.objects == 0
    assert sorted(store.fetched) == sorted(store.contents)
    assert contents(tmp_path) == store.contents


def test_a_loaded_file_stays_if_its_object_is_deleted(tmp_path: Path) -> None:
    store = StoreInMemory(contents={EARLY: b"early", LATE: b"late"})
    update(store, tmp_path)
    loaded = loaded_as(store, EARLY)
    store.contents.clear()
    cache = update(store, tmp_path, loaded)
    assert cache.done.kept == [EARLY]
    assert contents(tmp_path) == {EARLY: b"early"}


def test_a_file_of_batches_is_removed_with_its_object_unless_its_rows_were_loaded(
    tmp_path: Path,
) -> None:
    store = StoreInMemory(contents={EARLY: b"early", "feeds/orders.csv": b"refused"})
    loaded = loaded_as(store, EARLY)
    update(store, tmp_path, loaded)
    del store.contents["feeds/orders.csv"]
    assert update(store, tmp_path, loaded).done.kept == []
    assert contents(tmp_path) == {EARLY: b"early"}
    store.contents["feeds/orders.csv"] = b"loaded"
    loaded = {("orders", "B7"): KnownFile("rows 1", Content((), 1, ""), True)}
    update(store, tmp_path, loaded)
    del store.contents["feeds/orders.csv"]
    assert update(store, tmp_path, loaded).done.kept == ["feeds/orders.csv"]


def test_an_object_whose_name_is_too_long_for_a_file_is_named(tmp_path: Path) -> None:
    name = f"orders/{'y' * 300}.csv"
    store = StoreInMemory(contents={name: b"rows"})
    with pytest.raises(StoreError, match=f"{URL}/{name} cannot be copied .*; rename the object"):
        update(store, tmp_path)


def test_a_loaded_file_stays_if_its_object_is_changed_which_is_a_problem(tmp_path: Path) -> None:
    store = StoreInMemory(contents={EARLY: b"early", LATE: b"late"})
    update(store, tmp_path)
    loaded = loaded_as(store, EARLY)
    store.contents |= {EARLY: b"other", LATE: b"other"}
    (problem,) = update(store, tmp_path, loaded).done.problems
    copy = tmp_path / "files" / EARLY
    assert str(problem) == (
        f"feed orders: {URL}/{EARLY} has changed since it was loaded; restore it ({copy} is a copy)"
        ", and deliver the change as an object with a new name"
    )
    assert contents(tmp_path) == {EARLY: b"early", LATE: b"other"}
    assert update(store, tmp_path, loaded).done.problems == [problem]
    store.contents[EARLY] = b"early"
    assert update(store, tmp_path, loaded).done.problems == []


def test_in_a_rebuild_objects_may_have_changed_and_deleted_ones_stay(tmp_path: Path) -> None:
    store = StoreInMemory(contents={EARLY: b"early", LATE: b"late"})
    update(store, tmp_path)
    loaded = loaded_as(store, EARLY, LATE)
    store.contents = {LATE: b"other"}
    cache = LandingCache(tmp_path, loaded, is_rebuilt=True)
    assert cache.update(store, {LATE: store.stored(LATE)}).problems == []
    assert contents(tmp_path) == {EARLY: b"early", LATE: b"other"}


def test_a_copy_that_was_changed_or_lost_is_fetched_again(tmp_path: Path) -> None:
    store = StoreInMemory(contents={EARLY: b"early", LATE: b"late"})
    cache = update(store, tmp_path)
    (cache.files / EARLY).write_bytes(b"EARLY")
    (cache.files / LATE).unlink()
    assert update(store, tmp_path).done.objects == 2
    cache.index.write_text(cache.index.read_text()[:-3])
    assert update(store, tmp_path).done.objects == 1
    assert contents(tmp_path) == store.contents


def test_a_second_command_waits_for_the_first(tmp_path: Path) -> None:
    store = StoreInMemory(contents={f"orders/B{number}.csv": b"x" for number in range(50)})
    with ThreadPoolExecutor(2) as pool:
        caches = list(pool.map(lambda _: update(store, tmp_path), range(2)))
    assert sorted(cache.done.objects for cache in caches) == [0, 50]
    assert contents(tmp_path) == store.contents


def test_a_transfer_that_breaks_leaves_no_file_and_loses_no_other(tmp_path: Path) -> None:
    store = StoreInMemory(contents={f"orders/B{number}.csv": b"x" * 9 for number in range(30)})
    store.cut_off = {"orders/B20.csv"}
    with pytest.raises(StoreError, match="is cut off"):
        update(store, tmp_path)
    there = contents(tmp_path)
    assert "orders/B20.csv" not in there
    assert set(there.values()) <= {b"x" * 9}
    store.cut_off = set()
    assert update(store, tmp_path).done.objects == 30 - len(there)
    assert contents(tmp_path) == store.contents
    assert list((tmp_path / "incoming").iterdir()) == []


@pytest.mark.parametrize("seed", range(8))
def test_after_any_changes_the_folder_has_what_is_stored_and_what_was_loaded(
    tmp_path: Path, seed: int
) -> None:
    draw = random.Random(seed)
    store, loaded = StoreInMemory(), {}
    kept: dict[str, bytes] = {}
    names = [f"orders/{day}{batch}.csv" for day in ("", "dt=2026-01-05/") for batch in "abc"]
    for _ in range(40):
        for path in draw.sample(names, 2):
            if draw.random() < 0.6:
                store.contents[path] = draw.choice([b"1", b"2", b"33"])
            else:
                store.contents.pop(path, None)
        store.cut_off = set(draw.sample(names, 1)) if draw.random() < 0.3 else set()
        try:
            problems = update(store, tmp_path, loaded).done.problems
        except StoreError:
            problems = None
        there = contents(tmp_path)
        assert {path: there[path] for path in kept} == kept
        if problems is not None:
            assert there == store.contents | kept
            differing = [
                path for path in kept if store.contents.get(path, kept[path]) != kept[path]
            ]
            assert len(problems) == len(differing)
        if problems == [] and there and draw.random() < 0.5:
            path = draw.choice(sorted(there))
            kept[path] = there[path]
            loaded |= loaded_as(StoreInMemory(contents=there), path)


def test_an_upload_continues_and_never_replaces_an_object(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    for path in (EARLY, LATE):
        file = tmp_path / "landing" / path
        file.parent.mkdir(parents=True)
        file.write_bytes(b"x")
    (tmp_path / "landing" / "orders" / ".hidden").write_bytes(b"")
    landing = list_landing(tmp_path / "landing", FEEDS)
    store = StoreInMemory(contents={LATE: b"x"})
    assert upload(store, tmp_path / "landing", landing) == 0
    assert store.contents == {EARLY: b"x", LATE: b"x"}
    assert f"Uploaded 1 of 2 files to {URL}; {URL} has the others." in capsys.readouterr().out
    store.contents[LATE] = b"y"
    del store.contents[EARLY]
    assert upload(store, tmp_path / "landing", landing) == 2
    assert store.contents == {LATE: b"y"}
    assert f"has other content in {LATE}; deliver it under a new" in capsys.readouterr().err
    assert isinstance(landing, Landing)


@pytest.mark.parametrize(
    ("landing", "to", "says"),
    [
        ("", "s3://in", "make upload-landing LANDING=DIR TO=s3://bucket/prefix"),
        ("landing", "", "make upload-landing LANDING=DIR TO=s3://bucket/prefix"),
        ("s3://in", "s3://out", "make upload-landing LANDING=DIR TO=s3://bucket/prefix"),
        ("landing", "gs://in", "TO has the scheme gs; only s3 is read"),
        ("missing", "s3://in", "missing does not exist; create it, or set another LANDING"),
    ],
)
def test_an_upload_needs_a_folder_and_a_url(
    landing: str, to: str, says: str, capsys: pytest.CaptureFixture
) -> None:
    options = parser({"LANDING": landing, "TO": to}).parse_args(["upload-landing"])
    assert upload_landing(options, ObjectStore) == 2
    assert says in capsys.readouterr().err
