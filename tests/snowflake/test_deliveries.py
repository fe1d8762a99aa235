"""Feeds come through a stage and COPY; what a load counts is what the tables have."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from snowflake.connector.cursor import SnowflakeCursor
from snowflake.connector.errors import ProgrammingError

import snowflake_account.load
from deliveries import STAGE, run, set_up
from emulator.app import Emulator
from emulator.serve import connect, running
from loading import DATABASE, ROOT
from snowflake_account.load import copies
from snowflake_proof.sample import SAMPLE, write_deliveries

# A quoted value that does not end, which no file format allows.
BROKEN = 'PRODUCT_ID,PRODUCT_NAME\nP2,"Crane\n'


@dataclass(frozen=True)
class Landing:
    """A feed of an account, and the folder from which its files are put on the stage."""

    emulator: Emulator
    cursor: SnowflakeCursor
    feed: str
    folder: Path

    def put(self, **contents: str) -> None:
        """Put files on the stage: content by name."""
        for name, content in contents.items():
            path = self.folder / f"{name}.csv"
            path.write_text(content, encoding="utf-8")
            self.cursor.execute(
                f"put 'file://{path}' @{STAGE}/{self.feed} auto_compress = false overwrite = true"
            )

    def load(self) -> int:
        """Load the new files; returns the exit code."""
        return run(self.emulator, "load")

    def rows(self, columns: str) -> list[tuple]:
        """Columns of the landing table, by file and row."""
        return self.cursor.execute(
            f"select {columns} from landing_files.{self.feed} order by _file_name, _file_row"
        ).fetchall()

    def history(self) -> list[tuple]:
        """File, status and rows of each attempt to load a file."""
        return self.cursor.execute(
            "select file_name, status, loaded_rows from landing_files.load_history"
            f" where feed = '{self.feed}' order by happened_at, file_name"
        ).fetchall()


Feeds = Callable[[str], Landing]


@pytest.fixture(scope="module")
def account() -> Iterator[Emulator]:
    """An account that has been set up."""
    with running() as emulator:
        set_up(emulator)
        yield emulator


@pytest.fixture
def landing(account: Emulator, tmp_path: Path) -> Iterator[Feeds]:
    """A function that gives a feed of the account. Each test has a feed of its own."""
    with connect(account, database=DATABASE) as session:
        yield lambda feed: Landing(account, session.cursor(), feed, tmp_path)


def test_rows_are_loaded_by_the_names_of_columns_with_file_and_row(landing: Feeds) -> None:
    orders = landing("orders")
    orders.put(B001='_loaded_at,STATUS,order_id\nt1,"a ""b"", c",O1\nt1,"two\nlines",O2\nt1,,O3\n')
    assert orders.load() == 0
    path = "orders/B001.csv"
    assert orders.rows("order_id, status, customer_id, _loaded_at, _file_name, _file_row") == [
        ("O1", 'a "b", c', None, "t1", path, 1),
        ("O2", "two\nlines", None, "t1", path, 2),
        ("O3", None, None, "t1", path, 3),
    ]
    assert orders.history() == [(path, "LOADED", 3)]


def test_a_load_completes_the_history_of_one_that_stopped(
    landing: Feeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise all later loads stop, and the rows are never counted as arrived."""

    def stopped(cursor: SnowflakeCursor, attempts: list) -> None:
        if attempts:
            raise KeyboardInterrupt

    shipments = landing("shipments")
    shipments.put(B001="SHIPMENT_ID\nS1\nS2\n")
    with monkeypatch.context() as patched:
        patched.setattr(snowflake_account.load, "record", stopped)
        with pytest.raises(KeyboardInterrupt):
            shipments.load()
    assert (len(shipments.rows("shipment_id")), shipments.history()) == (2, [])
    shipments.put(B002="SHIPMENT_ID\nS3\n")
    assert shipments.load() == 0
    assert shipments.rows("shipment_id") == [("S1",), ("S2",), ("S3",)]
    both = [("shipments/B001.csv", "LOADED", 2), ("shipments/B002.csv", "LOADED", 1)]
    assert sorted(shipments.history()) == both
    assert shipments.load() == 0
    assert sorted(shipments.history()) == both


def test_a_file_that_copy_skips_without_a_record_is_named(
    landing: Feeds, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = landing("order_lines")
    lines.put(B001="ORDER_ID\nL1\n")
    assert lines.load() == 0
    lines.cursor.execute("delete from landing_files.load_history where feed = 'order_lines'")
    with lines.emulator.instance.duck_conn.cursor() as connection:
        connection.execute(
            "update emulator.public.copied_files set loaded_at = loaded_at - interval 15 day"
            " where table_name like '%.ORDER_LINES'"
        )
    assert lines.load() == 1
    assert "order_lines/B001.csv: COPY skipped it" in capsys.readouterr().err
    assert lines.history() == []
    with lines.emulator.instance.duck_conn.cursor() as connection:
        connection.execute("update emulator.public.copied_files set loaded_at = now()")
    assert lines.load() == 0
    assert lines.history() == [("order_lines/B001.csv", "LOADED", 1)]


def test_a_bad_file_holds_back_no_other_one(
    landing: Feeds, capsys: pytest.CaptureFixture[str]
) -> None:
    products = landing("products")
    good = {f"B00{number}": f"PRODUCT_ID,PRODUCT_NAME\nP{number},Lamp\n" for number in (1, 3, 4, 5)}
    products.put(**good, B002=BROKEN)
    assert products.load() == 1
    assert capsys.readouterr().err.startswith("products/B002.csv: ")
    assert [name for (name,) in products.rows("product_id")] == ["P1", "P3", "P4", "P5"]
    assert sorted(products.history()) == [
        ("products/B001.csv", "LOADED", 1),
        ("products/B002.csv", "FAILED", 0),
        *[(f"products/B00{number}.csv", "LOADED", 1) for number in (3, 4, 5)],
    ]
    products.put(B002=BROKEN.replace('"', ""))
    assert products.load() == 0
    assert len(products.rows("product_id")) == 5


def test_an_error_in_one_file_stops_the_copy_of_all(landing: Feeds) -> None:
    tickets = landing("support_tickets")
    tickets.put(B001="TICKET_ID\nR1\n", B002='TICKET_ID\n"R2\n')
    script = (ROOT / "snowflake" / "load" / "copy.sql").read_text(encoding="utf-8")
    with pytest.raises(ProgrammingError, match="support_tickets/B002.csv"):
        tickets.cursor.execute(copies(script)[1]["support_tickets", "csv"])
    assert tickets.rows("ticket_id") == []
    tickets.put(B002="TICKET_ID\nR2\n")
    assert tickets.load() == 0
    assert tickets.rows("ticket_id") == [("R1",), ("R2",)]


def test_a_header_with_a_name_twice_is_refused_and_an_empty_file_has_no_rows(
    landing: Feeds, capsys: pytest.CaptureFixture[str]
) -> None:
    """Snowflake documents neither; the emulator takes the answer that loses no value."""
    leads = landing("marketing_leads")
    leads.put(B001="PHONE,phone\na,b\n", B002="")
    assert leads.load() == 1
    assert "Column PHONE is in the header twice" in capsys.readouterr().err
    assert (leads.rows("phone"), sorted(leads.history())) == (
        [],
        [("marketing_leads/B001.csv", "FAILED", 0), ("marketing_leads/B002.csv", "LOADED", 0)],
    )
    leads.put(B001="PHONE\na\n")
    assert leads.load() == 0


def test_the_files_of_the_sample_have_all_rows_of_the_seeds(tmp_path: Path) -> None:
    def rows(paths: list[Path]) -> int:
        return sum(len(list(csv.reader(path.open(encoding="utf-8")))) - 1 for path in paths)

    seeds = ROOT / "seeds"
    files = write_deliveries(seeds, tmp_path)
    assert rows(files) == rows([path for name in SAMPLE for path in (seeds / name).glob("*.csv")])
    assert {path.stem for path in files} >= {"B001", "B010"}
    later = write_deliveries(seeds, tmp_path / "later", ["B010"])
    assert {path.stem for path in later} == {"B010"}
