"""Which pair a steward should look at next: the one whose answer would change most.

The rule, which the mart steward_review_queue follows as well:

- Open is a pair of tier REVIEW, and one of AUTO_MERGE that a contradiction or a cut chain holds
  apart, while its two records are of two customers and no steward has said SAME or DIFFERENT.
- A SAME would put every row of one customer beside the records of the other. `change` counts that:
  rows of the left customer * records of the right one, and the other way round. The rows of a
  customer are its records and, where known, their events.
- It is 0 where the two customers cannot become one: a pair between them is a CONFLICT, or a
  steward has said DIFFERENT. A SAME would only divide their records in another way.
- `expected_change` is match_score * change.
- First come the best pairs between each two customers, since one answer settles the others. Then
  the greater expected_change is first, then the score that is nearer to the edge of AUTO_MERGE,
  then the smaller record ids.
"""

import numpy as np
import pandas as pd

from .contradictions import latest_decisions
from .guards import AUTO, CONFLICT, REVIEW

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
    "change",
    "expected_change",
]


def review_queue(
    scored: pd.DataFrame,
    clusters: pd.DataFrame,
    decisions: pd.DataFrame | None = None,
    auto_threshold: float = 0.92,
) -> pd.DataFrame:
    """Return the open pairs, the one that a steward should look at next first.

    scored: record_id_l, record_id_r, match_score, tier, guard_code, one row a pair. clusters:
    record_id, customer_uid and, if known, events (a count). decisions: record_id_l, record_id_r,
    decision (SAME, DIFFERENT, UNSURE), decided_at, decision_id; the records in either order.
    Returns QUEUE_COLUMNS, in order.
    """
    named = scored.merge(_side(clusters, "_l"), on="record_id_l").merge(
        _side(clusters, "_r"), on="record_id_r"
    )
    pairs = named[named["customer_uid_l"] != named["customer_uid_r"]].copy()
    pairs["between"] = _unordered(pairs, CUSTOMERS)
    said = _decided(decisions, clusters)
    apart = set(said.loc[said["decision"] == "DIFFERENT", "between"])
    apart |= set(pairs.loc[pairs["guard_code"] == CONFLICT, "between"])

    queue = pairs[pairs["tier"].isin([REVIEW, AUTO])]
    queue = queue[~_unordered(queue, RECORDS).isin(set(said["pair"]))].copy()
    queue["is_held_apart"] = queue["between"].isin(apart)
    queue["change"] = np.where(queue["is_held_apart"], 0, _change(queue))
    queue["expected_change"] = queue["match_score"] * queue["change"]
    queue["pairs_between"] = queue.groupby("between")["between"].transform("size")
    queue["distance"] = (queue["match_score"] - auto_threshold).abs()

    best = ["expected_change", "distance", *RECORDS]
    queue = queue.sort_values(best, ascending=[False, True, True, True])
    queue["is_settled_by_another"] = queue.duplicated("between")
    queue = queue.sort_values("is_settled_by_another", kind="stable", ignore_index=True)
    return queue[QUEUE_COLUMNS]


def _side(clusters: pd.DataFrame, side: str) -> pd.DataFrame:
    """Each record with its customer, the customer's records and rows; columns end in `side`."""
    sized = clusters[["record_id", "customer_uid"]].assign(rows=1 + clusters.get("events", 0))
    groups = sized.groupby("customer_uid")["rows"]
    sized = sized.assign(records=groups.transform("size"), rows=groups.transform("sum"))
    return sized.add_suffix(side)


def _change(pairs: pd.DataFrame) -> pd.Series:
    """How many rows would find themselves beside how many records of the other customer."""
    return pairs["rows_l"] * pairs["records_r"] + pairs["rows_r"] * pairs["records_l"]


def _decided(decisions: pd.DataFrame | None, clusters: pd.DataFrame) -> pd.DataFrame:
    """The pairs that are SAME or DIFFERENT by their latest decision, with their two customers."""
    if decisions is None:
        return pd.DataFrame({"pair": [], "between": [], "decision": []})
    ordered = pd.DataFrame(np.sort(decisions[RECORDS].to_numpy(object), axis=1), columns=RECORDS)
    said = latest_decisions(decisions.reset_index(drop=True).assign(**ordered))
    said = said[said["decision"].isin(["SAME", "DIFFERENT"])]
    uids = clusters.set_index("record_id")["customer_uid"]
    sides = dict(zip(CUSTOMERS, (said[name].map(uids) for name in RECORDS), strict=True))
    said = said.assign(**sides)
    return said.assign(pair=_unordered(said, RECORDS), between=_unordered(said, CUSTOMERS))


def _unordered(frame: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Two columns as one, the smaller value first."""
    pairs = [tuple(sorted(pair)) for pair in frame[columns].itertuples(index=False)]
    return pd.Series(pairs, index=frame.index, dtype=object)
