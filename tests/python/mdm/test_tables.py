"""The functions by which the dbt Python models read tables, on DuckDB and on Snowpark."""

from __future__ import annotations

from types import SimpleNamespace

import duckdb
import pandas as pd
import pytest

import mdm

CANDIDATES = "values ('a', 'b'), ('a', 'b'), ('a', 'c')) as pairs (content_id_l, content_id_r)"
DECISIONS = pd.DataFrame(
    {"record_id_l": ["1", "1"], "record_id_r": ["2", "3"], "decision": ["SAME", "DIFFERENT"]}
)


@pytest.fixture
def session():
    with duckdb.connect() as connection:
        connection.execute("create schema vault")
        connection.execute(f"create table vault.candidates as from ({CANDIDATES}")
        connection.execute("create table vault.scores as from vault.candidates limit 1")
        yield connection


class Snowpark:
    """The methods of a Snowpark DataFrame that Snowpark has and DuckDB has not, on DuckDB."""

    def __init__(self, relation):
        self.relation = relation

    def select(self, *columns):
        return Snowpark(self.relation.select(*columns))

    def distinct(self):
        return Snowpark(self.relation.distinct())

    def except_(self, other):
        return Snowpark(self.relation.except_(other.relation))

    def to_df(self, *names):
        renamed = [f"{old} as {new}" for old, new in zip(self.relation.columns, names, strict=True)]
        return Snowpark(self.relation.project(", ".join(renamed)))

    def cache_result(self):
        return self.relation


@pytest.mark.parametrize("wrap", [lambda relation: relation, Snowpark])
@pytest.mark.parametrize(
    ("scores", "expected"), [(None, {("a", "b"), ("a", "c")}), ("vault.scores", {("a", "c")})]
)
def test_pairs_without_a_score_are_found_once(session, wrap, scores, expected):
    log = wrap(session.table(scores)) if scores else None
    found = mdm.unscored_pairs(wrap(session.table("vault.candidates")), log, session)
    assert found.columns == ["version_id_l", "version_id_r"]
    assert sorted(found.fetchall()) == sorted(expected)


def test_a_stored_table_is_read_if_it_exists(session):
    model = SimpleNamespace(database="memory", schema="vault")
    assert mdm.stored_table("scores", model, session).fetchall() == [("a", "b")]
    assert mdm.stored_table("assignments", model, session) is None
    elsewhere = SimpleNamespace(database="memory", schema="main")
    assert mdm.stored_table("scores", elsewhere, session) is None


def test_records_are_linked_by_pairs_decisions_and_stored_assignments(session):
    pairs = session.sql("select '4' as record_id_l, '5' as record_id_r")
    stored = session.sql(
        "from (values ('6', '6'), ('7', '6')) as stored (record_id, master_record_id)"
    )
    links = [("4", "5"), ("1", "2")]
    for assignments, more in ((None, []), (stored, [("7", "6")])):
        found = mdm.linked_records(pairs, DECISIONS, assignments)
        assert list(found.itertuples(index=False, name=None)) == links + more


class Batches:
    """A Snowpark DataFrame that can be read in parts only."""

    def __init__(self, parts):
        self.parts = parts

    def select(self, *columns):
        return Batches([part[list(columns)] for part in self.parts])

    def limit(self, count):
        return self.parts[0].head(count)

    def to_pandas_batches(self):
        return iter(self.parts)


@pytest.mark.parametrize("is_snowpark", [True, False])
@pytest.mark.parametrize(
    ("wanted", "expected"), [(["2", "5"], [("2", 20), ("5", 50), ("5", 51)]), (["9"], [])]
)
def test_rows_of_records_are_read_in_slices(session, is_snowpark, wanted, expected):
    rows = pd.DataFrame(
        {"record_id": ["1", "2", "5", "5", "6"], "score": [10, 20, 50, 51, 60], "more": 1}
    )
    parts = [rows.iloc[:2].rename(columns=str.upper), rows.iloc[2:].rename(columns=str.upper)]
    session.register("scored", rows)
    relation = Batches(parts) if is_snowpark else session.table("scored")
    columns = ["RECORD_ID", "SCORE"] if is_snowpark else ["record_id", "score"]
    found = mdm.rows_of_records(relation, columns, "record_id", pd.DataFrame({"record_id": wanted}))
    assert list(found.itertuples(index=False, name=None)) == expected
    assert list(found.columns) == ["record_id", "score"]
    assert list(found.index) == list(range(len(expected)))
