"""The numbers of business rules are rows of a seed, and each row is used."""

from __future__ import annotations

import csv
import re
from collections import deque
from pathlib import Path
from typing import Any

CALL = re.compile(r"\b(thresholds|tiers)\(([^)]*)\)")
# Folders in which a number can be a business rule; 0, 1, rounding and the end of time are not.
FOLDERS = ("models/business_vault/computed", "models/marts/analytics", "models/marts/lifecycle")
COMPARED = re.compile(r"(?:<=|>=|<|>|\bbetween|\bwhen)\s+(\d+(?:\.\d+)?)\b")


def seed(root: Path, name: str, column: str) -> set[str]:
    """The values of a column of a reference seed."""
    path = root / "seeds" / "reference" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row[column] for row in csv.DictReader(file)}


def test_every_threshold_and_tier_set_is_defined_and_read(root: Path) -> None:
    read: dict[str, set[str]] = {"thresholds": set(), "tiers": set()}
    for path in (root / "models").rglob("*.sql"):
        for macro, arguments in CALL.findall(path.read_text(encoding="utf-8")):
            read[macro] |= set(re.findall(r"'(\w+)'", arguments))
    assert read == {
        "thresholds": seed(root, "business_thresholds", "threshold"),
        "tiers": seed(root, "business_tiers", "tier_set"),
    }


def test_no_model_compares_with_a_hard_coded_number(root: Path) -> None:
    found = [
        (path.stem, number)
        for folder in FOLDERS
        for path in (root / folder).glob("*.sql")
        for number in COMPARED.findall(path.read_text(encoding="utf-8"))
        if float(number) > 1
    ]
    assert found == []


def test_a_changed_number_takes_effect_with_the_next_build(manifest: dict[str, Any]) -> None:
    """No model below these seeds keeps rows of an earlier build."""
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
        if manifest["nodes"][name]["config"]["materialized"] not in ("table", "view")
    }
    assert len(below) > 5
    assert kept == {}
