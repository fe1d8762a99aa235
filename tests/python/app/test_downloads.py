"""Downloads have no formulas, columns fit their text, and figures have the right units."""

from __future__ import annotations

import csv
import io
import math

import pandas as pd
import pytest

from dashboard.tables import csv_of, width_of, words
from dashboard.units import COUNT, DAYS, EURO, SHARE, change, shown

RUN = "=+-@\t\r"


@pytest.mark.parametrize(
    "value",
    [
        "=1+1", "+1+1", "-1+1", "@sum(A1)", "\t=1", "\r=1", "  =cmd|'/c calc'!A0",
        '=HYPERLINK("http://x","y")', "\uff1d1+1", "\n=1",
    ],
)  # fmt: skip
def test_a_cell_that_a_spreadsheet_would_run_stays_text(value: str) -> None:
    table = pd.DataFrame({"name": [value, "Ann"], value: ["x", "y"], "amount": [-1.5, 2]})
    read = list(csv.reader(io.StringIO(csv_of(table).decode("utf-8-sig"), newline="")))
    assert read[1][0] == f"'{value}"
    assert read[0][1] == f"'{value}"
    assert read[1][2] == "-1.5"
    assert read[2][0] == "Ann"


def test_a_download_keeps_accents_and_missing_values() -> None:
    data = csv_of(pd.DataFrame({"city": ["Málaga", None]}))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == 'city\r\nMálaga\r\n""\r\n'


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (13_994_123.4, EURO, "€14.0M"),
        (5_946.2, EURO, "€5.95k"),
        (-1_234.0, EURO, "\u2212€1.23k"),
        (0.4866, SHARE, "48.7%"),
        (1_575, COUNT, "1,575"),
        (69.2, DAYS, "69 days"),
        (0, EURO, "€0"),
        (math.nan, SHARE, "\u2013"),
        (None, COUNT, "\u2013"),
    ],
)
def test_a_value_has_its_unit(value: float | None, unit: str, text: str) -> None:
    assert shown(value, unit) == text


@pytest.mark.parametrize(
    ("value", "before", "unit", "text"),
    [
        (120.0, 100.0, EURO, "+20.0%"),
        (0.36, 0.33, SHARE, "+3.0 pts"),
        (1.0, 0.0, COUNT, None),
        (1.0, math.nan, COUNT, None),
    ],
)
def test_a_change_is_in_percent_or_points(
    value: float, before: float, unit: str, text: str | None
) -> None:
    assert change(value, before, unit) == text


@pytest.mark.parametrize(
    ("column", "heading"),
    [
        ("lifetime_value_eur", "Lifetime value (€)"),
        ("customer_uid", "Customer uid"),
        ("passed_pct", "Passed (%)"),
    ],
)
def test_headings_are_words(column: str, heading: str) -> None:
    assert words(column) == heading


def test_a_column_is_as_wide_as_its_longest_text() -> None:
    names = pd.Series(["Williams & Mitchell Builders Corp", None, None, None], name="full_name")
    width = width_of(names)
    assert width is not None and width > 6 * len(names[0])
    # Streamlit finds the width of strings of similar lengths.
    assert width_of(pd.Series(["Oracle", "SAP", "Support"], name="source_system")) is None
    assert width_of(pd.Series([], name="full_name", dtype=str)) is None
