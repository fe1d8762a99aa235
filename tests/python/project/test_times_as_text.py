"""Dates and timestamps have one type and one text format, whatever the session parameters are.

On Snowflake, TIMESTAMP_TYPE_MAPPING determines whether `timestamp` has a time zone, and
DATE_OUTPUT_FORMAT and TIMESTAMP_NTZ_OUTPUT_FORMAT determine the text of a cast. A key made of such
text would change with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlglot
from offline_project import Offline
from sqlglot import exp

from dbt_in_process import ROOT

TIMES = ("date", "timestamp")
BARE_TIMESTAMP = re.compile(r"(\bas|::)\s*timestamp\b|\btimestamp\s+'", re.I)
# A column is a time if a contract of a model says so, or by its name where none does.
NAMED_LIKE_A_TIME = re.compile(r"\w+_(at|date|from|to|hour|day)|(as_of|date_day)", re.I)
# Models in which birth_date is text, in standard form.
STRING_BIRTH_DATES = {"model.customer_360.block_keys", "model.customer_360.matchable_records"}
# The functions that give a time if their arguments have one.
PASS_ON = (
    *(exp.Coalesce, exp.Max, exp.Min, exp.Greatest, exp.Least, exp.Lag, exp.Lead, exp.Paren),
    *(exp.Window, exp.Case, exp.If, exp.Nullif),
)
TIME_FUNCTIONS = (exp.DateTrunc, exp.TimestampTrunc, exp.DateAdd, exp.TimestampAdd, exp.CurrentDate)
IsTime = Callable[[exp.Expression], bool]


def times_by_name(manifest: dict[str, Any]) -> IsTime:
    """A function that says whether an expression is a date or timestamp."""
    types: dict[str, set[str]] = {}
    for node in manifest["nodes"].values():
        for name, column in node["columns"].items():
            if column["data_type"]:
                types.setdefault(name.lower(), set()).add(column["data_type"].lower())

    def is_time(expression: exp.Expression) -> bool:
        if isinstance(expression, exp.Column):
            name = expression.name.lower()
            known = types.get(name)
            if known:
                return bool(known & set(TIMES))
            return NAMED_LIKE_A_TIME.fullmatch(name) is not None
        if isinstance(expression, exp.Cast):
            return expression.to.is_type("date", "timestamp", "timestampntz", "timestamptz")
        if isinstance(expression, TIME_FUNCTIONS):
            return True
        if isinstance(expression, PASS_ON):
            return any(is_time(child) for child in results_of(expression))
        return False

    return is_time


def results_of(expression: exp.Expression) -> Iterator[exp.Expression]:
    """The parts of an expression that may be its result."""
    if isinstance(expression, exp.Case):
        yield from (branch.args["true"] for branch in expression.args["ifs"])
        if default := expression.args.get("default"):
            yield default
    elif isinstance(expression, exp.If):
        yield from (value for key, value in expression.args.items() if key in ("true", "false"))
    else:
        yield expression.this
        yield from expression.expressions


def times_cast_to_text(sql: str, is_time: IsTime) -> list[str]:
    """The places where a date or timestamp becomes text without a format."""
    found = []
    for tree in filter(None, sqlglot.parse(sql, read="snowflake")):
        for part in tree.find_all(exp.Cast, exp.DPipe, exp.GroupConcat, exp.Concat):
            if isinstance(part, exp.Cast):
                is_text = part.to.is_type("varchar", "text", "char")
                operands = [part.this] if is_text else []
            elif isinstance(part, exp.DPipe):
                operands = [part.left, part.right]
            else:
                operands = [part.this, *part.expressions]
            if any(isinstance(one, exp.Expression) and is_time(one) for one in operands):
                found.append(part.sql("snowflake"))
    return found


def test_no_statement_names_the_type_that_a_session_decides(offline: Offline) -> None:
    found = [name for name, sql in offline.statements() if BARE_TIMESTAMP.search(sql)]
    assert found == []


def test_no_time_becomes_text_in_the_format_of_a_session(
    offline: Offline, manifest: dict[str, Any]
) -> None:
    is_time = times_by_name(manifest)
    found = {
        name: casts
        for name, sql in offline.statements()
        if (casts := times_cast_to_text(sql, is_time)) and name.split()[0] not in STRING_BIRTH_DATES
    }
    assert found == {}


def test_the_open_end_date_is_written_once() -> None:
    written = [
        str(path.relative_to(ROOT))
        for folder in ("models", "macros", "tests")
        for path in sorted((ROOT / folder).rglob("*.sql"))
        if re.search(r"'(9999-12-31|1900-01-01)' as", path.read_text("utf-8"))
    ]
    assert written == ["macros/types/open_end.sql"]


@pytest.mark.parametrize(
    ("sql", "is_found"),
    [
        ("select cast(valid_from as varchar) from t", True),
        ("select valid_from::varchar from t", True),
        ("select cast(max(loaded_at) as varchar) from t", True),
        ("select cast(cast(x as date) as varchar) from t", True),
        ("select 'until ' || coalesce(valid_to, valid_from) from t", True),
        ("select listagg(event_date, ' ') from t", True),
        ("select cast(case when a then ended_at end as varchar) from t", True),
        ("select cast(customer_id as varchar) || 'x' from t", False),
        ("select to_char(valid_from, 'YYYY-MM-DD') || 'x' from t", False),
        ("select cast(case when ended_at > valid_from then 1 end as varchar) from t", False),
    ],
)
def test_a_time_as_text_is_detected(sql: str, is_found: bool, manifest: dict[str, Any]) -> None:
    assert bool(times_cast_to_text(sql, times_by_name(manifest))) == is_found


@pytest.mark.parametrize(
    ("sql", "is_found"),
    [
        ("select cast(a as timestamp)", True),
        ("select a::timestamp", True),
        ("select timestamp '2026-01-01 00:00:00'", True),
        ("select cast(a as timestamp_ntz), a as timestamp_text", False),
    ],
)
def test_a_bare_timestamp_is_detected(sql: str, is_found: bool) -> None:
    assert bool(BARE_TIMESTAMP.search(sql)) == is_found
