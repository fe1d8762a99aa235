"""Files have the same rows in every format and layout and with any number of processes."""

from pathlib import Path

import duckdb
import pytest

from feeds import FEEDS, SEED, delivery, generate, spool
from feeds.__main__ import main
from feeds.formats import FILES, FORMATS, format_of
from feeds.landing import Landing
from feeds.world import build_world

SCALE = 0.03
READ = {
    "csv": "read_csv('{}', all_varchar = true, header = true, delim = ',', quote = '\"',"
    " hive_partitioning = false)",
    "jsonl": "read_json('{}', format = 'newline_delimited', columns = {{{}}},"
    " hive_partitioning = false)",
    "parquet": "read_parquet('{}', hive_partitioning = false)",
}


def rows_of(path: Path, header: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The rows of a file, read by the engine that loads them; a missing value is empty."""
    columns = ", ".join(f"'{name}': 'varchar'" for name in header)
    source = READ[path.suffix[1:]].format(path, columns)
    relation = duckdb.cursor().sql(f"select * from {source}")
    assert tuple(relation.columns) == header
    assert set(relation.types) == {"VARCHAR"}
    return [tuple(cell or "" for cell in row) for row in relation.fetchall()]


@pytest.fixture(scope="module")
def tables():
    return {path: (header, rows) for path, header, rows in generate(SCALE)}


@pytest.mark.parametrize("wanted", FORMATS)
@pytest.mark.parametrize("layout", [[], ["--by-batch"]])
def test_every_format_and_layout_has_the_same_rows(tmp_path, tables, wanted, layout):
    main(["--scale", str(SCALE), "--out", str(tmp_path), "--format", wanted, *layout])
    for name in FEEDS:
        header, rows = tables[f"feeds/{name}"]
        files = sorted((tmp_path / name).iterdir()) if layout else []
        files = files or list((tmp_path / "feeds").glob(f"{name}.*"))
        assert len({file.suffix for file in files}) == 1
        assert [row for file in files for row in rows_of(file, header)] == rows
    for name, (header, rows) in tables.items():
        if name.startswith("truth/"):
            assert rows_of(tmp_path / f"{name}.csv", header) == rows


@pytest.mark.parametrize("name", FEEDS)
def test_a_batch_is_one_file_with_its_own_and_redelivered_rows(tmp_path, name):
    delivered = FEEDS[name](build_world(20260101, SCALE))
    Landing(tmp_path, "csv", by_batch=True).take(delivered)
    batches = {}
    for file in sorted((tmp_path / name).iterdir()):
        batches[file.stem] = {row[-2] for row in rows_of(file, delivered.feed.header)}
    arrived = {landed.batch for landed in FEEDS[name](build_world(SEED, SCALE)).landed}
    assert set(batches) == {f"B{number:03d}" for number in arrived}
    assert all(max(found) == batch for batch, found in batches.items())
    assert {batch for batch, found in batches.items() if len(found) > 1} <= {"B003", "B004", "B008"}


def test_parallel_processes_write_the_same_bytes(tmp_path):
    for jobs in ("1", "3"):
        main(["--scale", str(SCALE), "--out", str(tmp_path / jobs), "--by-batch", "--jobs", jobs])
    one, three = (
        {file.relative_to(folder): file.read_bytes() for file in sorted(folder.glob("*/*.*"))}
        for folder in (tmp_path / "1", tmp_path / "3")
    )
    assert one == three


def test_batches_of_an_earlier_run_are_removed(tmp_path):
    main(["--scale", str(SCALE), "--out", str(tmp_path), "--feeds", "products", "--by-batch"])
    stale = tmp_path / "products" / "B011.jsonl"
    stale.touch()
    main(["--scale", str(SCALE), "--out", str(tmp_path), "--feeds", "products", "--by-batch"])
    assert not stale.exists()


def test_mixed_uses_every_format_and_has_one_for_each_system():
    world = build_world(20260101, SCALE)
    usual = {format_of(build(world).feed, "mixed") for build in FEEDS.values()}
    assert usual == set(FILES)


@pytest.mark.parametrize("name", FEEDS)
def test_changes_of_a_key_are_consecutive_and_in_time_order(monkeypatch, name):
    """Planning relies on it, because only numbers of keys are in memory, not the keys."""
    drawn = []

    class RecordingSpool(spool.Spool):
        def __init__(self, changes):
            super().__init__(one for one in changes if drawn.append(one) is None)

    monkeypatch.setattr(delivery, "Spool", RecordingSpool)
    FEEDS[name](build_world(20260101, SCALE))
    last = {}
    for place, one in enumerate(drawn):
        before, moment = last.get(one.key, (place - 1, one.moment))
        assert before == place - 1, one
        assert moment <= one.moment, one
        last[one.key] = (place, one.moment)


def test_jobs_must_be_positive():
    with pytest.raises(SystemExit):
        main(["--jobs", "0", "--out", "nowhere"])
