"""No model needs a function or syntax that only one of the two engines has.

Every build proves this for DuckDB. For Snowflake it is proved here as far as that is possible
without an account: every model is rendered for Snowflake, as a first and as a later load, and
parsed in Snowflake's dialect, and each function that it calls must be in the emulator's list.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlglot
from offline_project import Offline
from render_offline import LOADS

from snowflake_rules.functions import documented_functions, functions_called
from snowflake_rules.syntax import describes_query, duckdb_syntax

SNOWFLAKE_FUNCTIONS = documented_functions()
# Functions with different results: on Snowflake a null argument makes the result null, DuckDB skips
# nulls; hashes and arbitrary choices among rows differ. Macros may use them, models may not.
DIFFERENT_RESULT = re.compile(r"(?<![\w.])(concat|concat_ws|hash|any_value|mode|random)\s*\(", re.I)
# Syntax that one engine refuses or silently understands differently, besides what Snowflake lacks.
FOREIGN_FORMS = {
    "a type of one byte": re.compile(r"\b(as|::)\s*tinyint\b", re.I),
    "union by name": re.compile(r"\bunion\s+(all\s+)?by\s+name\b", re.I),
    "an as-of join": re.compile(r"\basof\s+join\b", re.I),
    "a flag 'g' (Snowflake replaces all, and expects a position)": re.compile(r",\s*'g'\s*\)"),
    "a single backslash (an escape on Snowflake)": re.compile(r"(?<!\\)\\(?!\\)"),
}
STRING_AS_BINARY = re.compile(r"cast\('([^']*)' as binary\)", re.I)
HEX_DIGITS = re.compile(r"([0-9A-Fa-f]{2})+")
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
Rendered = dict[str, str]


@pytest.fixture(scope="module", params=LOADS)
def rendered(request: pytest.FixtureRequest, offline: Offline, manifest: dict) -> Rendered:
    """Model or analysis -> its SQL for Snowflake, for a first load and for a later one."""
    nodes = manifest["nodes"]
    found = {
        nodes[unique_id]["name"]: sql
        for unique_id, sql in offline.compiled(request.param).items()
        if unique_id.startswith(("model.", "analysis.", "snapshot."))
        and nodes[unique_id]["language"] == "sql"
    }
    assert len(found) > 200
    return found


def test_project_parses_for_snowflake_without_deprecations(offline: Offline) -> None:
    assert "Running with dbt" in offline.output
    assert "deprecat" not in offline.output.lower()


def test_first_and_later_load_differ(offline: Offline) -> None:
    first, later = (offline.compiled(load) for load in LOADS)
    assert set(later) <= set(first)
    assert sum(first[name] != later[name] for name in later) > 50


def test_every_model_parses_in_snowflakes_dialect(rendered: Rendered) -> None:
    wrong = {}
    for name, sql in rendered.items():
        try:
            sqlglot.parse_one(sql, read="snowflake")
        except sqlglot.errors.ParseError as error:
            wrong[name] = str(error).splitlines()[0]
    assert wrong == {}


def test_every_function_called_exists_in_snowflake(rendered: Rendered) -> None:
    unknown = {
        name: missing
        for name, sql in rendered.items()
        if (missing := sorted(set(functions_called(sql)) - SNOWFLAKE_FUNCTIONS))
    }
    assert unknown == {}


def foreign_syntax(sql: str) -> set[str]:
    """The syntax in a statement that one of the engines lacks or understands differently."""
    found = {form for form, pattern in FOREIGN_FORMS.items() if pattern.search(sql)}
    if describes_query(sql):
        found.add("describe of a query")
    return found | set(duckdb_syntax(sqlglot.parse_one(sql, read="snowflake"), sql))


def test_no_model_uses_syntax_that_only_one_engine_has(rendered: Rendered) -> None:
    found = {name: forms for name, sql in rendered.items() if (forms := foreign_syntax(sql))}
    assert found == {}


def test_no_model_calls_a_function_with_different_results_by_engine(manifest) -> None:
    wrong = {
        node["name"]: found
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["language"] == "sql"
        if (found := DIFFERENT_RESULT.findall(JINJA.sub("", node["raw_code"])))
    }
    assert wrong == {}


def foreign_values(fixture: dict[str, Any]) -> list[str]:
    """What one of the engines cannot read in the rows of a unit test.

    Snowflake reads a string as hexadecimal digits where it becomes binary, DuckDB as it is.
    """
    rows = fixture["rows"]
    if fixture["format"] == "sql":
        missing = set(functions_called(rows)) - SNOWFLAKE_FUNCTIONS
        values = STRING_AS_BINARY.findall(rows)
        return sorted(missing) + [value for value in values if not HEX_DIGITS.fullmatch(value)]
    if fixture["format"] != "dict":
        return []
    return [
        f"{column}: {value}"
        for row in rows
        for column, value in row.items()
        if column.endswith(("_hk", "_hashdiff")) and value is not None
        if not HEX_DIGITS.fullmatch(str(value))
    ]


def test_unit_tests_have_values_that_both_engines_read(manifest: dict[str, Any]) -> None:
    wrong = {
        test["name"]: found
        for test in manifest["unit_tests"].values()
        for fixture in (*test["given"], test["expect"])
        if (found := foreign_values(fixture))
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("form", "rows"),
    [
        ("sql", "select unhex('0A') as customer_hk"),
        ("sql", "select cast('BUYER' as binary) as customer_hk"),
        ("dict", [{"customer_hk": "BUYER"}]),
        ("dict", [{"customer_hk": r"\xC1"}]),
    ],
)
def test_a_value_that_one_engine_cannot_read_is_detected(form: str, rows: Any) -> None:
    assert foreign_values({"format": form, "rows": rows}) != []


@pytest.mark.parametrize(
    ("sql", "foreign"),
    [
        ("with one (a) as (select 1) select a from one where a in (1)", set()),
        ("select list_contains(x, 1), sum(y) over (order by z) from t", {"list_contains"}),
        (
            "select cast(x as decimal(18, 2)), left(y, 3) from t left join (select 1) on (true)",
            set(),
        ),
        ("select regexp_matches(lower(x), 'a'), epoch(y) from t", {"regexp_matches", "epoch"}),
        (
            "select if(a, 1, 2), overlay(a, b, 1), arg_max(a, b) from t",
            {"if", "overlay", "arg_max"},
        ),
        ("select string_agg(a, ',') from t where glob(a, 'x')", {"string_agg", "glob"}),
    ],
)
def test_functions_missing_in_snowflake_are_detected(sql: str, foreign: set[str]) -> None:
    names = {"one"}  # the CTE with a list of columns
    assert set(functions_called(sql)) - SNOWFLAKE_FUNCTIONS - names == foreign


@pytest.mark.parametrize(
    "sql",
    [
        "select sum(x) filter (where y) from t",
        "select a + interval 1 day from t",
        "select cast(a as blob) from t",
        "select a::hugeint from t",
        "select cast(a as tinyint) from t",
        "select 1 union all by name select 2",
        "select regexp_replace(a, '[^0-9]', '', 'g') from t",
        r"select regexp_like(a, '\d+') from t",
        "select distinct on (a) a, b from t",
        "from t",
        "with u as (from t) select a from u",
        "select * from t semi join u on t.a = u.a",
        "select * from t anti join u on t.a = u.a",
        "select * from t asof join u on t.a >= u.a",
        "insert into t select 1 returning a",
        "insert into t select 1 on conflict do nothing",
        "select a from t using sample 10",
        "select a from t limit 10%",
        "select sum(a = 1) from t",
        "select a from t where a == 1",
        "describe select 1",
    ],
)
def test_syntax_of_one_engine_is_detected(sql: str) -> None:
    assert foreign_syntax(sql) != set()


@pytest.mark.parametrize(
    "sql",
    [
        "select distinct a, count(*) as blob from t where b = '==' and c like '10%' limit 10",
        "select d + interval '1 day', extract(year from d), a % 2 from t",
        "insert into t (a) values (1), (2)",
        "select * from t tablesample (10)",
        "select sum(iff(a = 1, 1, 0)), count_if(a = 1) from (values (1)) as t (a)",
        "select * from t asof join u match_condition (t.a >= u.a) on t.b = u.b",
    ],
)
def test_syntax_of_both_engines_is_not_detected(sql: str) -> None:
    assert set(duckdb_syntax(sqlglot.parse_one(sql, read="snowflake"), sql)) == set()
