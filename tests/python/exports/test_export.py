"""The exports, applied one after the other, give the current golden customers and their records."""

from __future__ import annotations

import csv
import hashlib
import json
import random
from pathlib import Path

import duckdb
import pytest

from exports.cli import main
from exports.export import SENT, VALUES, Export, ExportError, export, only_export
from reference_build import Reference
from warehouse.options import published_path

TABLES = f"""
create schema marts;
create schema bookkeeping;
create table marts.dim_customer ({" varchar, ".join(("customer_uid", *VALUES))} varchar,
    is_current boolean);
create table marts.customer_records (
    customer_uid varchar, source_system varchar, customer_id varchar, is_current boolean
);
create table marts.customer_uid_redirects (
    customer_uid varchar, status varchar, status_since date, resolved_uid varchar,
    relation varchar, is_main boolean
);
create table bookkeeping.publications (published_at timestamp, data_until date);
insert into bookkeeping.publications values ('2026-01-10 03:00:00', '2026-01-10');
"""
# Golden customer -> its name, and the ids of its records.
State = dict[str, tuple[str, tuple[str, ...]]]


@pytest.fixture
def warehouse() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(TABLES)
    return connection


def publish(connection: duckdb.DuckDBPyConnection, state: State) -> None:
    """Replace the golden customers. The uid of each record leads to the customer that has it."""
    for table in ("dim_customer", "customer_records", "customer_uid_redirects"):
        connection.execute(f"delete from marts.{table}")
    for uid, (name, records) in state.items():
        connection.execute(
            "insert into marts.dim_customer by name"
            " select ? as customer_uid, ? as full_name, true as is_current",
            [uid, name],
        )
        for record in records:
            connection.execute(
                "insert into marts.customer_records values (?, 'CRM', ?, true)", [uid, record]
            )
            relation = "SELF" if record == uid else "SUCCESSOR"
            connection.execute(
                "insert into marts.customer_uid_redirects"
                " values (?, 'MERGED', '2026-01-10', ?, ?, true)",
                [record, uid, relation],
            )
    connection.execute("drop table if exists customers; drop table if exists changes")
    connection.execute("drop table if exists sent")


def rows(written: Export, name: str) -> list[dict[str, str]]:
    with (written.folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def apply(known: State, written: Export) -> None:
    """Apply an export as a system that stores customers does."""
    records: dict[str, list[str]] = {}
    for row in rows(written, "customer_records.csv"):
        records.setdefault(row["customer_uid"], []).append(row["customer_id"])
    for row in rows(written, "customers.csv"):
        uid = row["customer_uid"]
        if row["change"] == "ENDED":
            del known[uid]
        else:
            assert (uid in known) == (row["change"] == "CHANGED")
            known[uid] = (row["full_name"], tuple(records[uid]))


def test_a_change_a_merge_and_an_end_are_sent(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    publish(warehouse, {"a": ("Ann", ("a",)), "b": ("Bob", ("b",)), "c": ("Cy", ("c",))})
    first = export(warehouse, tmp_path)
    assert first.changes == {"NEW": 3}
    publish(warehouse, {"a": ("Anna", ("a",)), "b": ("Bob", ("b", "c"))})
    second = export(warehouse, tmp_path)
    assert second.folder.name == "000002-2026-01-10"
    changes = {row["customer_uid"]: row["change"] for row in rows(second, "customers.csv")}
    assert changes == {"a": "CHANGED", "b": "CHANGED", "c": "ENDED"}
    sent = [
        (row["customer_uid"], row["customer_id"]) for row in rows(second, "customer_records.csv")
    ]
    assert sent == [("a", "a"), ("b", "b"), ("b", "c")]
    redirected = [
        (row["customer_uid"], row["resolved_uid"]) for row in rows(second, "customer_uids.csv")
    ]
    assert redirected == [("c", "b")]


def test_nothing_new_writes_nothing(warehouse: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    state = {"a": ("Ann", ("a",))}
    publish(warehouse, state)
    first = export(warehouse, tmp_path)
    publish(warehouse, state)
    assert export(warehouse, tmp_path) is None
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == [first.folder]


@pytest.mark.parametrize("seed", range(20))
def test_applied_one_after_the_other_they_give_the_current_state(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path, seed: int
) -> None:
    draw, known = random.Random(seed), {}
    for _ in range(6):
        ids = draw.sample("abcdefgh", draw.randint(0, 8))
        state: State = {}
        for record in sorted(ids):
            uid = draw.choice([*state, record])
            name, records = state.get(uid, (draw.choice(["", "Ann", "=1+1", 'a "b",\n']), ()))
            state[uid] = (name, (*records, record))
        publish(warehouse, state)
        if written := export(warehouse, tmp_path):
            apply(known, written)
        assert known == state


def test_the_manifest_has_rows_and_digests(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    publish(warehouse, {"a": ("Ann", ("a", "b"))})
    written = export(warehouse, tmp_path)
    manifest = json.loads((written.folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["number"], manifest["previous"]) == (1, None)
    for name, facts in manifest["files"].items():
        content = (written.folder / name).read_bytes()
        assert facts["sha256"] == hashlib.sha256(content).hexdigest()
        assert facts["rows"] == len(rows(written, name))


def test_an_export_that_was_stopped_is_written_again(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    publish(warehouse, {"a": ("Ann", ("a",))})
    stopped = tmp_path / ".000001-2026-01-10"
    stopped.mkdir()
    (stopped / "left.csv").touch()
    written = export(warehouse, tmp_path)
    assert written.folder.name == "000001-2026-01-10"
    assert not (written.folder / "left.csv").exists()
    assert not stopped.exists()


def test_an_export_is_refused_if_it_is_unknown_what_was_sent(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    publish(warehouse, {"a": ("Ann", ("a",))})
    (export(warehouse, tmp_path).folder / SENT).write_text("customer_uid\na\n", encoding="utf-8")
    publish(warehouse, {"a": ("Anna", ("a",))})
    with pytest.raises(ExportError, match="cannot be read, so it is unknown what was sent"):
        export(warehouse, tmp_path)


def test_two_exports_do_not_write_at_once(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    publish(warehouse, {"a": ("Ann", ("a",))})
    with only_export(tmp_path), pytest.raises(ExportError, match="Another export is writing"):
        export(warehouse, tmp_path)


def test_the_published_sample_is_exported_once(
    reference: Reference, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published = published_path(reference.database, {})
    arguments = ["--published", str(published), "--folder", str(tmp_path)]
    assert main(arguments, {}) == 0
    assert "customers" in capsys.readouterr().out
    (folder,) = (path for path in tmp_path.iterdir() if path.is_dir())
    with duckdb.connect(str(published), read_only=True) as connection:
        expected = connection.execute(
            "select count(*) from marts.dim_customer where is_current and customer_uid <> 'UNKNOWN'"
        ).fetchone()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"]["customers.csv"]["rows"] == expected[0] > 1000
    assert main(arguments, {}) == 0
    assert "No golden customer has changed" in capsys.readouterr().out


def test_without_a_published_warehouse_it_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--published", str(tmp_path / "none.duckdb"), "--folder", str(tmp_path)]
    assert main(arguments, {}) == 2
    assert capsys.readouterr().err.strip().endswith("does not exist yet: run `make build`.")
