"""No model needs a function or syntax that only one of the two engines has.

Every build proves this for DuckDB. For Snowflake it is proved here as far as that is possible
without an account: every model is rendered for Snowflake, as a first and as a later load, and
parsed in Snowflake's dialect, and each function that it calls must be in the emulator's list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from offline_project import Offline
from render_offline import LOADS
from sqlglot.tokens import Token, TokenType

# Functions of Snowflake that rendered SQL may call; the emulator also refuses others.
FUNCTIONS = Path(__file__).parents[2] / "snowflake" / "emulator" / "functions.txt"
SNOWFLAKE_FUNCTIONS = {
    word
    for line in FUNCTIONS.read_text(encoding="utf-8").splitlines()
    for word in line.partition("#")[0].split()
}
# Words that can precede a parenthesis and are not functions.
WORDS = set(
    """
    all and any array as asc binary by char case cross date decimal desc distinct else end
    except exclude exists float from full group having in inner int integer intersect is join
    lateral left like limit not number numeric on or order outer over partition pivot qualify
    recursive right rows select table then timestamp timestamp_ntz timestamp_tz union unpivot
    using values
    varchar when where with within
    """.split()
)
# Functions with different results: on Snowflake a null argument makes the result null, DuckDB skips
# nulls; hashes and arbitrary choices among rows differ. Macros may use them, models may not.
DIFFERENT_RESULT = re.compile(r"(?<![\w.])(concat|concat_ws|hash|any_value|mode|random)\s*\(", re.I)
# Syntax that Snowflake refuses or silently understands differently.
DUCKDB_FORMS = {
    "filter (where ...)": re.compile(r"\)\s*filter\s*\(\s*where\b", re.I),
    "an interval without quotes": re.compile(r"\binterval\s+\d", re.I),
    "a type of DuckDB": re.compile(r"\b(as|::)\s*(blob|hugeint|u?tinyint|ubigint)\b", re.I),
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


def functions_called(sql: str) -> Iterator[str]:
    """The lower-case names directly before a parenthesis, without keywords."""
    tokens = sqlglot.tokenize(sql, read="snowflake")
    for before, name, parenthesis in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if parenthesis.token_type == TokenType.L_PAREN and is_function_name(before, name):
            yield name.text.lower()


def is_function_name(before: Token, name: Token) -> bool:
    """Whether a token before a parenthesis is a function: an unquoted word, no CTE and no alias."""
    if name.token_type in (TokenType.IDENTIFIER, TokenType.STRING, TokenType.NUMBER):
        return False
    word = name.text.lower()
    if not re.fullmatch(r"[a-z_]\w*", word):
        return False
    functions_too = {"left", "right", "date", "insert"}  # joins, types and statements as well
    if word in functions_too:
        return True
    return word not in WORDS and before.text.lower() != "as"


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
        if (missing := sorted(set(functions_called(sql)) - SNOWFLAKE_FUNCTIONS - WORDS))
    }
    assert unknown == {}


def test_no_model_uses_syntax_that_only_duckdb_has(rendered: Rendered) -> None:
    wrong = [
        (name, form)
        for name, sql in rendered.items()
        for form, pattern in DUCKDB_FORMS.items()
        if pattern.search(sql)
    ]
    assert wrong == []


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
        missing = set(functions_called(rows)) - SNOWFLAKE_FUNCTIONS - WORDS
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
    ],
)
def test_functions_missing_in_snowflake_are_detected(sql: str, foreign: set[str]) -> None:
    names = {"one"}  # the CTE with a list of columns
    assert set(functions_called(sql)) - SNOWFLAKE_FUNCTIONS - WORDS - names == foreign


@pytest.mark.parametrize(
    "sql",
    [
        "select sum(x) filter (where y) from t",
        "select a + interval 1 day from t",
        "select cast(a as blob) from t",
        "select 1 union all by name select 2",
        "select regexp_replace(a, '[^0-9]', '', 'g') from t",
        r"select regexp_like(a, '\d+') from t",
    ],
)
def test_duckdb_syntax_is_detected(sql: str) -> None:
    assert any(pattern.search(sql) for pattern in DUCKDB_FORMS.values())
