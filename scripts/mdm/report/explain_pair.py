"""Explains one pair of a result: match weights, guard, and the customers of both records."""

from collections.abc import Mapping

import pandas as pd

from ..score.pairs import WEIGHT_FIELDS
from ..score.reasons import GUARD_WORDS, WORDS

FIELD_WORDS = {
    "prior": "before any evidence",
    "name": "name",
    **{field: WORDS[field] for field in WEIGHT_FIELDS[2:]},
}


def find_pair(pairs: pd.DataFrame, left: str, right: str) -> pd.Series | None:
    """Return the row of a pair of uids in either order, or None if it was not compared."""
    either = pairs["uid_l"].isin([left, right]) & pairs["uid_r"].isin([left, right])
    found = pairs[either]
    return None if found.empty else found.iloc[0]


def explain_pair(pairs: pd.DataFrame, owners: Mapping[str, str], left: str, right: str) -> str:
    """Return lines about two records of a result.

    pairs: the columns of pairs.parquet. owners: customer_uid by uid. Match weights are in bits: one
    more doubles the odds that both records are one customer.
    """
    row = find_pair(pairs, left, right)
    lines = (
        [f"{left} and {right} were not compared: they share no block key under the cap"]
        if row is None
        else [*_verdict(row, left, right), *_weights(row), *_guard(row)]
    )
    same = owners[left] == owners[right]
    where = f"both are {owners[left]}" if same else f"{owners[left]} and {owners[right]}"
    return "\n".join([*lines, f"Customer: {where}"])


def _verdict(row: pd.Series, left: str, right: str) -> list[str]:
    return [
        f"{left} and {right}: {row['tier']}, match score {row['match_score']:.4f},"
        f" rule score {row['rule_score']:.2f}, model {row['model_version']}"
    ]


def _weights(row: pd.Series) -> list[str]:
    words = reasons_by_field(row["reasons"])
    shown = [field for field in WEIGHT_FIELDS if field == "prior" or words.get(field)]
    lines = [_line(row[f"match_weight_{field}"], field, words.get(field, ())) for field in shown]
    missing = [FIELD_WORDS[field] for field in WEIGHT_FIELDS if field not in shown]
    if missing:
        lines.append(f"   0.0  not on both records: {', '.join(missing)}")
    total = sum(row[f"match_weight_{field}"] for field in WEIGHT_FIELDS)
    return [*lines, f"{total:+6.1f}  total"]


def _line(weight: float, field: str, words: tuple[str, ...]) -> str:
    reasons = f": {', '.join(words)}" if words else ""
    return f"{weight:+6.1f}  {FIELD_WORDS[field]}{reasons}"


def _guard(row: pd.Series) -> list[str]:
    code = row["guard_code"]
    return [] if pd.isna(code) else [f"Guard {code}, never AUTO_MERGE: {GUARD_WORDS[code]}"]


def reasons_by_field(reasons: str) -> dict[str, tuple[str, ...]]:
    """Return the reasons of a pair by field of WEIGHT_FIELDS, without the guard's."""
    fields = [field for field in WEIGHT_FIELDS if field not in ("prior", "name")]
    found: dict[str, tuple[str, ...]] = {}
    for reason in reasons.split("; "):
        if not reason or reason.split(":")[0] in GUARD_WORDS:
            continue
        field = next((field for field in fields if WORDS[field] in reason), "name")
        found[field] = (*found.get(field, ()), reason)
    return found
