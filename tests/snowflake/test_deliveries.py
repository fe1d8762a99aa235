"""Feeds come through a stage and COPY; dbt reads exactly the rows that COPY counted."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from snowflake.connector.cursor import SnowflakeCursor
from snowflake.connector.errors import ProgrammingError

from deliveries import SEEDS, copied, write_files
from emulator.app import Emulator
from emulator.serve import connect

SETUP = """
create schema if not exists landing_files;; create stage landing_files.deliveries;;
create file format landing_files.deliveries_csv type = csv parse_header = true;;
create file format landing_files.without_header type = csv;;
create table landing_files.load_history (feed varchar, file_name varchar, status varchar,
    parsed_rows number, loaded_rows number);;
create table landing_files.orders (ORDER_ID varchar, NOTE varchar, ADDED varchar,
    _loaded_at varchar, _file_name varchar, _file_row number(38, 0))
"""


@pytest.fixture
def cursor(emulator: Emulator, request: pytest.FixtureRequest) -> SnowflakeCursor:
    """A cursor on a database of its own with a stage and one feed."""
    session = connect(emulator, database=request.node.name.upper())
    found = session.cursor()
    for statement in SETUP.split(";;"):
        found.execute(statement)
    return found


def put(cursor: SnowflakeCursor, folder: Path, name: str, content: str) -> None:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    cursor.execute(f"put 'file://{path}' @landing_files.deliveries/orders overwrite = true")


def test_rows_are_loaded_by_the_names_of_columns_with_file_and_row(
    cursor: SnowflakeCursor, tmp_path: Path
) -> None:
    content = '_loaded_at,NOTE,order_id\nt1,"a ""b"", c",O1\nt1,"two\nlines",O2\nt1,,O3\n'
    put(cursor, tmp_path, "B001.csv", content)
    assert copied(cursor, "orders") == {("orders", "B001"): 3}
    cursor.execute("select * from landing_files.orders order by _file_row")
    path = "orders/B001.csv.gz"
    assert cursor.fetchall() == [
        ("O1", 'a "b", c', None, "t1", path, 1),
        ("O2", "two\nlines", None, "t1", path, 2),
        ("O3", None, None, "t1", path, 3),
    ]


def test_a_file_is_loaded_once_unless_it_changes(cursor: SnowflakeCursor, tmp_path: Path) -> None:
    put(cursor, tmp_path, "B001.csv", "ORDER_ID\nO1\n")
    assert copied(cursor, "orders") == {("orders", "B001"): 1}
    put(cursor, tmp_path, "B002.csv", "ORDER_ID\nO2\nO3\n")
    assert copied(cursor, "orders") == {("orders", "B002"): 2}
    assert copied(cursor, "orders") == {}
    put(cursor, tmp_path, "B001.csv", "ORDER_ID\nO4\n")
    assert copied(cursor, "orders") == {("orders", "B001"): 1}


def test_a_file_format_without_header_is_refused(cursor: SnowflakeCursor, tmp_path: Path) -> None:
    put(cursor, tmp_path, "B001.csv", "ORDER_ID\nO1\n")
    with pytest.raises(ProgrammingError, match="PARSE_HEADER"):
        cursor.execute(
            "copy into landing_files.orders from @landing_files.deliveries/orders/"
            " file_format = (format_name = 'landing_files.without_header')"
            " match_by_column_name = case_insensitive"
            " include_metadata = (_file_name = metadata$filename)"
        )


def test_the_files_of_the_sample_have_all_rows_of_the_seeds(tmp_path: Path) -> None:
    def rows(paths: list[Path]) -> int:
        return sum(len(list(csv.reader(path.open(encoding="utf-8")))) - 1 for path in paths)

    files = write_files(tmp_path)
    assert rows(files) == rows([path for folder in SEEDS for path in folder.glob("*.csv")])
    assert {path.stem for path in files} >= {"B001", "B010"}
    later = write_files(tmp_path / "later", ["B010"])
    assert {path.stem for path in later} == {"B010"}
