"""Errors where Snowflake gives one and DuckDB does not; the rules are in `snowflake_rules`."""

from __future__ import annotations

from sqlglot import exp

from emulator.errors import compilation_error
from snowflake_rules.functions import unknown_functions
from snowflake_rules.names import reserved_names, reserved_names_in_commands
from snowflake_rules.subqueries import ColumnsOf, no_columns, refused_subqueries
from snowflake_rules.syntax import describes_query, duckdb_syntax

# On the root of a tree whose subqueries can only be judged by the columns of tables.
NEEDS_COLUMNS = "needs_columns"


def check_command(sql: str) -> None:
    """Raise a ProgrammingError for a reserved word as a name of an object, or DESCRIBE of a query.

    sql: without comments. These statements may be answered without being parsed.
    """
    if describes_query(sql):
        raise compilation_error("syntax error unexpected 'select': DESCRIBE names an object")
    for name in reserved_names_in_commands(sql):
        raise reserved_word(name)


def reserved_word(name: str) -> Exception:
    """The error for a reserved word."""
    return compilation_error(f"syntax error unexpected '{name}': it is a reserved word")


def check(tree: exp.Expression, sql: str) -> None:
    """Raise a ProgrammingError if Snowflake would refuse a statement. sql: the text of the tree."""
    for name in reserved_names(tree):
        raise reserved_word(name)
    for name in unknown_functions(tree, sql):
        raise compilation_error(f"Unknown function {name.upper()}", 2140, "42601")
    for part in duckdb_syntax(tree, sql):
        raise compilation_error(f"syntax error unexpected '{part}'")
    check_subqueries(tree)
    if tree.find(exp.Exists, exp.Subquery):
        tree.meta[NEEDS_COLUMNS] = True


def check_subqueries(tree: exp.Expression, columns_of: ColumnsOf = no_columns) -> None:
    """Raise a ProgrammingError for a subquery that Snowflake does not evaluate."""
    for _ in refused_subqueries(tree, columns_of):
        raise compilation_error("Unsupported subquery type cannot be evaluated", 2031, "42601")
