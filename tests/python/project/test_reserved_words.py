"""No schema, relation, column, CTE or alias has a name that is a reserved word of Snowflake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import sqlglot
from offline_project import Offline
from sqlglot import exp

from contracts.names import SNOWFLAKE
from snowflake_rules import names


def reserved_names(sql: str) -> set[str]:
    """The names in statements that are reserved words and not in quotes.

    Words that are reserved in SHOW commands only are included.
    """
    trees = [tree for tree in sqlglot.parse(sql, read="snowflake") if tree]
    found = {name for tree in trees for name in names.reserved_names(tree, SNOWFLAKE)}
    if len(trees) == 1 and isinstance(trees[0], (exp.Command, exp.Put)):
        found |= set(names.reserved_names_in_commands(sql, SNOWFLAKE))
    return found


def declared_names(nodes: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """The names that dbt itself writes into statements, each with the node that declares it."""
    for node in nodes:
        types = node["config"].get("column_types") or {}
        for name in [node["schema"], node["alias"], *node["columns"], *types]:
            yield node["unique_id"], name


def test_no_name_in_a_statement_is_a_reserved_word(offline: Offline) -> None:
    found = {name: words for name, sql in offline.statements() if (words := reserved_names(sql))}
    assert found == {}


def test_no_declared_name_is_a_reserved_word(manifest: dict[str, Any]) -> None:
    names = list(declared_names(manifest["nodes"].values()))
    assert len({name for _, name in names}) > 500
    assert [(node, name) for node, name in names if name.upper() in SNOWFLAKE] == []


def test_hooks_and_the_statements_that_they_send_are_rendered(offline: Offline) -> None:
    statements = "\n".join(sql for _, sql in offline.statements())
    for part in (
        "create table if not exists CUSTOMER_360.bookkeeping.processed_loads",  # of the run
        "insert into CUSTOMER_360.bookkeeping.runs",  # sent by a macro
        "insert into CUSTOMER_360.bookkeeping.processed_loads (consumer, source",  # of a model
    ):
        assert part in statements


@pytest.mark.parametrize(
    ("sql", "word"),
    [
        ("create schema if not exists db.increment", "increment"),
        ("select one from increment.orders", "increment"),
        ("with following as (select 1 as one) select one from following", "following"),
        ("with start as (select 1 as one) select * from start", "start"),
        ("select 1 as row", "row"),
        ("select current from t", "current"),
        ("create table t (organization varchar)", "organization"),
        ("delete from t where issue = 1; select 1 as one", "issue"),
        ("select t.set from t", "set"),
        ("create table t (localtime int)", "localtime"),
        ("alter table t add column a int, start int", "start"),
        ("alter schema a swap with increment", "increment"),
        ("create or replace schema increment clone a", "increment"),
        ("call increment()", "increment"),
        ("put 'file:///x' @increment.s", "increment"),
        ("grant select on table increment.t to role r", "increment"),
        ("create role row", "row"),
    ],
)
def test_a_reserved_word_is_detected(sql: str, word: str) -> None:
    assert reserved_names(sql) == {word}


@pytest.mark.parametrize(
    "sql",
    [
        'select 1 as "row"',
        "select left(a, 1) as start_text from t",
        "grant create table, create view on schema a to role b",
        "grant select on future tables in schema a to role b",
        "alter table t add row access policy p on (x)",
        "show tables in schema a",
        "drop role if exists r",
        "create task t warehouse = w schedule = '1 minute' as select 1",
    ],
)
def test_words_in_quotes_and_functions_do_not_count_as_names(sql: str) -> None:
    assert reserved_names(sql) == set()
