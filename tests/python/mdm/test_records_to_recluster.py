"""A load clusters changed records again, and one record of each pair that was scored later."""

from __future__ import annotations

from pathlib import Path

import duckdb
import jinja2
import pytest

from mdm.score.guards import APART

MODEL = Path("models/business_vault/clusters/records_to_recluster.sql")
GUARDS = Path("macros/identity/guards.sql")
TABLES = """
    create table matchable_records as select unnest(['A', 'B', 'C', 'D', 'E', 'F']) as record_id;
    create table steward_pair_decisions as select 'F' as record_id_l, 'F' as record_id_r;
    create table candidate_pairs as from (values
        ('A', 'B', 'a', 'b'), ('C', 'D', 'c', 'd'), ('D', 'E', 'd', 'e')
    ) as pairs (record_id_l, record_id_r, content_id_l, content_id_r);
    create table pending (refresh_key varchar);
    create table pair_scores (
        content_id_l varchar, content_id_r varchar, tier varchar, guard_code varchar, load_id int
    );
"""
# Refreshed records, new scores (pair, tier, guard) -> what is reclustered apart from decisions.
CASES = {
    "the partner of a changed record is linked or of no effect": (
        ["A"], [("a", "b", "AUTO_MERGE", None), ("a", "b", "REVIEW", "CONFLICT")], {"A"}
    ),
    "either record of the pair may have changed": (["B"], [("a", "b", "AUTO_MERGE", None)], {"B"}),
    "a pair scored after the run that found it": ([], [("c", "d", "AUTO_MERGE", None)], {"C"}),
    "a pair that is kept apart later": ([], [("c", "d", "NO_MATCH", "HOUSEHOLD")], {"C"}),
    "companies that are kept apart later": ([], [("c", "d", "REVIEW", "SWITCHBOARD")], {"C"}),
    "a score that decides nothing": ([], [("c", "d", "REVIEW", "ONE_FIELD")], set()),
    "only the late one of two pairs": (
        ["E"], [("c", "d", "AUTO_MERGE", None), ("d", "e", "AUTO_MERGE", None)], {"C", "E"}
    ),
    "a full refresh": ([None], [], {"A", "B", "C", "D", "E"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def guards() -> list[str]:
    """The list of the macro guards_that_keep_apart."""
    listed: list[str] = []
    text = GUARDS.read_text(encoding="utf-8") + "{{ guards_that_keep_apart() }}"
    jinja2.Environment().from_string(text, globals={"return": listed.extend}).render()
    return listed


@pytest.fixture(scope="module")
def statement(guards) -> str:
    """The model as it is compiled once customer_identity_assignments exists."""
    stubs = {
        "ref": str,
        "config": lambda **_: "",
        "existing_relation": lambda _: True,
        "pending_keys": lambda _, __: "select refresh_key from pending",
        "pending_loads": lambda _, __: "select 1",
        "guards_that_keep_apart": lambda: guards,
        "quoted_list": lambda strings: ", ".join(f"'{text}'" for text in strings),
    }
    return jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(
        MODEL.read_text(encoding="utf-8"), globals=stubs
    ).render()  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_load_reclusters_what_changed_and_pairs_that_were_scored_late(statement, case):
    refreshed, scores, expected = CASES[case]
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        for record in refreshed:
            connection.execute("insert into pending values (?)", [record])
        for score in scores:
            connection.execute("insert into pair_scores values (?, ?, ?, ?, 1)", score)
        found = {row[0] for row in connection.execute(statement).fetchall()}
    assert found - {"F"} == expected
    assert "F" in found


def test_sql_and_engine_keep_pairs_of_the_same_guards_apart(guards):
    assert guards == list(APART)
