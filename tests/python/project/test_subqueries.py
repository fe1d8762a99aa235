"""A subquery with `in`, or with `exists` on the query around it, is a condition of WHERE by itself.

Snowflake refuses one in the list of a SELECT, in CASE, in the ON of a join or in an alternative
("Unsupported subquery type cannot be evaluated"); a join says the same on both engines. A subquery
that is a value of the row around it must be an aggregate.
"""

from __future__ import annotations

import pytest
import sqlglot
from offline_project import Offline

from snowflake_rules import subqueries


def refused_subqueries(sql: str) -> list[str]:
    """The subqueries in statements that Snowflake does not evaluate."""
    return [
        found.sql("snowflake")
        for tree in filter(None, sqlglot.parse(sql, read="snowflake"))
        for found in subqueries.refused_subqueries(tree)
    ]


def test_no_statement_has_a_subquery_that_snowflake_refuses(offline: Offline) -> None:
    found = {
        name: conditions
        for name, sql in offline.statements()
        if (conditions := refused_subqueries(sql))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("sql", "is_found"),
    [
        ("select * from t where a in (select a from u)", False),
        ("select * from t where a > 1 and not (a in (select a from u))", False),
        ("select * from t where a not in (select a from u) and b in (1, 2)", False),
        ("select * from t where exists (select 1 from u where u.a = t.a)", False),
        ("delete from t where (a, b) in (select a, b from u)", False),
        ("select a in (select a from u) as is_known from t", True),
        ("select * from t where a > 1 or a in (select a from u)", True),
        ("select * from t where not (b or a in (select a from u))", True),
        ("select case when a in (select a from u) then 1 end from t", True),
        ("select * from t join v on t.a = v.a and t.b in (select b from u)", True),
        ("select sum(b) from t group by a having a in (select a from u)", True),
        ("select * from t qualify exists (select 1 from u where u.a = t.a)", True),
        ("select * from t where case when a in (select a from u) then true end", True),
        ("select * from t where coalesce(a in (select a from u), false)", True),
        ("select * from t where (a in (select a from u)) = true", True),
        ("select * from t where a = any (select a from u) or b", True),
        ("select * from t where a = any (select a from u) and b", False),
        ("delete from t where b or exists (select 1 from u where u.a = t.a)", True),
        ("with u as (select a from v) select exists (select 1 from u where b = 1) from t", True),
        ("with u as (select a from v) select exists (select 1 from u where a = 1) from t", False),
        ("select (select b from u where u.a = t.a) from t", True),
        ("select (select b from u where u.a = t.a limit 1) from t", True),
        ("select (select max(b) from u where u.a = t.a group by c) from t", True),
        ("select (select max(b) from u where u.a = t.a) from t", False),
        ("select (select b from u) from t", False),
        ("update t set a = (select b from u where u.a = t.a)", True),
        ("select * from t, lateral (select b from u where u.a = t.a) as v", False),
        ("select count(case when a not in (select a from u) then 1 end) from t", True),
    ],
)
def test_a_refused_subquery_is_detected(sql: str, is_found: bool) -> None:
    assert bool(refused_subqueries(sql)) == is_found
