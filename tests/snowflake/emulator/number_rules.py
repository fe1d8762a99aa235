"""Rules for numbers and dates."""

from __future__ import annotations

from sqlglot import exp

from emulator.calls import aggregates, call, emulated

Type = exp.DataType.Type
FLOAT_TYPES = (Type.FLOAT, Type.DOUBLE)
# Functions whose result is a FLOAT.
FLOATS = (exp.Exp, exp.Ln, exp.Log, exp.Pow, exp.Sqrt, exp.Stddev, exp.StddevSamp, exp.Variance)


def is_float(node: exp.Expression) -> bool:
    """Whether a node is a FLOAT, as far as its text tells."""
    return bool(node.find(*FLOATS)) or any(
        cast.to.this in FLOAT_TYPES for cast in node.find_all(exp.Cast)
    )


def divide(node: exp.Div) -> exp.Expression:
    """Division of numbers is exact, and by zero an error.

    The quotient is rounded to max(scale, min(scale + 6, 12)) decimals, by the dividend's scale.
    """
    dividend, divisor = node.this, node.expression
    kind = call("typeof", dividend)
    if not aggregates(node):
        return emulated("rounded_quotient", emulated("divide", dividend, divisor), kind)
    quotient = exp.Div(this=exp.paren(dividend.copy()), expression=emulated("not_zero", divisor))
    if is_float(node):
        return exp.paren(quotient)
    return emulated("rounded_quotient", exp.cast(quotient, "decimal(38, 12)"), kind)


def truncate(node: exp.DateTrunc) -> exp.Expression:
    """DATE_TRUNC of a date is a date. Weeks start on Monday, as in DuckDB."""
    if aggregates(node):
        return node
    unit = exp.Literal.string(node.args["unit"].name.lower())
    return emulated("truncate", unit, node.this)


def ratio_to_report(node: exp.Window) -> exp.Expression:
    """RATIO_TO_REPORT is a value divided by the sum of its window."""
    if not (isinstance(node.this, exp.Anonymous) and node.this.name.upper() == "RATIO_TO_REPORT"):
        return node
    value = node.this.expressions[0]
    total = node.copy()
    total.set("this", exp.Sum(this=value.copy()))
    return emulated("rounded_quotient", emulated("divide", value, total), call("typeof", value))


def cosine_similarity(node: exp.CosineDistance) -> exp.Expression:
    """VECTOR_COSINE_SIMILARITY, which sqlglot takes for the distance."""
    return call("array_cosine_similarity", node.this, node.expression)
