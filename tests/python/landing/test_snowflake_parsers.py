"""The patterns are at least as strict as Snowflake's parsers, for each edge case."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from edge_cases import EDGE_CASES, TIME, R
from landing_macros import COLUMNS, feed_of, outcomes
from meanings import WHITESPACE_CONTROLS, WHITESPACE_LETTERS, cleaned_text
from snowflake_parsers import UNKNOWN, snowflake_value, utc_readings

PARSED = [
    column
    for column in EDGE_CASES
    if COLUMNS[column]["kind"] in ("number", "integer", "date", "timestamp")
]
SPACES = (
    " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029"
    "\u202f\u205f\u3000" + WHITESPACE_CONTROLS + WHITESPACE_LETTERS
)
# What Snowflake's own parser would store for strings that the patterns reject: numbers with an
# exponent, without digits after the point, and rounded ones.
MISREAD: dict[str, dict[str, Any]] = {
    "order_lines.QUANTITY": {
        **{"1e3": 1000, "1E3": 1000, "2.5e0": 3, "1e-2": 0, "1.": 1},
        **{"1.5": 2, "0.99999999": 1},
    },
    "order_lines.LINE_NUMBER": {"1.4": 1},
    "interactions.CSAT_SCORE": {"4.7": 5, "9.5": 10},
    "order_lines.UNIT_PRICE": {
        **{"1e3": 1000, "1E3": 1000, "2.5e0": Decimal("2.5"), "1e-2": Decimal("0.01"), "1.": 1},
        **{"0.0000001": 0, "0.3333333": Decimal("0.333333")},
    },
    "order_lines.DISCOUNT": {"0.33333333": Decimal("0.333333")},
    "finance_accounts.BALANCE": {"0.005": Decimal("0.01"), "12.345": Decimal("12.35")},
}


def readings(column: str) -> list[tuple[str, Any, Any]]:
    """Each edge case, what staging stores (R if rejected), and what Snowflake's parser says.

    A string is cleaned before, and an empty one is null on both sides.
    """
    declared, zone = COLUMNS[column], feed_of(column).time_zone
    return [
        (text, meant, snowflake_value(cleaned, declared, zone))
        for text, meant in EDGE_CASES[column].items()
        if (cleaned := cleaned_text(text))
    ]


@pytest.mark.parametrize("column", PARSED)
def test_snowflake_reads_an_accepted_text_as_the_same_value(column: str) -> None:
    wrong = [
        (text, meant, found)
        for text, meant, found in readings(column)
        if not isinstance(meant, R) and found != meant
    ]
    assert wrong == []


@pytest.mark.parametrize("column", PARSED)
def test_a_value_that_snowflake_reads_differently_is_rejected(column: str) -> None:
    """The strings for which the pattern is stricter; a range decides about the others."""
    stricter = {
        text: found
        for text, meant, found in readings(column)
        if isinstance(meant, R)
        and meant in ("invalid_number", "too_many_decimals")
        and found not in (None, UNKNOWN)
    }
    assert stricter == MISREAD.get(column, {})


@pytest.mark.parametrize("column", PARSED)
def test_a_value_without_a_documented_reading_is_rejected(column: str) -> None:
    unknown = [meant for _, meant, found in readings(column) if found is UNKNOWN]
    assert all(isinstance(meant, R) for meant in unknown)


def test_the_parsers_get_at_least_two_hundred_strings() -> None:
    assert sum(len(readings(column)) for column in PARSED) >= 200


@pytest.mark.parametrize(
    ("column", "parts"),
    [
        ("order_lines.QUANTITY", ("12",)),
        ("order_lines.UNIT_PRICE", ("1.50",)),
        ("oracle_customers.REGISTRATION_DATE", ("2024-01-10",)),
        ("sap_kna1.ERDAT", ("20251101",)),
        ("orders.UPDATED_AT", ("2025-03-04", "10:11:12")),
    ],
)
def test_whitespace_around_a_value_is_ignored_and_any_within_is_rejected(
    column: str, parts: tuple[str, ...]
) -> None:
    """Whitespace is part of a value only between a day and a time, one character of any kind."""
    plain = " ".join(parts)
    ((_, stored),) = outcomes(column, [plain])
    around = [f"{space}{space.join(parts)}{space}" for space in SPACES]
    assert set(outcomes(column, around)) == {(None, stored)}
    within = [f"{plain[:1]}{space}{plain[1:]}" for space in SPACES]
    assert None not in {reason for reason, _ in outcomes(column, within)}


@pytest.mark.parametrize("time_zone", ["America/New_York", "Europe/Berlin"])
def test_a_time_in_the_gap_is_rejected_in_any_session_time_zone(time_zone: str) -> None:
    """So the check by converting back does not depend on how an engine moves such a time."""
    hour = {"America/New_York": datetime(2025, 3, 9, 2), "Europe/Berlin": datetime(2025, 3, 30, 2)}
    zone = ZoneInfo(time_zone)
    for minute in (0, 1, 30, 59):
        moment = hour[time_zone].replace(minute=minute)
        back = [
            utc.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None)
            for utc in utc_readings(moment, time_zone)
        ]
        assert moment not in back
    assert EDGE_CASES["oracle_customers.UPDATED_AT"]["2025-03-09 02:30:00"] == TIME
