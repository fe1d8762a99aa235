"""Builds statements for both engines from names of models and columns, measures and conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.models import join_key

NAME = re.compile(r"[a-z][a-z0-9_]*")
GRAINS = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True)
class Condition:
    """A comparison of a column: `is` a value (None for missing), `in` several, `starts with` one of
    several, `>=`, `<=`, `>`, `<` or `is in any case` one."""

    column: str
    operator: str
    value: Any


@dataclass(frozen=True)
class Measure:
    """An aggregate of a column over the rows that meet all conditions."""

    function: str
    column: str = ""
    conditions: tuple[Condition, ...] = ()


def is_(column: str, value: Any = True) -> Condition:
    """The column has this value."""
    return Condition(column, "is", value)


def is_not(column: str, value: Any) -> Condition:
    """The column has another value or is null; with None: it is not null."""
    return Condition(column, "is not", value)


def among(column: str, values: Sequence[Any]) -> Condition:
    """The column has one of these values."""
    return Condition(column, "in", tuple(values))


def between(column: str, first: date, last: date) -> tuple[Condition, Condition]:
    """The column is a day from the first to the last."""
    return Condition(column, ">=", first), Condition(column, "<=", last)


def starts_with(column: str, *starts: str) -> Condition:
    """The column starts with one of these strings."""
    return Condition(column, "starts with", starts)


def on_day(day: date, first: str, end: str) -> tuple[Condition, Condition]:
    """The day is in a span from the first day to its end, which is exclusive."""
    return Condition(first, "<=", day), Condition(end, ">", day)


def total(column: str, *conditions: Condition) -> Measure:
    """The sum of a column, 0 without rows."""
    return Measure("total", column, conditions)


def average(column: str, *conditions: Condition) -> Measure:
    """The mean of a column, missing without rows."""
    return Measure("average", column, conditions)


def rows(*conditions: Condition) -> Measure:
    """The number of rows."""
    return Measure("rows", "", conditions)


def distinct(column: str, *conditions: Condition) -> Measure:
    """The number of different values of a column."""
    return Measure("distinct", column, conditions)


def latest(column: str, *conditions: Condition) -> Measure:
    """The largest value of a column."""
    return Measure("latest", column, conditions)


def earliest(column: str, *conditions: Condition) -> Measure:
    """The smallest value of a column."""
    return Measure("earliest", column, conditions)


class Statement:
    """Builds a select for DuckDB and Snowflake, with question marks in place of all values."""

    def __init__(self, model: str, schema: str) -> None:
        self.model, self.schema = checked(model), schema
        self.joined: dict[str, str] = {}
        self.values: list[Any] = []

    def column(self, name: str) -> str:
        """A column of the model, or `<other model>.<column>`, which joins the other model."""
        other, _, column = name.rpartition(".")
        if other and other not in self.joined:
            self.joined[checked(other)] = join_key(self.model, other)
        return f"{other or self.model}.{checked(column)}"

    def expression(self, name: str) -> tuple[str, str]:
        """SQL and name of a column; `order_date:month` is the first day of the month."""
        column, _, grain = name.partition(":")
        sql, alias = self.column(column), column.rpartition(".")[2]
        if not grain:
            return sql, alias
        if grain not in GRAINS:
            raise ValueError(f"{name}: the grain is one of {', '.join(GRAINS)}")
        return f"cast(date_trunc('{grain}', {sql}) as date)", alias

    def condition(self, condition: Condition) -> str:
        """The SQL of a condition; its values are kept for the question marks."""
        column, value = self.column(condition.column), condition.value
        if value is None:
            return f"{column} is {'not ' if condition.operator == 'is not' else ''}null"
        if condition.operator == "in":
            self.values += value
            marks = ", ".join("?" * len(value))
            return f"{column} in ({marks})" if value else "1 = 0"
        if condition.operator == "starts with":
            lengths = sorted({len(start) for start in value})
            starts = [[start for start in value if len(start) == length] for length in lengths]
            self.values += sum(starts, [])
            parts = [
                f"left({column}, {length}) in ({', '.join('?' * len(same))})"
                for length, same in zip(lengths, starts, strict=True)
            ]
            return f"({' or '.join(parts)})" if parts else "1 = 0"
        self.values.append(value)
        comparisons = {
            "is": f"{column} = ?",
            "is not": f"({column} <> ? or {column} is null)",
            "is in any case": f"lower({column}) = lower(?)",
        }
        return comparisons.get(condition.operator, f"{column} {condition.operator} ?")

    def measure(self, measure: Measure) -> str:
        """The SQL of a measure."""
        conditions = " and ".join(map(self.condition, measure.conditions))
        value = self.column(measure.column) if measure.column else "1"
        if conditions:
            value = f"case when {conditions} then {value} end"
        return {
            "total": f"coalesce(sum({value}), 0)",
            "average": f"avg({value})",
            "rows": f"count({value})",
            "distinct": f"count(distinct {value})",
            "latest": f"max({value})",
            "earliest": f"min({value})",
        }[measure.function]

    def relation(self, name: str) -> str:
        """The name of a model's table."""
        return f"{self.schema}.{name}"

    def text(
        self,
        columns: Sequence[str],
        measures: Mapping[str, Measure],
        where: Sequence[Condition],
        order: Sequence[str],
        limit: int,
    ) -> str:
        """The statement. The question marks are in the order of `values`."""
        expressions = [self.expression(name) for name in columns]
        selected = [f"{sql} as {alias}" for sql, alias in expressions]
        selected += [f"{self.measure(item)} as {checked(name)}" for name, item in measures.items()]
        conditions = [self.condition(item) for item in where]
        names = [alias for _, alias in expressions] + list(measures)
        ordered = [sort_term(name, names) for name in order]
        joins = [
            f"left join {self.relation(other)} as {other} on {condition}"
            for other, condition in self.joined.items()
        ]
        lines = [
            f"select {', '.join(selected)}",
            f"from {self.relation(self.model)} as {self.model}",
        ]
        lines += joins
        lines += [f"where {' and '.join(conditions)}"] if conditions else []
        if measures and expressions:
            lines.append(f"group by {', '.join(sql for sql, _ in expressions)}")
        lines += [f"order by {', '.join(ordered)}"] if ordered else []
        return "\n".join([*lines, f"limit {int(limit)}"])


def checked(name: str) -> str:
    """A name of a model or column; raises ValueError if it is not one."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a name of a model or column")
    return name


def sort_term(name: str, names: Sequence[str]) -> str:
    """`-revenue` sorts by the largest revenue first; missing values are last."""
    column = name.removeprefix("-")
    if column not in names:
        raise ValueError(f"rows are sorted by {column}, which is not among {', '.join(names)}")
    return f"{column} {'desc' if name.startswith('-') else 'asc'} nulls last"
