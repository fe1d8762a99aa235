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
    *(exp.Window, exp.Case, exp.If, exp.Nullif, exp.Distinct, exp.Order, exp.IgnoreNulls),
    *(exp.FirstValue, exp.LastValue, exp.NthValue, exp.ArgMax, exp.ArgMin, exp.AnyValue),
)
# Only their first argument is the result.
FIRST = (exp.Lag, exp.Lead, exp.NthValue, exp.ArgMax, exp.ArgMin, exp.Nullif, exp.Window, exp.Order)
TIME_FUNCTIONS = (
    *(exp.DateTrunc, exp.TimestampTrunc, exp.DateAdd, exp.TimestampAdd, exp.CurrentDate),
    *(exp.CurrentTimestamp, exp.Localtimestamp, exp.LastDay, exp.StrToTime, exp.StrToDate),
    *(exp.TsOrDsToDate, exp.DateFromParts, exp.ConvertTimezone),
)
# The functions that read their arguments as text, or put them as text into a string, an array or
# an object. HASH is not one: it reads the value. TRIM, UPPER and regular expressions clean strings
# of feeds, whose columns are named like times.
AS_TEXT = (
    *(exp.DPipe, exp.GroupConcat, exp.Concat, exp.ConcatWs, exp.ArrayToString, exp.MD5),
    *(exp.MD5Digest, exp.SHA, exp.SHA2, exp.SHA2Digest, exp.Left, exp.Right, exp.Substring),
    *(exp.Replace, exp.Lower, exp.Initcap),
    *(exp.Like, exp.ILike, exp.Split, exp.SplitPart, exp.Pad, exp.StartsWith, exp.Contains),
    *(exp.Length, exp.StarMap, exp.Struct, exp.JSONObject, exp.Array, exp.ArrayAgg),
)
# Functions that sqlglot does not know.
TIMES_BY_NAME = ("TO_TIMESTAMP", "TO_TIMESTAMP_NTZ", "TO_TIMESTAMP_LTZ", "TO_TIMESTAMP_TZ")
TEXT_TYPES = ("varchar", "text", "char")
IsTime = Callable[[exp.Expression], bool]


def times_by_name(manifest: dict[str, Any]) -> IsTime:
    """A function that says whether an expression is a date or timestamp."""
    types: dict[str, set[str]] = {}
    for node in manifest["nodes"].values():
        for name, column in node["columns"].items():
            if column["data_type"]:
                types.setdefault(name.lower(), set()).add(column["data_type"].lower())

    def is_named_like_a_time(name: str) -> bool:
        if known := types.get(name.lower()):
            return bool(known & set(TIMES))
        return NAMED_LIKE_A_TIME.fullmatch(name) is not None

    def is_time(expression: exp.Expression) -> bool:
        if isinstance(expression, exp.Column):
            source = projection_of(expression)
            if source is None or (
                isinstance(source, exp.Column) and source.name.lower() == expression.name.lower()
            ):
                return is_named_like_a_time(expression.name)
            return is_time(source)
        if isinstance(expression, exp.Cast):
            return expression.to.is_type("date", "timestamp", "timestampntz", "timestamptz")
        if isinstance(expression, TIME_FUNCTIONS):
            return True
        if isinstance(expression, exp.Anonymous):
            return expression.name.upper() in TIMES_BY_NAME
        if isinstance(expression, exp.Subquery):
            return any(is_time(column.unalias()) for column in expression.this.selects[:1])
        if isinstance(expression, PASS_ON):
            return any(is_time(child) for child in results_of(expression))
        return False

    return is_time


def projection_of(column: exp.Column) -> exp.Expression | None:
    """What a column is in the query, common or not, that the query around it reads; else None."""
    select = column.find_ancestor(exp.Select)
    return projection_in(select, column.name, column.table) if select else None


def projection_in(select: exp.Select, name: str, table: str = "") -> exp.Expression | None:
    """The expression of a column that a query reads from another one; None if from a table."""
    joined = [join.this for join in select.args.get("joins") or []]
    read = select.args.get("from_") or select.args.get("from")
    for source in ([read.this] if read else []) + joined:
        if table and source.alias_or_name.lower() != table.lower():
            continue
        query = source.this if isinstance(source, exp.Subquery) else common_table(source)
        while isinstance(query, (exp.SetOperation, exp.Subquery)):
            query = query.this
        if not isinstance(query, exp.Select) or query is select:
            continue
        for found in query.expressions:
            if found.alias_or_name.lower() == name.lower():
                return found.unalias()
        if query.is_star and (found := projection_in(query, name)) is not None:
            return found
    return None


def common_table(source: exp.Expression) -> exp.Expression | None:
    """The query of the common table expression that a source names."""
    if not isinstance(source, exp.Table) or source.db:
        return None
    below, above = source, source.parent
    while above is not None:
        clause = above.args.get("with_") or above.args.get("with")
        for cte in reversed(clause.expressions if clause is not None else []):
            if cte.alias.lower() == source.name.lower() and cte is not below:
                return cte.this
        below, above = (above if isinstance(above, exp.CTE) else below), above.parent
    return None


def results_of(expression: exp.Expression) -> Iterator[exp.Expression]:
    """The parts of an expression that may be its result."""
    if isinstance(expression, exp.Case):
        yield from (branch.args["true"] for branch in expression.args["ifs"])
        if default := expression.args.get("default"):
            yield default
    elif isinstance(expression, exp.If):
        yield from (value for key, value in expression.args.items() if key in ("true", "false"))
    else:
        if isinstance(expression.this, exp.Expression):
            yield expression.this
        if not isinstance(expression, FIRST):
            yield from expression.expressions


def times_cast_to_text(sql: str, is_time: IsTime) -> list[str]:
    """The places where a date or timestamp becomes text without a format."""
    return [
        part.sql("snowflake")
        for tree in filter(None, sqlglot.parse(sql, read="snowflake"))
        for part in tree.find_all(exp.Cast, exp.ToChar, *AS_TEXT)
        if any(is_time(one) for one in read_as_text(part))
    ]


def read_as_text(part: exp.Expression) -> Iterator[exp.Expression]:
    """The operands that an expression reads as text without a format."""
    if isinstance(part, exp.Cast):
        operands = [part.this] if part.to.is_type(*TEXT_TYPES) else []
    elif isinstance(part, exp.ToChar):
        operands = [] if part.args.get("format") else [part.this]
    elif isinstance(part, exp.DPipe):
        operands = [part.left, part.right]
    elif isinstance(part, (exp.StarMap, exp.Struct, exp.JSONObject)):
        operands = list(part.find_all(exp.Column))
    else:
        operands = [part.this, *part.expressions]
    for operand in operands:
        if isinstance(operand, exp.Expression):
            yield from operand.expressions if isinstance(operand, exp.Distinct) else [operand]


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
        ("select to_varchar(valid_from) from t", True),
        ("select to_char(valid_from) from t", True),
        ("select md5(valid_from), 1 from t", True),
        ("select sha2(valid_from) from t", True),
        ("select left(valid_from, 10) from t", True),
        ("select replace(valid_from, '-', '') from t", True),
        ("select b from t where valid_from like '2026%'", True),
        ("select concat_ws('|', a, valid_from) from t", True),
        ("select array_to_string(array_agg(valid_from), ',') from t", True),
        ("select object_construct('v', valid_from)::varchar from t", True),
        ("select try_cast(valid_from as varchar) from t", True),
        ("select listagg(distinct valid_from, ' ') within group (order by valid_from)", True),
        ("select cast(max_by(valid_from, b) as varchar) from t", True),
        ("select cast(first_value(valid_from) over (order by a) as varchar) from t", True),
        ("select cast(any_value(valid_from) as varchar) from t", True),
        ("select cast(last_day(valid_from) as varchar) from t", True),
        ("select cast(to_timestamp_ntz(a) as varchar) from t", True),
        ("select cast(current_timestamp as varchar)", True),
        ("select cast((select max(valid_from) from u) as varchar) from t", True),
        ("select cast(x as varchar) from (select valid_from as x from t) as s", True),
        ("with s as (select valid_from as x from t) select cast(s.x as varchar) from s", True),
        (
            "with s as (select ended_at as x from t), r as (select * from s) select x || a from r",
            True,
        ),
        ("select cast(x as varchar) from (select valid_from as y, a as x from t) as s", False),
        (
            "select upper(valid_to) from (select to_char(valid_to, 'YYYY') as valid_to from t)",
            False,
        ),
        ("select cast(max_by(a, valid_from) as varchar) from t", False),
        ("select hash(valid_from) from t", False),
        ("select to_varchar(valid_from, 'YYYY') from t", False),
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
