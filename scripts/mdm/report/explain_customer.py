"""Explains one customer of a result: the pairs that join its records, and contradictions."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ..score.guards import AUTO, CONFLICT, NO_MATCH
from .explain_pair import explain_pair, find_pair
from .words import counted


def explain_uids(pairs: pd.DataFrame, clusters: pd.DataFrame, uids: Sequence[str]) -> str:
    """Return lines about two records, or about the customer of a record or customer uid.

    pairs, clusters: the columns of pairs.parquet and clusters.parquet. Raises ValueError for an
    unknown uid and for more than two.
    """
    owners = dict(zip(clusters["uid"], clusters["customer_uid"], strict=True))
    if len(uids) == 1 and uids[0] in set(owners.values()) - set(owners):
        return explain_cluster(pairs, owners, uids[0])
    unknown = [uid for uid in uids if uid not in owners]
    if unknown:
        raise ValueError(f"no record {unknown[0]!r} in the result")
    if len(uids) == 1:
        return explain_cluster(pairs, owners, owners[uids[0]])
    if len(uids) > 2 or uids[0] == uids[1]:
        raise ValueError("give one record or customer, or two different records")
    return "\n".join([explain_pair(pairs, owners, *uids), *_connection(pairs, owners, *uids)])


def _connection(pairs: pd.DataFrame, owners: Mapping[str, str], left: str, right: str) -> list[str]:
    if owners[left] != owners[right]:
        row = find_pair(pairs, left, right)
        merges = row is not None and row["tier"] == AUTO
        return _contradiction(pairs, owners, left, right) if merges else []
    members = sorted(uid for uid, owner in owners.items() if owner == owners[left])
    path = joining_path(pairs, members, left, right)
    return [f"Joined by: {' - '.join(path)}"] if path else []


def _contradiction(
    pairs: pd.DataFrame, owners: Mapping[str, str], left: str, right: str
) -> list[str]:
    ends = [pairs[name].map(owners) for name in ("uid_l", "uid_r")]
    between = (ends[0] == owners[left]) & (ends[1] == owners[right])
    between |= (ends[0] == owners[right]) & (ends[1] == owners[left])
    against = pairs[between & (pairs["guard_code"] == CONFLICT)]
    if against.empty:
        return [
            "Kept apart: other records of these customers have contradicting identities,"
            " or the chain of pairs between them is too long"
        ]
    found = zip(against["uid_l"], against["uid_r"], strict=True)
    return [f"Kept apart by {CONFLICT} between " + ", ".join(f"{a} and {b}" for a, b in found)]


def joining_pairs(pairs: pd.DataFrame, members: Sequence[str]) -> pd.DataFrame:
    """Return the AUTO_MERGE pairs that join members: a spanning tree, strongest pairs first.

    There is one pair fewer than members, or fewer if decisions outside `pairs` joined them.
    """
    inside = _inside(pairs, members)
    ranked = inside[inside["tier"] == AUTO].sort_values(
        ["match_score", "uid_l", "uid_r"], ascending=[False, True, True]
    )
    group = {uid: uid for uid in members}
    kept = []
    for position, left, right in zip(ranked.index, ranked["uid_l"], ranked["uid_r"], strict=True):
        keep, drop = group[left], group[right]
        if keep != drop:
            group = {uid: keep if label == drop else label for uid, label in group.items()}
            kept.append(position)
    return ranked.loc[kept]


def joining_path(pairs: pd.DataFrame, members: Sequence[str], left: str, right: str) -> list[str]:
    """Return the uids from left to right along the joining pairs; empty if not connected."""
    held = joining_pairs(pairs, members)
    steps: dict[str, list[str]] = {uid: [] for uid in members}
    for one, other in zip(held["uid_l"], held["uid_r"], strict=True):
        steps[one].append(other)
        steps[other].append(one)
    paths, reached = [[left]], {left}
    for path in paths:
        if path[-1] == right:
            return path
        onward = [uid for uid in steps[path[-1]] if uid not in reached]
        reached.update(onward)
        paths += [[*path, uid] for uid in onward]
    return []


def explain_cluster(pairs: pd.DataFrame, owners: Mapping[str, str], customer_uid: str) -> str:
    """Return lines about one customer of a result.

    pairs: the columns of pairs.parquet. owners: customer_uid by uid.
    """
    members = sorted(uid for uid, owner in owners.items() if owner == customer_uid)
    inside = _inside(pairs, members)
    either = pairs["uid_l"].isin(members) | pairs["uid_r"].isin(members)
    outside = pairs[either & (pairs["tier"] != NO_MATCH)].drop(inside.index, errors="ignore")
    held = joining_pairs(pairs, members)
    more = int((inside["tier"] == AUTO).sum()) - len(held)
    alone = ["No pair merges this record with another"] if len(members) == 1 else []
    return "\n".join(
        [
            f"{customer_uid}: {counted(len(members), 'record')}: {', '.join(members)}",
            *alone,
            *_section("Joined by", held),
            *(
                [f"and {counted(more, 'more AUTO_MERGE pair')} not needed to join it"]
                if more
                else []
            ),
            *_section("Within it, but not AUTO_MERGE", inside[inside["tier"] != AUTO]),
            *_section("Similar records of other customers", outside, owners),
        ]
    )


def _inside(pairs: pd.DataFrame, members: Sequence[str]) -> pd.DataFrame:
    return pairs[pairs["uid_l"].isin(members) & pairs["uid_r"].isin(members)]


def _section(title: str, rows: pd.DataFrame, owners: Mapping[str, str] | None = None) -> list[str]:
    ranked = rows.sort_values(["match_score", "uid_l", "uid_r"], ascending=[False, True, True])
    lines = []
    for row in ranked.to_dict("records"):
        ends = [row["uid_l"], row["uid_r"]]
        if owners:
            ends = [f"{uid} ({owners[uid]})" for uid in ends]
        lines.append(
            f"  {' and '.join(ends)}: {row['tier']} {row['match_score']:.4f}: {row['reasons']}"
        )
    return [f"{title}:", *lines] if lines else []
