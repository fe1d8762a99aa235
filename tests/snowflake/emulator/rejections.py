"""Errors where Snowflake gives one and DuckDB does not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlglot import exp

from contracts.names import SNOWFLAKE
from emulator.errors import compilation_error

# Words that are reserved only in SHOW commands.
# https://docs.snowflake.com/en/sql-reference/reserved-keywords
FOR_SHOW = set("ACCOUNT CONNECTION DATABASE GSCLUSTER ISSUE ORGANIZATION SCHEMA VIEW".split())
RESERVED = SNOWFLAKE - FOR_SHOW
SCOPES = (exp.Select, exp.Update, exp.Delete, exp.Merge, exp.SetOperation)


@cache
def documented_functions() -> frozenset[str]:
    """The functions in functions.txt, in upper case."""
    text = Path(__file__).with_name("functions.txt").read_text(encoding="utf-8")
    lines = (line.partition("#")[0] for line in text.splitlines())
    return frozenset(word.upper() for line in lines for word in line.split())


def reserved_words(tree: exp.Expression) -> None:
    """Raise an error if a name without quotes is a reserved word."""
    for name in tree.find_all(exp.Identifier):
        if not name.args.get("quoted") and name.name.upper() in RESERVED:
            raise compilation_error(f"syntax error unexpected '{name.name}': it is a reserved word")


def unknown_functions(tree: exp.Expression, sql: str) -> None:
    """Raise an error if a function is not on the list. sql: the text of the tree."""
    for node in tree.find_all(exp.Func):
        if "start" not in node.meta or isinstance(node.parent, exp.Dot):
            continue
        name = sql[node.meta["start"] : node.meta["end"] + 1].strip('"').upper()
        if name not in documented_functions() and "$" not in name:
            raise compilation_error(f"Unknown function {name}", 2140, "42601")


def subqueries(tree: exp.Expression) -> None:
    """Raise an error for `in (subquery)` outside WHERE or under OR; the same for ANY and ALL.

    EXISTS has this restriction if it refers to the query around it.
    """
    for node in tree.find_all(exp.In, exp.Any, exp.All, exp.Exists):
        if isinstance(node, exp.In) and node.args.get("query") is None:
            continue
        if isinstance(node, (exp.Any, exp.All)) and not isinstance(
            node.this, (exp.Subquery, exp.Query)
        ):
            continue
        if isinstance(node, exp.Exists) and not is_correlated(node):
            continue
        if not is_a_condition_of_where(node):
            raise compilation_error("Unsupported subquery type cannot be evaluated", 2031, "42601")


def is_a_condition_of_where(node: exp.Expression) -> bool:
    """Whether a node is in the WHERE clause of the query around it, and not under OR."""
    parent = node.parent
    while parent is not None and not isinstance(parent, SCOPES):
        if isinstance(parent, exp.Or):
            return False
        if isinstance(parent, exp.Where):
            return True
        parent = parent.parent
    return False


def is_correlated(node: exp.Exists) -> bool:
    """Whether a subquery names a table that it does not read itself."""
    tables = {table.alias_or_name.upper() for table in node.find_all(exp.Table)}
    tables |= {query.alias.upper() for query in node.find_all(exp.Subquery) if query.alias}
    return any(
        column.table and column.table.upper() not in tables for column in node.find_all(exp.Column)
    )


def check(tree: exp.Expression, sql: str) -> None:
    """Raise a ProgrammingError if Snowflake would refuse a statement."""
    reserved_words(tree)
    unknown_functions(tree, sql)
    subqueries(tree)
