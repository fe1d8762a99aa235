"""Cases of the steward report: customers to review together."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..cluster.components import components
from ..identify.decisions import latest_labels
from .queues import review_queue

Ends = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """A customer, or several that open pairs connect.

    records: uid, customer_uid, record_id, first_known and the fields, oldest first, with
    standard_<field>, the fields as compared. pairs: compared pairs among the records,
    columns of pairs.parquet. decisions: uid_l, uid_r, decision. asked: the pairs that wait for a
    decision, in order of the queue.
    """

    customers: tuple[str, ...]
    records: pd.DataFrame
    pairs: pd.DataFrame
    decisions: pd.DataFrame
    asked: tuple[Ends, ...]


def rank_questions(
    pairs: pd.DataFrame, clusters: pd.DataFrame, decisions: pd.DataFrame | None
) -> pd.DataFrame:
    """Return the review queue (uid_l, uid_r) of a result.

    clusters: uid, customer_uid and national_id (as compared). The others are as in `case_of`.
    """
    ids = {"uid_l": "record_id_l", "uid_r": "record_id_r", "uid": "record_id"}
    given = None
    if decisions is not None:
        given = latest_labels(decisions).rename(columns=ids)
        given = given.assign(decided_at="1900-01-01", decision_id=range(len(given)))
    queue = review_queue(pairs.rename(columns=ids), clusters.rename(columns=ids), given)
    return queue.rename(columns={"record_id_l": "uid_l", "record_id_r": "uid_r"})


def find_cases(
    queue: pd.DataFrame,
    pairs: pd.DataFrame,
    records: pd.DataFrame,
    decisions: pd.DataFrame | None,
    limit: int,
) -> Iterator[Case]:
    """Yield the first `limit` cases of an ordered queue (uid_l, uid_r), each pair in one case.

    A case has all customers that a chain of open pairs connects, so that a steward who decides
    about two of them sees the others. records: uid, customer_uid, record_id, first_known and the
    fields.
    """
    owners = records.set_index("uid")["customer_uid"]
    ends = [queue[name].map(owners) for name in ("uid_l", "uid_r")]
    codes, names = pd.factorize(pd.concat(ends, ignore_index=True))
    left, right = np.split(codes.astype(np.int64), 2)
    labels = components(len(names), (left, right))
    asked: dict[int, list[Ends]] = {}
    for label, *pair in zip(labels[left].tolist(), queue["uid_l"], queue["uid_r"], strict=True):
        asked.setdefault(label, []).append((pair[0], pair[1]))
    for label in list(asked)[:limit]:
        customers = tuple(sorted(names[labels == label]))
        yield case_of(customers, pairs, records, decisions, tuple(asked[label]))


def case_of(
    customers: tuple[str, ...],
    pairs: pd.DataFrame,
    records: pd.DataFrame,
    decisions: pd.DataFrame | None = None,
    asked: tuple[Ends, ...] = (),
) -> Case:
    """Return the case of some customers."""
    chosen = records[records["customer_uid"].isin(customers)]
    chosen = chosen.sort_values(["first_known", "record_id"], ignore_index=True)
    columns = pd.DataFrame(columns=["uid_l", "uid_r", "decision"])
    given = columns if decisions is None else latest_labels(decisions)
    inside = [
        table[table["uid_l"].isin(chosen["uid"]) & table["uid_r"].isin(chosen["uid"])]
        for table in (pairs, given)
    ]
    ranked = inside[0].sort_values(
        ["match_score", "uid_l", "uid_r"], ascending=[False, True, True], ignore_index=True
    )
    return Case(customers, chosen, ranked, inside[1].reset_index(drop=True), asked)
