"""Subqueries that Snowflake does not evaluate.

https://docs.snowflake.com/en/sql-reference/operators-subquery
https://docs.snowflake.com/en/user-guide/querying-subqueries
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlglot import exp

# What may be between a condition with a subquery and its WHERE.
CONJUNCTIONS = (exp.And, exp.Not, exp.Paren)
COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
# A subquery in one of these is rows.
NOT_SCALAR = (
    *(exp.From, exp.Join, exp.Lateral, exp.CTE, exp.Any, exp.All, exp.Exists, exp.In, exp.Create),
    *(exp.Insert, exp.Merge, exp.SetOperation, exp.Subquery),
)
# The columns of a table in lower case; None if they are unknown.
ColumnsOf = Callable[[exp.Table], set[str] | None]


def no_columns(table: exp.Table) -> set[str] | None:
    """The columns of a table, without a database."""
    return None


def refused_subqueries(
    tree: exp.Expression, columns_of: ColumnsOf = no_columns
) -> Iterator[exp.Expression]:
    """The conditions and subqueries of a statement that Snowflake does not evaluate."""
    for node in tree.find_all(exp.In, exp.Any, exp.All, exp.Exists, exp.Subquery):
        if isinstance(node, exp.Subquery):
            is_refused = (
                is_scalar(node) and not has_one_row(node.this) and is_correlated(node, columns_of)
            )
        elif isinstance(node, exp.Exists):
            is_refused = not is_condition_of_where(node) and is_correlated(node, columns_of)
        else:
            is_refused = has_query(node) and not is_condition_of_where(node)
        if is_refused:
            yield node


def has_query(node: exp.Expression) -> bool:
    """Whether IN, ANY or ALL has a subquery, and not a list."""
    if isinstance(node, exp.In):
        return node.args.get("query") is not None
    return isinstance(node.this, exp.Query)


def is_condition_of_where(node: exp.Expression) -> bool:
    """Whether a condition is one of those that WHERE combines by AND."""
    parent = node.parent
    if isinstance(node, (exp.Any, exp.All)) and isinstance(parent, COMPARISONS):
        parent = parent.parent
    while isinstance(parent, CONJUNCTIONS):
        parent = parent.parent
    return isinstance(parent, exp.Where)


def is_scalar(node: exp.Subquery) -> bool:
    """Whether a subquery gives a value."""
    if not isinstance(node.this, exp.Query) or node.arg_key in ("query", "using"):
        return False
    return not isinstance(node.parent, NOT_SCALAR)


def has_one_row(query: exp.Expression) -> bool:
    """Whether each column of a query is an aggregate of all its rows."""
    return (
        isinstance(query, exp.Select)
        and not query.args.get("group")
        and all(is_aggregate(column) for column in query.expressions)
    )


def is_aggregate(node: exp.Expression) -> bool:
    """Whether an expression has an aggregate that is not a window function."""
    return any(
        not isinstance(found.parent, (exp.Window, exp.IgnoreNulls))
        for found in node.find_all(exp.AggFunc)
    )


def is_correlated(node: exp.Expression, columns_of: ColumnsOf) -> bool:
    """Whether a subquery names a table that it does not read, or a column that none of them has."""
    tables = list(node.find_all(exp.Table))
    names = {table.alias_or_name.lower() for table in tables}
    names |= {alias.name.lower() for alias in node.find_all(exp.TableAlias)}
    columns = [
        column for column in node.find_all(exp.Column) if not isinstance(column.this, exp.Star)
    ]
    if any(column.table and column.table.lower() not in names for column in columns):
        return True
    loose = {column.name.lower() for column in columns if not column.table}
    # Names that the subquery gives to columns itself.
    loose -= {alias.alias.lower() for alias in node.find_all(exp.Alias)}
    return bool(loose) and bool(known := known_columns(node, columns_of)) and not loose <= known


def known_columns(node: exp.Expression, columns_of: ColumnsOf) -> set[str]:
    """The columns of all tables that a subquery reads; empty if those of one are unknown."""
    queries = common_tables(node)
    found: set[str] = set()
    for table in node.find_all(exp.Table):
        query = queries.get(table.name.lower()) if not table.db else None
        columns = columns_of_query(query) if query is not None else columns_of(table)
        if not columns:
            return set()
        found |= columns
    if node.find(exp.Lateral, exp.Values, exp.TableFromRows):
        return set()
    for query in node.find_all(exp.Subquery):
        found |= columns_of_query(query.this)
    return found


def columns_of_query(query: exp.Expression) -> set[str]:
    """The columns of a query in lower case; empty if it has a star."""
    names = {name.lower() for name in getattr(query, "named_selects", [])}
    return set() if "*" in names else names


def common_tables(node: exp.Expression) -> dict[str, exp.Expression]:
    """The queries of the common table expressions that a node can read, by name in lower case."""
    found: dict[str, exp.Expression] = {}
    for cte in node.root().find_all(exp.CTE):
        alias = cte.args.get("alias")
        if alias is not None and not alias.columns:
            found.setdefault(cte.alias.lower(), cte.this)
    return found
