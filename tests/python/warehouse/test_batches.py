"""A file of several batches may grow, but a build is refused if loaded rows have changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from landing_project import COLUMNS, SHAPE

from warehouse.landing.batches import batch_name
from warehouse.landing.feed_files import FeedError, check_feed
from warehouse.landing.landed_files import known_files, record_files
from warehouse.landing.landing_files import check_landing

HEADER = ",".join(COLUMNS)
BATCHES = {"B1": ["1,1.20,x", "2,1.30,"], "B2": ["3,1.40,z"]}


def write(path: Path, batches: dict[str, list[str]], header: str = HEADER) -> Path:
    """Write a file of the feed `orders`; a row is given by its first columns."""
    rows = [
        f"{row},20260105,,2026-01-01 02:00:00,{batch},SHOP"
        for batch, rows in batches.items()
        for row in rows
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database to which the first batches of a seed were loaded."""
    database = tmp_path / "test.duckdb"
    seed = check_feed(write(tmp_path / "orders.csv", BATCHES), SHAPE)
    record_files(database, "bookkeeping", seed.batches, {})
    with duckdb.connect(str(database)) as connection:
        recorded = "select landed_in, arrived from bookkeeping.landed_files order by 1"
        assert connection.execute(recorded).fetchall() == [("B1", 2), ("B2", 1)]
        connection.execute(
            "create table bookkeeping.processed_loads as select 'landing_orders' as source, "
            "unnest(['B1', 'B2']) as load, '1' as state, 'a run' as run_id, 'processed' as status"
        )
    return database


CHANGED = {
    "another value": {"B1": ["1,1.30,x", "2,1.30,"], "B2": ["3,1.40,z"]},
    "a value that is gone": {"B1": ["1,1.20,", "2,1.30,"], "B2": ["3,1.40,z"]},
    "a row that is gone": {"B1": ["1,1.20,x"], "B2": ["3,1.40,z"]},
    "another value in a batch that has grown": {"B1": ["1,1.20,x", "2,1.31,", "4,1,"]},
    "a row in the middle": {"B1": ["1,1.20,x", "4,1,", "2,1.30,"]},
}
LIKE_BEFORE = {
    "no change": BATCHES,
    "a batch more": BATCHES | {"B3": ["1,9,x"]},
    "an additional row at the end of a batch": BATCHES | {"B2": ["3,1.40,z", "4,1,"]},
    "a batch that is no longer there": {"B2": ["3,1.40,z"]},
}


@pytest.mark.parametrize("layout", ["seed", "feeds"])
def test_only_loaded_rows_must_stay_unchanged(database: Path, tmp_path: Path, layout: str) -> None:
    known = known_files(database, "bookkeeping")
    shapes = {"orders": SHAPE}
    path = tmp_path / ("landing/feeds/orders.csv" if layout == "feeds" else "orders.csv")
    path.parent.mkdir(parents=True, exist_ok=True)

    def problem() -> str:
        if layout == "feeds":
            problems = check_landing(tmp_path / "landing", shapes, known).problems
            return str(problems[0]) if problems else ""
        try:
            check_feed(path, SHAPE, known)
        except FeedError as error:
            return str(error)
        return ""

    for case, batches in LIKE_BEFORE.items():
        write(path, batches)
        assert problem() == "", case
    for case, batches in CHANGED.items():
        write(path, batches)
        assert "has changed rows of batch B1 since they were loaded; restore" in problem(), case
    write(path, CHANGED["another value"])
    known = known_files(database, "bookkeeping", is_rebuilt=True)
    assert problem() == ""


def test_a_new_column_or_a_different_order_changes_no_row(database: Path, tmp_path: Path) -> None:
    known = known_files(database, "bookkeeping")
    path = write(tmp_path / "orders.csv", {"B1": ["1,1.20,x,", "2,1.30,,"]}, HEADER)
    columns = [*COLUMNS[:3], "MOOD", *COLUMNS[3:]]
    path.write_text(path.read_text("utf-8").replace(HEADER, ",".join(columns)), encoding="utf-8")
    assert check_feed(path, replace(SHAPE, columns=tuple(columns)), known).rows == 2
    swapped = {"B1": ["1.20,1,x", "1.30,2,"]}
    write(path, swapped, HEADER.replace("ORDER_ID,AMOUNT", "AMOUNT,ORDER_ID"))
    assert check_feed(path, SHAPE, known).rows == 2


def test_a_batch_that_grows_is_counted_again(database: Path, tmp_path: Path) -> None:
    known = known_files(database, "bookkeeping")
    grown = write(tmp_path / "orders.csv", BATCHES | {"B2": ["3,1.40,z", "4,1,"]})
    record_files(database, "bookkeeping", check_feed(grown, SHAPE, known).batches, known)
    with duckdb.connect(str(database)) as connection:
        recorded = "select landed_in, arrived from bookkeeping.landed_files order by 1"
        assert connection.execute(recorded).fetchall() == [("B1", 2), ("B2", 2)]


def test_batches_have_the_names_that_landing_gives_them() -> None:
    names = {" B5\u00a0": "B5", "\u202eB\u200b5\x07": "B5", "\u3000": "(none)", "": "(none)"}
    assert {written: batch_name(written) for written in names} == names


@pytest.mark.parametrize("is_upgraded", [False, True])
def test_batches_that_version_0_1_loaded_must_have_as_many_rows(
    tmp_path: Path, is_upgraded: bool
) -> None:
    """B3 was not loaded completely, so it may have any."""
    database = tmp_path / "old.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema staging; create schema bookkeeping")
        if is_upgraded:
            connection.execute("""
                create table bookkeeping.processed_loads as
                select * from (values
                    ('stg_shop__orders', 'landing_orders', 'B1', '2', 'upgrade', 'processed'),
                    ('stg_shop__orders', 'landing_orders', 'B2', '1', 'upgrade', 'processed'),
                    ('sat_order__shop', 'stg_shop__orders', 'B1', '2', 'upgrade', 'processed'),
                    ('stg_shop__orders', 'landing_orders', 'B3', '7', 'a run', 'pending')
                ) as loads (consumer, source, load, state, run_id, status)
            """)
        else:
            connection.execute("""
                create table staging.stg_landing__batches as
                select * from (values
                    ('orders', 'B1', 2, true, false), ('orders', 'B2', 1, true, false),
                    ('orders', 'B3', 7, false, true), ('orders', null, 1, true, false)
                ) as batches (feed, landed_in, landed, is_whole, is_pending)
            """)
    known = known_files(database, "bookkeeping")
    path = tmp_path / "orders.csv"
    assert check_feed(write(path, LIKE_BEFORE["a batch more"]), SHAPE, known).rows == 4
    for changed in (
        LIKE_BEFORE["an additional row at the end of a batch"],
        {"B2": ["1,1,", "2,2,"]},
    ):
        with pytest.raises(FeedError, match="has changed rows of batch B2 since they were loaded"):
            check_feed(write(path, changed), SHAPE, known)
    with pytest.raises(FeedError, match="has changed rows of batch B1 since"):
        check_feed(write(path, {"B1": ["1,1.20,x"]}), SHAPE, known)
    assert known_files(database, "bookkeeping", is_rebuilt=True) == {}
    assert known_files(database, "bookkeeping_as_of_2026_01_02") == {}
    # The next build records their rows.
    batches = check_feed(write(path, BATCHES), SHAPE, known).batches
    assert [batch.is_new for batch in batches] == [True, True]
    record_files(database, "bookkeeping", batches, known)
    recorded = known_files(database, "bookkeeping")
    assert [recorded["orders", name].sha256 for name in BATCHES] == [one.sha256 for one in batches]
