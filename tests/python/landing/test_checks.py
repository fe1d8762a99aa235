"""A check accepts a value if and only if staging stores its meaning: a table of edge cases."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import duckdb
import pytest
import sqlglot
from edge_cases import EDGE_CASES, R
from landing_macros import COLUMNS, check_and_value, feed_of, landing_macros, outcomes

from onboarding.file_format import FileFormat
from onboarding.raw_files import read_raw


def test_the_table_has_at_least_two_hundred_values() -> None:
    assert sum(map(len, EDGE_CASES.values())) >= 200


@pytest.mark.parametrize("column", EDGE_CASES)
def test_a_value_is_stored_as_what_it_means_or_rejected(column: str) -> None:
    expected = EDGE_CASES[column]
    for (text, meant), (reason, stored) in zip(
        expected.items(), outcomes(column, list(expected)), strict=True
    ):
        if isinstance(meant, R):
            assert reason == meant, repr(text)
        else:
            assert (reason, stored) == (None, meant), repr(text)


def patterns_of(sql: str) -> list[str]:
    """The regular expressions in SQL for Snowflake."""
    return re.findall(r"regexp_like\(\w+, '([^']*)'\)", sql)


@pytest.mark.parametrize("column", EDGE_CASES)
def test_snowflake_decides_by_the_same_patterns(column: str) -> None:
    time_zone = feed_of(column).time_zone
    there = ", ".join(check_and_value(COLUMNS[column], time_zone, "snowflake"))
    here = ", ".join(check_and_value(COLUMNS[column], time_zone))
    assert patterns_of(there) == re.findall(r"regexp_full_match\(\w+, '([^']*)'\)", here)
    # A pattern in the syntax that all engines share: no escapes, no lazy or possessive repeats.
    for pattern in patterns_of(there):
        assert not re.search(r"\\|\(\?|[*+?}][?+]", pattern), pattern
    assert sqlglot.parse_one(f"select {there}", read="snowflake")


@pytest.mark.parametrize("column", EDGE_CASES)
def test_a_different_regex_engine_accepts_the_same_values(column: str) -> None:
    strings = [text for text in EDGE_CASES[column] if text.isprintable()]
    check = " ".join(check_and_value(COLUMNS[column], feed_of(column).time_zone))
    for pattern in set(re.findall(r"regexp_full_match\(\w+, '([^']*)'\)", check)):
        found = (
            duckdb.cursor()
            .execute(
                "select regexp_full_match(text, ?) from (select unnest(?) as text)",
                [pattern, strings],
            )
            .fetchall()
        )
        assert [hit for (hit,) in found] == [bool(re.fullmatch(pattern, text)) for text in strings]


@pytest.mark.parametrize(
    ("column", "text", "is_accepted"),
    [
        ("orders.UPDATED_AT", "2026-01-01 18:00:00", True),
        ("orders.UPDATED_AT", "2026-01-01 20:00:00", True),
        ("orders.UPDATED_AT", "2026-01-01 20:00:01", False),
        ("orders.UPDATED_AT", "2062-01-05 00:00:00", False),
        ("oracle_customers.DATE_OF_BIRTH", "2026-01-02", True),
        ("oracle_customers.DATE_OF_BIRTH", "2026-01-03", False),
        ("opportunities.EXPECTED_CLOSE_DATE", "2027-01-01", True),
    ],
)
def test_past_events_are_not_after_their_delivery(
    column: str, text: str, is_accepted: bool
) -> None:
    check, _ = check_and_value(COLUMNS[column])
    for loaded_at, accepted in (("2026-01-01 18:00:00", is_accepted), ("bad", True)):
        ((reason,),) = (
            duckdb.cursor()
            .execute(f"select {check} from (select ? as value, ? as _loaded_at)", [text, loaded_at])
            .fetchall()
        )
        assert reason == (None if accepted else "out_of_range in value")


def test_every_time_of_a_change_must_be_before_its_delivery() -> None:
    """Otherwise a row with a mistyped year would stay the current version for years."""
    changes = re.compile(r"\w+\.(UPDATED_AT|UPDAT|SystemModstamp|\w+_TIME|BOOKED_AT|METRIC_HOUR)")
    found = {column for column in COLUMNS if changes.fullmatch(column)}
    assert len(found) > 15
    assert {column for column in found if not COLUMNS[column].get("is_past")} == set()


def test_every_column_of_every_feed_has_a_check() -> None:
    unchecked = [column for column in COLUMNS if "when" not in check_and_value(COLUMNS[column])[0]]
    assert unchecked == []


@pytest.mark.parametrize("engine", ["duckdb", "snowflake"])
@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("csv", "id,price\n1,2\n1,2,3\n", "wrong_number_of_fields"),
        ("jsonl", '{"id": 1}\n{"id": \n', "invalid_json"),
    ],
)
def test_a_line_that_is_not_a_row_has_a_reason_of_its_own(
    tmp_path: Path, engine: str, kind: str, content: str, reason: str
) -> None:
    path = tmp_path / f"file.{kind}"
    path.write_text(content, "utf-8")
    (line,) = read_raw(path, FileFormat(kind), is_strict=False).unreadable
    check, *_ = ast.literal_eval(str(landing_macros(engine).delivery_checks()))
    sql = sqlglot.parse_one(check, read=engine).sql("duckdb")
    sources = "unnest([?, ?]) as _record_source, '2026-02-01 06:00:00' as _loaded_at"
    query = f"select {sql} from (select {sources})"
    rows = duckdb.cursor().execute(query, ["SHOP.PARTS", f"SHOP.PARTS, {line.reason}"]).fetchall()
    assert rows == [(None,), (reason,)]
