"""Delivered values and their golden forms: the rendered macros on tables of cases."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import sqlglot

SEEDS = (
    "country_names", "city_spellings", "postcode_formats", "name_spellings", "legal_suffixes",
    "first_names",
)  # fmt: skip
CASES = list(
    csv.DictReader((Path(__file__).parent / "golden_cases.csv").open(encoding="utf-8", newline=""))
)
PLACEHOLDERS = {
    "phone": ("999-999-9999", "000-000-0000", "+1 (234) 567-8900 / 123456789", "(212) 555-0142",
              "555-0142", "none"),
    "email": ("No-Reply@x.de", "xxx@gmail.com", "n.a@n.a", "anna@noemail.com"),
    "full_name": ("XXXX", "Test Customer 2", "???", "12345"),
    "city": ("-", "xxx"),
    "postcode": ("00000",),
    "segment": ("N/A",),
}  # fmt: skip
VALUES = {
    "phone": ("+49 30 1234567", "713-965-7575"),
    "email": ("norbert@x.de", "testa@rossa.it", "anna@example.com"),
    "full_name": ("Testa Rossa", "Al Li", "O"),
    "city": ("Ulm", "Aa"),
    "postcode": ("22222", "10001"),
    "segment": ("Retail",),
}


@pytest.fixture(scope="module")
def connection(root: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the seeds that the macros read."""
    with duckdb.connect() as opened:
        opened.execute("set lambda_syntax = 'ENABLE_SINGLE_ARROW'")  # for SQL of sqlglot
        for name in SEEDS:
            path = root / "seeds" / "reference" / f"{name}.csv"
            opened.execute(
                f"create table {name} as from read_csv('{path}', all_varchar = true,"
                " header = true, hive_partitioning = false)"
            )
        path = root / "seeds" / "reference" / "placeholder_values.csv"
        opened.execute(
            f"create table listed as from read_csv('{path}', all_varchar = true,"
            " hive_partitioning = false)"
        )
        yield opened


@pytest.fixture(scope="module")
def expected() -> dict[tuple[str, str, str], str | None]:
    """(attribute, country, value) -> golden form; a golden form is its own golden form."""
    cases = {
        (case["attribute"], case["country"], case["delivered"]): case["golden"] or None
        for case in CASES
    }
    again = {(attribute, country, form): form for (attribute, country, _), form in cases.items()}
    return cases | {key: form for key, form in again.items() if form}


@pytest.mark.parametrize("engine", ["duckdb", pytest.param("snowflake", marks=pytest.mark.long)])
def test_each_value_of_the_table_has_its_golden_form(
    macros, connection, expected, engine: str
) -> None:
    fill(
        connection, [[attribute, country or None, value] for attribute, country, value in expected]
    )
    sql = str(macros(engine).golden_forms("given", *SEEDS))
    if engine != "duckdb":
        (sql,) = sqlglot.transpile(sql, read=engine, write="duckdb")
        words = r"select unnest(string_split(\1, ' ')) as value"
        places = r"generate_subscripts(string_split(\1, ' '), 1) as index"
        sql = re.sub(r"SPLIT_TO_TABLE\((.+?), ' '\)", f"({words}, {places})", sql)
    forms = {(row[0], row[2] or "", row[1]): row[3] for row in connection.sql(sql).fetchall()}
    wrong = [(*key, forms.get(key)) for key in expected if forms.get(key) != expected[key]]
    assert (wrong, forms.keys() - expected.keys()) == ([], set())


def fill(connection: duckdb.DuckDBPyConnection, rows: list[list[str | None]]) -> None:
    """Put attribute, country and value of each row into the table `given`."""
    connection.execute(
        "create or replace table given (attribute text, country text, attribute_value text)"
    )
    connection.executemany("insert into given values ($1, $2, $3)", rows)


def test_placeholders_are_found_by_list_and_pattern(macros, connection) -> None:
    given = [
        [attribute, None, value]
        for cases in (PLACEHOLDERS, VALUES)
        for attribute, values in cases.items()
        for value in values
    ]
    fill(connection, given)
    flagged = macros().flag_placeholders("given")
    found: dict[str, set[str]] = {}
    for attribute, value in connection.sql(
        f"select attribute, attribute_value from ({flagged}) where is_placeholder"
    ).fetchall():
        found.setdefault(attribute, set()).add(value)
    assert found == {attribute: set(values) for attribute, values in PLACEHOLDERS.items()}


@pytest.mark.parametrize("engine", ["duckdb", "snowflake"])
def test_the_macros_are_one_statement_of_each_engine(macros, engine: str) -> None:
    rendered = macros(engine)
    for text in (rendered.golden_forms("cases", *SEEDS), rendered.with_country("cases", "names"),
                 rendered.contact_keys("cases"), rendered.flag_placeholders("cases")):  # fmt: skip
        assert len(sqlglot.parse(str(text), dialect=engine)) == 1
        assert "'g')" not in str(text) or engine == "duckdb"
