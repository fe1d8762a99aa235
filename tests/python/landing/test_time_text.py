"""Both engines write a date or timestamp as the same text."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pytest
from landing_macros import landing_macros

# Formats of Snowflake's to_char, and what they are in DuckDB's strftime.
FORMATS = {"YYYY-MM-DD HH24:MI:SS.FF6": "%Y-%m-%d %H:%M:%S.%f", "YYYY-MM-DD": "%Y-%m-%d"}

MOMENTS = [
    datetime(2025, 1, 31, 10, 11, 12),
    datetime(2025, 1, 31, 10, 11, 12, 500_000),
    datetime(2025, 1, 31, 10, 11, 12, 123_456),
    datetime(2025, 1, 31, 10, 11, 12, 1),
    datetime(2025, 1, 31, 10, 11, 12, 100),
    datetime(2000, 10, 20, 0, 0, 0),
    datetime(1900, 1, 1),
    datetime(9999, 12, 31),
    datetime(9999, 12, 31, 23, 59, 59, 999_999),
]


@pytest.mark.parametrize("macro", ["time_text", "date_text"])
def test_both_engines_write_a_time_as_the_same_text(macro: str) -> None:
    here = str(getattr(landing_macros(), macro)("moment"))
    there = str(getattr(landing_macros("snowflake"), macro)("moment"))
    for written, read in FORMATS.items():
        there = there.replace(f"'{written}'", f"'{read}'").replace("to_char(", "strftime(")
    column = "cast(moment as date)" if macro == "date_text" else "moment"
    rows = (
        duckdb.cursor()
        .execute(
            f"select {there}, {here} from (select {column} as moment"
            " from (select unnest(?) as moment))",
            [MOMENTS],
        )
        .fetchall()
    )
    assert len(rows) == len(MOMENTS)
    assert [one for one, other in rows if one != other] == []


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        ("2025-01-31T10:11:12.123456Z", True),
        ("2025-01-31T10:11:12.000000Z", True),
        ("2025-01-31T10:11:12.123Z", False),
        ("2025-01-31T10:11:12.1234567Z", False),
        ("2025-02-31T10:11:12.123456Z", False),
    ],
)
def test_microseconds_are_read_exactly(text: str, is_valid: bool) -> None:
    parsed = str(landing_macros().parse_timestamp("delivered", "micros"))
    ((found,),) = (
        duckdb.cursor()
        .execute(f"select {parsed} from (select unnest(?) as delivered)", [[text]])
        .fetchall()
    )
    assert found == (datetime.fromisoformat(text[:-1]) if is_valid else None)
