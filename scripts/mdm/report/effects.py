"""The effect of a decision about two records on their customers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..cluster.clusters import clusters_apart
from ..cluster.components import Edges
from ..identify.decisions import DIFFERENT, SAME
from ..identify.identities import SAME_STRENGTH
from ..identify.uids import customer_uid
from ..score.guards import AUTO, keeps_apart, overrides_same
from .cases import Case, Ends


class Link(NamedTuple):
    """Two records of a part by their places in it, the smaller one first."""

    left: int
    right: int


@dataclass(frozen=True)
class Part:
    """The records of one or two customers, numbered by age, with their pairs and decisions.

    places: the number of each record. births: the customer uid that each record's customer would
    have if the record were the oldest one. merging: AUTO_MERGE pairs, with their scores.
    overridable: pairs that a guard keeps apart unless a steward decides SAME. cannot_link: pairs
    that a guard always keeps apart. decided: the latest decisions.
    """

    places: Mapping[str, int]
    births: Sequence[str]
    merging: Edges
    scores: NDArray[np.float64]
    overridable: Edges
    cannot_link: Edges
    decided: Mapping[Link, str]
    most_links: int


def effects_of_decisions(case: Case, ends: Sequence[Ends], most_links: int) -> list[dict[str, str]]:
    """Return the effects of SAME and DIFFERENT as text, by decision, for each pair of records.

    most_links: as in `cut_chains`.
    """
    owners = dict(zip(case.records["uid"], case.records["customer_uid"], strict=True))
    known: dict[frozenset[str], tuple[Part, Mapping[str, str]]] = {}
    found = []
    for left, right in ends:
        between = frozenset((owners[left], owners[right]))
        if between not in known:
            part = _part_of(case, between, most_links)
            known[between] = part, _customers(part, part.decided)
        part, now = known[between]
        link = Link(*sorted((part.places[left], part.places[right])))
        then = {
            decision: _customers(part, {**part.decided, link: decision})
            for decision in (SAME, DIFFERENT)
        }
        found.append({name: _change(now, parts, (left, right)) for name, parts in then.items()})
    return found


def _part_of(case: Case, customers: frozenset[str], most_links: int) -> Part:
    """Return the part of a case that belongs to some of its customers."""
    records = case.records[case.records["customer_uid"].isin(customers)]
    uids = pd.Index(records["uid"])
    pairs = case.pairs[case.pairs["uid_l"].isin(uids) & case.pairs["uid_r"].isin(uids)]
    decisions = case.decisions
    decisions = decisions[decisions["uid_l"].isin(uids) & decisions["uid_r"].isin(uids)]

    def ends(table: pd.DataFrame) -> Edges:
        return tuple(uids.get_indexer(table[name]).astype(np.int64) for name in ("uid_l", "uid_r"))

    merging = pairs[pairs["tier"] == AUTO]
    guarded = pairs[keeps_apart(pairs)]
    ids = records.set_index("uid")["standard_national_id"]
    sides = guarded["uid_l"].map(ids), guarded["uid_r"].map(ids)
    final = overrides_same(guarded["guard_code"], guarded["reasons"], sides)
    left, right = ends(decisions)
    return Part(
        places={uid: place for place, uid in enumerate(uids)},
        births=[customer_uid(birth) for birth in records["record_id"]],
        merging=ends(merging),
        scores=merging["match_score"].to_numpy(np.float64),
        overridable=ends(guarded[~final]),
        cannot_link=ends(guarded[final]),
        decided={
            Link(*sorted(link)): decision
            for *link, decision in zip(
                left.tolist(), right.tolist(), decisions["decision"], strict=True
            )
        },
        most_links=most_links,
    )


def _customers(part: Part, decided: Mapping[Link, str]) -> Mapping[str, str]:
    """Return the customer of each record of a part after some decisions."""
    same, apart = (
        np.array(
            [link for link, given in decided.items() if given == decision], dtype=np.int64
        ).reshape(-1, 2)
        for decision in (SAME, DIFFERENT)
    )
    labels = clusters_apart(
        len(part.births),
        _join(part.merging, (same[:, 0], same[:, 1])),
        np.append(part.scores, np.full(len(same), SAME_STRENGTH)),
        part.overridable,
        _join(part.cannot_link, (apart[:, 0], apart[:, 1])),
        part.most_links,
    )
    # Records are sorted by age, so the smallest number of a cluster is its oldest record.
    return {uid: part.births[labels[place]] for uid, place in part.places.items()}


def _join(one: Edges, other: Edges) -> Edges:
    return tuple(np.concatenate(sides) for sides in zip(one, other, strict=True))


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
