"""No model divides decimals with the engines' own division, which rounds in different ways."""

from __future__ import annotations

import pytest
import sqlglot
from offline_project import Offline
from sqlglot import exp

# A quotient by these has at most three more digits, which both engines keep.
EXACT_DIVISORS = {"2", "4", "8"}


def inexact_divisions(sql: str) -> list[str]:
    """The divisions and averages of decimals in statements, other than those of `divide`."""
    return [
        part.sql("snowflake")
        for tree in sqlglot.parse(sql, read="snowflake")
        if tree
        for part in tree.find_all(exp.Div, exp.Avg)
        if not (is_of_doubles(part) or is_exact(part))
    ]


def is_of_doubles(part: exp.Expression) -> bool:
    """Whether an operand is cast to double."""
    return any(
        isinstance(operand, exp.Cast) and operand.to.is_type("double", "float")
        for operand in (part.this, part.args.get("expression"))
    )


def is_exact(part: exp.Expression) -> bool:
    """Whether the dividend is a multiple of the divisor, as in `(x - mod(x, y)) / y`."""
    if isinstance(part, exp.Avg):
        return False
    if isinstance(part.right, exp.Literal):
        return part.right.name in EXACT_DIVISORS
    dividend = part.left.unnest()
    return (
        isinstance(dividend, exp.Sub)
        and isinstance(dividend.right, exp.Mod)
        and dividend.right.left.unnest() == dividend.left.unnest()
        and dividend.right.right.unnest() == part.right.unnest()
    )


def test_models_divide_decimals_exactly(offline: Offline) -> None:
    found = {
        name: divisions
        for name, sql in offline.statements()
        if name.startswith(("model.", "snapshot.")) and (divisions := inexact_divisions(sql))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("sql", "is_found"),
    [
        ("select amount / 3 from t", True),
        ("select round(revenue / nullif(order_count, 0), 2) from t", True),
        ("select avg(amount) from t", True),
        ("select (x - mod(x, y)) / z from t", True),
        ("select (x - mod(x, y)) / y from t", False),
        ("select ((2 * a) - mod((2 * a), (b))) / (b) from t", False),
        ("select a / cast(b as double), avg(cast(c as double)) from t", False),
        ("select floor(digit / 4) from t", False),
    ],
)
def test_a_bare_division_is_detected(sql: str, is_found: bool) -> None:
    assert bool(inexact_divisions(sql)) == is_found
