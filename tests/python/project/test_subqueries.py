"""A subquery with `in` or `exists` is a condition of WHERE by itself.

Snowflake refuses one in the list of a SELECT, in CASE, in the ON of a join or in an alternative
("Unsupported subquery type cannot be evaluated"); a join says the same on both engines.
"""

from __future__ import annotations

import pytest
import sqlglot
from offline_project import Offline
from sqlglot import exp

# What may be between a subquery's condition and its WHERE; `not in` is read as `<> all`.
CONJUNCTIONS = (exp.And, exp.Not, exp.Paren, exp.NEQ)


def refused_subqueries(sql: str) -> list[str]:
    """The conditions with a subquery in statements that are not conditions of WHERE."""
    found = []
    for tree in filter(None, sqlglot.parse(sql, read="snowflake")):
        for condition in tree.find_all(exp.In, exp.Exists, exp.All, exp.Any):
            if not isinstance(condition, exp.In) or condition.args.get("query"):
                parent = condition.parent
                while isinstance(parent, CONJUNCTIONS):
                    parent = parent.parent
                if not isinstance(parent, exp.Where):
                    found.append(condition.sql("snowflake"))
    return found


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
        ("select * from t qualify exists (select 1 from u)", True),
        ("select count(case when a not in (select a from u) then 1 end) from t", True),
    ],
)
def test_a_refused_subquery_is_detected(sql: str, is_found: bool) -> None:
    assert bool(refused_subqueries(sql)) == is_found
