"""fakesnow's rules give the same SQL in one walk of the tree as in one walk per rule."""

from __future__ import annotations

import pytest
from fakesnow.cursor import FakeSnowflakeCursor
from snowflake.connector.errors import Error
from sqlglot import exp

from emulator import syntax
from emulator.app import Emulator
from emulator.cursor import EmulatedCursor
from emulator.parsing import parse_one
from emulator.passes import TYPES, Rules, applied
from emulator.statements import entry, without_comments
from probes import account, dates, numbers, queries, strings, tables

STATEMENTS = sorted(
    {
        syntax.simplified(without_comments(statement))
        for area in (account, dates, numbers, queries, strings, tables)
        for probe in area.PROBES
        for statement in probe.statements.split(";;")
    }
)


@pytest.fixture(scope="module")
def cursor(emulator: Emulator) -> EmulatedCursor:
    """A cursor of a session with a database."""
    return emulator.instance.connect("PASSES", "PUBLIC").cursor()


def test_one_walk_gives_the_same_sql(cursor: EmulatedCursor) -> None:
    compared = 0
    for statement in STATEMENTS:
        # A stage has the time of its creation; DuckDB has no UNDROP.
        if entry(statement) or statement.startswith(("create stage", "undrop")):
            continue
        try:
            tree = parse_one(statement)
            expected = FakeSnowflakeCursor._transform(cursor, tree.copy(), None)
        except (Error, NotImplementedError):
            continue
        assert cursor._transform(tree, None).sql("duckdb") == expected.sql("duckdb"), statement
        compared += 1
    assert compared > 100


def test_every_rule_of_fakesnow_has_its_types(cursor: EmulatedCursor) -> None:
    rules = Rules()
    FakeSnowflakeCursor._transform(cursor, rules, None)
    assert {name for name, _ in rules.rules} <= set(TYPES)
    assert len(rules.rules) > 60


def test_a_rule_is_not_applied_below_a_node_that_it_replaced() -> None:
    def wrapped(node: exp.Expression) -> exp.Expression:
        return exp.Anonymous(this="f", expressions=[node.copy()])

    calls = parse_one("select lower(lower(x)), lower(y)")
    tree = applied(calls, [("json_extract_cased_as_varchar", wrapped)])
    assert tree.sql("duckdb") == "SELECT F(LOWER(LOWER(x))), F(LOWER(y))"
