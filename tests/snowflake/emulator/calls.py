"""Calls of functions and macros of DuckDB in the syntax tree."""

from __future__ import annotations

from sqlglot import exp

from emulator.macros import SCHEMA

COUNT_STAR = "count_star"


def call(name: str, *arguments: exp.Expression) -> exp.Expression:
    """A call of a function of DuckDB, which fakesnow leaves as it is."""
    return exp.Anonymous(this=name, expressions=[argument.copy() for argument in arguments])


def emulated(name: str, *arguments: exp.Expression) -> exp.Expression:
    """A call of one of the emulator's macros."""
    made = call(f"{SCHEMA}.{name}", *arguments)
    for count in list(made.find_all(exp.Count)):
        if isinstance(count.this, exp.Star):
            # A macro has no argument with a star.
            count.replace(call(COUNT_STAR))
    return made


def aggregates(node: exp.Expression) -> bool:
    """Whether a node has an aggregate that is not a window function."""
    return any(
        not isinstance(found.parent, (exp.Window, exp.WithinGroup, exp.IgnoreNulls))
        for found in node.find_all(exp.AggFunc, exp.Anonymous)
        if isinstance(found, exp.AggFunc) or found.name == COUNT_STAR
    )
