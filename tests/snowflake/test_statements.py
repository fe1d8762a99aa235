"""Statements that the emulator answers itself are recognised by their text."""

from __future__ import annotations

import pytest

from emulator.inserts import literal_rows, unescaped
from emulator.procedures import recognised
from emulator.session import duckdb_format
from emulator.statements import Entry, entry, without_comments
from emulator.syntax import simplified, temporary_relation


@pytest.mark.parametrize(
    ("sql", "text"),
    [
        ("select 1", "select 1"),
        ("-- a\n/* b */ select 1 /* c */ ; /* d */", "select 1"),
        ("// a\nselect 1;", "select 1"),
        ("select '/* no comment */'", "select '/* no comment */'"),
        ("select 1 /* a */ + 2 /* b */", "select 1 /* a */ + 2"),
        ("/* only */", ""),
    ],
)
def test_comments_around_a_statement_are_removed(sql: str, text: str) -> None:
    assert without_comments(sql) == text


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (
            "grant select, insert on all tables in schema a.b to role c with grant option",
            Entry("GRANT", "ALL TABLES IN SCHEMA", "A.B", "C", "SELECT, INSERT"),
        ),
        (
            "revoke all privileges on view a.b.c from role d",
            Entry("REVOKE", "VIEW", "A.B.C", "D", "ALL PRIVILEGES"),
        ),
        (
            "grant usage on integration feeds to role loader",
            Entry("GRANT", "INTEGRATION", "FEEDS", "LOADER", "USAGE"),
        ),
        (
            "grant create schema on database a to role b",
            Entry("GRANT", "DATABASE", "A", "B", "CREATE SCHEMA"),
        ),
        ("drop tag if exists t", Entry("DROP", "TAG", "T")),
        ("execute task a.b.daily", Entry("EXECUTE", "TASK", "A.B.DAILY")),
        (
            "alter table if exists t drop all row access policies",
            Entry("ALTER", "TABLE", "T", detail="drop all row access policies"),
        ),
        ("alter table t add column c int", None),
        ("create table t (role varchar)", None),
        ("select 'grant select on t to role r'", None),
    ],
)
def test_a_statement_that_is_not_enforced_becomes_an_entry(
    sql: str, expected: Entry | None
) -> None:
    assert entry(sql) == expected


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("(1, 'a'), (null, 'it''s')", [["1", "a"], [None, "it's"]]),
        ("(-1.5e3, true)", [["-1.5e3", "true"]]),
        (r"('a\\b\n')", [["a\\b\n"]]),
        ("('a (b), c')", [["a (b), c"]]),
        ("(current_date)", None),
        ("((1))", None),
        ("(1), (2", None),
    ],
)
def test_rows_of_literals_are_read(text: str, rows: list | None) -> None:
    assert literal_rows(text) == rows


def test_escape_sequences_of_literals() -> None:
    assert unescaped(r"\'\t\x''") == "'\tx'"


@pytest.mark.parametrize(
    ("snowflake", "duckdb"),
    [
        ("YYYY-MM-DD HH24:MI:SS.FF3", "%Y-%m-%d %H:%M:%S.%g"),
        ('DD.MM.YY"T"HH12:MI AM', "%d.%m.%yT%I:%M %p"),
        ("YYYY%", "%Y%%"),
    ],
)
def test_formats_are_translated(snowflake: str, duckdb: str) -> None:
    assert duckdb_format(snowflake) == duckdb


@pytest.mark.parametrize(
    ("sql", "simple"),
    [
        (
            "create or replace secure view v as (select 1)",
            "create or replace  view v as (select 1)",
        ),
        ("create table t copy grants as select 1", "create table t  as select 1"),
        ("create scoped temporary table t (x int)", "create temporary table t (x int)"),
        ("select 'copy grants'", "select 'copy grants'"),
        ("copy into t from '@a.b.c'", "copy into t from @a.b.c"),
    ],
)
def test_parts_without_a_meaning_in_duckdb_are_removed(sql: str, simple: str) -> None:
    assert simplified(sql) == simple


def test_a_temporary_relation_becomes_an_ordinary_one() -> None:
    found = temporary_relation("create or replace temporary table a.b.c as select 1")
    assert found == ("create or replace table a.b.c as select 1", "table", "a.b.c")
    assert temporary_relation("create table temporary as select 1") is None


def test_a_procedure_is_read_with_its_options() -> None:
    found = recognised(
        "WITH m__dbt_sp AS PROCEDURE ()\nRETURNS STRING\nLANGUAGE PYTHON\nRUNTIME_VERSION = '3.11'"
        "\nPACKAGES = ('numpy', 'pandas')\nIMPORTS = ('@a.b.c/mdm.zip')\nHANDLER = 'main'\n"
        "EXECUTE AS CALLER\nAS\n$$\ndef main(session): return 'AS'\n$$\nCALL m__dbt_sp()"
    )
    assert found is not None
    assert (found.name, found.handler, found.runtime) == ("m__dbt_sp", "main", "3.11")
    assert (found.packages, found.imports) == (("numpy", "pandas"), ("@a.b.c/mdm.zip",))
    assert found.code.strip().startswith("def main")
    assert recognised("call p()") is None
