"""A landing folder is refused if a load would fail or read other columns than declared."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from warehouse.cli import main
from warehouse.feed_files import declared_columns
from warehouse.landing_files import check_landing

COLUMNS = ("ORDER_ID", "_loaded_at", "_batch_id", "_record_source")
ROW = ("1", "2026-01-01 02:00:00", "B001", "SHOP")


def write(path: Path, columns: tuple[str, ...] = COLUMNS, row: tuple[str, ...] = ROW) -> None:
    """Write a landing file of one row, of the kind in its name."""
    path.parent.mkdir(exist_ok=True, parents=True)
    if path.suffix == ".csv":
        path.write_text(",".join(columns) + "\n" + ",".join(row) + "\n", encoding="utf-8")
    elif path.suffix == ".jsonl":
        path.write_text(json.dumps(dict(zip(columns, row, strict=True))) + "\n", encoding="utf-8")
    else:
        values = ", ".join(f"'{value}' as {name}" for name, value in zip(columns, row, strict=True))
        duckdb.sql(f"copy (select {values}) to '{path}'")


def problems(folder: Path) -> list[str]:
    """The problems of the orders in a folder, without the folder's name."""
    _, problems = check_landing(folder, {"orders": COLUMNS})
    return [problem.message.replace(f"{folder}", "DIR") for problem in problems]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_files_of_a_kind_with_the_declared_columns_pass(tmp_path: Path, kind: str) -> None:
    write(tmp_path / "orders" / f"B001.{kind}")
    write(tmp_path / "orders" / f"B002.{kind}", row=(*ROW[:2], "B002", ROW[3]))
    files, problems = check_landing(tmp_path, {"orders": COLUMNS})
    assert (len(files), problems) == (2, [])


def test_one_file_of_all_batches_passes(tmp_path: Path) -> None:
    write(tmp_path / "feeds" / "orders.csv")
    assert problems(tmp_path) == []


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_undeclared_columns_are_reported_with_their_file(tmp_path: Path, kind: str) -> None:
    write(tmp_path / "orders" / f"B001.{kind}", columns=("ORDER", *COLUMNS[1:]))
    assert problems(tmp_path) == [
        f"DIR/orders/B001.{kind} has unknown columns: 'ORDER'; lacks the columns: ORDER_ID"
    ]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["orders/B001.csv", "orders/B002.jsonl"], "orders/*.csv, orders/*.jsonl"),
        (["orders/B001.csv", "feeds/orders.csv"], "feeds/*.csv, orders/*.csv"),
    ],
)
def test_files_of_several_kinds_are_refused(tmp_path: Path, names: list[str], found: str) -> None:
    for name in names:
        write(tmp_path / name)
    (problem,) = problems(tmp_path)
    assert problem.endswith(f"found {found}")


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("orders/B001.csv", b"", "is empty, or its first line cannot be read"),
        ("orders/B001.jsonl", b"[1]\n", "is empty, or its first line cannot be read"),
        ("orders/B001.parquet", b"text", "is not a Parquet file"),
        ("orders/B001.csv", b"\xff\xfeO", "is UTF-16"),
    ],
)
def test_an_unreadable_file_is_reported_in_one_line(
    tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    (tmp_path / "orders").mkdir()
    (tmp_path / name).write_bytes(content)
    (found,) = problems(tmp_path)
    assert found.startswith(f"DIR/{name} {problem}")
    assert "\n" not in found


def test_a_feed_without_files_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    options = ["--landing", str(tmp_path), "--database", str(tmp_path / "c360.duckdb")]
    assert main(["check", *options], {}) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(declared_columns()) + 1
    assert all(" has no file in " in line for line in lines[:-1])


def test_a_steward_log_is_checked_if_there_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    for feed, columns in declared_columns().items():
        write(tmp_path / "landing" / feed / "B001.csv", columns, ("x",) * len(columns))
    options = ["--landing", str(tmp_path / "landing"), "--database", str(tmp_path / "c360.duckdb")]
    assert main(["check", *options], {}) == 0
    assert capsys.readouterr().out.startswith("Checked 19 feeds, 19 files in ")
    log = tmp_path / "landing" / "steward_decisions" / "B001.jsonl"
    write(log, ("decision_id",), ("SD-1",))
    assert main(["check", *options], {}) == 2
    assert capsys.readouterr().err.startswith(f"feed steward_decisions: {log} lacks the columns: ")


def test_a_landing_folder_is_passed_on_as_a_full_path_and_a_schema_unchanged(
    capsys: pytest.CaptureFixture,
) -> None:
    assert main(["vars"], {"LANDING": "there"}) == 0
    assert json.loads(capsys.readouterr().out) == {"landing": str(Path("there").absolute())}
    assert main(["vars", "--target", "snowflake"], {"LANDING": "raw.landing"}) == 0
    assert json.loads(capsys.readouterr().out) == {"landing": "raw.landing"}
