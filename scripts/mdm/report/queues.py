"""The pairs that a steward should decide next, by impact or by how much a fit learns from them.

`review_queue` ranks by impact. The mart steward_review_queue follows the same rules:

- A pair is open if its tier is REVIEW, or if it is AUTO_MERGE but a contradiction or a cut chain
  keeps it apart, as long as its records belong to two customers and no steward decided SAME or
  DIFFERENT.
- SAME would combine every row of one customer with the records of the other. `impact` counts that:
  rows of the left customer * records of the right one, plus the reverse. The rows of a customer are
  its records and, if known, their events.
- `impact` is 0 if the two customers cannot merge: the identities in a pair between them contradict
  each other beyond doubt (`overrides_same`), or a steward decided DIFFERENT. SAME would then only
  split their records differently. It overrules every other guard, so those pairs have an impact.
- `expected_impact` is match_score * impact.
- The best pair between each two customers comes first, since one answer decides the others. Then
  higher expected_impact, a score closer to the AUTO_MERGE threshold, and smaller record ids.

`queue_by_kind` ranks the pairs of a file by how much a fit learns from them: it also counts the
open pairs with the same reasons, and includes pairs just below REVIEW and just above AUTO_MERGE.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ..identify.decisions import latest_decisions
from ..score.guards import AUTO, NO_MATCH, REVIEW, overrides_same

RECORDS = ["record_id_l", "record_id_r"]
CUSTOMERS = ["customer_uid_l", "customer_uid_r"]
QUEUE_COLUMNS = [
    *RECORDS,
    *CUSTOMERS,
    "match_score",
    "guard_code",
    "pairs_between",
    "is_settled_by_another",
    "is_held_apart",
    "impact",
    "expected_impact",
]


def review_queue(
    scored: pd.DataFrame,
    clusters: pd.DataFrame,
    decisions: pd.DataFrame | None = None,
    auto_threshold: float = 0.92,
) -> pd.DataFrame:
    """Return the open pairs in the order in which stewards should decide them.

    scored: record_id_l, record_id_r, match_score, tier, guard_code, reasons, one row per pair.
    clusters: record_id, customer_uid, national_id (as compared) and optionally events (a count).
    decisions: record_id_l, record_id_r, decision (SAME, DIFFERENT, UNSURE), decided_at,
    decision_id; the records in either order. Returns QUEUE_COLUMNS, in order.
    """
    named = scored.merge(_side(clusters, "_l"), on="record_id_l").merge(
        _side(clusters, "_r"), on="record_id_r"
    )
    pairs = named[named["customer_uid_l"] != named["customer_uid_r"]].copy()
    pairs["between"] = _unordered(pairs, CUSTOMERS)
    decided = _decided(decisions, clusters)
    apart = set(decided.loc[decided["decision"] == "DIFFERENT", "between"])
    ids = pairs["national_id_l"], pairs["national_id_r"]
    final = overrides_same(pairs["guard_code"], pairs["reasons"], ids)
    apart |= set(pairs.loc[final, "between"])

    queue = pairs[pairs["tier"].isin([REVIEW, AUTO])]
    queue = queue[~_unordered(queue, RECORDS).isin(set(decided["pair"]))].copy()
    queue["is_held_apart"] = queue["between"].isin(apart)
    queue["impact"] = np.where(queue["is_held_apart"], 0, _impact(queue))
    queue["expected_impact"] = queue["match_score"] * queue["impact"]
    queue["pairs_between"] = queue.groupby("between")["between"].transform("size")
    queue["distance"] = (queue["match_score"] - auto_threshold).abs()

    best = ["expected_impact", "distance", *RECORDS]
    queue = queue.sort_values(best, ascending=[False, True, True, True])
    queue["is_settled_by_another"] = queue.duplicated("between")
    queue = queue.sort_values("is_settled_by_another", kind="stable", ignore_index=True)
    return queue[QUEUE_COLUMNS]


def _side(clusters: pd.DataFrame, side: str) -> pd.DataFrame:
    """Return each record with its customer and the customer's records and rows, with suffix."""
    sized = clusters[["record_id", "customer_uid", "national_id"]]
    sized = sized.assign(rows=1 + clusters.get("events", 0))
    groups = sized.groupby("customer_uid")["rows"]
    sized = sized.assign(records=groups.transform("size"), rows=groups.transform("sum"))
    return sized.add_suffix(side)


def _impact(pairs: pd.DataFrame) -> pd.Series:
    """Return how many combinations of rows and records of the other customer SAME would add."""
    return pairs["rows_l"] * pairs["records_r"] + pairs["rows_r"] * pairs["records_l"]


def _decided(decisions: pd.DataFrame | None, clusters: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs whose latest decision is SAME or DIFFERENT, with their two customers."""
    if decisions is None:
        return pd.DataFrame({"pair": [], "between": [], "decision": []})
    ordered = pd.DataFrame(np.sort(decisions[RECORDS].to_numpy(object), axis=1), columns=RECORDS)
    latest = latest_decisions(decisions.reset_index(drop=True).assign(**ordered))
    latest = latest[latest["decision"].isin(["SAME", "DIFFERENT"])]
    uids = clusters.set_index("record_id")["customer_uid"]
    sides = dict(zip(CUSTOMERS, (latest[name].map(uids) for name in RECORDS), strict=True))
    latest = latest.assign(**sides)
    return latest.assign(pair=_unordered(latest, RECORDS), between=_unordered(latest, CUSTOMERS))


def _unordered(frame: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Return two columns as one column of tuples, the smaller value first."""
    pairs = [tuple(sorted(pair)) for pair in frame[columns].itertuples(index=False)]
    return pd.Series(pairs, index=frame.index, dtype=object)


NEAR_LOW, NEAR_HIGH = 0.3, 0.97
KIND_COLUMNS = ["priority", "alike", "records_concerned"]


def queue_by_kind(
    pairs: pd.DataFrame, clusters: pd.DataFrame, decisions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the pairs to decide, in order, with KIND_COLUMNS added.

    pairs: the columns of pairs.parquet (uid_l, uid_r, match_score, tier, reasons, ...). clusters:
    uid, customer_uid. decisions: uid_l, uid_r, decision; a decided pair, even
    UNSURE, is not asked again.

    The queue has the REVIEW pairs, including those that a guard lowered, and pairs just below or
    above. A decision affects the records of both customers (`records_concerned`) and is evidence
    for all open pairs with the same reasons (`alike`). Each further pair with the same reasons
    counts less, so that the queue starts with many kinds. Within a kind, the pair that affects the
    most records alternates with one chosen by hash, because large customers are not a fair sample.
    """
    near = (pairs["tier"] == NO_MATCH) & (pairs["match_score"] >= NEAR_LOW)
    near |= (pairs["tier"] == AUTO) & (pairs["match_score"] < NEAR_HIGH)
    waiting = pairs[((pairs["tier"] == REVIEW) | near) & ~_is_decided(pairs, decisions)]
    owners = dict(zip(clusters["uid"], clusters["customer_uid"], strict=True))
    waiting = waiting.assign(records_concerned=_records_concerned(waiting, owners))
    waiting = _in_turn(waiting)
    kinds = waiting.groupby("reasons", sort=False)["reasons"]
    alike, position = kinds.transform("size"), kinds.cumcount() + 1
    share = np.where(waiting["tier"] == REVIEW, 1.0, 0.5)
    waiting = waiting.assign(alike=alike, priority=share * alike / position**2)
    return waiting.sort_values("priority", ascending=False, kind="stable", ignore_index=True)


def _in_turn(waiting: pd.DataFrame) -> pd.DataFrame:
    by_size = ["records_concerned", "match_score", "uid_l", "uid_r"]
    waiting = waiting.sort_values(by_size, ascending=[False, False, True, True])
    large = waiting.groupby("reasons", sort=False).cumcount()
    drawn = pd.util.hash_pandas_object(waiting["uid_l"] + "|" + waiting["uid_r"], index=False)
    place = drawn.groupby(waiting["reasons"], sort=False).rank(method="first") - 1
    return waiting.loc[np.minimum(2 * large, 2 * place + 1).sort_values(kind="stable").index]


def _is_decided(pairs: pd.DataFrame, decisions: pd.DataFrame | None) -> pd.Series:
    if decisions is None or decisions.empty:
        return pd.Series(False, index=pairs.index)
    ends = decisions[["uid_l", "uid_r"]].astype(str).to_numpy()
    known = pd.MultiIndex.from_arrays([ends.min(axis=1), ends.max(axis=1)])
    ends = pairs[["uid_l", "uid_r"]].astype(str).to_numpy()
    asked = pd.MultiIndex.from_arrays([ends.min(axis=1), ends.max(axis=1)])
    return pd.Series(asked.isin(known), index=pairs.index)


def _records_concerned(pairs: pd.DataFrame, owners: Mapping[str, str]) -> pd.Series:
    sizes = pd.Series(owners).value_counts()
    left, right = (pairs[name].map(owners) for name in ("uid_l", "uid_r"))
    both = left.map(sizes) + right.map(sizes)
    return both.where(left != right, left.map(sizes)).astype("int64")
