"""Labels of charts are not cut, also on a phone, and bars of months have a sensible width."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard import charts, evidence
from dashboard.units import COUNT

LONGEST_ON_A_PHONE = 40
REASONS = (
    "similar first name; nearly same last name; different name in the mailbox; different e-mail"
)


def column_chart(*days: str) -> dict[str, Any]:
    """The specification of a chart by month."""
    data = pd.DataFrame({"day": pd.to_datetime(days), "orders": range(1, len(days) + 1)})
    return charts.columns(data, "day", "orders", "revenue", COUNT, "Orders").to_dict()


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("E-Commerce", "E-Commerce"),
        ("finance_ledger_entries_by_month", "finance_ledger_entries_by_month"),
        ("SAP, Salesforce, Oracle, Marketing", "SAP, Salesforce, Oracle,\nMarketing"),
        (
            "name: similar first name, nearly same last name, different name in the mailbox",
            "name: similar first name, nearly same\nlast name, different name in the mailbox",
        ),
    ],
)
def test_a_label_has_at_most_two_lines(label: str, shown: str) -> None:
    assert charts.wrapped(label) == shown


def test_bars_keep_their_order_and_have_room_for_two_lines() -> None:
    names = ["Support and maintenance, worldwide", "Training"]
    data = pd.DataFrame({"category": names, "orders": [1, 2]})
    spec = charts.bars(data, "category", "orders", "revenue", COUNT, "Orders", names).to_dict()
    encoded = spec["encoding"]["y"]
    assert encoded["sort"] == ["Support and maintenance,\nworldwide", "Training"]
    assert {row["label"] for row in spec["datasets"][spec["data"]["name"]]} == set(encoded["sort"])
    assert encoded["axis"]["labelExpr"] == "split(datum.label, '\\n')"
    assert spec["height"] > 2 * 2 * charts.LABEL_LINE + charts.AXIS_AND_PADDING


def test_the_labels_of_evidence_leave_room_for_its_bars() -> None:
    weights = {f"{evidence.WEIGHT}{name}": 1.0 for name in evidence.weight_fields()}
    steps = evidence.evidence_of(pd.Series({**weights, "reasons": REASONS}))
    spec = evidence.waterfall(steps).to_dict()
    labels = [row["label"] for row in spec["datasets"][spec["data"]["name"]]]
    assert any("\n" in label for label in labels)
    assert max(len(line) for label in labels for line in label.split("\n")) <= LONGEST_ON_A_PHONE


def test_labels_at_the_end_of_a_time_axis_stay_within_the_chart() -> None:
    data = pd.DataFrame({"day": pd.to_datetime(["2025-01-01", "2026-01-10"]), "orders": [1, 2]})
    spec = charts.lines(data, "day", "orders", "revenue", COUNT, "Orders", charts.DATES).to_dict()
    # Half of a label such as 01 Jan 2026.
    assert spec["encoding"]["x"]["axis"]["labelFlush"] > 30


def test_the_bar_of_a_single_month_does_not_fill_the_axis() -> None:
    single, several = column_chart("2026-01-01"), column_chart("2025-12-01", "2026-01-01")
    assert single["encoding"]["x"]["type"] == "ordinal"
    assert single["mark"]["size"] == charts.WIDEST_SINGLE_BAR
    assert several["encoding"]["x"]["type"] == "temporal"
    assert "size" not in several["mark"]
