"""The gate results of deliveries, in readable form, and the deliveries that gates hold back."""

from __future__ import annotations

import pandas as pd

from dashboard.query import query
from dashboard.statement import Condition, is_, is_not

COLUMNS = [
    "feed", "landed_in", "rule", "column_name", "measured", "allowed", "landed", "wrong_rows",
    "outcome", "checked_at",
]  # fmt: skip
# Gate rule -> words, and whether its value is a share of rows and not a number of rows.
RULES = {
    "completeness": ("rows accepted by all checks, at least", True),
    "null_share": ("rows without a required value, at most", True),
    "conflicts": ("rows that contradict another one, at most", False),
    "early_rows": ("rows dated after the present, at most", False),
}
HELD_SINCE = {"checked_at": "held_since"}
RELEASE = (
    "The vault reads a held delivery once a steward accepts it in accepted_files, its limit in the"
    " contract changes, or further rows of the batch arrive."
)
NONE_HELD = (
    "This publication holds no delivery back. While one is held, the application shows the last"
    " publication before it, and reports/latest.html and operations.held_deliveries name it."
)
SOME_HELD = "This was published although deliveries are held back."


def held_results() -> pd.DataFrame:
    """The results because of which deliveries are held back."""
    return query(
        "gate_audit", COLUMNS, where=[is_("is_held")], order=["-checked_at", "feed", "landed_in"]
    )


def newest_results() -> pd.DataFrame:
    """The newest results: failed ones first, then those with a warning, then passed ones."""
    order = ["-checked_at", "feed", "landed_in", "rule", "column_name"]
    conditions: list[list[Condition]] = [
        [is_("outcome", "failed")],
        [is_not("outcome", "failed"), is_not("outcome", "passed")],
        [is_("outcome", "passed")],
    ]
    parts = [query("gate_audit", COLUMNS, where=where, order=order) for where in conditions]
    return pd.concat(parts, ignore_index=True)


def shown_results(results: pd.DataFrame) -> pd.DataFrame:
    """Results with the rule in words, and value and limit with their unit."""
    is_share = [RULES.get(rule, ("", False))[1] for rule in results["rule"]]
    found = pd.DataFrame(
        {
            "feed": results["feed"],
            "batch": results["landed_in"],
            "rule": [RULES.get(rule, (rule,))[0] for rule in results["rule"]],
            "column": results["column_name"],
            "value": list(map(with_unit, results["measured"], is_share)),
            "limit": list(map(with_unit, results["allowed"], is_share)),
        }
    )
    return found.join(results[["landed", "wrong_rows", "outcome", "checked_at"]])


def with_unit(value: float, is_share: bool) -> str:
    """A measured value or limit with all its digits: 99.4083% for a share of 0.994083."""
    return f"{100 * float(value):.10g}%" if is_share else f"{float(value):,.10g}"
