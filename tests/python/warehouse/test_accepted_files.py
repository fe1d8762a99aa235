"""A file counts again, or passes its gate, if and only if a valid row of the log accepts it."""

from __future__ import annotations

from pathlib import Path

import pytest
from dbt.contracts.graph.manifest import Manifest
from landing_project import COLUMNS, LOG_COLUMNS, Landed, parse

HEADER = ",".join(COLUMNS)
LOG_HEADER = ",".join(LOG_COLUMNS)
ROW = "1,{},x,20260105,,{},{},SHOP"
# Acceptance id, file, load time -> its outcome.
ACCEPTANCES = {
    ("N/A", "fix 1", "2026-01-21 18:00:00"): "quarantine",
    ("a b", "fix 1", "2026-01-21 18:00:01"): "quarantine",
    ("AF-1", "fix 2", "2026-01-03 18:00:00"): "warning",
    ("AF-2", "fix 2", "2026-01-02 18:00:00"): "warning",
    ("AF-3", "no such file", "2026-01-21 18:00:00"): "warning",
    ("AF-4", "fix 3\u200b", "2026-01-21 18:00:00"): "effect",
    ("AF-5", "fix 3", "2026-01-22 18:00:00"): "effect",
}


@pytest.fixture(scope="module")
def parsed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    project = tmp_path_factory.mktemp("project") / "project"
    return project, parse(project, root, has_log=True, has_gate=True)


@pytest.fixture
def landed(parsed: tuple[Path, Manifest], tmp_path: Path) -> Landed:
    landed = Landed(parsed[0], tmp_path / "landed", parsed[1])
    landed.folder.mkdir()
    return landed


def test_rejected_acceptances_have_no_effect(landed: Landed) -> None:
    for number in range(1, 4):
        for name, amount in ((f"B{number}", 1), (f"fix {number}", 7)):
            row = ROW.format(amount, f"2026-01-0{number + 1} 18:00:00", f"B{number}")
            landed.write(f"{name}.csv", f"{HEADER}\n{row}\n".encode())
    rows = [
        f"{acceptance},orders,{file},,{loaded_at},ann,right,{loaded_at},L1,STEWARD"
        for (acceptance, file, loaded_at) in ACCEPTANCES
    ]
    rows.append(
        "AF-6,orderz,B1,CONFLICTS,2026-01-21 11:00:00,ann,right,2026-01-21 18:00:00,L1,STEWARD"
    )
    landed.write("../accepted_files/A1.csv", "\n".join([LOG_HEADER, *rows, ""]).encode())
    assert landed.run() == ""
    kept = "select landed_in, batch_id, cast(loaded_at as varchar) from stg_orders"
    assert landed.rows(f"{kept} where not is_conflicting and AMOUNT = '7' order by 1") == [
        (f"fix 3 accepted {loaded_at}", "L1", loaded_at)
        for (_, _, loaded_at), outcome in ACCEPTANCES.items()
        if outcome == "effect"
    ]
    outcomes = {
        "quarantine": "select acceptance_id from quarantine_stewardship__accepted_files",
        "effect": "select acceptance_id from ref_accepted_files",
    }
    found = {name: {key for (key,) in landed.rows(query)} for name, query in outcomes.items()}
    assert found["quarantine"] == {"N/A", "a b"}
    assert found["effect"] == {f"AF-{number}" for number in range(1, 7)}
    test = next(
        node
        for node in landed.manifest.nodes.values()
        if node.name == "every_acceptance_takes_effect"
    )
    warned = f"select acceptance_id, problem from ({test.compiled_code}) order by 1"
    late = "the file was loaded at that time or later, or is no longer in the landing"
    assert landed.rows(warned) == [
        ("AF-1", late),
        ("AF-2", late),
        ("AF-3", "no such file has arrived"),
        ("AF-6", "there is no such feed"),
    ]
    # A later run reads only what is new, and an acceptance that arrives later counts then.
    row = "AF-7,orders,fix 1,CONFLICTS,2026-01-23 11:00:00,ann,right,2026-01-23 18:00:00,L2,STEWARD"
    landed.write("../accepted_files/A2.csv", f"{LOG_HEADER}\n{row}\n".encode())
    assert landed.run() == ""
    assert landed.rows(f"{kept} where landed_in like 'fix 1 accepted %'") == [
        ("fix 1 accepted 2026-01-23 18:00:00", "L2", "2026-01-23 18:00:00")
    ]


# Name of a file -> the amounts of the orders 1 and 2, and the day of the load. The second file
# contradicts the first one, and the third corrects one of its rows before the acceptance.
CORRECTED = {"B1": ("1", "2", 2), "fix": ("7", "8", 2), "C1": ("5", None, 3)}
CURRENT = """
select order_id, arg_max(AMOUNT, loaded_at) from stg_orders
where not is_conflicting group by order_id order by order_id
"""


@pytest.mark.parametrize(
    "arrivals", [("B1 fix A C1",), ("B1 fix", "A", "C1"), ("B1", "C1 fix", "A")], ids=", ".join
)
def test_an_accepted_row_does_not_undo_a_correction(
    landed: Landed, arrivals: tuple[str, ...]
) -> None:
    log = "AF-1,orders,fix,CONFLICTS,2026-01-21 11:00:00,ann,right,2026-01-21 18:00:00,L1,STEWARD"
    for names in arrivals:
        for name in names.split():
            if name == "A":
                landed.write("../accepted_files/A1.csv", f"{LOG_HEADER}\n{log}\n".encode())
                continue
            first, second, day = CORRECTED[name]
            rows = [
                f"{order},{amount},x,20260105,,2026-01-0{day} 18:00:00,B{day},SHOP"
                for order, amount in ((1, first), (2, second))
                if amount
            ]
            landed.write(f"{name}.csv", "\n".join([HEADER, *rows, ""]).encode())
        assert landed.run() == ""
    assert landed.rows(CURRENT) == [("1", "5"), ("2", "8")]
    # The table of this project has no hash key, by which satellites drop revised rows.
    counts = "select landed, loaded + already_known, quarantined from load_counts"
    assert landed.rows(f"{counts} where feed = 'orders' and batch_id = 'L1'") == [(2, 2, 0)]


HELD = """
select load, rule, column_name, landed, accepted, wrong_rows, measured::double, allowed::double
from bookkeeping.held_loads order by all
"""
COUNTS = """
select batch_id, landed, loaded, already_known, quarantined, held from load_counts order by all
"""


def decide(landed: Landed, number: int, file: str, accepts: str) -> None:
    """Add a decision about a held file to the log."""
    at = f"2026-01-21 18:00:0{number}"
    row = f"AF-{number},orders,{file},{accepts},2026-01-21 11:00:00,ann,right,{at},L1,STEWARD"
    content = f"{LOG_HEADER}\n{row}\n".encode()
    landed.write(f"../accepted_files/A{number}.csv", content)


def test_a_rejected_file_is_never_read_and_its_gate_passes(landed: Landed) -> None:
    for number, orders in ((1, "AB"), (2, "C")):
        day = f"2026-01-0{number} 18:00:00,B{number},SHOP"
        rows = [f"K-{order},1,x,20260105,,{day}" for order in orders]
        rows += [f",{amount},x,20260105,,{day}" for amount in range(5) if number == 2]
        landed.write(f"B{number}.csv", "\n".join([HEADER, *rows, ""]).encode())
    orders = "select order_id from sat_order order by 1"
    rules = "select load, rule, landed from bookkeeping.held_loads order by all"
    open_ones = f"select load from ({rules}) as held where rule != 'rejected'"
    assert landed.run() == ""
    assert len(landed.rows(open_ones)) == 2
    decide(landed, 1, "B2", "REJECT")
    decide(landed, 2, "B1", "REJECT")  # too late: the vault has read it
    for _ in range(2):
        assert landed.run() == ""
        assert landed.rows(rules) == [("B2", "rejected", 6)]
        assert landed.rows(orders) == [("K-A",), ("K-B",)]
    test = next(
        node
        for node in landed.manifest.nodes.values()
        if node.name == "every_acceptance_takes_effect"
    )
    assert landed.rows(f"select acceptance_id, problem from ({test.compiled_code})") == [
        ("AF-2", "the vault has read the file, or its feed has no gate")
    ]
    # A rejected delivery whose values its gate allows.
    row = "K-D,1,x,20260105,,2026-01-03 18:00:00,B3,SHOP"
    landed.write("B3.csv", f"{HEADER}\n{row}\n".encode())
    decide(landed, 3, "B3", "REJECT")
    assert landed.run() == ""
    assert landed.rows(rules) == [("B2", "rejected", 6), ("B3", "rejected", 1)]
    decide(landed, 4, "B2", "GATE")  # the latest decision counts
    assert landed.run() == ""
    assert landed.rows(rules) == [("B3", "rejected", 1)]
    assert landed.rows(orders) == [("K-A",), ("K-B",), ("K-C",)]


def test_a_held_file_is_read_once_a_steward_accepts_it(landed: Landed) -> None:
    # Five of the six rows of B2 lack the required order.
    for number, orders in ((1, "AB"), (2, "C"), (3, "DE")):
        day = f"2026-01-0{number} 18:00:00,B{number},SHOP"
        rows = [f"K-{order},1,x,20260105,,{day}" for order in orders]
        rows += [f",{amount},x,20260105,,{day}" for amount in range(5) if number == 2]
        landed.write(f"B{number}.csv", "\n".join([HEADER, *rows, ""]).encode())

    def loaded() -> str:
        found = landed.rows("select order_id from sat_order order by 1")
        return "".join(order.removeprefix("K-") for (order,) in found)

    assert landed.run() == ""
    assert loaded() == "ABDE"
    assert landed.rows(HELD) == [
        ("B2", "completeness", "", 6, 1, 5, 0.166667, 0.9),
        ("B2", "null_share", "ORDER_ID", 6, 1, 5, 0.833333, 0.05),
    ]
    assert landed.rows(COUNTS)[1] == ("B2", 6, 0, 0, 5, 1)
    processed = "select consumer from bookkeeping.processed_loads where source = 'stg_orders'"
    assert landed.rows(f"{processed} and load = 'B2'") == []
    row = "AF-1,orders,B2,GATE,2026-01-21 11:00:00,ann,right,2026-01-21 18:00:00,L1,STEWARD"
    landed.write("../accepted_files/A1.csv", f"{LOG_HEADER}\n{row}\n".encode())
    assert landed.run() == ""
    assert loaded() == "ABCDE"
    assert landed.rows(HELD) == []
    assert landed.rows(COUNTS)[1] == ("B2", 6, 1, 0, 5, 0)
    # As delivered, not as accepted.
    times = "select distinct loaded_at::varchar from sat_order where order_id = 'K-C'"
    assert landed.rows(times) == [("2026-01-02 18:00:00",)]
    state = landed.rows("from sat_order order by all"), landed.rows(COUNTS)
    landed.database.unlink()
    assert landed.run() == ""  # a rebuild reads the same log
    assert (landed.rows("from sat_order order by all"), landed.rows(COUNTS)) == state
