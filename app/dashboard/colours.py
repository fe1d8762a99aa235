"""One colour per meaning, in all charts and in both themes."""

from __future__ import annotations

# Meaning -> colour.
PALETTE = {
    "good": "#2e9e5b",
    "needs attention": "#e0a100",
    "bad": "#e0484d",
    "critical": "#b5295c",
    "neutral": "#8a94a6",
    "started": "#5b6ee1",
    "revenue": "#3b82f6",
    "profit": "#0f9f8f",
    "customers": "#8b5cf6",
    "deals": "#f0762f",
    "sessions": "#0ea5e9",
    "alerts": "#d6409f",
    "records": "#64809c",
    "EMEA": "#7a9a3a",
    "AMER": "#a8693f",
    "APAC": "#e59ab8",
    "onboarding": "#a5aff0",
    "growing": "#9ccc65",
    "champion": "#17784a",
}
# Value in the data -> meaning; other values have the colour of the measure.
MEANINGS = {
    "EMEA": "EMEA",
    "AMER": "AMER",
    "APAC": "APAC",
    "Positive": "good",
    "Neutral": "neutral",
    "Negative": "bad",
    "New": "started",
    "Active": "good",
    "Onboarding": "onboarding",
    "Activated": "started",
    "Growing": "growing",
    "Loyal": "good",
    "Champion": "champion",
    "Won back": "good",
    "At-Risk": "needs attention",
    "Dormant": "neutral",
    "Churned": "bad",
    "Low": "good",
    "Medium": "needs attention",
    "High": "bad",
    "Critical": "critical",
    "Created deals": "deals",
    "Won": "good",
    "Won deals": "good",
    "Open": "needs attention",
    "Investigating": "started",
    "Confirmed Fraud": "bad",
    "False Positive": "neutral",
    "Resolved": "good",
    "passed": "good",
    "warned": "needs attention",
    "failed": "bad",
    "AUTO_MERGE": "good",
    "REVIEW": "needs attention",
    "NO_MATCH": "neutral",
}


def colour_of(value: str, measure: str) -> str:
    """The colour of a value's meaning, or of the measure if the value has none."""
    return PALETTE[MEANINGS.get(value, measure)]
