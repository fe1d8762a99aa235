"""The numbers of business rules are rows of a seed, and each row is used."""

from __future__ import annotations

import csv
import re
from collections import deque
from pathlib import Path
from typing import Any

import pytest

CALL = re.compile(r"\b(thresholds|tiers)\(([^)]*)\)")
# Layers in which a number can be a business rule; 0, 1, 2, rounding and the end of time are not.
LAYERS = ("models/business_vault", "models/marts", "macros/lifecycle")
NUMBER = re.compile(r"(?:<=|>=|<|>|=|\+|-|\*|/|\bbetween|\bwhen)\s+(\d+(?:\.\d+)?)\b")
# Patterns for thresholds in descriptions, such as a length of time.
WORDED = ("models/semantic/*.yml", "models/marts/**/*.yml", "app/**/*.py")
DURATION = re.compile(
    r"\b(?:more|less|fewer|longer|shorter) than (?:an?|one|\d+) (?:day|week|month|year)s?\b"
)
# How models are materialized that have no rows of an earlier build.
REPLACED = ("table", "view", "pit_incremental", "bridge_incremental")
# Model -> numbers that are not business rules.
OTHER_NUMBERS = {
    # The column's name says ten.
    "daily_customer_counts": {"10"},
    # The length of a SAP name field.
    "customer_attributes": {"35"},
}


def seed(root: Path, name: str, column: str) -> set[str]:
    """The values of a column of a reference seed."""
    path = root / "seeds" / "reference" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row[column] for row in csv.DictReader(file)}


def test_every_threshold_and_tier_set_is_defined_and_read(root: Path) -> None:
    read: dict[str, set[str]] = {"thresholds": set(), "tiers": set()}
    rules = [path for folder in ("models", *LAYERS) for path in (root / folder).rglob("*.sql")]
    for path in rules:
        for macro, arguments in CALL.findall(path.read_text(encoding="utf-8")):
            read[macro] |= set(re.findall(r"'(\w+)'", arguments))
    assert read == {
        "thresholds": seed(root, "business_thresholds", "threshold"),
        "tiers": seed(root, "business_tiers", "tier_set"),
    }


def hard_coded_numbers(text: str) -> set[str]:
    """The numbers in SQL that can be a business rule: those above 2, and fractions."""
    numbers = NUMBER.findall(re.sub(r"--.*", "", text))
    return {number for number in numbers if float(number) > 2 or "." in number}


def test_no_model_has_a_hard_coded_number(root: Path) -> None:
    found: dict[str, set[str]] = {}
    for layer in LAYERS:
        for path in (root / layer).rglob("*.sql"):
            if numbers := hard_coded_numbers(path.read_text(encoding="utf-8")):
                found[path.stem] = numbers
    assert found == OTHER_NUMBERS


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("where idle_days > 45", {"45"}),
        ("where churn_risk >= 0.7", {"0.7"}),
        ("where score between 0.25 and limits.upper", {"0.25"}),
        ("qualify position = 1 -- of 45", set()),
        ("where idle_days > limits.churned_after_idle_days", set()),
    ],
)
def test_a_hard_coded_number_is_reported(text: str, numbers: set[str]) -> None:
    assert hard_coded_numbers(text) == numbers


def test_no_description_repeats_a_threshold(root: Path) -> None:
    """Words such as "more than a year" are wrong as soon as the seed is changed."""
    paths = [path for pattern in WORDED for path in root.glob(pattern)]
    found = {
        str(path.relative_to(root)): phrases
        for path in paths
        if (phrases := DURATION.findall(path.read_text(encoding="utf-8")))
    }
    assert len(paths) > 20
    assert found == {}


def test_a_changed_number_takes_effect_with_the_next_build(manifest: dict[str, Any]) -> None:
    """No model below these seeds keeps rows of an earlier build.

    Point-in-time tables and bridges drop the as-of dates that no longer are among theirs. A table
    that lists its keys refreshes all rows if a seed that it reads has changed (test_loads.py), or
    those that a table before it has refreshed.
    """
    names = ("business_thresholds", "business_tiers", "churn_risk_curve")
    below, waiting = set(), deque(f"seed.customer_360.{name}" for name in names)
    while waiting:
        for child in manifest["child_map"][waiting.popleft()]:
            if child.startswith("model.") and child not in below:
                below.add(child)
                waiting.append(child)
    kept = {
        name: manifest["nodes"][name]["config"]["materialized"]
        for name in below
        if manifest["nodes"][name]["config"]["materialized"] not in REPLACED
        and not manifest["nodes"][name]["config"]["meta"].get("refresh_from")
    }
    assert len(below) > 5
    assert kept == {}
