"""Cases of the steward report: customers to review together, and the effect of a decision."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ..cluster.clusters import clusters_apart
from ..cluster.components import components
from ..identify.decisions import DIFFERENT, SAME, latest_labels
from ..identify.identities import SAME_STRENGTH
from ..identify.uids import customer_uid
from ..score.guards import AUTO, keeps_apart, outweighs_same
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

    A case has all customers that a chain of open pairs connects, so that nobody decides about two
    of them without seeing the others. records: uid, customer_uid, record_id, first_known and the
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


def effects_of_decisions(case: Case, ends: Sequence[Ends], most_links: int) -> list[dict[str, str]]:
    """Return the effects of SAME and DIFFERENT as text, by decision, for each pair of records.

    most_links: as in `cut_chains`.
    """
    owners = dict(zip(case.records["uid"], case.records["customer_uid"], strict=True))
    known: dict[frozenset[str], tuple[Case, Mapping[str, str]]] = {}
    found = []
    for left, right in ends:
        between = frozenset((owners[left], owners[right]))
        if between not in known:
            part = _of_owners(case, left, right)
            known[between] = part, _parts(part, None, most_links)
        part, now = known[between]
        then = {
            decision: _parts(part, (left, right, decision), most_links)
            for decision in (SAME, DIFFERENT)
        }
        found.append({name: _change(now, parts, (left, right)) for name, parts in then.items()})
    return found


def _of_owners(case: Case, left: str, right: str) -> Case:
    """Return the part of a case that belongs to the customers of two records."""
    owners = case.records.set_index("uid")["customer_uid"]
    records = case.records[case.records["customer_uid"].isin([owners[left], owners[right]])]
    pairs, decisions = (
        table[table["uid_l"].isin(records["uid"]) & table["uid_r"].isin(records["uid"])]
        for table in (case.pairs, case.decisions)
    )
    return replace(case, records=records, pairs=pairs, decisions=decisions)


def _parts(case: Case, further: tuple[str, str, str] | None, most_links: int) -> Mapping[str, str]:
    """Return the customer of each record in the case after one more decision."""
    uids = pd.Index(case.records["uid"])
    decisions = case.decisions[["uid_l", "uid_r", "decision"]]
    if further:
        added = pd.DataFrame([further], columns=["uid_l", "uid_r", "decision"])
        decisions = latest_labels(pd.concat([decisions, added]))

    def ends(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        return uids.get_indexer(table["uid_l"]), uids.get_indexer(table["uid_r"])

    merging = case.pairs[case.pairs["tier"] == AUTO]
    same = decisions[decisions["decision"] == SAME]
    apart = decisions[decisions["decision"] == DIFFERENT]
    guarded = case.pairs[keeps_apart(case.pairs)]
    ids = case.records.set_index("uid")["standard_national_id"]
    sides = guarded["uid_l"].map(ids), guarded["uid_r"].map(ids)
    final = outweighs_same(guarded["guard_code"], guarded["reasons"], sides)
    edges = _join(ends(merging), ends(same))
    strengths = np.append(merging["match_score"], np.full(len(same), SAME_STRENGTH))
    proofs = _join(ends(apart), ends(guarded[final]))
    labels = clusters_apart(len(uids), edges, strengths, ends(guarded[~final]), proofs, most_links)
    # Records are sorted by age, so the smallest number of a part is its oldest record.
    births = case.records["record_id"].to_numpy(object)[labels]
    return {uid: customer_uid(birth) for uid, birth in zip(uids, births, strict=True)}


def _join(one: tuple[np.ndarray, ...], other: tuple[np.ndarray, ...]) -> tuple[np.ndarray, ...]:
    return tuple(np.concatenate(sides).astype(np.int64) for sides in zip(one, other, strict=True))


def _change(now: Mapping[str, str], then: Mapping[str, str], ends: Ends) -> str:
    if now == then:
        one = then[ends[0]] == then[ends[1]]
        return f"No record moves: they {'already are one customer' if one else 'stay apart'}."
    lines = []
    for uid in sorted(set(then.values())):
        members = {record for record in then if then[record] == uid}
        gone = sorted({now[record] for record in members} - {uid})
        whole = [other for other in gone if other not in then.values()]
        whole = [other for other in whole if _members(now, other) <= members]
        if whole and uid in now.values():
            lines.append(f"{uid} survives and takes in {', '.join(whole)}.")
    for uid in sorted(set(now.values())):
        after = sorted({then[record] for record in now if now[record] == uid})
        if len(after) > 1:
            parts = [
                f"{new} {'keeps' if new == uid else 'gets'} {_records(now, then, uid, new)}"
                for new in sorted(
                    after, key=lambda new: (new != uid, _records(now, then, uid, new))
                )
            ]
            lines.append(f"{uid} splits: {'; '.join(parts)}.")
    return " ".join(lines)


def _members(owners: Mapping[str, str], uid: str) -> set[str]:
    return {record for record, owner in owners.items() if owner == uid}


def _records(now: Mapping[str, str], then: Mapping[str, str], old: str, new: str) -> str:
    return ", ".join(sorted(_members(now, old) & _members(then, new)))
