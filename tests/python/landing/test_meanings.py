"""A check accepts a value if and only if staging stores its meaning: random values."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from landing_macros import COLUMNS, outcomes
from meanings import FORMATS, MEANINGS, cleaned_text

DIGITS = st.text("0123456789", max_size=25)
NUMBERS = st.builds(
    lambda sign, whole, point, rest, end: sign + whole + point + rest + end,
    st.sampled_from(["", "", "", "-", "+", "−", "--"]),
    st.one_of(DIGITS, st.text("0123456789,_'１٣ ", max_size=8)),
    st.sampled_from(["", ".", ".", ",", "..", "·"]),
    DIGITS,
    st.sampled_from(["", "", "", "", "0000000000", "e3", "E-2", "-", "%", "x", "NaN"]),
)
MOMENTS = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).flatmap(
    lambda moment: st.sampled_from(
        [*FORMATS.values(), "%d.%m.%Y", "%y-%m-%d", "%Y-%m-%d %H:%M"]
    ).map(lambda form: moment.strftime(form).replace("000Z", "Z"))
)
WRONG_TIMES = st.builds(
    lambda year, month, day, gap, hour, minute, second, end: (
        f"{year}-{month:02}-{day:02}{gap}{hour:02}:{minute:02}:{second:02}{end}"
    ),
    st.sampled_from(["2024", "2025", "24", "0024", "12025", "1969", "2100"]),
    *(st.integers(low, high) for low, high in ((0, 13), (0, 32))),
    st.sampled_from([" ", "T", "  ", ""]),
    *(st.integers(low, high) for low, high in ((0, 25), (0, 61), (0, 61))),
    st.sampled_from(["", "", "Z", ".000Z", ".5", "+05:00", " AM"]),
)
WORDS = st.sampled_from(
    ["true", "false", "TRUE", "1", "t", "infinity", "-infinity", "NaN", "epoch"]
)
ANYTHING = st.one_of(NUMBERS, MOMENTS, WRONG_TIMES, WORDS, st.text(max_size=12))


@pytest.mark.parametrize(
    "column",
    [
        *("order_lines.QUANTITY", "order_lines.UNIT_PRICE", "order_lines.DISCOUNT"),
        *("finance_accounts.BALANCE", "interactions.CSAT_SCORE", "sap_kna1.ERDAT"),
        *("oracle_customers.DATE_OF_BIRTH", "orders.UPDATED_AT", "opportunities.UPDATED_AT"),
        "salesforce_accounts.IsDeleted",
    ],
)
@settings(max_examples=20, derandomize=True)
@given(strings=st.lists(ANYTHING, min_size=20, max_size=40))
def test_a_value_is_accepted_if_and_only_if_its_meaning_is_stored(
    column: str, strings: list[str]
) -> None:
    declared = COLUMNS[column]
    for text, (reason, stored) in zip(strings, outcomes(column, strings), strict=True):
        cleaned = cleaned_text(text)
        meant = MEANINGS[declared["kind"]](cleaned, declared) if cleaned else None
        if reason is None:
            assert stored == meant, repr(text)
            assert meant is not None or not cleaned, repr(text)
        else:
            assert meant is None, (repr(text), reason)
