"""Figures in a readable form."""

from __future__ import annotations

import math

EURO, SHARE, COUNT, DAYS, SCORE = "euro", "share", "count", "days", "score"
STEPS = ((1e9, "B"), (1e6, "M"), (1e3, "k"))
MINUS = "\u2212"


def short(value: float) -> str:
    """A number with three or four digits: 1234567 -> 1.23M."""
    for size, letter in STEPS:
        if abs(value) >= size:
            digits = 2 if abs(value) < 10 * size else 1 if abs(value) < 100 * size else 0
            return f"{value / size:,.{digits}f}{letter}"
    return f"{value:,.0f}"


def shown(value: float | None, unit: str) -> str:
    """A value with its unit; a dash if it is missing."""
    if value is None or math.isnan(value):
        return "\u2013"
    sign = MINUS if value < 0 else ""
    return sign + {
        EURO: lambda size: f"\u20ac{short(size)}",
        SHARE: lambda size: f"{size:.1%}",
        COUNT: lambda size: f"{size:,.0f}",
        DAYS: lambda size: f"{size:,.0f} days",
        SCORE: lambda size: f"{size:,.1f}",
    }[unit](abs(value))


def change(value: float | None, before: float | None, unit: str) -> str | None:
    """The change from an earlier value: points for a share, else percent; None if unknown."""
    if value is None or before is None or math.isnan(value) or math.isnan(before):
        return None
    if unit == SHARE:
        return f"{100 * (value - before):+.1f} pts"
    return f"{value / before - 1:+.1%}" if before else None


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 pair, 2 pairs."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def unit_of(column: str) -> str:
    """The unit of a column by its name."""
    if column.endswith("_eur"):
        return EURO
    if column.endswith(("_share", "_rate")) or column in ("margin", "share"):
        return SHARE
    return COUNT
