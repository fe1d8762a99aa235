"""Golden customers with stable ids, computed from their oldest record, day by day."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..cluster.clusters import find_clusters
from ..cluster.components import Indices
from ..compare.similarity import Backend, choose_backend
from ..match_model import CURRENT, MatchModel, read_parameters
from ..score.guards import AUTO, keeps_apart
from ..tables import days
from .uids import customer_uids

ASSIGNED_COLUMNS = ["record_id", "master_record_id", "customer_uid", "assigned_from"]
DATES = ("known_from", "known_to")
DECISION_ORDER = ("decided_at", "decision_id")
FOREVER = np.datetime64("9999-12-31", "s")
SAME_STRENGTH = 2.0
"""Strength of an edge that is a steward decision: above every probability."""


@dataclass(frozen=True)
class Inputs:
    """Tables from which identities are computed; nodes are numbered in order of record_id.

    scored: accepted pairs. guarded: pairs that a guard keeps apart.
    """

    scored: pd.DataFrame
    guarded: pd.DataFrame
    records: pd.DataFrame
    nodes: pd.DataFrame
    decisions: pd.DataFrame


def assign_identities(
    scored: pd.DataFrame,
    records: pd.DataFrame,
    parameters: pd.DataFrame,
    model_version: str = CURRENT,
    decisions: pd.DataFrame | None = None,
    backend: str = "auto",
) -> pd.DataFrame:
    """Return which customer each record belongs to, and from which day on.

    scored: output of score_pairs, at least the accepted pairs and those that `keeps_apart` chooses.
    records: record versions with record_id, known_from, known_to,
    national_id, birth_date. decisions: record_id_l, record_id_r, decision (SAME, DIFFERENT or
    UNSURE), decided_date (the first day on which it counts) and, optionally, decided_at and
    decision_id, which order the decisions on a pair. Returns ASSIGNED_COLUMNS, one row per
    record and day on which its master changed, the first included; sorted. Raises ValueError when
    two master records share a customer_uid.

    Records that no chain of accepted pairs or decisions connects do not affect each other, so the
    result for all records is the union of the results for connected parts.
    """
    model = read_parameters(parameters, None, model_version)
    return assign_with_model(scored, records, model, choose_backend(backend), decisions)


def assign_with_model(
    scored: pd.DataFrame,
    records: pd.DataFrame,
    model: MatchModel,
    backend: Backend,
    decisions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Assign identities like `assign_identities`, with a loaded model."""
    inputs = _prepare(scored, records, decisions)
    masters = np.full(len(inputs.nodes), -1, dtype=np.int64)
    changes = []
    for day in _days_of_change(inputs):
        current = masters_on(day, inputs, model, backend)
        moved = np.flatnonzero(current != masters)
        changes.append(
            pd.DataFrame({"node": moved, "master": current[moved], "assigned_from": day})
        )
        masters = current
    return _assignment_rows(changes, inputs.nodes)


def _days_of_change(inputs: Inputs) -> NDArray[np.datetime64]:
    """Return the days on which a record, pair or decision starts or ends."""
    dated = (inputs.records, inputs.scored, inputs.guarded)
    spans = [frame[name] for frame in dated for name in DATES]
    found = np.unique(np.concatenate([*spans, inputs.decisions["decided_date"]]))
    return found[found < FOREVER]


def masters_on(day: np.datetime64, inputs: Inputs, model: MatchModel, backend: Backend) -> Indices:
    """Return each record's master on a day as a node number, -1 before the record is known."""
    scored, records, nodes = inputs.scored, inputs.records, inputs.nodes
    active = scored[_holds(scored, day)]
    decided = inputs.decisions[inputs.decisions["decided_date"] <= day]
    latest = decided.drop_duplicates(["left", "right"], keep="last")
    same = latest[latest["decision"] == "SAME"]
    different = latest[latest["decision"] == "DIFFERENT"]

    edges = (np.append(active["left"], same["left"]), np.append(active["right"], same["right"]))
    strengths = np.append(active["match_score"], np.full(len(same), SAME_STRENGTH))
    facts = records[_holds(records, day)].drop_duplicates("node", keep="last").set_index("node")
    facts = facts[["national_id", "birth_date"]].reindex(np.arange(len(nodes)))
    kept_apart = different["left"].to_numpy(), different["right"].to_numpy()
    guarded = inputs.guarded[_holds(inputs.guarded, day)]
    labels = find_clusters(
        edges,
        strengths,
        kept_apart,
        (guarded["left"].to_numpy(), guarded["right"].to_numpy()),
        facts,
        model,
        backend,
    )
    ranked = nodes["birth_rank"].groupby(labels).transform("min").to_numpy()
    births = np.argsort(nodes["birth_rank"].to_numpy(), kind="stable")[ranked]
    return np.where(nodes["first_known"] <= day, births, -1)


def _prepare(scored: pd.DataFrame, records: pd.DataFrame, decisions: pd.DataFrame | None) -> Inputs:
    records = records.assign(**{name: days(records[name]) for name in DATES})
    first = records.groupby("record_id")["known_from"].min().sort_index()
    nodes = pd.DataFrame({"record_id": first.index, "first_known": first.to_numpy()})
    order = np.lexsort((np.arange(len(nodes)), nodes["first_known"]))
    nodes["birth_rank"] = np.argsort(order, kind="stable")
    index = pd.Index(nodes["record_id"])

    edges = _numbered(scored[scored["tier"] == AUTO], index)
    if (edges[["left", "right"]] < 0).any(axis=None):
        raise ValueError("scored pairs name a record_id that no record has")
    apart = _numbered(scored[keeps_apart(scored)], index)
    # Guarded pairs are ignored if one of their records is not clustered now.
    apart = apart[(apart[["left", "right"]] >= 0).all(axis=1)]
    records = records.assign(node=index.get_indexer(records["record_id"]))
    return Inputs(
        edges, apart, records.sort_values("known_from"), nodes, _decided(decisions, index)
    )


def _numbered(pairs: pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    return pairs.assign(
        **{name: days(pairs[name]) for name in DATES},
        left=index.get_indexer(pairs["record_id_l"]),
        right=index.get_indexer(pairs["record_id_r"]),
    )


def _decided(decisions: pd.DataFrame | None, index: pd.Index) -> pd.DataFrame:
    columns = ["record_id_l", "record_id_r", "decision", "decided_date"]
    rows = pd.DataFrame(columns=columns) if decisions is None else decisions
    order = [name for name in DECISION_ORDER if name in rows.columns] or ["decided_date"]
    ends = np.stack([index.get_indexer(rows[name]) for name in columns[:2]])
    rows = rows.assign(
        left=ends.min(axis=0),
        right=ends.max(axis=0),
        decided_date=days(rows["decided_date"]),
    )
    return rows[rows["left"] >= 0].sort_values(order, kind="stable")


def _assignment_rows(changes: list[pd.DataFrame], nodes: pd.DataFrame) -> pd.DataFrame:
    if not changes:
        return pd.DataFrame(columns=ASSIGNED_COLUMNS)
    rows = pd.concat(changes, ignore_index=True)
    ids = nodes["record_id"].to_numpy(object)
    masters = pd.unique(ids[rows["master"]])
    uids = dict(zip(masters, customer_uids(masters), strict=True))
    if len(set(uids.values())) < len(masters):
        raise ValueError("two birth records share a customer_uid")
    rows["record_id"], rows["master_record_id"] = ids[rows["node"]], ids[rows["master"]]
    rows["customer_uid"] = rows["master_record_id"].map(uids)
    rows["assigned_from"] = rows["assigned_from"].dt.date
    return rows.sort_values(["record_id", "assigned_from"], ignore_index=True)[ASSIGNED_COLUMNS]


def _holds(frame: pd.DataFrame, day: np.datetime64) -> pd.Series:
    return (frame["known_from"] <= day) & (day < frame["known_to"])
