"""`make erase` on a landing folder, with a fake dbt that only writes a run history."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest
from canary import RECORDS
from warehouse_with_person import RECORDS_OF, Warehouse

from warehouse.build.last_build import content_digest


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """A warehouse with the person."""
    return Warehouse(tmp_path)


def test_a_person_is_erased_from_a_landing_folder_and_this_is_proved(
    warehouse: Warehouse, capsys: pytest.CaptureFixture
) -> None:
    page = warehouse.folder / "published" / "reports" / "old.html"
    page.parent.mkdir(parents=True)
    page.write_text("quarantined: zdenka@quillfeather.example")
    assert len(warehouse.places()) > 10
    assert warehouse.make("erase", RECORD=RECORDS, REASON="test") == 0
    output = capsys.readouterr().out
    assert "Erased SAP:KNA999901" in output
    assert f"Deleted {page}" in output
    assert warehouse.places() == []
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        runs = connection.execute("select run_id from bookkeeping.runs order by all").fetchall()
        measured = connection.execute("from operations.node_runs").fetchall()
        decisions = connection.execute(
            "select decision_id, customer_id_l, reason from snapshots.steward_decision_history"
        ).fetchall()
    assert runs == [("run 1",), ("run 2",)]
    assert measured == [("run 1",)]
    assert decisions == [
        ("SD-1", RECORDS_OF[0].pseudonym, "erased"),
        ("SD-2", "KNA1", "erased"),
        ("SD-3", "KNA1", "same address"),
    ]

    assert warehouse.make("erase-proof", RECORD=RECORDS) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0"
    assert list((warehouse.folder / "values").glob("*")) == []
    # A later proof has only the register.
    assert warehouse.make("erase-proof", RECORD=RECORDS) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0"


def test_a_value_that_is_left_is_shown_with_its_place(
    warehouse: Warehouse, capsys: pytest.CaptureFixture
) -> None:
    assert warehouse.make("erase", RECORD=RECORDS, REASON="test") == 0
    with duckdb.connect(str(warehouse.database)) as connection:
        connection.execute("create table left_over as select 'Zdenka@quillfeather.example' as a")
    note = warehouse.folder / "exports" / "list.csv"
    note.parent.mkdir()
    note.write_text("name\nZdenka Quillfeather\n")
    capsys.readouterr()
    assert warehouse.make("erase-proof", RECORD=RECORDS) == 1
    output = capsys.readouterr().out.splitlines()
    assert output == [f"{warehouse.database} main.left_over", str(note), "2"]


def test_an_export_loses_the_rows_of_the_person(warehouse: Warehouse) -> None:
    folder = warehouse.folder / "exports" / "000001-2026-01-03"
    folder.mkdir(parents=True)
    customers = folder / "customers.csv"
    customers.write_text('change,name,phone\nNEW,Zdenka,+498999887766\nNEW,Ann,"1,2"\n')
    (folder / "sent.csv").write_text("customer_uid,digest\nC-1,00\nC-2,01\n")
    files = {"customers.csv": {"rows": 2, "sha256": ""}, "sent.csv": {"rows": 2, "sha256": "x"}}
    (folder / "manifest.json").write_text(json.dumps({"number": 1, "files": files}))
    assert warehouse.make("erase", RECORD=RECORDS, REASON="test") == 0
    assert customers.read_text() == 'change,name,phone\nNEW,Ann,"1,2"\n'
    assert json.loads((folder / "manifest.json").read_text())["files"] == {
        "customers.csv": {"rows": 1, "sha256": content_digest(customers)},
        "sent.csv": {"rows": 2, "sha256": "x"},
    }


def test_an_erasure_that_fails_keeps_the_working_database(
    warehouse: Warehouse, capsys: pytest.CaptureFixture
) -> None:
    with duckdb.connect(str(warehouse.database)) as connection:
        connection.execute("create table snapshots.unknown as select 1 as a")
    assert warehouse.make("erase", RECORD=RECORDS, REASON="test") == 1
    assert "Run it again" in capsys.readouterr().err
    with duckdb.connect(str(warehouse.database)) as connection:
        connection.execute("drop table snapshots.unknown")
        assert connection.execute("select count(*) from raw_vault.hub_customer").fetchone()[0] > 0
    left = warehouse.database.with_name("c360.duckdb.erasing")
    with duckdb.connect(str(left)) as connection:
        connection.execute("create table t as select 'zdenka@quillfeather.example' as a")
    assert warehouse.make("erase-proof", RECORD=RECORDS) == 1
    assert f"{left} main.t" in capsys.readouterr().out
    assert warehouse.make("erase", RECORD=RECORDS, REASON="test") == 0
    assert not left.exists()
    assert warehouse.places() == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"RECORD": RECORDS}, "Say why"),
        ({"REASON": "test"}, "Say who"),
        ({"RECORD": "SAP:NONE", "REASON": "test"}, "no source has delivered SAP:NONE"),
        ({"CUSTOMER": "C-0", "REASON": "test"}, "there is no golden customer C-0"),
    ],
)
def test_a_mistake_is_refused_and_changes_nothing(
    given: dict[str, str], message: str, warehouse: Warehouse, capsys: pytest.CaptureFixture
) -> None:
    before = warehouse.places()
    assert warehouse.make("erase", **given) == 2
    assert message in capsys.readouterr().err
    assert warehouse.places() == before


def test_a_loaded_file_that_is_gone_stops_an_erasure(
    warehouse: Warehouse, capsys: pytest.CaptureFixture
) -> None:
    with duckdb.connect(str(warehouse.database)) as connection:
        connection.execute(
            "insert into bookkeeping.processed_loads values"
            " ('stg_sap__kna1', 'landing_sap_kna1', 'B900', '', '', 'processed')"
        )
    before = warehouse.places()
    assert warehouse.make("erase", RECORD=RECORDS, REASON="test") == 2
    assert "sap_kna1/B900" in capsys.readouterr().err
    assert warehouse.places() == before


@pytest.mark.parametrize("renamed", ["B901", "CUST999901 (2)"])
def test_a_batch_that_is_named_after_the_person_gets_another_name_first(
    renamed: str, warehouse: Warehouse, capsys: pytest.CaptureFixture
) -> None:
    with duckdb.connect(str(warehouse.database)) as connection:
        connection.execute(
            "insert into bookkeeping.processed_loads values"
            " ('s', 'landing_oracle_customers', 'CUST999901', '', '', 'processed')"
        )
    delivered = warehouse.landing / "feeds" / "oracle_customers.csv"
    header, *lines = csv.reader(delivered.read_text("utf-8").splitlines())
    place = header.index("_batch_id")

    def name_batch(name: str) -> None:
        lines[0][place] = name
        with delivered.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *lines])

    name_batch("CUST999901")
    before = warehouse.places()
    assert warehouse.make("erase", RECORD=RECORDS, REASON="test") == 2
    said = capsys.readouterr().err
    assert "oracle_customers/CUST999901" in said and "a name that is new" in said
    assert warehouse.places() == before
    name_batch(renamed)
    is_refused = renamed != "B901"
    assert warehouse.make("erase", RECORD=RECORDS, REASON="test") == (2 if is_refused else 0)
    assert bool(warehouse.places()) == is_refused


def test_an_erasure_that_a_gate_stops_says_how_to_go_on(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(warehouse, "dbt", lambda _: 1)
    assert warehouse.make("erase", RECORD=RECORDS, REASON="test") != 0
    assert "ACCEPT=<gates or tests that failed" in capsys.readouterr().err


def test_a_landing_folder_may_be_spelled_in_another_way(warehouse: Warehouse) -> None:
    link = warehouse.folder / "link"
    link.symlink_to(warehouse.landing)
    assert warehouse.make("erase", RECORD=RECORDS, REASON="test", LANDING=str(link)) == 0
    assert warehouse.places() == []


def test_files_loaded_from_an_inbox_lose_the_person(
    warehouse: Warehouse, capsys: pytest.CaptureFixture
) -> None:
    folder = warehouse.folder / "inbox" / ".loaded" / "oracle_customers"
    folder.mkdir(parents=True)
    inbox = {"INBOX": str(warehouse.folder / "inbox")}
    rows = {"kept.csv": b"Ann;M\xfcller", "first.csv": b"M\xfcller;Zdenka Quillfeather"}
    for name, text in rows.items():
        (folder / name).write_bytes(text)
    assert warehouse.make("erase", RECORD=RECORDS, REASON="test", **inbox) == 0
    assert [path.name for path in folder.iterdir()] == ["kept.csv"]
    (folder / "later.csv").write_bytes(rows["first.csv"].decode("cp1252").encode("utf-16"))
    capsys.readouterr()
    assert warehouse.make("erase-proof", RECORD=RECORDS, **inbox) == 1
    assert capsys.readouterr().out.splitlines() == [str(folder / "later.csv"), "1"]


def test_a_file_that_waits_in_an_inbox_is_named_and_stays(
    warehouse: Warehouse, capsys: pytest.CaptureFixture
) -> None:
    waiting = warehouse.folder / "inbox" / "oracle_customers" / "late.csv"
    waiting.parent.mkdir(parents=True)
    waiting.write_text("CUSTOMER_ID,EMAIL\nCUST999901,zdenka@quillfeather.example\n")
    inbox = {"INBOX": str(warehouse.folder / "inbox")}
    assert warehouse.make("erase", RECORD=RECORDS, REASON="test", **inbox) == 0
    assert f"{waiting} waits in INBOX: load it" in capsys.readouterr().out
    assert waiting.is_file()
    assert warehouse.make("erase-proof", RECORD=RECORDS, **inbox) == 1
    assert capsys.readouterr().out.splitlines() == [str(waiting), "1"]


def test_a_skipped_file_of_the_landing_is_named(
    warehouse: Warehouse, capsys: pytest.CaptureFixture
) -> None:
    skipped = warehouse.landing / "feeds" / "orders.csv.part"
    skipped.write_text("ORDER_ID,BUYER_NAME\n1,Zdenka Quillfeather\n")
    skipped.with_name(".hidden").write_text("nothing")
    assert warehouse.make("erase", RECORD=RECORDS, REASON="test") == 0
    assert f"{skipped} is not read and has a value of the person" in capsys.readouterr().out
    assert warehouse.make("erase-proof", RECORD=RECORDS) == 1
    assert capsys.readouterr().out.splitlines() == [str(skipped), "1"]
    skipped.unlink()
    assert warehouse.make("erase-proof", RECORD=RECORDS) == 0


def test_sent_alerts_and_refused_deliveries_are_searched(
    warehouse: Warehouse, capsys: pytest.CaptureFixture
) -> None:
    names = ("c360.duckdb.alerts.json", "c360.duckdb.differences.jsonl")
    places = [warehouse.database.with_name(name) for name in names]
    places[0].write_text('{"day": "2026-01-03", "alerts": ["Zdenka Quillfeather.csv"]}')
    assert warehouse.make("erase", RECORD=RECORDS, REASON="test") == 0
    assert not places[0].exists()
    for place in places:
        place.write_text('{"delivery": "Zdenka Quillfeather.csv"}\n')
    capsys.readouterr()
    assert warehouse.make("erase-proof", RECORD=RECORDS) == 1
    assert capsys.readouterr().out.splitlines() == [*map(str, places), "2"]


@pytest.mark.parametrize(
    "row",
    [
        {"CUSTOMER_ID": "CUST5", "EMAIL": "Zdenka@Quillfeather.example"},
        {"CUSTOMER_ID": "cust999901", "LAST_NAME": "Other"},
    ],
)
def test_a_redelivered_row_is_found_after_the_values_were_deleted(
    row: dict[str, str], warehouse: Warehouse, capsys: pytest.CaptureFixture
) -> None:
    assert warehouse.make("erase", RECORD=RECORDS, REASON="test") == 0
    assert warehouse.make("erase-proof", RECORD=RECORDS) == 0
    delivered = warehouse.landing / "feeds" / "oracle_customers.csv"
    with delivered.open("a+", encoding="utf-8", newline="") as file:
        file.seek(0)
        names = next(csv.reader(file))
        csv.DictWriter(file, names).writerow(row)
    capsys.readouterr()
    assert warehouse.make("erase-proof", RECORD=RECORDS) == 1
    assert capsys.readouterr().out.splitlines() == [str(delivered), "1"]


@pytest.mark.parametrize(
    "reason", ["request by Zdenka", "write to ZDENKA@quillfeather.example", "call 089-9988 7766"]
)
def test_a_reason_with_a_value_of_the_person_is_refused(
    reason: str, warehouse: Warehouse, capsys: pytest.CaptureFixture
) -> None:
    before = warehouse.places()
    assert warehouse.make("erase", RECORD=RECORDS, REASON=reason) == 2
    assert "REASON has a value of the person" in capsys.readouterr().err
    assert warehouse.places() == before
    assert not (warehouse.folder / "values").exists()
