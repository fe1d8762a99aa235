"""Masks personal data in answers, with the columns and masks of the application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.masking import MASK, PERSONAL


def masked(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with personal data masked; a missing value stays missing."""
    return {
        name: MASK if value is not None and name in PERSONAL else value
        for name, value in row.items()
    }


def shown(row: Mapping[str, Any], is_masked: bool) -> dict[str, Any]:
    """The row, masked unless the caller may see personal data."""
    return masked(row) if is_masked else dict(row)
