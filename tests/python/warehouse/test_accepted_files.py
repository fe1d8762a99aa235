"""A file counts again exactly if the log of acceptances holds a valid row about it."""

from __future__ import annotations

from pathlib import Path

import pytest
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


@pytest.fixture
def landed(root: Path, tmp_path: Path) -> Landed:
    project = tmp_path / "project"
    manifest = parse(project, root, has_log=True)
    landed = Landed(project, tmp_path / "landed", manifest)
    landed.folder.mkdir()
    for number in range(1, 4):
        for name, amount in ((f"B{number}", 1), (f"fix {number}", 7)):
            row = ROW.format(amount, f"2026-01-0{number + 1} 18:00:00", f"B{number}")
            landed.write(f"{name}.csv", f"{HEADER}\n{row}\n".encode())
    return landed


def test_rejected_acceptances_have_no_effect(landed: Landed) -> None:
    rows = [
        f"{acceptance},orders,{file},{loaded_at},ann,right,{loaded_at},L1,STEWARD"
        for (acceptance, file, loaded_at) in ACCEPTANCES
    ]
    rows.append("AF-6,orderz,B1,2026-01-21 11:00:00,ann,right,2026-01-21 18:00:00,L1,STEWARD")
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
    row = "AF-7,orders,fix 1,2026-01-23 11:00:00,ann,right,2026-01-23 18:00:00,L2,STEWARD"
    landed.write("../accepted_files/A2.csv", f"{LOG_HEADER}\n{row}\n".encode())
    assert landed.run() == ""
    assert landed.rows(f"{kept} where landed_in like 'fix 1 accepted %'") == [
        ("fix 1 accepted 2026-01-23 18:00:00", "L2", "2026-01-23 18:00:00")
    ]
