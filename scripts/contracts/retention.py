"""How long the rows of a feed are kept, by its contract."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import yaml

from contracts.feed import SUFFIX

DAYS = {"d": 1, "w": 7, "m": 30, "y": 365.25}


def retention_of(folder: Path, feed: str) -> timedelta | None:
    """The retention that the contract of a feed promises; None if it has none."""
    contract = yaml.safe_load((folder / f"{feed}{SUFFIX}").read_text(encoding="utf-8"))
    for promise in contract.get("slaProperties", []):
        if promise["property"] == "retention":
            return timedelta(days=float(promise["value"]) * DAYS[promise["unit"]])
    return None
