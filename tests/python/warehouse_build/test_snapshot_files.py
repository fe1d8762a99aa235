"""Snapshots, manifests and decisions as files in a landing folder."""

from __future__ import annotations

import hashlib
import json

import duckdb

from landed_warehouse import Landing

CHECKS = """
    select key_count, file_count, is_held_back, reason from raw_vault.snapshot_checks
    where feed = 'products' order by loaded_at
"""
MODELS = ("+snapshot_checks", "ref_steward_snapshots")
TESTS = (
    "no_snapshot_is_held_back",
    "every_snapshot_decision_names_a_snapshot",
    "every_snapshot_file_has_rows",
)
MANIFEST = (
    "feed,snapshot_loaded_at,file_name,file_count,row_count,column_sums,sha256,"
    "_loaded_at,_batch_id,_record_source\n"
)
DECISION = (
    "decision_id,feed,snapshot_loaded_at,decision,decided_at,steward,reason,"
    "_loaded_at,_batch_id,_record_source\n"
)


def test_a_warning_names_held_back_snapshots_files_without_rows_and_unknown_decisions(
    landing: Landing,
) -> None:
    """A manifest with the SHA-256 of half a snapshot makes it complete; a wrong one does not."""
    landing.deliver("B001", "B002")
    whole = landing.folder / "products" / "B002.jsonl"
    half = whole.with_name("B002a.jsonl")
    lines = whole.read_text().splitlines(keepends=True)[::2]
    half.write_text("".join(lines))
    whole.unlink()
    rows = [json.loads(line) for line in lines]
    moment, stock = rows[0]["_loaded_at"], sum(int(row["STOCK_QUANTITY"]) for row in rows)
    landing.run("run", "--select", *MODELS)
    outcome = landing.attempt("test", "--select", *TESTS)
    assert outcome.success, outcome.errors
    assert outcome.named("warn") == {"no_snapshot_is_held_back"}
    with duckdb.connect(str(landing.database), read_only=True) as connection:
        found = connection.execute(CHECKS).fetchall()
    assert [row[1:3] for row in found] == [(1, False), (1, True)]
    assert found[1][3].startswith("lost ")

    digest = hashlib.sha256(half.read_bytes()).hexdigest()
    for folder, header, row in (
        (
            "snapshot_manifests",
            MANIFEST,
            f"products,{moment},B002a.jsonl,1,{len(rows)},STOCK_QUANTITY={stock},{digest}",
        ),
        (
            "steward_snapshots",
            DECISION,
            f"SS-1,products,2026-01-03 04:05:06,ACCEPT,{moment},me,why",
        ),
    ):
        (landing.folder / folder).mkdir(exist_ok=True)
        (landing.folder / folder / "X.csv").write_text(f"{header}{row},{moment},X,TEST\n")
    whole.with_name("B003.jsonl").touch()
    landing.run("run", "--select", *MODELS)
    outcome = landing.attempt("test", "--select", *TESTS)
    assert outcome.named("warn") == {
        "every_snapshot_decision_names_a_snapshot",
        "every_snapshot_file_has_rows",
    }
    with duckdb.connect(str(landing.database), read_only=True) as connection:
        found = connection.execute(CHECKS).fetchall()
    assert found[1][2:] == (False, "complete, as in its manifest")
