"""What the data tests of keys and nulls find."""

from __future__ import annotations

import re
from types import SimpleNamespace

import duckdb
import jinja2
import pytest

from dbt_in_process import ROOT


def failing_rows(test: str, rows: str, **arguments: object) -> list[tuple]:
    """The rows that a generic test returns for the rows of a VALUES list with columns a and b."""
    text = (ROOT / "tests" / "generic" / f"{test}.sql").read_text(encoding="utf-8")
    macro = re.sub(r"{%(-?) *(end)?test\b", r"{%\1 \2macro", text)
    rendered = getattr(jinja2.Environment().from_string(macro).module, test)("found", **arguments)
    with duckdb.connect() as connection:
        connection.execute(f"create table found as from (values {rows}) as _(a, b)")
        return connection.execute(rendered).fetchall()


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("(1, 'x'), (1, 'y'), (2, 'x')", []),
        ("(1, 'x'), (1, 'x'), (2, 'x')", [(1, "x", 2, 0)]),
        ("(1, 'x'), (null, 'x')", [(None, "x", 1, 1)]),
        ("(1, null), (1, null)", [(1, None, 2, 1)]),
    ],
)
def test_a_primary_key_is_unique_and_complete(rows: str, found: list[tuple]) -> None:
    assert failing_rows("primary_key", rows, columns=["a", "b"]) == found


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        ("('a', 'h', 'x', 2), ('b', 'h', null, 2)", []),
        ("('a', 'h', 'y', 2), ('b', 'h', null, 2)", ["a"]),
        ("('a', 'h', null, 2), ('b', 'h', 'x', 2)", ["a", "b"]),
        ("('a', 'other', 'x', 2)", ["a", "b"]),
    ],
)
def test_a_value_of_the_payload_must_be_the_delivered_one(kept: str, found: list[str]) -> None:
    """Whatever the hashdiff says; an unchanged row may have an earlier load time."""
    text = (ROOT / "macros" / "vault" / "differs_from_feed.sql").read_text(encoding="utf-8")
    columns = ["hk", "hd", "name", "loaded_at"]
    returned = {
        "newest_rows": lambda relation, _: f"from {relation}",
        "released_rows": str,
        "node_of": lambda _: SimpleNamespace(columns=dict.fromkeys(columns)),
        "execute": True,
        "return": lambda value: payload.extend(value),
    }
    payload: list[str] = []
    module = jinja2.Environment().from_string(text, globals=returned).module
    module.payload_columns("sat", ["hk", "hd"])
    assert payload == ["name"]
    rendered = (
        jinja2.Environment()
        .from_string(
            text.replace("payload_columns(satellite, [hash_key, hashdiff])", "['name']"),
            globals=returned,
        )
        .module.differs_from_feed("stage", "sat", "hk", "hd")
    )
    with duckdb.connect() as connection:
        for table, rows in (("stage", "('a', 'h', 'x', 9), ('b', 'h', null, 9)"), ("sat", kept)):
            connection.execute(
                f"create table {table} as from (values {rows}) as _({', '.join(columns)})"
            )
        keys = [key for _, key in connection.execute(rendered).fetchall()]
    assert sorted(keys) == found


def test_a_delivered_row_without_key_or_load_time_differs_from_the_vault() -> None:
    text = (ROOT / "macros" / "vault" / "differs_from_feed.sql").read_text(encoding="utf-8")
    module = jinja2.Environment().from_string(text, globals={"released_rows": str}).module
    rendered = module.rows_with_nulls("stage", "sat", ["alert_hk", "loaded_at"])
    rows = "('a', 1), (null, 1), ('b', null)"
    with duckdb.connect() as connection:
        connection.execute(f"create table stage as from (values {rows}) as _(alert_hk, loaded_at)")
        found = connection.execute(rendered).fetchall()
    assert sorted(found, key=str) == [("sat", "b"), ("sat", None)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("(1, 'x'), (2, 'x')", []),
        ("(1, 'x'), (1, 'y')", [(1, 2, 0)]),
        ("(1, 'x'), (null, 'x')", [(None, 1, 1)]),
    ],
)
def test_a_primary_key_may_belong_to_a_column(rows: str, found: list[tuple]) -> None:
    assert failing_rows("primary_key", rows, column_name="a") == found


def test_a_required_column_has_no_nulls() -> None:
    rows = "(1, 'x'), (2, null), (3, 'x')"
    assert failing_rows("primary_key", rows, column_name="a") == []
    assert failing_rows("primary_key", rows, column_name="a", required=["b"]) == [(2, 1, 1)]


def test_each_column_with_nulls_is_named_with_their_number() -> None:
    rows = "(1, 'x'), (null, 'x'), (3, null), (null, null), (null, 'x')"
    assert failing_rows("no_nulls", rows, columns=["a", "b"]) == [("a", 3), ("b", 2)]
    assert failing_rows("no_nulls", rows, columns=["b"]) == [("b", 2)]
    assert failing_rows("no_nulls", "(1, 'x'), (2, 'y')", columns=["a", "b"]) == []
