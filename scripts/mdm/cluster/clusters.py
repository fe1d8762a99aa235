"""Clusters of records: accepted pairs connect them, contradictions and long chains split them."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..compare.similarity import Backend
from ..match_model import MatchModel
from .chains import cut_chains
from .components import Edges, Indices, components, smallest_member
from .conflicts import member_conflicts, other_birth_dates


def find_clusters(
    edges: Edges,
    strengths: NDArray[np.float64],
    kept_apart: Edges,
    guarded: Edges,
    records: pd.DataFrame,
    model: MatchModel,
    backend: Backend,
) -> Indices:
    """Return a cluster label per record: the smallest row number of its cluster.

    edges: accepted pairs as row numbers, with their strengths (match score; above 1 when a steward
    decided). kept_apart: pairs that a steward decided are different. guarded: pairs that a guard
    keeps apart. records: one row per record with national_id and birth_date.

    Records with contradicting verified ids, or ids and birth dates, never share a cluster. Two
    records of a guarded pair do not either, nor records with two long ids, nor those born on
    different days that are not an accepted pair themselves, unless a steward decided that two
    records of their clusters are the same. Chains longer than the model's limit `links_apart` are
    cut.
    """
    size = len(records)
    labels = components(size, edges)
    births = _without(other_birth_dates(labels, records, model, backend), edges, size)
    conflicts, long_ids = member_conflicts(labels, records, model, backend)
    overridable, cannot_link = _joined(guarded, births, long_ids), _joined(conflicts, kept_apart)
    return clusters_apart(
        size, edges, strengths, overridable, cannot_link, int(model.limits["links_apart"])
    )


def clusters_apart(
    size: int,
    edges: Edges,
    strengths: NDArray[np.float64],
    overridable: Edges,
    cannot_link: Edges,
    most_links: int,
) -> Indices:
    """Return a cluster label per node: the smallest node number of its cluster.

    overridable: pairs kept apart unless a steward decided that two records of their clusters are
    the same. cannot_link: pairs that are always kept apart. most_links: as in `cut_chains`. The
    other arguments are those of `find_clusters`.
    """
    decided = strengths > 1
    if decided.any():
        automatic, decisions = _chosen(edges, ~decided), _chosen(edges, decided)
        parts = cluster(size, automatic, strengths[~decided], _joined(overridable, cannot_link))
        same = components(size, (parts[decisions[0]], parts[decisions[1]]))[parts]
        overridable = _chosen(overridable, same[overridable[0]] != same[overridable[1]])
    labels = cluster(size, edges, strengths, _joined(overridable, cannot_link))
    return cut_chains(labels, edges, strengths, most_links)


def _joined(*pairs: Edges) -> Edges:
    """Concatenate pairs."""
    left, right = (np.concatenate(side).astype(np.int64) for side in zip(*pairs, strict=True))
    return left, right


def _chosen(pairs: Edges, chosen: NDArray[np.bool_]) -> Edges:
    """Return the chosen pairs."""
    return pairs[0][chosen], pairs[1][chosen]


def _without(pairs: Edges, others: Edges, size: int) -> Edges:
    """Return the pairs that are not among the others, in either direction."""
    numbers = [np.minimum(*ends) * size + np.maximum(*ends) for ends in (pairs, others)]
    kept = ~np.isin(*numbers)
    return pairs[0][kept], pairs[1][kept]


def cluster(size: int, edges: Edges, strengths: NDArray[np.float64], cannot_link: Edges) -> Indices:
    """Return a cluster label per node: the smallest node number of its cluster.

    Components without a cannot-link pair stay whole. In the others edges are added strongest first
    (ties by node numbers) and skipped if they would join a cannot-link pair, so the result
    depends only on the set of edges, not on their order.
    """
    labels = components(size, edges)
    apart = labels[cannot_link[0]] == labels[cannot_link[1]]
    contested = np.isin(labels, np.unique(labels[cannot_link[0][apart]]))
    result = smallest_member(labels)
    if contested.any():
        chosen = contested[edges[0]]
        merged = _merge_apart(
            np.flatnonzero(contested),
            (edges[0][chosen], edges[1][chosen]),
            strengths[chosen],
            zip(cannot_link[0][apart].tolist(), cannot_link[1][apart].tolist(), strict=True),
        )
        result[contested] = merged
    return result


def _merge_apart(
    nodes: Indices, edges: Edges, strengths: NDArray[np.float64], cannot: Iterable[tuple[int, int]]
) -> Indices:
    root = {node: node for node in nodes.tolist()}
    members = {node: {node} for node in root}
    enemies: dict[int, set[int]] = {node: set() for node in root}
    for left, right in cannot:
        enemies[left].add(right)
        enemies[right].add(left)

    low, high = np.minimum(*edges), np.maximum(*edges)
    order = np.lexsort((high, low, -strengths))
    for left, right in zip(low[order].tolist(), high[order].tolist(), strict=True):
        keep, drop = sorted((root[left], root[right]))
        if keep == drop or enemies[keep] & members[drop]:
            continue
        for node in members[drop]:
            root[node] = keep
        members[keep] |= members.pop(drop)
        enemies[keep] |= enemies.pop(drop)
    return np.array([root[node] for node in nodes.tolist()], dtype=np.int64)
