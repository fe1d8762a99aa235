"""Compares two model versions: pairs that change tier, customers that merge or split."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from ..identify.uids import customer_uid
from ..score.guards import NO_MATCH
from ..score.pairs import WEIGHT_FIELDS
from .words import counted

MERGE, SPLIT = "MERGE", "SPLIT"
TIERS_COLUMNS = ["tier_before", "tier_after", "pairs"]
CHANGE_COLUMNS = ["change", "customer_uid", "keeps_uid", "other_uids", "records"]
ENDS = ["uid_l", "uid_r"]


@dataclass(frozen=True)
class VersionChanges:
    """The changes from one model version to another.

    tiers: TIERS_COLUMNS. pairs: pairs that change tier, columns `<name>_before` and `_after`.
    customers: CHANGE_COLUMNS; other_uids and records are tuples.
    """

    tiers: pd.DataFrame
    pairs: pd.DataFrame
    customers: pd.DataFrame


def compare_versions(
    before: tuple[pd.DataFrame, pd.DataFrame], after: tuple[pd.DataFrame, pd.DataFrame]
) -> VersionChanges:
    """Compare two results, each a pair of pairs and clusters (columns of the files of `match`).

    A pair that only one of them compared counts as NO_MATCH in the other.
    """
    both = before[0].merge(after[0], on=ENDS, how="outer", suffixes=("_before", "_after"))
    tiers = [f"tier_{when}" for when in ("before", "after")]
    both[tiers] = both[tiers].fillna(NO_MATCH)
    counts = both.groupby(tiers).size().rename("pairs").reset_index()
    changed = both[both[tiers[0]] != both[tiers[1]]]
    changed = changed.sort_values(
        [*tiers, "match_score_after", *ENDS], ascending=[True, True, False, True, True]
    )
    return VersionChanges(
        counts[TIERS_COLUMNS],
        changed.reset_index(drop=True),
        customer_changes(before[1], after[1]),
    )


def customer_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return which customers of `before` merge or split in `after` (both uid, customer_uid).

    MERGE: customer_uid survives and other_uids merge into it. SPLIT: customer_uid splits into
    other_uids and, if keeps_uid, itself. records: the records of all of them.
    """
    both = before.merge(after, on="uid", suffixes=("_before", "_after"))
    merges = _groups(both, "customer_uid_after", "customer_uid_before", MERGE)
    splits = _groups(both, "customer_uid_before", "customer_uid_after", SPLIT)
    return pd.DataFrame([*merges, *splits], columns=CHANGE_COLUMNS)


def _groups(
    both: pd.DataFrame, one: str, many: str, change: str
) -> Iterator[tuple[str, str, bool, tuple[str, ...], tuple[str, ...]]]:
    several = both.groupby(one)[many].transform("nunique") > 1
    for uid, group in both[several].groupby(one):
        others = tuple(sorted(set(group[many]) - {uid}))
        yield change, str(uid), uid in set(group[many]), others, tuple(sorted(group["uid"]))


def describe_comparison(found: VersionChanges, names: tuple[str, str], limit: int) -> str:
    """Return the report as lines, listing at most `limit` pairs and customers."""
    stay = found.tiers["tier_before"] == found.tiers["tier_after"]
    lines = [
        f"Model version {names[0]} -> {names[1]}",
        f"Same tier: {counted(int(found.tiers.loc[stay, 'pairs'].sum()), 'pair')}",
    ]
    lines += [
        f"{row.tier_before} -> {row.tier_after}: {counted(row.pairs, 'pair')}"
        for row in found.tiers[~stay].itertuples()
    ]
    for change, words in ((MERGE, "Merges"), (SPLIT, "Splits")):
        lines.append(f"{words}: {int((found.customers['change'] == change).sum())}")
    lines += [_customer_line(row) for row in found.customers.head(limit).itertuples()]
    lines += [line for row in found.pairs.head(limit).to_dict("records") for line in _lines(row)]
    left = max(len(found.pairs) - limit, 0), max(len(found.customers) - limit, 0)
    if any(left):
        more = counted(left[0], "more pair"), counted(left[1], "more customer")
        lines.append(f"and {', '.join(more)}; --out writes them all")
    return "\n".join(lines)


def _customer_line(row: object) -> str:
    verb = "absorbs" if row.change == MERGE else "splits into"
    kept = [row.customer_uid] if row.change == SPLIT and row.keeps_uid else []
    parts = ", ".join([*kept, *row.other_uids])
    return f"{row.change} {row.customer_uid} {verb} {parts}: records {', '.join(row.records)}"


def _lines(row: dict[str, object]) -> list[str]:
    weights = {
        field: (row[f"match_weight_{field}_before"], row[f"match_weight_{field}_after"])
        for field in WEIGHT_FIELDS
    }
    changes = [
        f"{field} {before:+.1f} -> {after:+.1f}"
        for field, (before, after) in weights.items()
        if abs(before - after) >= 0.05
    ]
    guards = [row[f"guard_code_{when}"] for when in ("before", "after")]
    shown = ["none" if pd.isna(guard) else guard for guard in guards]
    guard = [f"guard {shown[0]} -> {shown[1]}"] if shown[0] != shown[1] else []
    return [
        f"{row['uid_l']} and {row['uid_r']}: {row['tier_before']} -> {row['tier_after']},"
        f" match score {row['match_score_before']:.4f} -> {row['match_score_after']:.4f}",
        "    " + "; ".join([*changes, *guard]),
    ]


def name_by_birth(clusters: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Return clusters (uid, customer_uid) named after their oldest records.

    records: uid, record_id, first_known.
    """
    known = clusters.merge(records[["uid", "record_id", "first_known"]], on="uid")
    ordered = known.sort_values(["first_known", "record_id"], kind="stable")
    births = ordered.groupby("customer_uid", sort=False)["record_id"].transform("first")
    return ordered.assign(customer_uid=births.map(customer_uid))[["uid", "customer_uid"]]
