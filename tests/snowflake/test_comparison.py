"""The comparison finds rows and columns that differ, and names the first row."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from comparison import SCRATCH, difference, differences, relations

BUILT = "(1, 'a', 1.50, 'x'), (2, 'b', 2.50, 'x')"


@pytest.mark.parametrize(
    ("emulated", "expected"),
    [
        (BUILT, None),
        # The id of the load and the last digit of a FLOAT may differ.
        ("(1, 'a', 1.5000000001, 'y'), (2, 'b', 2.50, 'y')", None),
        (
            "(1, 'a', 1.50, 'x'), (2, 'c', 2.51, 'x')",
            (1, 1, ("name", "amount"), (2, "b", 2.5), (2, "c", 2.51)),
        ),
        ("(1, 'a', 1.50, 'x')", (1, 0, ("id", "name", "amount"), (2, "b", 2.5), ())),
        (f"{BUILT}, (2, 'b', 2.50, 'x')", (0, 1, (), (), (2,))),
    ],
)
def test_the_first_differing_row_is_named(emulated: str, expected: tuple | None) -> None:
    with duckdb.connect() as connection:
        for name, rows in (("built", BUILT), ("emulated", emulated)):
            connection.execute(
                f"create table {name} as select * from (values {rows}) as t"
                " (id, name, amount, load_id)"
            )
        found = difference(connection, "built", "emulated", "marts.t")
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert (found.only_built, found.only_emulated) == expected[:2]
        assert (found.columns, found.built, found.emulated) == expected[2:]
        assert str(found).startswith("marts.t: ")


def test_a_missing_table_and_a_missing_column_are_differences() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table built as select 1 as a, 2 as b")
        connection.execute("create table emulated as select 1 as a")
        missing = difference(connection, "built", "nothing", "marts.t")
        fewer = difference(connection, "built", "emulated", "marts.t")
    assert missing is not None and missing.columns == ("a", "b")
    assert fewer is not None and fewer.columns == ("b",)


def layer(connection: duckdb.DuckDBPyConnection, database: str, amount: str) -> None:
    connection.execute(
        f"create schema {database}.business_vault;"
        f"create table {database}.business_vault.lines as select 1 as id, {amount} as amount;"
        f"create table {database}.business_vault.{SCRATCH[0]} as select '{database}' as x;"
        f"create view {database}.business_vault.bsat_order_line_value as"
        f" select id, 2 * amount as value from {database}.business_vault.lines"
    )


def test_a_view_that_differs_is_named(tmp_path: Path) -> None:
    path = tmp_path / "one.duckdb"
    with duckdb.connect(str(path)) as built:
        layer(built, "one", "1.50")
        compared = relations(built, "one")
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as other")
        layer(connection, "other", "1.50")
        same = differences(connection, path, "other")
        connection.execute("update other.business_vault.lines set amount = 1.75")
        found = differences(connection, path, "other", ["bsat_order_line_value"])
    names = ["bsat_order_line_value", "lines"]
    assert compared == [("business_vault", name) for name in names]
    assert same == []
    assert [str(one) for one in found] == [
        "business_vault.bsat_order_line_value: 1 rows only on DuckDB, 1 only on Snowflake,"
        " in value; first (1.0, 3.0) against (1.0, 3.5)"
    ]
